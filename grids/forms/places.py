"""What is typed when a place changes: shape only."""

from typing import Any

from django import forms

from grids.models import Division
from mediation.core import clock

LARGEST_LIST = 2 * 1024 * 1024  # bytes; a county's list is some tens of kilobytes


def words(label: str, most: int, *, needed: str = "", hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(needed),
        help_text=hint,
        widget=forms.TextInput(attrs={"class": "in"}),
        error_messages={"required": needed, "max_length": f"最多 {most} 个字，请精简一些"},
    )


def day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "in"}),
        error_messages={"invalid": "日期请写成 2026-11-14 这样", "required": "请填日期"},
        **options,
    )


class ActForm(forms.Form):
    """A change has a day, a reason and, where there is one, the paper that ordered it."""

    field_order = ("into", "code", "name", "short_name", "grids", "on", "reason", "document")

    on = day("生效日期")
    reason = words("事由", 200, needed="请写一句事由", hint="例如：村级建制调整")
    document = words("批准文件", 100, hint="文号或文件名")

    def __init__(self, *args: Any, place: Division, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("on", clock.today())
        super().__init__(*args, **kwargs)
        self.place = place


class RenameForm(ActForm):
    name = words("新的法定名称", 60, needed="请填新的名称", hint="例如：致远社区居民委员会")
    short_name = words("新的简称", 40, needed="请填新的简称", hint="例如：致远社区")


class MergeForm(ActForm):
    into = forms.ModelChoiceField(
        Division.objects.none(),
        label="并入哪里",
        empty_label="请选择",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选并入哪里", "invalid_choice": "请从列出的地方里选"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        siblings = Division.objects.active().filter(
            parent=self.place.parent_id, level=self.place.level
        )
        self.fields["into"].queryset = siblings.exclude(pk=self.place.pk)  # type: ignore[attr-defined]


class SplitForm(ActForm):
    code = words("新村（社区）的区划代码", 12, needed="请填 12 位代码")
    name = words("新的法定名称", 60, needed="请填名称", hint="例如：双桥村村民委员会")
    short_name = words("新的简称", 40, needed="请填简称", hint="例如：双桥村")
    grids = forms.ModelMultipleChoiceField(
        Division.objects.none(),
        label="划过去的网格",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请从本村（社区）的网格里选"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grids"].queryset = self.place.children.filter(is_active=True)  # type: ignore[attr-defined]

    def clean_grids(self) -> list[Division]:
        return list(self.cleaned_data["grids"])


class CloseForm(ActForm):
    """Nothing more is asked of a place that nothing follows."""


class GridForm(ActForm):
    name = words("网格名称", 60, needed="请填名称", hint="例如：致远社区第五网格")
    short_name = words("网格简称", 40, needed="请填简称", hint="例如：致远社区5组")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["document"]


class ListForm(forms.Form):
    """A published list of divisions, tried before it is taken over."""

    file = forms.FileField(
        label="区划表（CSV，UTF-8）",
        required=False,
        widget=forms.ClearableFileInput(attrs={"class": "in", "accept": ".csv"}),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    digest = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    on = day("生效日期")
    reason = words("事由", 200, needed="请写一句事由", hint="例如：2022 年区划代码更新")
    document = words("批准文件", 100, hint="文号或文件名")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        if upload is None:
            if not cleaned.get("text"):
                self.add_error("file", "请选一份区划表")
            return cleaned
        if upload.size > LARGEST_LIST:
            self.add_error("file", "文件太大了，一份区划表不会超过 2 MB")
            return cleaned
        try:
            cleaned["text"] = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", "没看懂这份文件，请另存为 UTF-8 的 CSV 再传")
        return cleaned
