"""The safety page's forms: shape of input only."""

from typing import Any

from django import forms

from cases import enums
from cases.forms.register import choice, day
from cases.forms.register import text as words


class SignForm(forms.Form):
    kind = choice("看到了什么", enums.SignKind.choices, required=True)
    text = words("具体情况", 2000, needed="请写一句看到、听到了什么", area=True)
    is_incapable = forms.BooleanField(
        label="受害的是未成年人、老人、残疾人或重病人，自己不能报案", required=False
    )
    on = day("哪天的事", required=False)
    reported_on = day("已经报告的，哪天", required=False)
    reported_to = words("已经报告的，向谁", 200)


class ReportForm(forms.Form):
    on = day("哪天报告的", required=False)
    to_whom = words("向哪个单位、哪位报告的", 200, needed="请写明向哪个单位、哪位报告的")


class DenyForm(forms.Form):
    reason = words("为什么没有这种危险", 300, needed="请写一句为什么没有这种危险")


class SupportForm(forms.Form):
    kind = choice("支持措施", enums.SupportKind.choices, required=True)
    text = words("说明", 500)
    on = day("哪天提的", required=False)


CHANGES = [("consent", "本人同意"), ("finish", "办好了"), ("withdraw", "不再需要")]


class ChangeForm(forms.Form):
    change = forms.ChoiceField(label="到哪一步", choices=CHANGES)
    on = day("日期", required=False)


def first_fault(form: forms.Form) -> str:
    """One sentence for a small form that has no room for faults beside its fields."""
    faults: Any = form.errors.values()
    return next((str(fault) for found in faults for fault in found), "")
