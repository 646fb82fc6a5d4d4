"""One warning: the matters behind its number, its weeks as a picture; and what waits on `/`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from cases import access
from grids.enums import Level, Role
from grids.models import Division
from grids.selectors import standings_today, units_behind
from grids.selectors.leads import visible_leads
from mediation.core import clock
from mediation.core.models import User
from reporting.models import Warning, WarningAsk, WarningStep
from reporting.selectors.warnings import (
    ANSWERERS,
    answer_day,
    for_lists,
    keeping_centre,
    matters_between,
)
from reporting.warning_enums import WarningSeries, WarningStepKind
from reporting.warnings import WINDOW


@dataclass(frozen=True)
class Counted:
    """The matters that were counted, as far as the reader may see them; `hidden` are the others."""

    matters: QuerySet[Any]
    seen: int
    hidden: int

    @property
    def count(self) -> int:
        return self.seen + self.hidden

    def page(self, number: str | None, size: int) -> Page[Any]:
        pages = Paginator(self.matters, size)
        pages.count = self.seen  # counted already
        return pages.get_page(number)


def counted(user: User, warning: Warning) -> Counted:
    """The rows behind the number of a warning, fixed when it was raised."""
    if warning.series == WarningSeries.CASES:
        found: QuerySet[Any] = (
            access.visible_to(user)
            .filter(pk__in=warning.matters.values("case"))
            .select_related("division", "category")
            .order_by("year", "short_number")
        )
    else:
        found = (
            visible_leads(user)
            .filter(pk__in=warning.matters.values("lead"))
            .select_related("division", "grid", "category", "unit")
            .order_by("year", "short_number")
        )
    seen = found.count()
    return Counted(found, seen, warning.matters.count() - seen)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of the picture: how many matters, and whether these are the days that were told."""

    first_on: date
    last_on: date
    count: int
    is_told: bool = False


def weeks_around(warning: Warning, today: date, after: int = 4) -> list[Week]:
    """Whole weeks from the first that was held against it, to a few after; as the books stand now.

    Of a town whose villages were told apart the picture is the town's without them, as it is counted.
    """
    last = min(today - timedelta(days=1), warning.to_on + timedelta(weeks=after))
    found = matters_between(warning.series, warning.centre, warning.base_from_on, last)
    found = found.filter(category=warning.category_id)
    if warning.division.level != Level.TOWN:
        found = found.filter(division=warning.division_id)
    elif warning.is_of_the_rest:
        found = found.exclude(division__in=told_apart(warning))
    days: dict[date, int] = defaultdict(int)
    on = (
        "received_on"
        if warning.series == WarningSeries.CASES
        else TruncDate("reported_at", tzinfo=timezone.get_default_timezone())
    )
    rows = found.order_by().values_list(on).annotate(many=Count("pk"))
    for day, many in rows:
        days[day] += many
    weeks, first = [], warning.base_from_on
    while first + timedelta(days=WINDOW - 1) <= last:
        until = first + timedelta(days=WINDOW - 1)
        many = sum(days[first + timedelta(days=n)] for n in range(WINDOW))
        weeks.append(Week(first, until, many, is_told=first == warning.from_on))
        first = until + timedelta(days=1)
    return weeks


def told_apart(warning: Warning) -> list[int]:
    """The villages that had a warning of their own when the town's was raised."""
    return list(
        Warning.objects.filter(
            centre=warning.centre_id,
            series=warning.series,
            category=warning.category_id,
            raised_on__lte=warning.raised_on,
        )
        .exclude(division=warning.centre_id)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gte=warning.from_on))
        .values_list("division", flat=True)
    )


def answered_late(warning: Warning, steps: Iterable[WarningStep]) -> set[int]:
    """Units of which an answer came after its day; one that went back for more stays late.

    `steps` are all of the warning, in order. What a unit adds to its answer is never late.
    """
    asked: dict[int, date] = {}
    late: set[int] = set()
    for step in steps:
        if step.unit_id is None:
            continue
        day = clock.local_day(step.at)
        if step.kind in {WarningStepKind.ASKED, WarningStepKind.RETURNED}:
            asked[step.unit_id] = day
        elif step.kind == WarningStepKind.ANSWERED:
            asked_on = asked.pop(step.unit_id, None)
            if asked_on is not None and day > answer_day(warning, asked_on):
                late.add(step.unit_id)
    return late


# --- today ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the block: what is asked of him, and the days that are left (negative: late)."""

    warning: Warning
    days: int | None


@dataclass(frozen=True, slots=True)
class Block:
    key: str
    title: str
    hint: str
    template: str
    rows: list[Waiting]
    has_more: bool
    summary: str


SHOWN = 20


def blocks(user: User) -> list[Block]:
    """On `/` (settings.TODAY_BLOCKS): what his unit still owes an answer; for 平安办 what may be
    ended. One query for each that concerns him."""
    found = [_owed(user), _to_close(user)]
    return [block for block in found if block is not None]


def _owed(user: User) -> Block | None:
    units = {
        pk
        for standing in standings_today(user)
        for post in standing.posts
        if post.role in ANSWERERS - {Role.LEADER, Role.LIAISON}
        for pk in units_behind(post)
    }
    if not units:
        return None
    today = clock.today()
    asks = list(
        WarningAsk.objects.filter(
            unit__in=units, answered_on__isnull=True, warning__closed_on__isnull=True
        )
        .select_related("warning__division", "warning__category")
        .order_by("due_on", "pk")[: SHOWN + 1]
    )
    rows = [Waiting(ask.warning, (ask.due_on - today).days) for ask in asks]
    if not rows:
        return None
    return _block("warnings_owed", "请回复的预警", "查明了什么、采取了什么措施", rows, "请您回复")


def _to_close(user: User) -> Block | None:
    centre = keeping_centre(user)
    if centre is None:
        return None
    is_open = for_lists(Warning.objects.filter(centre=centre, closed_on__isnull=True))
    found = is_open.filter(is_waiting=False)  # type: ignore[misc]
    rows = [Waiting(one, None) for one in found.order_by("raised_on", "pk")[: SHOWN + 1]]
    if not rows:
        return None
    return _block("warnings_answered", "都回复了的预警", "看过以后写明结论结束", rows, "可以结束")


def _block(key: str, title: str, hint: str, rows: list[Waiting], what: str) -> Block:
    shown = rows[:SHOWN]
    return Block(
        key=key,
        title=title,
        hint=hint,
        template="reporting/warnings/waiting.html",
        rows=shown,
        has_more=len(rows) > SHOWN,
        summary=f"{len(shown)} 个预警{what}",
    )


# --- for the reports ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """Warnings of a stretch of days: how many, how they ended, how many answers came in time."""

    raised: int = 0
    is_open: int = 0
    endings: dict[str, int] = field(default_factory=dict)


def told_between(centre: Division, first: date, last: date) -> Told:
    """For the reports of a period; numbers of warnings, never of what somebody did."""
    found = Warning.objects.filter(centre=centre, raised_on__range=(first, last))
    rows = found.order_by().values_list("ending").annotate(many=Count("pk"))
    endings = {str(ending): many for ending, many in rows}
    return Told(sum(endings.values()), endings.pop("", 0), endings)
