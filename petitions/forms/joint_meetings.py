"""The forms of 联席会议: shape of input only."""

from typing import Any

from django import forms

from cases.forms.co_handling import choice, day, several, staff_pairs, text, unit_pairs
from grids.models import Division


class JointMeetingForm(forms.Form):
    topic = text("会议名称", 80, help_text="不写信访人的名字")
    held_on = day("哪天开")
    place = text("在哪里", 100)
    chair = choice("召集人", (), is_needed=False)
    units = several("请哪些成员单位", ())

    def __init__(self, *args: Any, centre: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [("", "我来召集"), *staff_pairs(centre)]
        self.fields["chair"].choices = people  # type: ignore[attr-defined]
        self.fields["units"].choices = unit_pairs(centre)  # type: ignore[attr-defined]
