"""个人信息要求: those of a petition, those that wait, and how many of each kind; never of a person."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from cases.enums import PartyRequestKind
from cases.models import PartyRequest
from grids.models import Division
from mediation.core.models import User
from petitions import access
from petitions.enums import DataRequestKind
from petitions.models import DataRequest, Petition


def requests_of(petition: Petition) -> QuerySet[DataRequest]:
    return petition.data_requests.select_related("petitioner", "decided_by").order_by("-pk")


def waiting_requests(user: User) -> QuerySet[DataRequest]:
    """Not answered yet, of petitions whose file the reader sees; the nearest day first."""
    seen = access.visible_to(user).filter(level__gte=access.FILE)  # type: ignore[misc]
    return (
        DataRequest.objects.filter(decided_on__isnull=True, petition__in=seen.values("pk"))
        .select_related("petition__division")
        .order_by("due_on", "pk")
    )


def counts_by_kind(centre: Division, year: int, today: date) -> list[dict[str, Any]]:
    """The register of one centre and year: of petitions and of cases, each kind a line."""
    petitions = DataRequest.objects.filter(petition__centre=centre)
    cases = PartyRequest.objects.filter(centre=centre)
    lines = _counts("信访", petitions, dict(DataRequestKind.choices), year, today)
    return lines + _counts("案件", cases, dict(PartyRequestKind.choices), year, today)


def _counts(
    of: str, found: QuerySet[Any], kinds: dict[str, str], year: int, today: date
) -> list[dict[str, Any]]:
    asked = found.filter(asked_on__gte=date(year, 1, 1), asked_on__lte=date(year, 12, 31))
    late = Q(decided_on__gt=F("due_on")) | Q(decided_on__isnull=True, due_on__lt=today)
    rows = (
        asked.order_by("kind")
        .values("kind")
        .annotate(
            asked=Count("pk"),
            granted=Count("pk", filter=Q(is_granted=True)),
            refused=Count("pk", filter=Q(is_granted=False)),
            waiting=Count("pk", filter=Q(decided_on__isnull=True)),
            late=Count("pk", filter=late),
        )
    )
    return [row | {"of": of, "label": kinds.get(row["kind"], row["kind"])} for row in rows]
