"""受理、化解走势: the last thirteen half-months, and what came in a year before each.

Locked half-months say what was locked, the others what their lines say now.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Sum

from grids.models import Division
from reporting.enums import Kind
from reporting.models import Movement, Snapshot
from reporting.periods import (
    EARLY,
    Period,
    cut_off_of,
    cut_offs,
    half_month,
    half_months_between,
    previous,
)
from reporting.selectors.locks import last_lock, locked_half_months

LENGTH = 13


class Pace(NamedTuple):
    """One half-month: 新增, 化解, and 新增 of the same half-month last year."""

    period: Period
    new: int
    resolved: int
    new_before: int


def pace(centre: Division, latest: Period, length: int = LENGTH) -> list[Pace]:
    """Oldest first, in four queries."""
    periods = [latest]
    while len(periods) < length:
        periods.insert(0, previous(periods[0]))
    now = counts_of(centre, periods)
    before = counts_of(centre, [a_year_before(each) for each in periods])
    return [
        Pace(each, *now[each.last_on], before[a_year_before(each).last_on][0]) for each in periods
    ]


def a_year_before(period: Period) -> Period:
    """The half-month of the same name last year; the end of February follows its own year."""
    last_on = period.last_on
    return half_month(cut_offs(last_on.year - 1, last_on.month)[last_on.day != EARLY])


def counts_of(centre: Division, periods: Sequence[Period]) -> dict[date, tuple[int, int]]:
    """(新增, 化解) of consecutive half-months by their cut-off, in three queries."""
    first_on, last_on = periods[0].first_on, periods[-1].last_on
    counts: dict[date, dict[str, int]] = {
        each.last_on: {Kind.NEW: 0, Kind.RESOLVED: 0} for each in _between(periods)
    }
    lines = Movement.objects.filter(
        centre=centre, booked_on__range=(first_on, last_on), kind__in=[Kind.NEW, Kind.RESOLVED]
    )
    if (locked := last_lock(centre)) is not None:
        lines = lines.filter(booked_on__gt=locked.cut_off)
        kept = Snapshot.objects.filter(
            half_month__in=locked_half_months(centre).filter(cut_off__range=(first_on, last_on))
        )
        for row in (
            kept.order_by()
            .values("half_month__cut_off")
            .annotate(sum_new=Sum("new"), sum_resolved=Sum("resolved"))
        ):
            counts[row["half_month__cut_off"]] = {
                Kind.NEW: row["sum_new"],
                Kind.RESOLVED: row["sum_resolved"],
            }
    for line in lines.order_by().values("booked_on", "kind").annotate(sum=Sum("amount")):
        counts[cut_off_of(line["booked_on"])][line["kind"]] += line["sum"]
    return {day: (found[Kind.NEW], found[Kind.RESOLVED]) for day, found in counts.items()}


def _between(periods: Sequence[Period]) -> Iterable[Period]:
    return half_months_between(periods[0].last_on, periods[-1].last_on)


def new_by_category(centre: Division, period: Period) -> dict[str, int]:
    """新增 of one half-month by the code of its category, in two queries."""
    locked = locked_half_months(centre).filter(cut_off=period.last_on).first()
    if locked is not None:
        kept = locked.snapshots.order_by().values("category__code").annotate(sum=Sum("new"))
        return {row["category__code"]: row["sum"] for row in kept}
    lines = Movement.objects.filter(
        centre=centre, booked_on__range=(period.first_on, period.last_on), kind=Kind.NEW
    )
    found = lines.order_by().values("category__code").annotate(sum=Sum("amount"))
    return {row["category__code"]: row["sum"] for row in found}
