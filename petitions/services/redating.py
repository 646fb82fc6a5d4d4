"""A calendar announced late dates the running clocks of petitions again, an event each.

The same as for cases (`cases.services.redating`); both are named in `settings.REDATING`.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q

from cases.services.redating import Redated
from mediation.core import clock
from mediation.core.accounts import system_user
from mediation.core.deadlines.rows import refresh_face
from mediation.core.models import Unit, User
from petitions.enums import Verb
from petitions.models import Deadline, Petition
from petitions.services import clocks
from petitions.services.act import Act
from petitions.services.door import finish, lock

FACE = ("due_on", "due_rule", "due_basis", "due_is_provisional")


def redate_running(*, is_dry_run: bool = False) -> Redated:
    """Reckon anew every running clock whose day hangs on holidays. May run twice.

    A petition whose day moves gets an event by the system with the old and the new day; one that
    only ceases to be provisional keeps its day and gets none.
    """
    robot = system_user()
    leaning = Deadline.objects.filter(stopped_on__isnull=True).filter(
        Q(unit=Unit.WORKING) | Q(rolls=True)
    )
    keys = list(leaning.order_by("petition_id").values_list("petition_id", flat=True).distinct())
    moved = 0
    for key in keys:
        with transaction.atomic():
            moved += _redate(lock(Petition(pk=key)), robot)
            transaction.set_rollback(is_dry_run)
    return Redated(len(keys), moved)


def _redate(petition: Petition, robot: User) -> bool:
    """Reckon the running clocks of one locked petition; True when a day moved."""
    changes: list[dict[str, Any]] = []
    running = Deadline.objects.filter(petition=petition, stopped_on__isnull=True)
    for deadline in running.select_related("petition", "rule", "direction").order_by("pk"):
        before = deadline.due_on
        if not clocks.redate(deadline):
            continue
        changes.append({"clock": deadline.clock, "from": before, "to": deadline.due_on})
        if deadline.direction is not None:  # 督办: its day is the clock's
            deadline.direction.due_on = deadline.due_on
            deadline.direction.save(update_fields=["due_on"])
    if changes:
        payload = {"fields": ["due_on"], "ground": "calendar", "clocks": changes}
        finish(
            Act(
                petition=petition,
                verb=Verb.AMEND,
                actor=robot,
                on=clock.today(),
                now=clock.now(),
                status_before=petition.status,
                payload=payload,
            )
        )
    else:
        refresh_face(petition)
        petition.save(update_fields=FACE)
    return bool(changes)
