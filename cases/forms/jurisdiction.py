"""管辖: saying that a case is not ours, and naming whose it is. Shape of input only."""

from typing import Any

from django import forms

from cases import enums
from cases.forms.register import choice
from cases.forms.register import text as words
from cases.services.jurisdiction import LONGEST
from grids.models import Department


def unit_choice(label: str, units: Any, empty: str, *, needed: str = "") -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        units,
        label=label,
        required=bool(needed),
        empty_label=empty,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={
            "required": needed,
            "invalid_choice": "请从列出的单位里选一个",
        },
    )


class DisputeForm(forms.Form):
    ground = choice("为什么不归本单位", enums.NotOurs.choices, required=True)
    proposed_unit = unit_choice("建议由哪个单位办", Department.objects.none(), "说不准")
    reason = words("说明", LONGEST, needed="请写清依据，如：三定方案、权责清单第几项", area=True)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposed_unit"].queryset = units  # type: ignore[attr-defined]


class PlacingForm(forms.Form):
    unit = unit_choice("由哪个单位办", Department.objects.none(), "请选", needed="请选一个单位")
    responsibility = choice("责任依据", enums.Responsibility.choices, required=True)
    decision = words("理由", LONGEST, needed="请写一句为什么由它办", area=True)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
