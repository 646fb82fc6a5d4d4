"""Settings of the disputes in the back office; no case, party, event or paper stands here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html_join

from cases.models import PaperTemplate, RetentionRule
from cases.papers.checking import check_template
from cases.papers.table import PAPERS
from cases.services.papers import house_template
from cases.services.templates import put_template
from grids.admin import SystemSettings, site
from grids.selectors import centre_of
from mediation.core.errors import Refused
from mediation.core.files import SIZE_LIMIT, response_of


@admin.register(RetentionRule, site=site)
class RetentionRuleAdmin(SystemSettings):
    """归档范围表: an empty outcome or category stands for all others; the special line wins."""

    list_display = ("category", "outcome", "period", "years", "basis", "is_active")
    list_filter = ("period", "is_active")
    autocomplete_fields = ("category",)
    list_select_related = ("category",)


class TemplateForm(forms.ModelForm):
    """A Word file for one paper; it is checked before it is taken."""

    kind = forms.ChoiceField(
        label="文书", choices=[(one.kind, one.label) for one in PAPERS.values()]
    )
    upload = forms.FileField(label="模板（docx）")

    class Meta:
        model = PaperTemplate
        fields = ("kind",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "upload" in self.fields:
            self.fields["upload"].help_text = format_html_join(
                "　",
                '<a href="{}">{}</a>',
                [
                    (reverse("admin:cases_papertemplate_house", args=[one.kind]), one.label)
                    for one in PAPERS.values()
                ],
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        upload, kind = data.get("upload"), data.get("kind")
        if upload is not None and kind:
            try:
                if upload.size > SIZE_LIMIT:
                    raise Refused("invalid_file", "文件太大，请换一份", field="file")
                data["body"] = upload.read()
                check_template(kind, data["body"])
            except Refused as refused:
                self.add_error("upload", refused.sentence)
        return data


@admin.register(PaperTemplate, site=site)
class PaperTemplateAdmin(SystemSettings):
    """A town's own papers. Begin with the house's file (the links), change it in Word, bring it back."""

    form = TemplateForm
    list_display = ("kind", "name", "is_active", "uploaded_by", "uploaded_at")
    list_filter = ("kind", "is_active")
    list_select_related = ("uploaded_by",)
    actions = ("take", "put_out_of_use")
    SHOWN = ("centre", "kind", "name", "sha256", "uploaded_by", "uploaded_at", "is_active")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.SHOWN if obj else ("kind", "upload")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.SHOWN if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_open(request) and obj is None

    def save_model(self, request: HttpRequest, obj: PaperTemplate, form: Any, change: bool) -> None:
        centre, upload = centre_of(request.user), form.cleaned_data["upload"]
        if centre is None:
            raise Http404
        made = put_template(
            centre, form.cleaned_data["kind"], form.cleaned_data["body"], upload.name, request.user
        )
        obj.pk = made.pk

    @admin.action(description="下载")
    def take(self, request: HttpRequest, rows: QuerySet[PaperTemplate]) -> HttpResponse | None:
        row = rows.first()
        return response_of(bytes(row.file), row.name) if row else None

    @admin.action(description="停用，改用系统自带的")
    def put_out_of_use(self, request: HttpRequest, rows: QuerySet[PaperTemplate]) -> None:
        self.message_user(request, f"已停用 {rows.update(is_active=False)} 份模板。")

    def get_urls(self) -> list[Any]:
        house = path(
            "house/<slug:kind>/",
            site.admin_view(self.house),
            name="cases_papertemplate_house",
        )
        return [house, *super().get_urls()]

    def house(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The house's own template, to begin with."""
        if not self._is_open(request) or kind not in PAPERS:
            raise Http404
        return response_of(house_template(kind), PAPERS[kind].template.name)
