"""Requests of parties: shape of input only."""

from typing import Any

from django import forms

from cases import enums
from cases.forms.register import choice, day
from cases.forms.register import text as words
from cases.models import Case


class RequestForm(forms.Form):
    party = forms.ChoiceField(
        label="哪一位", widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选是哪一位当事人", "invalid_choice": "请从列表里选一位"},
    )  # fmt: skip
    kind = choice("要求什么", enums.PartyRequestKind.choices, required=True)
    text = words("具体说说", 1000, area=True)
    asked_on = day("哪天提的", required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        field.choices = [("", "请选"), *((str(p.pk), p.name) for p in case.parties.all())]


class DecisionForm(forms.Form):
    is_granted = forms.TypedChoiceField(
        label="同意吗",
        choices=[("yes", "同意"), ("no", "不同意")],
        coerce=lambda value: value == "yes",
        error_messages={"required": "请选同意或不同意", "invalid_choice": "请选同意或不同意"},
    )
    reasons = words("不同意的理由", 1000)
