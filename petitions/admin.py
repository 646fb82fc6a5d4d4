"""Settings of the petitions in the back office; no petition, person, letter or event stands here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from cases.admin import PaperTemplateAdmin, TemplateForm
from grids.admin import SystemSettings, site
from petitions.letters.checking import check_template
from petitions.letters.table import LETTERS
from petitions.models import ContentCategory, LetterTemplate, TownNotice
from petitions.services.letters import house_template
from petitions.services.templates import put_template


class ContentForm(forms.ModelForm):
    """Two levels, no more: what stands below another has nothing below itself."""

    class Meta:
        model = ContentCategory
        fields = ("code", "name", "parent", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        upper = ContentCategory.objects.filter(parent__isnull=True)
        self.fields["parent"].queryset = upper.exclude(pk=self.instance.pk)

    def clean_parent(self) -> ContentCategory | None:
        parent: ContentCategory | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and self.instance.children.exists():
            raise forms.ValidationError("它下面还有细类，不能再放到别的分类下面。")
        return parent


@admin.register(ContentCategory, site=site)
class ContentCategoryAdmin(SystemSettings):
    """信访内容分类. A code stays what it was: petitions point at it; the name may be the province's.

    The whole table is brought in by `load_contents FILE`.
    """

    form = ContentForm
    list_display = ("code", "name", "parent", "is_active")
    list_filter = ("is_active",)
    list_select_related = ("parent",)
    search_fields = ("code", "name")
    ordering = ("code",)

    def get_readonly_fields(
        self, request: HttpRequest, obj: ContentCategory | None = None
    ) -> tuple[str, ...]:
        return ("code",) if obj else ()


class LetterTemplateForm(TemplateForm):
    papers = LETTERS
    check = staticmethod(check_template)

    class Meta:
        model = LetterTemplate
        fields = ("kind",)


@admin.register(LetterTemplate, site=site)
class LetterTemplateAdmin(PaperTemplateAdmin):
    """A town's own letters, as its own papers."""

    form = LetterTemplateForm
    papers = LETTERS
    put = staticmethod(put_template)
    house_file = staticmethod(house_template)


@admin.register(TownNotice, site=site)
class TownNoticeAdmin(SystemSettings):
    """What the town puts on /about/ and on the poster."""

    list_display = ("centre", "hours", "address", "receptions")
    list_select_related = ("centre",)
    ordering = ("centre",)
