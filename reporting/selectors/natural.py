"""Counts of a natural month, quarter or year by whatever a form asks for: sums by `booked_on`
(rules.md §7), in one query for each kind of rows."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count as Counted
from django.db.models import F, Q, Sum

from grids.models import Division
from reporting.figures import CATALOGUE, Count, Number
from reporting.periods import Period
from reporting.selectors.sums import PREFIX, rows_of

# A column of the row itself, which the lines of a booking find on its case.
OWN = ("division", "category", "source")
Key = tuple[str, ...]
Sums = dict[Key, dict[str, Number]]


def counts_of(names: Iterable[str]) -> dict[str, Count]:
    """Figures of the catalogue that are counted row by row; KeyError for one that is not."""
    found = {name: CATALOGUE[name].query for name in names}
    wrong = [name for name, query in found.items() if not isinstance(query, Count)]
    if wrong:
        raise KeyError(*wrong)
    return {name: query for name, query in found.items() if isinstance(query, Count)}


def counted(
    centre: Division,
    period: Period,
    counts: Mapping[str, Count],
    by: Iterable[str],
    only: Q | None = None,
) -> Sums:
    """Every count by the values of some columns (`division__code`, `case__route`…), empty ones
    as "". `only` narrows the rows by what their case is."""
    keys = tuple(by)
    sums: Sums = {}
    for rows in sorted({count.rows for count in counts.values()}, key=lambda rows: rows.value):
        asked = {
            f"sum_{name}": _aggregate(count, period)
            for name, count in counts.items()
            if count.rows is rows
        }
        found = rows_of(rows, centre, period)
        named = {f"key_{place}": F(_path(key, PREFIX[rows])) for place, key in enumerate(keys)}
        grouped = found.filter(only or Q()).order_by().values(**named).annotate(**asked)
        for row in grouped:
            _put(sums, tuple(row[name] or "" for name in named), row)
    return sums


def added_up(sums: Iterable[Mapping[str, Number]]) -> dict[str, Number]:
    """Rows of figures as one row."""
    whole: dict[str, Number] = {}
    for values in sums:
        for name, amount in values.items():
            whole[name] = whole.get(name, 0) + amount
    return whole


def _aggregate(count: Count, period: Period) -> Counted | Sum:
    where = count.condition(period)
    return Counted("pk", filter=where) if count.value is None else Sum(count.value, filter=where)


def _path(key: str, prefix: str) -> str:
    return f"{prefix}{key}" if key.startswith(OWN) else key


def _put(sums: Sums, key: Key, row: Mapping[str, Any]) -> None:
    amounts = {
        name.removeprefix("sum_"): amount
        for name, amount in row.items()
        if name.startswith("sum_") and amount
    }
    if amounts:
        sums.setdefault(key, {}).update(amounts)
