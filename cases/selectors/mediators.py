"""What lies on each mediator's desk: a number for sharing out work, about staff, not parties."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.utils.timezone import get_default_timezone

from cases.enums import OPEN
from cases.models import Case, MediationSession
from grids.models import Division
from mediation.core import clock


@dataclass(frozen=True, slots=True)
class Workload:
    """Open cases in his hands now, and sittings of this week (Monday to Sunday)."""

    cases: int = 0
    sessions: int = 0


def workloads(centre: Division, users: Collection[int]) -> dict[int, Workload]:
    """The workload of each of these people, in two queries."""
    monday = clock.today() - timedelta(days=clock.today().weekday())
    cases = (
        Case.objects.filter(centre=centre, officer__in=users, status__in=OPEN)
        .order_by()
        .values_list("officer")
        .annotate(found=Count("pk"))
    )
    sessions = (
        MediationSession.objects.filter(
            centre=centre,
            mediator__in=users,
            is_cancelled=False,
            starts_at__gte=_start_of(monday),
            starts_at__lt=_start_of(monday + timedelta(days=7)),
        )
        .order_by()
        .values_list("mediator")
        .annotate(found=Count("pk"))
    )
    open_cases, sittings = dict(cases), dict(sessions)
    return {user: Workload(open_cases.get(user, 0), sittings.get(user, 0)) for user in users}


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), get_default_timezone())
