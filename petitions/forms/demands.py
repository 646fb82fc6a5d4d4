"""One demand: what was found, the opinion, its basis, the words for the petitioner. Shape only."""

from typing import Any

from django import forms

from petitions import enums
from petitions.models import Demand

LONGEST = 5000
LABELS = {"finding": "查明", "opinion": "意见", "basis": "依据"}


def _area(label: str, rows: int, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "in"})
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=False,
        widget=widget,
        error_messages={"max_length": f"最多 {LONGEST} 个字，请精简一些。"},
        **more,
    )


class DemandForm(forms.Form):
    """May be left half done: the reply waits until finding, opinion and basis are all there."""

    finding = _area("查明了什么", 3)
    opinion = forms.ChoiceField(
        label="意见",
        choices=[("", "还没有定"), *enums.Opinion.choices],
        required=False,
        widget=forms.Select(attrs={"class": "in"}),
    )
    basis = _area("依据（法律、政策、证据）", 2)
    answer = _area("给信访人的答复", 2)

    def __init__(self, demand: Demand, data: Any = None, **more: Any) -> None:
        initial = {name: getattr(demand, name) for name in self.base_fields}
        super().__init__(
            data,
            prefix=f"demand_{demand.position}",
            initial=initial | more.pop("initial", {}),
            **more,
        )
        self.demand = demand


def missing_of(demand: Demand) -> str:
    """查明、意见: what the reply still waits for (条例32)."""
    return "、".join(label for name, label in LABELS.items() if not getattr(demand, name))
