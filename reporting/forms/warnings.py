"""监测预警: a unit's answer, what 平安办 does with it, the town's measure. Shape of input only."""

from typing import Any

from django import forms

from cases.forms.jurisdiction import unit_choice
from cases.forms.register import choice
from cases.forms.register import text as words
from grids.models import Department
from reporting.services.warnings import BOUNDS, LONGEST
from reporting.warning_enums import WarningEnding


class UnitForm(forms.Form):
    """Which unit; the page says which there are."""

    unit = unit_choice("单位", Department.objects.none(), "请选", needed="请选一个单位")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class AnswerForm(UnitForm):
    found = words("查明的情况", LONGEST, needed="请写查明了什么，没有发现问题也写一句", area=True)
    done = words("采取的措施", LONGEST, needed="请写做了什么、打算做什么", area=True)


class AskForm(UnitForm):
    words_of = words("想请它说明什么", LONGEST, area=True)


class SendBackForm(UnitForm):
    reason = words("请它再说明什么", LONGEST, needed="请写清还差什么", area=True)


class CloseForm(forms.Form):
    ending = choice("结论", WarningEnding.choices, required=True)
    reason = words("理由", LONGEST, needed="请写一句为什么这样定", area=True)


def number(label: str, bounds: tuple[int, int], *, step: str = "1") -> forms.DecimalField:
    least, most = bounds
    fault = f"请填 {least} 到 {most}"
    return forms.DecimalField(
        label=label,
        min_value=least,
        max_value=most,
        decimal_places=0 if step == "1" else 1,
        widget=forms.NumberInput(attrs={"class": "in", "step": step}),
        error_messages={
            "required": fault,
            "invalid": fault,
            "min_value": fault,
            "max_value": fault,
            "max_decimal_places": fault,
        },
    )


class MeasureForm(forms.Form):
    is_on = forms.BooleanField(label="启用", required=False)
    at_least = number("近7天至少几件", BOUNDS["at_least"])
    times = number("超过平时几倍", BOUNDS["times"], step="0.1")
    one_in = number("平时多少周才会碰巧有一次", BOUNDS["one_in"])
    answer_workdays = number("几个工作日内回复", BOUNDS["answer_workdays"])
