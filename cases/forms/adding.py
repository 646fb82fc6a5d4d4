"""Adding a visit to a matter that is here already: shape of input only."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from cases.models import Visit
from cases.services.visits import LONGEST_SAID

NO_TICKET = ""


class AddForm(forms.Form):
    """Whose visit it is, and what was newly said. Somebody may have come without a ticket."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    visit = forms.ChoiceField(label="哪一位来访", required=False, widget=forms.RadioSelect)
    said = forms.CharField(
        label="这次新说了什么",
        max_length=LONGEST_SAID,
        widget=forms.Textarea(attrs={"class": "in", "rows": 5, "data-autofocus": ""}),
        error_messages={
            "required": "请写一句这次新说了什么，没有新情况就写“问进度”",
            "max_length": f"最多 {LONGEST_SAID} 个字，请精简一些",
        },
    )

    def __init__(self, *args: Any, serving: Iterable[Visit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), label_of(one)) for one in serving]
        field: Any = self.fields["visit"]
        field.choices = [*choices, (NO_TICKET, "没有取号，直接来的")]


def label_of(visit: Visit) -> str:
    return f"{visit.label} {visit.name_to_call}".strip()
