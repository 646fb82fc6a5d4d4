"""Reminders of lines of registers that a unit owes an answer to (rules.md §10)."""

from collections.abc import Iterator, Sequence
from datetime import date

from grids.enums.registers import RegisterState
from grids.models import Register
from grids.notices.campaigns import Heads
from grids.registers import KINDS
from mediation.core.calendar import Calendar
from mediation.core.deadlines import WARN_DAYS, steps_due_between
from mediation.core.models import Notice
from mediation.core.notices import Row

SUBJECT = "register"
ANSWERED = [code for code, kind in KINDS.items() if "due_on" in kind.names]


def reminders(after: date, upto: date, days: Calendar) -> Iterator[Row]:
    """To the heads of the unit that owes it; once it is late, of the unit that wrote it, too."""
    people = Heads(upto)
    waiting = (
        Register.objects.filter(kind__in=ANSWERED, due_on__isnull=False, done_on__isnull=True)
        .exclude(state=RegisterState.STRUCK)
        .select_related("unit", "to_unit")
    )
    for entry in waiting.order_by("pk"):
        due_on = entry.due_on
        if due_on is None:
            continue
        text = f"{entry}：请在{due_on.month}月{due_on.day}日前写办理结果"
        for on, step in steps_due_between(due_on, after, upto, days, WARN_DAYS):
            told = set(people.of(entry.to_unit or entry.unit))
            if step.startswith("over"):
                told |= set(people.of(entry.unit))
            for user in sorted(told):
                yield Row(
                    user_id=user,
                    kind=step,
                    subject=f"{SUBJECT}:{entry.pk}:{step}",
                    text=text,
                    day=on,
                    matter_key=f"{SUBJECT}:{entry.pk}",
                    url=f"/registers/{entry.kind}/{entry.pk}/",
                )


ASKED, ADDRESSED, DECIDED = "register_asked", "register_addressed", "register_decided"


def still_due(notices: Sequence[Notice]) -> set[int]:
    """Without those of lines that were struck, answered or decided since (settings.NOTICE_CHECKS)."""
    keys = {one.pk: int(one.matter_key.split(":")[1]) for one in notices}
    entries = Register.objects.exclude(state=RegisterState.STRUCK).in_bulk(list(keys.values()))
    alive = set()
    for one in notices:
        entry = entries.get(keys[one.pk])
        if entry is None:
            continue
        if one.kind == ASKED:
            is_due = entry.state == RegisterState.ASKED
        elif one.kind in (ADDRESSED, DECIDED):
            is_due = True
        else:
            is_due = entry.done_on is None
        if is_due:
            alive.add(one.pk)
    return alive
