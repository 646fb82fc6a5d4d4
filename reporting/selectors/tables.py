"""The half-month table: rows by village, by category and by source, and the total."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from django.db.models import Q, Sum

from cases.enums import Source
from grids.models import Category, Division
from grids.selectors.changes import villages_during
from reporting.enums import Kind
from reporting.figures import CATALOGUE, FIGURES, Number, value_of
from reporting.models import HalfMonth, Movement, Snapshot
from reporting.periods import Period, cut_off_of, previous
from reporting.selectors.locks import half_month_of, last_lock, locked_half_months
from reporting.selectors.sums import Cell, CellSums, cell_sums

Key = TypeVar("Key", int, str)
Crossed = TypeVar("Crossed", str, tuple[str, str])


@dataclass(frozen=True)
class Row:
    """One row: `key` is a division's code, a category's code, a source, or empty for the total."""

    key: str
    label: str
    sums: Mapping[str, Number]
    short_label: str = ""

    @cached_property
    def values(self) -> dict[str, Number | None]:
        """Every column by name; a rate is None when its base is 0."""
        return {figure.name: value_of(figure, self.sums) for figure in FIGURES}

    def __getitem__(self, name: str) -> Number:
        """An additive figure; KeyError for a name that is none."""
        return self.sums.get(CATALOGUE[name].name, 0)


@dataclass(frozen=True)
class Table:
    """All rows of one period of one town (or of one place in it)."""

    centre: Division
    division: Division
    period: Period
    half_month: HalfMonth | None
    rows: tuple[Row, ...]
    by_category: tuple[Row, ...]
    by_source: tuple[Row, ...]
    total: Row
    new_by_category: Mapping[tuple[str, str], int] = field(default_factory=dict)
    new_by_source: Mapping[tuple[str, str], int] = field(default_factory=dict)
    # 新增 of the total row, by category and by source: whole, whatever rows are shown.
    total_by_category: Mapping[str, int] = field(default_factory=dict)
    total_by_source: Mapping[str, int] = field(default_factory=dict)
    is_limited: bool = False

    @property
    def is_locked(self) -> bool:
        return self.half_month is not None and self.half_month.is_locked


def table(
    centre: Division,
    period: Period,
    *,
    division: Division | None = None,
    shown: Iterable[int] | None = None,
    sums: CellSums | None = None,
) -> Table:
    """The table of a period: of a whole town, or of a place in it.

    `shown` limits rows, categories and sources to some villages; the total stays whole. `sums`
    spares the reading where the caller has them.
    """
    place = division or centre
    cells = cell_sums(centre, period) if sums is None else sums
    places = _places(centre, period, cells)
    within = {
        cell: values for cell, values in cells.items() if places[cell.division].is_under(place)
    }
    allowed = None if shown is None else set(shown)
    seen = {
        cell: values
        for cell, values in within.items()
        if allowed is None or cell.division in allowed
    }
    listed = [
        each
        for each in places.values()
        if each.is_under(place) and (allowed is None or each.pk in allowed)
    ]
    by_place = added(seen, lambda cell: cell.division)
    by_category = added(seen, lambda cell: cell.category)
    by_source = added(seen, lambda cell: cell.source)
    categories = Category.objects.in_bulk()
    return Table(
        centre=centre,
        division=place,
        period=period,
        half_month=half_month_of(centre, period),
        rows=tuple(
            Row(each.code, each.name, by_place.get(each.pk, {}), each.short_name)
            for each in sorted(listed, key=lambda each: each.code)
        ),
        by_category=tuple(
            Row(each.code, each.name, by_category.get(each.pk, {}), each.short_name)
            for each in sorted(categories.values(), key=lambda each: (each.order, each.code))
            if each.is_active or each.pk in by_category
        ),
        by_source=tuple(
            Row(code, label, by_source.get(code, {}), label) for code, label in Source.choices
        ),
        total=Row("", "合计", added(within, lambda _cell: "").get("", {}), "合计"),
        new_by_category=_crossed(
            seen, lambda cell: (places[cell.division].code, categories[cell.category].code)
        ),
        new_by_source=_crossed(seen, lambda cell: (places[cell.division].code, cell.source)),
        total_by_category=_crossed(within, lambda cell: categories[cell.category].code),
        total_by_source=_crossed(within, lambda cell: cell.source),
        is_limited=allowed is not None,
    )


def added(cells: CellSums, key: Callable[[Cell], Key]) -> dict[Key, dict[str, Number]]:
    """The cells added up by a key."""
    sums: dict[Key, dict[str, Number]] = {}
    for cell, values in cells.items():
        row = sums.setdefault(key(cell), {})
        for name, amount in values.items():
            row[name] = row.get(name, 0) + amount
    return sums


def _places(centre: Division, period: Period, cells: CellSums) -> dict[int, Division]:
    """Villages that were in use in the period, and every other place that has a figure."""
    found = {each.pk: each for each in villages_during(centre, period.first_on, period.last_on)}
    missing = {cell.division for cell in cells} - found.keys()
    if missing:
        found |= Division.objects.in_bulk(missing)
    return found


def _crossed(cells: CellSums, key: Callable[[Cell], Crossed]) -> dict[Crossed, int]:
    """新增 by a key: village and something else, or that alone."""
    counts: dict[Crossed, int] = {}
    for cell, values in cells.items():
        at = key(cell)
        counts[at] = counts.get(at, 0) + int(values.get("new", 0))
    return counts


class Step(NamedTuple):
    """One half-month of the chart."""

    period: Period
    new: int
    resolved: int


def trend(centre: Division, latest: Table, length: int = 13) -> list[Step]:
    """新增 and 化解 of the table's place in the last half-months, oldest first, ending with its own.

    Locked ones say what was locked, the others what their rows say now.
    """
    earlier = [latest.period]
    while len(earlier) < length:
        earlier.insert(0, previous(earlier[0]))
    first_on, last_on = earlier[0].first_on, earlier[-1].first_on
    counts: dict[date, dict[str, int]] = {each.last_on: {} for each in earlier}
    locked = last_lock(centre)
    # Of a place alone: the town's own path would only cost the index.
    place = latest.division
    within = Q() if place == centre else Q(division__path__startswith=place.path)
    lines = Movement.objects.filter(
        within, centre=centre, booked_on__gte=first_on, booked_on__lt=last_on
    ).filter(kind__in=[Kind.NEW, Kind.RESOLVED])
    if locked is not None:
        lines = lines.filter(booked_on__gt=locked.cut_off)
    for line in lines.order_by().values("booked_on", "kind").annotate(sum=Sum("amount")):
        step = counts[cut_off_of(line["booked_on"])]
        step[line["kind"]] = step.get(line["kind"], 0) + line["sum"]
    kept = Snapshot.objects.filter(
        within,
        half_month__in=locked_half_months(centre).filter(cut_off__range=(first_on, last_on)),
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
    counts[latest.period.last_on] = {
        Kind.NEW: int(latest.total["new"]),
        Kind.RESOLVED: int(latest.total["resolved"]),
    }
    return [
        Step(
            each,
            counts[each.last_on].get(Kind.NEW, 0),
            counts[each.last_on].get(Kind.RESOLVED, 0),
        )
        for each in earlier
    ]
