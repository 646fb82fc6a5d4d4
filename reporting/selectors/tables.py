"""The half-month table: rows by village, by category and by source, and the total."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from django.db.models import Q, Sum

from cases.enums import Source
from grids.models import Category, Division
from grids.selectors.changes import villages_during
from reporting.enums import Kind
from reporting.figures import CATALOGUE, FIGURES, Number, value_of
from reporting.models import HalfMonth, Movement, Snapshot
from reporting.periods import Period, cut_off_of, previous
from reporting.selectors.locks import Locks
from reporting.selectors.sums import Cell, CellSums, cell_sums

Part = TypeVar("Part")
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
    """All rows of one period of one town (or of one place in it); added up when asked for.

    `within` has the cells of the place, `seen` those of the rows that are shown (all of them where
    `is_limited` says no), `listed` the places that have a row.
    """

    centre: Division
    division: Division
    period: Period
    locks: Locks
    within: CellSums
    seen: CellSums
    listed: tuple[Division, ...]
    is_limited: bool = False

    @cached_property
    def half_month(self) -> HalfMonth | None:
        return self.locks.row(self.period)

    @property
    def is_locked(self) -> bool:
        return self.half_month is not None and self.half_month.is_locked

    def limited_to(self, villages: Collection[int]) -> "Table":
        """With the rows, categories and sources of some villages; the total stays whole."""
        return replace(
            self,
            seen={cell: values for cell, values in self.seen.items() if cell.division in villages},
            listed=tuple(each for each in self.listed if each.pk in villages),
            is_limited=True,
        )

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(
            Row(each.code, each.name, self._by_place.get(each.pk, {}), each.short_name)
            for each in self.listed
        )

    @cached_property
    def by_category(self) -> tuple[Row, ...]:
        found = added(self.seen, lambda cell: cell.category)
        return tuple(
            Row(each.code, each.name, found.get(each.pk, {}), each.short_name)
            for each in sorted(self._categories.values(), key=lambda each: (each.order, each.code))
            if each.is_active or each.pk in found
        )

    @cached_property
    def by_source(self) -> tuple[Row, ...]:
        found = added(self.seen, lambda cell: cell.source)
        return tuple(Row(code, label, found.get(code, {}), label) for code, label in Source.choices)

    @cached_property
    def total(self) -> Row:
        """Of the whole place, whatever rows are shown."""
        parts: Mapping[Any, Mapping[str, Number]] = (
            self.within if self.is_limited else self._by_place
        )
        return Row("", "合计", added(parts, lambda _: "").get("", {}), "合计")

    @cached_property
    def new_by_category(self) -> dict[tuple[str, str], int]:
        """新增 by the codes of village and category."""
        codes = {each.pk: each.code for each in self.listed}
        return _new_by(
            self.seen,
            lambda cell: (codes[cell.division], self._categories[cell.category].code),
        )

    @cached_property
    def new_by_source(self) -> dict[tuple[str, str], int]:
        """新增 by the code of the village and the source."""
        codes = {each.pk: each.code for each in self.listed}
        return _new_by(self.seen, lambda cell: (codes[cell.division], cell.source))

    @cached_property
    def total_by_category(self) -> dict[str, int]:
        """新增 of the total row by category: whole, whatever rows are shown."""
        return _new_by(self.within, lambda cell: self._categories[cell.category].code)

    @cached_property
    def total_by_source(self) -> dict[str, int]:
        return _new_by(self.within, lambda cell: cell.source)

    @cached_property
    def _by_place(self) -> dict[int, dict[str, Number]]:
        return added(self.seen, lambda cell: cell.division)

    @cached_property
    def _categories(self) -> dict[int, Category]:
        return Category.objects.in_bulk()


def table(
    centre: Division,
    period: Period,
    *,
    division: Division | None = None,
    shown: Iterable[int] | None = None,
    sums: CellSums | None = None,
    locks: Locks | None = None,
) -> Table:
    """The table of a period: of a whole town, or of a place in it.

    `shown` limits rows, categories and sources to some villages; the total stays whole. `sums` and
    `locks` spare the reading where the caller has them.
    """
    place = division or centre
    locks = locks or Locks.of(centre)
    cells = cell_sums(centre, period, locks) if sums is None else sums
    places = {
        pk: each for pk, each in _places(centre, period, cells).items() if each.is_under(place)
    }
    within = {cell: values for cell, values in cells.items() if cell.division in places}
    whole = Table(
        centre=centre,
        division=place,
        period=period,
        locks=locks,
        within=within,
        seen=within,
        listed=tuple(sorted(places.values(), key=lambda each: each.code)),
    )
    return whole if shown is None else whole.limited_to(set(shown))


def added(
    parts: Mapping[Part, Mapping[str, Number]], key: Callable[[Part], Key]
) -> dict[Key, dict[str, Number]]:
    """The figures of cells, or of rows, added up by a key."""
    sums: dict[Key, dict[str, Number]] = {}
    for part, values in parts.items():
        row = sums.setdefault(key(part), {})
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


def _new_by(cells: CellSums, key: Callable[[Cell], Crossed]) -> dict[Crossed, int]:
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
    locked = latest.locks.last()
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
    kept = Snapshot.objects.filter(within, half_month__in=latest.locks.between(first_on, last_on))
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
