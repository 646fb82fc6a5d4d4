"""One petition, and rows for lists. Every function starts at `access.visible_to` (DESIGN idea 6)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from mediation.core.models import User
from petitions import access
from petitions.models import (
    Deadline,
    Demand,
    Direction,
    Event,
    IssuedLetter,
    Petition,
    PetitionCase,
    Petitioner,
    Record,
    Review,
    SupportMeasure,
)


def for_lists(petitions: QuerySet[Petition]) -> QuerySet[Petition]:
    """With what a row shows: the petitioners and the names behind its keys, in two queries."""
    return petitions.select_related(
        "centre", "division", "content", "officer", "owner"
    ).prefetch_related(Prefetch("petitioners", Petitioner.objects.order_by("position")))


# The rows that hang on a petition, as its page and its verbs read them.
ROWS: "Mapping[str, str | Prefetch[Any]]" = {
    "deadlines": Prefetch(
        "deadlines", Deadline.objects.select_related("rule").prefetch_related("extensions")
    ),
    "letters": Prefetch("letters", IssuedLetter.objects.select_related("issued_by")),
    "demands": Prefetch("demands", Demand.objects.select_related("unit", "answered_by")),
    "directions": Prefetch(
        "directions",
        Direction.objects.select_related(
            "by", "to_unit", "answered_by", "signed_by"
        ).prefetch_related("demands"),
    ),
    "ratings": "ratings",
    "proposals": "proposals__by",
    "events": Prefetch(
        "events", Event.objects.select_related("actor", "on_behalf_of", "prepared_by")
    ),
    "records": Prefetch("records", Record.objects.select_related("by", "demand")),
    "reviews": Prefetch("reviews", Review.objects.select_related("by")),
    "pauses": "pauses",
    "endings": "endings",
    "mediations": Prefetch(
        "mediations",
        PetitionCase.objects.select_related("case").prefetch_related("demands"),
    ),
    "supports": Prefetch("supports", SupportMeasure.objects.select_related("unit", "by")),
    "attachments": "attachments",
}
# Those that decide which verbs are open (`access.relations`, `workflow.conditions`).
DECIDING = ("deadlines", "letters", "demands", "directions", "ratings", "proposals")


def get_visible(user: User, pk: int, *rows: str) -> Petition:
    """The petition with its `level` and these of its rows.

    Raises Http404 below card, as for one that does not exist.
    """
    petitions = for_lists(access.visible_to(user)).prefetch_related(
        *(ROWS[name] for name in dict.fromkeys(rows))
    )
    return get_object_or_404(petitions, pk=pk)


def file_of(user: User, pk: int) -> Petition:
    """The petition with every row that its page needs, in a fixed number of queries. Raises Http404."""
    petitions = for_lists(access.visible_to(user)).select_related(
        "registered_by", "stuck_by", "content__parent", "repeats", "sealed"
    )
    return get_object_or_404(petitions.prefetch_related(*ROWS.values()), pk=pk)
