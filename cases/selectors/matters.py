"""One case, and rows for lists."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

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
    SessionGuest,
    Stage,
)
from mediation.core.models import User

# What a row shows of other tables and every case has: fetched beside the cases, once for all lists
# of a page. Of eight joined tables the planner tries every order, which took longer than the rest.
BESIDE = ("division", "category", "unit", "parties")


def for_lists(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a row shows: the people, and the names behind its keys."""
    return joined(cases).prefetch_related(*BESIDE)


def joined(cases: QuerySet[Case]) -> QuerySet[Case]:
    """`for_lists` for a page of several lists, which fetches what is BESIDE once for all of them."""
    return cases.select_related("grid", "officer", "owner")


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
    return get_object_or_404(cases, pk=pk)


def file_of(user: User, pk: int) -> Case:
    """The case with every row that its page needs; more rows are no more queries. Raises Http404."""
    cases = (
        for_lists(access.visible_to(user))
        .select_related("lead_department", "petition_link__petition")
        .prefetch_related(
            "subtype",
            "committee",
            "registered_by",
            "stuck_by",
            "merged_into",
            "sweep",
            "unit__first_responsible",
            "unit__main_responsible",
            *ROWS.values(),
        )
    )
    return get_object_or_404(cases, pk=pk)
