"""案件补贴: a row of the town's table, a month. Shape of input only."""

from datetime import date
from decimal import Decimal

from django import forms

from cases import enums
from cases.forms.register import choice, day
from cases.forms.register import text as words
from cases.models.subsidies import FORMS

MOST = Decimal("99999.99")


def money(label: str, *, needed: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=bool(needed),
        min_value=0,
        max_value=MOST,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "in", "step": "0.01", "min": "0"}),
        error_messages={
            "required": needed,
            "invalid": "金额请写成 120 或 120.50 这样",
            "min_value": "金额不能小于 0",
            "max_value": f"金额最多 {MOST} 元",
        },
    )


class RateForm(forms.Form):
    difficulty = choice("难易程度", enums.Difficulty.choices, required=True)
    form = choice(
        "协议形式",
        [pair for pair in enums.AgreementForm.choices if pair[0] in FORMS],
        required=True,
    )
    amount = money("每件（元）", needed="请写每件多少元")
    confirmed_amount = money("经司法确认另加（元）")
    from_on = day("从哪天起")
    basis = words("依据（文号）", 100, needed="请写依据的文件")

    def clean_confirmed_amount(self) -> Decimal:
        return self.cleaned_data.get("confirmed_amount") or Decimal(0)


class MonthForm(forms.Form):
    month = forms.DateField(
        label="哪个月",
        input_formats=["%Y-%m"],
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month", "class": "in"}),
        error_messages={"required": "请选一个月", "invalid": "月份请写成 2026-11 这样"},
    )

    def clean_month(self) -> date:
        return self.cleaned_data["month"].replace(day=1)  # type: ignore[no-any-return]
