"""The forms of 帮扶救助 and of a hearing: shape of input only."""

from typing import Any

from django import forms

from cases.forms.register import choice, day
from cases.forms.register import text as words
from grids.models import Department
from petitions import enums


class SupportForm(forms.Form):
    kind = choice("帮什么", enums.SupportKind.choices, required=True)
    text = words("怎么帮", 2000, needed="请写一句帮什么、怎么帮", area=True)
    unit: Any = forms.ModelChoiceField(
        Department.objects.none(),
        label="由谁提供",
        required=False,
        empty_label="请选择",
        widget=forms.Select(attrs={"class": "in"}),
    )
    amount = forms.DecimalField(
        label="金额（元）",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "in", "step": "0.01"}),
        error_messages={
            "invalid": "请只写数字。",
            "min_value": "请填 0 以上的数字。",
            "max_digits": "数字太长了，请再核对一遍。",
            "max_whole_digits": "数字太长了，请再核对一遍。",
            "max_decimal_places": "最多写到分（两位小数）。",
        },
    )
    on = day("从哪天", required=False)
    ends_on = day("到哪天", required=False)
    has_consent = forms.BooleanField(
        label="本人同意（不同意的不记，也不用说理由）",
        error_messages={"required": "要先征得他本人同意。"},
    )

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units
        field.label_from_instance = lambda unit: unit.short_name


class ResultForm(forms.Form):
    result = words("结果", 2000, needed="请写一句结果")
    on = day("哪天", required=False)


class HearingForm(forms.Form):
    from_on = day("听证从哪天开始", required=True)
    to_on = day("哪天恢复计算", required=True)
