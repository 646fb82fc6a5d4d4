"""案例库: shape of input only."""

from django import forms

from mediation.core import clock
from reporting.review_enums import Cause, FailReason
from reporting.services.library import LONGEST, LONGEST_TITLE

EMPTY = [("", "请选一个")]


def _area(label: str, rows: int, needed: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"class": "in", "rows": rows}),
        error_messages={"required": needed},
    )


class EntryForm(forms.Form):
    """The words of an entry; `form_key` on a new one, `version` on a draft that is changed."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label="题目", max_length=LONGEST_TITLE, error_messages={"required": "请写一个题目"}
    )
    story = _area("怎么回事", 6, "请写怎么回事")
    way = _area("怎么做的", 6, "请写怎么做的")
    lesson = _area("经验或教训", 4, "请写一句经验或教训")
    cause = forms.ChoiceField(label="成因", choices=EMPTY + Cause.choices)
    reason = forms.ChoiceField(
        label="没谈成的原因", choices=EMPTY + FailReason.choices, required=False
    )


class ConsentForm(forms.Form):
    party = forms.IntegerField(widget=forms.HiddenInput)
    is_written = forms.BooleanField(label="有书面的", required=False)
    on = forms.DateField(
        label="哪天同意的",
        required=False,
        widget=forms.DateInput(attrs={"class": "in", "type": "date"}),
    )

    def clean_on(self) -> object:
        return self.cleaned_data["on"] or clock.today()


class PublishForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    is_looked_over = forms.BooleanField(label="像是姓名的几处我看过了，都不是人名", required=False)


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label="为什么撤下", max_length=200, error_messages={"required": "请写一句理由"}
    )
