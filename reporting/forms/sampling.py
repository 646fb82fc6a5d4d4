"""评查: shape of input only."""

from typing import Any

from django import forms

from mediation.core import clock
from reporting import sampling as lots
from reporting import spans
from reporting.review_enums import Mark
from reporting.services.sampling import LEAST, LONGEST, MOST


class DrawForm(forms.Form):
    """Quarters that are over, the newest first."""

    span = forms.ChoiceField(label="哪个季度", widget=forms.Select(attrs={"class": "in"}))
    size = forms.IntegerField(
        label="每个单位每类抽几件",
        min_value=LEAST,
        max_value=MOST,
        initial=2,
        widget=forms.NumberInput(attrs={"class": "in"}),
        error_messages={
            "invalid": "请填数字",
            "min_value": f"请填 {LEAST} 到 {MOST}",
            "max_value": f"请填 {LEAST} 到 {MOST}",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = clock.today().year
        over = [
            span
            for span in (spans.quarter(y, q) for y in (year, year - 1) for q in (4, 3, 2, 1))
            if span.period.last_on < clock.today()
        ][:4]
        self.fields["span"].choices = [(span.code, span.label) for span in over]  # type: ignore[attr-defined]


class SheetForm(forms.Form):
    """One choice for each point of the kind of list, and what was found."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = lots.points_of(kind)
        for point in self.points:
            self.fields[point.code] = forms.ChoiceField(
                label=point.words,
                choices=Mark.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "请选一个"},
            )
        self.fields["findings"] = forms.CharField(
            label="评查情况",
            max_length=LONGEST,
            widget=forms.Textarea(attrs={"class": "in", "rows": 4}),
            error_messages={"required": "请写一句评查情况"},
        )

    @property
    def rows(self) -> list[tuple[lots.Point, Any]]:
        return [(point, self[point.code]) for point in self.points]

    @property
    def marks(self) -> dict[str, str]:
        return {point.code: self.cleaned_data[point.code] for point in self.points}


class ReplyForm(forms.Form):
    """What was mended, or what is still to be."""

    text = forms.CharField(
        label="说明",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"class": "in", "rows": 3}),
        error_messages={"required": "请写一句说明"},
    )
