"""Requests of parties about their own data: those of a case, those that wait, and how many."""

from datetime import date

from django.db.models import Count, F, Q, QuerySet

from cases import access
from cases.models import Case, PartyRequest
from grids.models import Division
from mediation.core.models import User


def requests_of(case: Case) -> QuerySet[PartyRequest]:
    return case.party_requests.select_related("party", "decided_by").order_by("-pk")


def waiting_requests(user: User) -> QuerySet[PartyRequest]:
    """Not answered yet, of cases whose file the reader sees; nearest due day first."""
    seen = access.visible_to(user).filter(level__gte=access.FILE)  # type: ignore[misc]
    return (
        PartyRequest.objects.filter(decided_on__isnull=True, case__in=seen.values("pk"))
        .select_related("case__division", "case__unit")
        .order_by("due_on", "pk")
    )


def request_counts(centre: Division, year: int, today: date) -> dict[str, int]:
    """Numbers of requests of one centre in one year; never of persons (DESIGN §1)."""
    asked = PartyRequest.objects.filter(
        centre=centre, asked_on__gte=date(year, 1, 1), asked_on__lte=date(year, 12, 31)
    )
    late = Q(decided_on__gt=F("due_on")) | Q(decided_on__isnull=True, due_on__lt=today)
    return asked.aggregate(
        asked=Count("pk"),
        granted=Count("pk", filter=Q(is_granted=True)),
        refused=Count("pk", filter=Q(is_granted=False)),
        waiting=Count("pk", filter=Q(decided_on__isnull=True)),
        late=Count("pk", filter=late),
    )
