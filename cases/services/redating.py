"""A calendar announced late dates the running clocks again, an event each (DESIGN idea 4)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from cases.enums import Verb
from cases.models import Case, Deadline
from cases.services import clocks, door
from cases.services.act import Act
from mediation.core import clock
from mediation.core.accounts import system_user
from mediation.core.models import Unit, User


@dataclass(frozen=True)
class Redated:
    """How many cases had a clock that leans on the calendar, and how many got another day."""

    looked_at: int
    moved: int


def redate_running(*, is_dry_run: bool = False) -> Redated:
    """Reckon anew every running clock whose day hangs on holidays. May run twice.

    A case whose day moves gets an event by the system with the old and the new day; one that only
    ceases to be provisional keeps its day and gets none.
    """
    robot = system_user()
    leaning = Deadline.objects.filter(stopped_on__isnull=True).filter(
        Q(unit=Unit.WORKING) | Q(rolls=True)
    )
    keys = list(leaning.order_by("case_id").values_list("case_id", flat=True).distinct())
    moved = 0
    for key in keys:
        with transaction.atomic():
            moved += _redate(door.lock(Case(pk=key)), robot)
            transaction.set_rollback(is_dry_run)
    return Redated(len(keys), moved)


def _redate(case: Case, robot: User) -> bool:
    """Reckon the running clocks of one locked case; True when a day moved."""
    changes: list[dict[str, Any]] = []
    running = case.deadlines.filter(stopped_on__isnull=True).select_related("case", "rule")
    for deadline in running.order_by("pk"):
        before = deadline.due_on
        if clocks.redate(deadline):
            changes.append({"clock": deadline.clock, "from": before, "to": deadline.due_on})
    if changes:
        payload = {"fields": ["due_on"], "ground": "calendar", "clocks": changes}
        door.finish(
            Act(
                case=case,
                verb=Verb.AMEND,
                actor=robot,
                on=clock.today(),
                now=clock.now(),
                payload=payload,
            )
        )
    else:
        clocks.refresh_face(case)
        case.save(update_fields=clocks.FACE)
    return bool(changes)
