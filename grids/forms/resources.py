"""入驻单位, experts and volunteers: shape of input only."""

from typing import Any

from django import forms

from grids.enums.changes import Attendance
from grids.enums.resources import HelperKind
from grids.models import Category, Department, Division
from grids.selectors import departments


def words(label: str, most: int, *, needed: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(needed),
        widget=forms.TextInput(attrs={"class": "in"}),
        error_messages={"required": needed, "max_length": f"最多 {most} 个字，请精简一些"},
    )


def pick(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[("", "请选"), *choices],
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选一项", "invalid_choice": "请从列表里选一项"},
    )


class KindForm(forms.Form):
    """Who can help with a kind of dispute."""

    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True),
        to_field_name="code",
        label="能帮哪一类",
        required=False,
        empty_label="全部",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": "请从列出的类别里选"},
    )


class ResidentForm(forms.Form):
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="本镇单位",
        required=False,
        empty_label="外单位，写在右边",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": "请从列出的单位里选一个"},
    )
    outside_name = words("外单位名称", 60)
    mode = pick("入驻方式", Attendance.choices)
    days = words("哪几天", 60)
    place = words("在哪个窗口或房间", 60)
    services = words("办什么", 300, needed="请写办什么")
    phone = words("办公电话", 20)

    def __init__(self, *args: Any, centre: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments(centre)  # type: ignore[attr-defined]


class HelperForm(forms.Form):
    kind = pick("类别", HelperKind.choices)
    name = words("姓名或名称", 40, needed="请写姓名或名称")
    field = words("专长", 100, needed="请写专长")
    specialties = forms.ModelMultipleChoiceField(
        Category.objects.filter(is_active=True),
        to_field_name="code",
        label="能帮哪些类别",
        required=False,
        widget=forms.SelectMultiple(attrs={"class": "in", "size": 5}),
        error_messages={"invalid_choice": "请从列出的类别里选"},
    )
    available = words("什么时候有空", 60)
    phone = words("联系电话", 20)
    has_consent = forms.BooleanField(
        label="本人（单位）同意列入",
        required=False,
    )
