"""One case, and rows for lists."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from cases import access
from cases.models import Case, Deadline, Direction, Event, Party, Stage
from mediation.core.models import User


def for_lists(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With what a row shows: parties and the names behind its keys, in two queries."""
    return cases.select_related(
        "centre", "division", "grid", "category", "unit", "officer", "owner"
    ).prefetch_related(Prefetch("parties", Party.objects.order_by("position")))


def get_visible(user: User, pk: int) -> Case:
    """The case with its `level`. Raises Http404 below card, as for one that does not exist."""
    case = for_lists(access.visible_to(user)).filter(pk=pk).first()
    if case is None:
        raise Http404
    return case


def file_of(user: User, pk: int) -> Case:
    """The case with every row that its page and its verbs need, in a fixed number of queries."""
    cases = for_lists(access.visible_to(user)).select_related(
        "subtype", "lead_department", "committee", "registered_by", "stuck_by", "merged_into"
    )
    case = (
        cases.filter(pk=pk)
        .prefetch_related(
            Prefetch("stages", Stage.objects.select_related("unit", "officer", "sent_by")),
            Prefetch("deadlines", Deadline.objects.select_related("rule")),
            Prefetch(
                "events", Event.objects.select_related("actor", "on_behalf_of", "prepared_by")
            ),
            Prefetch("directions", Direction.objects.select_related("by", "to_unit", "to_user")),
            "team__user",
            "proposals__by",
            "papers",
            "sessions__mediator",
            "agreements",
            "endings",
            "follow_ups__by",
            "notes__by",
            "attachments",
            "co_departments",
            "pauses",
        )
        .first()
    )
    if case is None:
        raise Http404
    return case
