"""An answer on the spot, being sent elsewhere, an appointment: shape of input only."""

from typing import Any

from django import forms

from cases import enums
from cases.forms.register import CodedChoice, choice, day
from cases.forms.register import text as words
from cases.services.inquiries import (
    LONGEST_ANSWER,
    LONGEST_ASKED,
    LONGEST_LAW,
    LONGEST_PLACE,
)
from grids.models import Category, GuidePlace
from mediation.core import clock

LONGEST_WHY = 300


class InquiryForm(forms.Form):
    """What was asked and answered. `version` is that of the visit which the screen loaded."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    asked = words("问的什么", LONGEST_ASKED, needed="请写一句问的是什么", area=True)
    topic = CodedChoice(
        Category.objects.filter(is_active=True),
        label="涉及类别",
        required=False,
        empty_label="没有归类",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": "请从列出的类别里选一个"},
    )
    window = choice("窗口", enums.Window.choices, initial=enums.Window.LEGAL, required=True)
    answer = words("怎么答的", LONGEST_ANSWER, needed="请写答复", area=True)
    law = words("依据", LONGEST_LAW, needed="请写依据，如：民法典第188条", area=True)
    where_to = words("接下来去哪里", LONGEST_PLACE)
    on = day("哪天问的", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].widget.attrs["rows"] = 6
        self.fields["law"].widget.attrs["rows"] = 2
        self.fields["on"].widget.attrs["max"] = clock.today().isoformat()


class SendForm(forms.Form):
    """Where a visitor is sent, and why: said to him and printed once (一次性告知)."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    place = forms.ModelChoiceField(
        GuidePlace.objects.none(),
        label="去哪里",
        required=False,
        empty_label="写在右边",
        widget=forms.Select(attrs={"class": "in"}),
        error_messages={"invalid_choice": "请从列出的去处里选一个"},
    )
    where_to = words("别的去处", LONGEST_PLACE)
    why = words("为什么去那里", LONGEST_WHY, needed="请写一句为什么去那里", area=True)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "place" not in self.errors and not data.get("place") and not data.get("where_to"):
            self.add_error("where_to", "请选一个去处，或者写明去哪里")
        return data


class AppointmentForm(forms.Form):
    """A day with a window, or a matter whose sitting is booked on the next page."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = words("为哪一件（案号）", 40)
    on = day("哪天来", required=False)
    time = forms.TimeField(
        label="几点",
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "in"}),
        error_messages={"invalid": "时间请写成 09:30 这样"},
    )
    window = choice("到哪个窗口", enums.Window.choices, initial=enums.Window.LEGAL, required=True)
    why = words("来办什么", LONGEST_WHY, area=True)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("number") and "on" not in self.errors and not data.get("on"):
            self.add_error("on", "请选哪天来；为一件已有的事约调解的，写案号")
        return data
