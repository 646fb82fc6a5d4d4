"""Forms of the counter: shape of input only."""

import uuid
from typing import Any

from django import forms

from cases import enums
from cases.forms.register import PlaceChoice
from cases.services.visits import LONGEST_NAME, LONGEST_SAID
from grids.enums import Level
from grids.models import Division


class TicketForm(forms.Form):
    """At the door: nothing but the window has to be said (不强制提供身份)."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    window = forms.ChoiceField(
        label="去哪个窗口",
        choices=enums.Window.choices,
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"required": "请选一个窗口", "invalid_choice": "请选一个窗口"},
    )
    said = forms.CharField(
        label="为什么事来",
        required=False,
        max_length=LONGEST_SAID,
        widget=forms.Textarea(attrs={"class": "in", "rows": 2}),
        error_messages={"max_length": f"最多 {LONGEST_SAID} 个字，请精简一些"},
    )
    name_to_call = forms.CharField(
        label="怎么称呼",
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
        error_messages={"max_length": f"最多 {LONGEST_NAME} 个字"},
    )
    division = PlaceChoice(
        Division.objects.none(),
        label="事情在哪里",
        required=False,
        empty_label="没说",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": "请从列表里选一个"},
    )
    priority = forms.ChoiceField(
        label="优先",
        required=False,
        choices=[("", "不用"), *enums.Priority.choices],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "请从列出的优先情形里选"},
    )

    def __init__(self, *args: Any, centre: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Division.objects.active().under(centre)
        self.fields["division"].queryset = places.filter(  # type: ignore[attr-defined]
            level__in=[Level.VILLAGE, Level.GRID]
        ).select_related("parent")

    def ticket(self) -> dict[str, Any]:
        """What `services.visits.take_ticket` takes."""
        return dict(self.cleaned_data)
