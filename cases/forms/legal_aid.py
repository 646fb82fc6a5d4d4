"""法律援助初审单: shape of input only."""

from typing import Any

from django import forms

from cases.enums.legal_aid import AidAnswer, AidMatter, AidMeans, AidResult
from cases.forms.register import choice, day
from cases.forms.register import text as words
from cases.services.legal_aid import LONGEST_FACTS, LONGEST_MISSING, LONGEST_NAME
from mediation.core import clock


class AidForm(forms.Form):
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    applicant = words("申请人姓名", LONGEST_NAME, needed="请写申请人姓名")
    facts = words("事由", LONGEST_FACTS, needed="请写一句为什么事申请", area=True)
    matter = choice("申请事项", AidMatter.choices, required=True)
    means = choice("经济条件", AidMeans.choices, required=True)
    is_urgent = forms.BooleanField(
        label="时效快到，或者有其他紧急情形（第四十四条，可以先行提供）", required=False
    )
    result = choice("初审意见", AidResult.choices, required=True)
    missing = words("还差哪些材料", LONGEST_MISSING)
    checked_on = day("哪天看的", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checked_on"].widget.attrs["max"] = clock.today().isoformat()


class ForwardForm(forms.Form):
    on = day("哪天转的", required=False)


class AnswerForm(forms.Form):
    answer = choice("区法律援助中心的答复", AidAnswer.choices, required=True)
    on = day("哪天答复", required=False)
