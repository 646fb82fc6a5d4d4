"""Clocks as rows: what starting one writes, reckoning it again, and the face of its matter."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from mediation.core.calendar import Calendar
from mediation.core.deadlines.reckoning import Due, due
from mediation.core.models import AbstractExtension, AbstractPause, Rule, Unit
from mediation.core.models.deadlines import AbstractDeadline


def dated(reckoned: Due) -> dict[str, Any]:
    """The columns of a reckoned day."""
    return {
        "due_on": reckoned.on,
        "is_provisional": reckoned.is_provisional,
        "reckoning": reckoned.reckoning,
        "basis": reckoned.text,
    }


def started(rule: Rule, on: date, days: Calendar, *, act_on: date) -> dict[str, Any]:
    """The columns of a clock that starts on `on` (day 0; of a clock without a length its due day).

    Length, unit, rolling and law are the rule's of that day; the matter keeps them.
    """
    return {
        "clock": rule.clock,
        "rule": rule,
        "length": rule.length,
        "unit": rule.unit,
        "rolls": rule.rolls,
        "law": rule.law,
        "start_on": act_on if rule.unit == Unit.GIVEN else on,
        **dated(due(rule, on, days)),
    }


def redate(
    deadline: AbstractDeadline,
    days: Calendar,
    pauses: Iterable[AbstractPause],
    extensions: Iterable[AbstractExtension],
    *,
    start_on: date | None = None,
) -> bool:
    """Reckon a running clock again from its rows and save it; True when its day moved."""
    if deadline.unit == Unit.GIVEN:
        return False
    before = deadline.due_on
    deadline.start_on = start_on or deadline.start_on
    reckoned = due(deadline, deadline.start_on, days, pauses, extensions)
    for name, value in dated(reckoned).items():
        setattr(deadline, name, value)
    deadline.save()
    return deadline.due_on != before


def refresh_face(matter: Any) -> None:
    """Put the nearest running clock of the office on the face of the matter, for lists."""
    running = matter.deadlines.filter(stopped_on__isnull=True, is_office=True)
    nearest = running.order_by("due_on", "id").first()
    matter.due_on = nearest.due_on if nearest else None
    matter.due_rule = nearest.clock if nearest else ""
    matter.due_basis = nearest.basis[:300] if nearest else ""
    matter.due_is_provisional = bool(nearest and nearest.is_provisional)
