"""Petitions on the page windows × ways of handling (settings.WINDOW_HANDLING)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from cases.enums import Window
from cases.enums.handling import Handling
from cases.selectors.handling import MOST, Cells, Handled
from mediation.core.models import User
from petitions import access, enums
from petitions.models import Direction, Event, Petition

AFTER_THE_REPLY = (
    enums.Status.REPLIED,
    enums.Status.REVIEWED,
    enums.Status.FINALISED,
    enums.Status.CLOSED,
)


def _conditions() -> dict[str, Any]:
    events = Event.objects.filter(petition=OuterRef("pk"))
    passed = Exists(events.filter(verb=enums.Verb.FORWARD))
    return {
        Handling.OWN: ~passed,
        Handling.PASSED: passed,
        Handling.ASSIGNED: Exists(events.filter(verb=enums.Verb.ASSIGN)),
        Handling.URGED: Exists(
            Direction.objects.filter(petition=OuterRef("pk"), kind=enums.DirectionKind.URGING)
        ),
        Handling.FOLLOWED: Exists(
            events.filter(verb=enums.Verb.RECORD, status__in=AFTER_THE_REPLY)
        ),
    }


def _came(user: User, first: date, last: date) -> QuerySet[Petition]:
    return access.visible_to(user).filter(received_on__gte=first, received_on__lte=last)


class WindowPetitions:
    """All of them belong to the petition window."""

    def counts(self, user: User, first: date, last: date) -> Cells:
        found = (
            _came(user, first, last)
            .order_by()
            .aggregate(
                **{name: Count("pk", filter=condition) for name, condition in _conditions().items()}
            )
        )
        return {(Window.PETITION, name): many for name, many in found.items()}

    def rows(
        self, user: User, window: str, handling: str, first: date, last: date
    ) -> Sequence[Handled]:
        if window != Window.PETITION:
            return []
        petitions = _came(user, first, last).filter(_conditions()[handling])
        return [
            Handled(
                one.number,
                f"信访 {one.division.short_name if one.division else ''}".strip(),
                one.received_on,
                "petitions:detail",
                one.pk,
            )
            for one in petitions.select_related("division").order_by("-received_on", "-pk")[:MOST]
        ]


PETITIONS = WindowPetitions()
