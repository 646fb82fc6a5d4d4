"""Meetings that are held again and again: shape of input only."""

from typing import Any

from django import forms

from cases.forms.co_handling import Pairs, choice, day, several, text
from reporting.models import Meeting


class ArrangeForm(forms.Form):
    held_on = day("哪天开")
    place = text("在哪里", 100)


class ItemForm(forms.Form):
    title = text("议题", 100, help_text="写事不写人")


class TaskForm(forms.Form):
    text = text("议定事项", 300, help_text="写事不写人")
    unit = choice("谁来落实", ())
    due_on = day("哪天前")

    def __init__(self, *args: Any, units: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "请选择"), *units]  # type: ignore[attr-defined]


class ResultForm(forms.Form):
    result = text("完成情况", 500, rows=2)


class MinutesForm(forms.Form):
    """What was said of each item, the minutes as a whole, and who came without signing in."""

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in meeting.items.all():
            self.fields[f"item_{item.pk}"] = text(item.title, 4_000, rows=3, is_needed=False)
        self.fields["minutes"] = text("会议意见", 20_000, rows=6)
        absent = [
            (str(seat.pk), seat.unit.short_name)
            for seat in meeting.seats.all()
            if seat.signed_at is None
        ]
        self.fields["present"] = several("到了没有签到的", absent)

    @property
    def words(self) -> dict[str, str]:
        return {
            name.removeprefix("item_"): said
            for name, said in self.cleaned_data.items()
            if name.startswith("item_")
        }


class MarkForm(forms.Form):
    note = text("报给谁、怎么报的", 200)
