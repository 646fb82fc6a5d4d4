"""The rows that a number counts, one for each time it counts a case: as they stand, or as locked."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connections
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from cases import models as cases
from grids.models import Division
from reporting.figures import CATALOGUE, FIGURES, Count, Figure, Given, Mean, Rows, Share, Total
from reporting.models import CountedCase, CountedList, HalfMonth
from reporting.periods import Period, is_half_month, reporting_year
from reporting.selectors.locks import locked_half_months
from reporting.selectors.sums import PREFIX, rows_of

# What the cases call the rows of each kind.
RELATED = {
    Rows.MOVEMENTS: "movements",
    Rows.STAYS: "stays",
    Rows.BOOKINGS: "bookings",
    Rows.FOLLOW_UPS: "deadlines",
}
KEPT_RELATED = "counted_in"
COLUMNS = ("case", "division", "category", "source")


def count_of(figure: Figure) -> Count | None:
    """The count whose rows stand behind a figure; None for a rate, a mean and what has no rows."""
    query = figure.query
    if isinstance(query, Total | Given):
        return query.shown
    return query if isinstance(query, Count) else None


def of_the_year(figure: Figure) -> bool:
    return isinstance(figure.query, Given) and bool(figure.query.year_of)


def is_once(figure: Figure, period: Period) -> bool:
    """No case is counted twice: of a half-month there is one line in and one out (rules.md §7.4).

    In a longer stretch it may come in again, and two follow-ups may be due in any.
    """
    count = count_of(figure)
    rows = count.rows if count else None
    is_short = is_half_month(period) and not of_the_year(figure)
    return is_short and rows in {Rows.MOVEMENTS, Rows.STAYS}


def _behind(figure: Figure) -> Iterable[str]:
    """The figures whose cases a reader finds behind this one."""
    if isinstance(figure.query, Share):
        return (figure.query.part, figure.query.whole)
    return (figure.query.over,) if isinstance(figure.query, Mean) else (figure.name,)


# The lists that a lock keeps. A year's is put together from those of its half-months.
KEPT: Mapping[str, Count] = {
    name: count
    for figure in FIGURES
    for name in _behind(figure)
    if (count := count_of(CATALOGUE[name])) is not None and not of_the_year(CATALOGUE[name])
}


def live_rows(figure: Figure, centre: Division, period: Period) -> tuple[QuerySet[Any], str, str]:
    """The rows behind a figure as they stand, what leads from them to the cell, and from a case
    to them. A year's figure has those of the year up to the period. KeyError for a rate.
    """
    count = count_of(figure)
    if count is None:
        raise KeyError(figure.name)
    stretch = reporting_year(period.last_on) if of_the_year(figure) else period
    rows: QuerySet[Any] = rows_of(count.rows, centre, stretch).filter(count.condition(stretch))
    return rows.order_by(), PREFIX[count.rows], RELATED[count.rows]


def kept_rows(figure: Figure, locked: HalfMonth) -> QuerySet[CountedCase] | None:
    """The rows behind a figure as they were kept; None where this list was not kept."""
    if not of_the_year(figure):
        if not CountedList.objects.filter(
            half_month=locked, figures__contains=[figure.name]
        ).exists():
            return None
        return CountedCase.objects.filter(half_month=locked, figures__contains=[figure.name])
    year = reporting_year(locked.cut_off)
    halves = locked_half_months(locked.centre).filter(
        cut_off__range=(year.first_on, locked.cut_off)
    )
    assert isinstance(figure.query, Given)  # noqa: S101 - of_the_year says so
    name = figure.query.year_of
    without = halves.exclude(counted_list__figures__contains=[name])
    if without.exists():
        return None
    rows = CountedCase.objects.filter(half_month__in=halves, figures__contains=[name])
    if name == "base":
        # A stay is in the base of each half-month that it touches, and over in the last of them.
        return rows.filter(~Q(figures__contains=["closing"]) | Q(half_month=locked))
    return rows


def gone(rows: QuerySet[CountedCase], *, is_once: bool) -> int:
    """Of how many kept rows the case is no longer there (a restored copy without it).

    `is_once`: of how many cases; one that was moved within a cell has a row for −1 and one for +1.
    """
    there = cases.Case.objects.filter(pk=OuterRef("case"))
    lost = rows.filter(~Exists(there))
    return lost.values("case").distinct().count() if is_once else lost.count()


def counted_sql(centre: Division, period: Period) -> tuple[str, list[Any]]:
    """Every (case, cell, nth, figures) of a period as it stands now: one query and its parameters.

    Source: the conditions of the catalogue, those from which the sums are made.
    """
    parts, parameters = [], []
    connection = connections[CountedCase.objects.db]
    for rows in Rows:
        names = {name: count for name, count in KEPT.items() if count.rows is rows}
        if not names:
            continue
        found = rows_of(rows, centre, period).order_by()
        listed = found.values(**_cell(PREFIX[rows]), counted_names=_names(names, period))
        sql, given = listed.query.get_compiler(connection=connection).as_sql()
        parts.append(f"({sql})")
        parameters += given
    return COUNTED.format(rows=" UNION ALL ".join(parts)), parameters


# One row of `counted` is one count; `nth` tells two counts of one figure and case in a cell apart.
COUNTED = """
    SELECT counted_case AS case_id, cell_division AS division_id, cell_category AS category_id,
           cell_source AS source, nth, array_agg(figure::varchar(40) ORDER BY figure) AS figures
    FROM (
        SELECT found.*, figure, row_number() OVER (
            PARTITION BY counted_case, cell_division, cell_category, cell_source, figure
        )::smallint AS nth
        FROM ({rows}) AS found, unnest(found.counted_names) AS figure
        WHERE figure IS NOT NULL
    ) AS counted
    GROUP BY counted_case, cell_division, cell_category, cell_source, nth
"""


def _cell(prefix: str) -> dict[str, F]:
    return {
        "counted_case": F("case"),
        "cell_division": F(f"{prefix}division"),
        "cell_category": F(f"{prefix}category"),
        "cell_source": F(f"{prefix}source"),
    }


def _names(counts: Mapping[str, Count], period: Period) -> Func:
    """ARRAY['new', NULL, …]: of each figure its name where it counts the row."""
    return Func(
        *(_name_where(name, count.condition(period)) for name, count in counts.items()),
        template="ARRAY[%(expressions)s]",
        output_field=ArrayField(CharField()),
    )


def _name_where(name: str, condition: Q) -> Any:
    word = Value(name, output_field=CharField())
    if not condition:  # every row
        return word
    return Case(When(condition, then=word), default=None, output_field=CharField())
