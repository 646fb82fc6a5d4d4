"""Writing down what a petitioner asks about his own data, and answering it."""

from typing import Any

from django import forms

from petitions.enums import DataRequestKind
from petitions.models import Petition

LONGEST = 2000
TOO_LONG = f"最多 {LONGEST} 个字，请精简一些。"


class DataRequestForm(forms.Form):
    petitioner = forms.ChoiceField(label="哪一位")
    kind = forms.ChoiceField(label="要求什么", choices=DataRequestKind.choices)
    asked_on = forms.DateField(
        label="哪天提出",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "in"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期写成 2026-11-14 这样。"},
    )
    text = forms.CharField(
        label="是哪一处，应当怎样",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "class": "in"}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, petition: Petition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.pk), one.name) for one in petition.petitioners.all()]
        self.fields["petitioner"].choices = people  # type: ignore[attr-defined]
        for name in ("petitioner", "kind"):
            self.fields[name].widget.attrs["class"] = "in"


class DecisionForm(forms.Form):
    is_granted = forms.TypedChoiceField(
        choices=[("yes", "同意"), ("no", "不同意")], coerce=lambda value: value == "yes"
    )
    answer = forms.CharField(
        required=False, max_length=LONGEST, error_messages={"max_length": TOO_LONG}
    )
