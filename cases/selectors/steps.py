"""Steps of 一案一策 that a unit has to do: on its page of today, and who is reminded of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from cases import access
from cases.enums import OPEN, Status
from cases.models import Plan, PlanStep
from mediation.core.models import User

SHOWN = 20
SOON = timedelta(days=3)
# When a case has ended in another way its plan binds nobody.
AT_WORK = OPEN | {Status.SETTLED, Status.REFERRED}


@dataclass(frozen=True, slots=True)
class StepToDo:
    """`days` to its day, negative when late; `is_file`: the reader may open the plan."""

    step: PlanStep
    days: int
    is_file: bool


def steps_open() -> QuerySet[PlanStep]:
    """Of the plan in force of cases still at work, those that nobody has struck off."""
    newer = Plan.objects.filter(case=OuterRef("case"), version__gt=OuterRef("plan__version"))
    return PlanStep.objects.filter(
        ~Exists(newer), done_on__isnull=True, case__status__in=AT_WORK
    ).order_by("due_on", "pk")


def steps_to_do(user: User, today: date) -> list[StepToDo]:
    """Late, or due within three days, of the units in which he works; the latest first.

    Who was given a step and does not read the file learns the number and the day, no word of it.
    """
    me = access.standing(user)
    if not me.units:
        return []
    found = list(
        steps_open()
        .filter(unit__in=me.units, due_on__lte=today + SOON)
        .select_related("case", "unit", "person")
        .order_by(F("due_on").asc(), "pk")[:SHOWN]
    )
    if not found:
        return []
    readable = set(
        access.visible_to(user)
        .filter(pk__in={one.case_id for one in found}, level__gte=access.FILE)  # type: ignore[misc]
        .values_list("pk", flat=True)
    )
    return [StepToDo(one, (one.due_on - today).days, one.case_id in readable) for one in found]
