"""窗口 × 办理类型: how many matters that came in a month each window handled in which way.

自办 and 转办 divide what came in; the other three may each hold of the same matter, so the cells
of a row are not added up. Every count starts at what the reader sees.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from cases import access, enums
from cases.enums.handling import Handling
from cases.models import Case, Direction, FollowUp, Stage
from cases.selectors.inquiries import visible_inquiries
from grids.access import CONVENERS, WINDOW_READERS
from mediation.core.models import User

READERS = CONVENERS | WINDOW_READERS
MOST = 200
Cells = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Handled:
    """One matter behind a cell."""

    number: str
    what: str
    on: date
    url_name: str
    pk: int


class Matters(Protocol):
    """A kind of matter on an upper floor (settings.WINDOW_HANDLING)."""

    def counts(self, user: User, first: date, last: date) -> Cells: ...

    def rows(
        self, user: User, window: str, handling: str, first: date, last: date
    ) -> Sequence[Handled]: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One window: label, what came in, and a count for each way of handling."""

    window: str
    label: str
    total: int
    cells: list[tuple[str, str, int]]  # code, label, how many


def may_read_handling(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(READERS)


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _conditions() -> dict[str, Any]:
    passed = Exists(
        Stage.objects.filter(case=OuterRef("pk"), outcome=enums.StageOutcome.REASSIGNED)
    ) | Q(status=enums.Status.TRANSFERRED)
    said = Direction.objects.filter(case=OuterRef("pk"), retracted_at__isnull=True)
    return {
        Handling.OWN: ~passed,
        Handling.PASSED: passed,
        Handling.ASSIGNED: Exists(said.filter(kind=enums.DirectionKind.INSTRUCTION)),
        Handling.URGED: Exists(said.filter(kind=enums.DirectionKind.URGING)),
        Handling.FOLLOWED: Exists(FollowUp.objects.filter(case=OuterRef("pk"))),
    }


def _came(user: User, first: date, last: date) -> QuerySet[Case]:
    return access.visible_to(user).filter(received_on__gte=first, received_on__lte=last)


def matrix(user: User, first: date, last: date) -> list[Line]:
    """A line per window, in a fixed number of queries."""
    counts: dict[tuple[str, str], int] = {}
    conditions = _conditions()
    found: Any = (
        _came(user, first, last)
        .order_by()
        .values("window")
        .annotate(**{name: Count("pk", filter=condition) for name, condition in conditions.items()})
    )
    for row in found:
        for name in conditions:
            counts[row["window"], name] = row[name]
    answered = (
        visible_inquiries(user)
        .filter(on__gte=first, on__lte=last)
        .order_by()
        .values(at=F("window"))
        .annotate(many=Count("pk"))
    )
    for answer in answered:
        own = (answer["at"], Handling.OWN)
        counts[own] = counts.get(own, 0) + answer["many"]
    for kind in _others():
        for key, many in kind.counts(user, first, last).items():
            counts[key] = counts.get(key, 0) + many
    return [
        Line(
            window,
            str(label),
            counts.get((window, Handling.OWN), 0) + counts.get((window, Handling.PASSED), 0),
            [(name, str(words), counts.get((window, name), 0)) for name, words in Handling.choices],
        )
        for window, label in enums.Window.choices
    ]


def behind(user: User, window: str, handling: str, first: date, last: date) -> list[Handled]:
    """The matters of one cell, the newest first, at most MOST of each kind."""
    cases = (
        _came(user, first, last)
        .filter(_conditions()[handling], window=window)
        .select_related("division", "category")
        .order_by("-received_on", "-pk")[:MOST]
    )
    found = [
        Handled(
            one.number,
            f"{one.division.short_name} {one.category.short_name}",
            one.received_on,
            "cases:detail",
            one.pk,
        )
        for one in cases
    ]
    if handling == Handling.OWN:
        inquiries = visible_inquiries(user).filter(window=window, on__gte=first, on__lte=last)
        found += [
            Handled(
                one.number,
                f"咨询 {one.topic.short_name if one.topic else ''}".strip(),
                one.on,
                "cases:inquiry",
                one.pk,
            )
            for one in inquiries.order_by("-on", "-pk")[:MOST]
        ]
    for kind in _others():
        found += kind.rows(user, window, handling, first, last)
    return sorted(found, key=lambda one: one.on, reverse=True)


def _others() -> list[Matters]:
    return [import_string(dotted) for dotted in settings.WINDOW_HANDLING]
