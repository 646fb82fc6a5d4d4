"""What is typed on a village's page: shape only."""

from typing import Any

from django import forms

from grids.enums.village import VillageDuty

PHONE = r"^[0-9+\-（）()转 ]*$"


def _words(label: str, most: int, *, needed: str = "", hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(needed),
        help_text=hint,
        widget=forms.TextInput(attrs={"class": "in"}),
        error_messages={"required": needed, "max_length": f"最多 {most} 个字，请精简一些"},
    )


def _phone(label: str) -> forms.RegexField:
    return forms.RegexField(
        PHONE,
        label=label,
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "in", "inputmode": "tel"}),
        error_messages={"invalid": "请写数字，区号用 - 隔开", "max_length": "最多 20 位"},
    )


def _day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "in"}),
        error_messages={"invalid": "日期请写成 2026-11-14 这样", "required": "请填日期"},
        **options,
    )


class DeskForm(forms.Form):
    place = _words("地点", 80)
    window = _words("受理工位", 40)
    room = _words("调解室", 40)
    hours = _words("什么时候有人", 80)
    duty_phone = _phone("值班电话")


class StaffForm(forms.Form):
    duty = forms.ChoiceField(
        label="做什么",
        choices=VillageDuty.choices,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选一项", "invalid_choice": "请从列表里选一项"},
    )
    name = _words("姓名", 30, needed="请写姓名")
    organisation = _words("所在单位", 60)
    phone = _phone("工作电话")
    from_on = _day("从哪天起")
    has_consented = forms.BooleanField(
        label="本人同意在公示牌上写姓名、单位和工作电话", required=False
    )


class EndForm(forms.Form):
    to_on = _day("到哪天为止")
