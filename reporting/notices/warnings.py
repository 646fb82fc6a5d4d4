"""Reminders of warnings that wait for an answer, and whether what was written is still so.

The day before and on the day to the unit that was asked; late also to its heads and 平安办. Place,
kind and day; the matters themselves stand on the page, each within the reader's sight.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.urls import reverse

from cases.notices.addressees import House
from mediation.core.calendar import Calendar
from mediation.core.deadlines import steps_due_between
from mediation.core.deadlines.reminders import OVER_LONG
from mediation.core.models import Notice
from mediation.core.notices import Row
from reporting.models import WarningAsk
from reporting.services.warning_notices import ASKED, RAISED, RETURNED, URGED, place_of

WARN = (1, 0)
# Longer than any run of days off: a warning of its day may come that much before it.
LONGEST_HOLIDAY = timedelta(days=20)
# What asks a unit for its answer, and is not said once that came. Subjects name the ask.
ASKING = "ask"

STEPS: Mapping[str, str] = {
    RAISED: "有新的预警",
    ASKED: "预警请您单位回复",
    RETURNED: "预警请再说明",
    URGED: "预警等您单位回复",
    "warning_answered": "预警有了回复",
    "warning_closed": "预警已结束",
}


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """The rows of the days (after, upto]."""
    people = House(upto)
    waiting = WarningAsk.objects.filter(
        answered_on__isnull=True,
        warning__closed_on__isnull=True,
        due_on__lte=upto + LONGEST_HOLIDAY,
    )
    related = ("warning__division", "warning__category", "warning__centre", "unit")
    for ask in waiting.select_related(*related).order_by("pk"):
        one = ask.warning
        for day, step in steps_due_between(ask.due_on, after, upto, days, WARN):
            if step == OVER_LONG:  # a step of the rungs alone
                continue
            told = people.desk(ask.unit)
            if step.startswith("over"):
                told = told | people.heads(ask.unit) | people.peace(one.centre)
            for user in sorted(told):
                yield Row(
                    user_id=user,
                    kind=step,
                    subject=f"{one.matter_key}:{ASKING}:{ask.pk}:{step}:{ask.due_on}",
                    text=f"预警 {place_of(one)}：等{ask.unit}回复{_left(ask.due_on, day)}",
                    day=day,
                    matter_key=one.matter_key,
                    url=reverse("reporting:warning", args=[one.pk]),
                )


def _left(due_on: date, day: date) -> str:
    words = f"（{due_on.month}月{due_on.day}日到期）"
    return f"，过了期限{words}" if day > due_on else words


def still_due(notices: Sequence[Notice]) -> set[int]:
    """Ids of those still to be sent: what asks for an answer as long as it is owed; what tells of
    an act always."""
    asks = {one.pk: key for one in notices if (key := _asked(one)) is not None}
    owed = set(
        WarningAsk.objects.filter(
            pk__in=asks.values(), answered_on__isnull=True, warning__closed_on__isnull=True
        ).values_list("pk", flat=True)
    )
    return {one.pk for one in notices if one.pk not in asks or asks[one.pk] in owed}


def _asked(notice: Notice) -> int | None:
    """The ask that a notice is about (`warning:4:ask:7…`); None where it tells of an act."""
    parts = notice.subject.split(":")
    return int(parts[3]) if len(parts) > 3 and parts[2] == ASKING else None


def step_words(kind: str) -> str:
    """The step in a word or two; "" for what is not of these (settings.NOTICE_STEPS)."""
    return STEPS.get(kind, "")
