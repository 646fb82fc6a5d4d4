"""One case, and rows for lists."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from cases import access
from cases.models import (
    Agreement,
    Case,
    Deadline,
    Direction,
    Event,
    MediationSession,
    Obligation,
    Paper,
    Party,
    SessionGuest,
    Stage,
)
from mediation.core.models import User


def for_lists(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a row shows: parties and the names behind its keys, in two queries."""
    return cases.select_related(
        "centre", "division", "grid", "category", "unit", "officer", "owner"
    ).prefetch_related(Prefetch("parties", Party.objects.order_by("position")))


# The rows that hang on a case, as its page and its verbs read them.
ROWS: "Mapping[str, str | Prefetch[Any]]" = {
    "stages": Prefetch("stages", Stage.objects.select_related("unit", "officer", "sent_by")),
    "deadlines": Prefetch("deadlines", Deadline.objects.select_related("rule")),
    "events": Prefetch(
        "events", Event.objects.select_related("actor", "on_behalf_of", "prepared_by")
    ),
    "directions": Prefetch(
        "directions", Direction.objects.select_related("by", "to_unit", "to_user")
    ),
    "team": "team__user",
    "proposals": "proposals__by",
    "pauses": "pauses",
    "recusals": "recusals__user",
    "papers": Prefetch("papers", Paper.objects.select_related("issued_by")),
    "sessions": Prefetch(
        "sessions",
        MediationSession.objects.select_related(
            "mediator", "room", "cancelled_by"
        ).prefetch_related(
            Prefetch("guests", SessionGuest.objects.select_related("party", "user", "unit"))
        ),
    ),
    "agreements": Prefetch(
        "agreements", Agreement.objects.select_related("mediator", "sealed_by", "confirmation")
    ),
    "obligations": Prefetch(
        "obligations", Obligation.objects.select_related("agreement", "debtor", "evidence")
    ),
    "endings": "endings",
    "follow_ups": "follow_ups__by",
    "notes": "notes__by",
    "attachments": "attachments",
    "co_departments": "co_departments",
    "duties": "duties",
    "listings": "listings",
}
# Those that decide which verbs are open (`access.relations`, `workflow.conditions`).
DECIDING = (
    "stages",
    "deadlines",
    "directions",
    "team",
    "proposals",
    "pauses",
    "papers",
    "recusals",
    "sessions",
    "duties",
    "listings",
)


def get_visible(user: User, pk: int, *rows: str) -> Case:
    """The case with its `level` and these of its rows.

    Raises Http404 below card, as for one that does not exist.
    """
    cases = for_lists(access.visible_to(user)).prefetch_related(
        *(ROWS[name] for name in dict.fromkeys(rows))
    )
    case = cases.filter(pk=pk).first()
    if case is None:
        raise Http404
    return case


def file_of(user: User, pk: int) -> Case:
    """The case with every row that its page needs, in a fixed number of queries. Raises Http404."""
    cases = for_lists(access.visible_to(user)).select_related(
        "subtype",
        "lead_department",
        "committee",
        "registered_by",
        "stuck_by",
        "merged_into",
        "sweep",
        "petition_link__petition",
        "unit__first_responsible",
        "unit__main_responsible",
    )
    case = cases.filter(pk=pk).prefetch_related(*ROWS.values()).first()
    if case is None:
        raise Http404
    return case
