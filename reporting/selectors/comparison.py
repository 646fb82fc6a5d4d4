"""One table beside others: the period before, the same one a year ago, the year so far, the line.

Every number comes with what it is made of. Rates are rounded half up to two decimals from whole
numbers, never from rates; on a base of 0 there is none. A change of a rate is in 个百分点, a change
of a number in its own unit and in per cent of the earlier one. Source: rules.md §7, domain.md §4.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import IntegerField, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from reporting.figures import (
    CATALOGUE,
    LINES,
    Count,
    Figure,
    Mean,
    Number,
    Rows,
    Share,
    Sums,
    rate,
    value_of,
)
from reporting.models import Movement, Snapshot
from reporting.periods import DAY, Period, closed_by, cut_offs, reporting_year
from reporting.selectors.tables import Row, Table
from reporting.selectors.targets import Line, Lines

# Sums of lines, so that the half-months of a year add up to the year. What is asked at a cut-off
# (调处数, 引导诉讼跟踪) does not add up, and has no year.
FLOWS: tuple[str, ...] = (
    "new",
    "reopened",
    "adjusted",
    "resolved",
    "ended",
    "succeeded",
    "written",
    "oral",
    "judged",
    "resolved_local",
    "resolved_first_rung",
    "days",
)
# Of the year by another name: what stands at its end, what it gathers.
STOCKS: Mapping[str, str] = {"closing": "closing", "base": "year_base"}
YEAR_SUMS = frozenset({*FLOWS, *STOCKS, "opening"})


@dataclass(frozen=True)
class Change:
    """From an earlier number to this one: in the figure's unit, and of a number in per cent."""

    by: Number
    per_cent: Decimal | None = None


@dataclass(frozen=True)
class Compared:
    """One figure beside its earlier selves; None: no base, or not asked of a year."""

    figure: Figure
    now: Number | None
    before: Number | None
    year_ago: Number | None
    year: Number | None
    part: Number | None = None
    whole: Number | None = None
    line: Line | None = None

    @property
    def since_before(self) -> Change | None:
        return change(self.figure, self.before, self.now)

    @property
    def since_year_ago(self) -> Change | None:
        return change(self.figure, self.year_ago, self.now)

    @property
    def is_below(self) -> bool:
        """It has a line, a base, and lies under it."""
        least = self.line.least if self.line else None
        return least is not None and self.now is not None and self.now < least


@dataclass(frozen=True)
class Comparison:
    """The figures of one row of a table, in the order that was asked for."""

    period: Period
    before: Period
    year_ago: Period
    year: Period
    figures: tuple[Compared, ...] = field(default_factory=tuple)


def compare(
    names: Iterable[str], table: Table, before: Table, year_ago: Table, lines: Lines
) -> Comparison:
    """The total row of a table beside those of two others, its year so far, and its lines."""
    year = year_row(table)
    village = "" if table.division == table.centre else table.division.code
    compared = []
    for name in names:
        figure = CATALOGUE[name]
        part, whole = parts_of(figure, table.total.sums)
        compared.append(
            Compared(
                figure,
                table.total.values[name],
                before.total.values[name],
                year_ago.total.values[name],
                value_of(figure, year.sums) if _is_of_a_year(figure) else None,
                part,
                whole,
                lines.of(name, village),
            )
        )
    return Comparison(
        table.period,
        before.period,
        year_ago.period,
        reporting_year(table.period.last_on),
        tuple(compared),
    )


def change(figure: Figure, earlier: Number | None, now: Number | None) -> Change | None:
    """None where one of the two has no base. The per cent of 0 is none."""
    if earlier is None or now is None:
        return None
    if isinstance(figure.query, Share | Mean):
        return Change(now - earlier)
    return Change(now - earlier, rate(now - earlier, earlier))


def parts_of(figure: Figure, sums: Sums) -> tuple[Number | None, Number | None]:
    """What a rate or a mean is made of, above and below the line."""
    if isinstance(figure.query, Share):
        return sums.get(figure.query.part, 0), sums.get(figure.query.whole, 0)
    if isinstance(figure.query, Mean):
        return sums.get(figure.query.total, 0), sums.get(figure.query.over, 0)
    return None, None


def a_year_ago(period: Period) -> Period:
    """The half-month of the same name in the year before."""
    last_on = period.last_on
    early, late = cut_offs(last_on.year - 1, last_on.month)
    return closed_by(early if last_on.day == early.day else late)


def year_row(table: Table) -> Row:
    """年度累计 of a half-month's place: locked ones as they were locked, and the lines after them.

    Two queries: one over what was kept, one over the lines since.
    """
    period = table.period
    year = reporting_year(period.last_on)
    locked = table.locks.last(before=period.first_on)
    after = max(year.first_on, locked.cut_off + DAY) if locked else year.first_on
    sums: dict[str, Number] = {name: table.total[name] for name in FLOWS}
    for earlier in (_kept(table, year.first_on), _since(table, after)):
        for name, amount in earlier.items():
            sums[name] += amount or 0
    came = sums["new"] + sums["reopened"] + sums["adjusted"]
    sums |= {name: table.total[of] for name, of in STOCKS.items()}
    sums["opening"] = sums["base"] - came
    return Row("", "年度累计", sums)


def _is_of_a_year(figure: Figure) -> bool:
    query = figure.query
    if isinstance(query, Share):
        return {query.part, query.whole} <= YEAR_SUMS
    if isinstance(query, Mean):
        return {query.total, query.over} <= YEAR_SUMS
    return figure.name in YEAR_SUMS


def _kept(table: Table, first_on: date) -> Mapping[str, Number | None]:
    """Of the locked half-months of the year before this one."""
    rows = Snapshot.objects.filter(
        half_month__in=table.locks.between(first_on, table.period.first_on),
        division__path__startswith=table.division.path,
    )
    return rows.order_by().aggregate(
        **{
            name: Sum(
                name if name in LINES else Cast(KeyTextTransform(name, "others"), IntegerField())
            )
            for name in FLOWS
        }
    )


def _since(table: Table, first_on: date) -> Mapping[str, Number | None]:
    """Of the lines after the last lock and before this half-month."""
    before = Period(first_on, table.period.first_on - DAY)
    if before.last_on < before.first_on:
        return {}
    rows = Movement.objects.filter(
        centre=table.centre,
        division__path__startswith=table.division.path,
        booked_on__range=(before.first_on, before.last_on),
    )
    counts: dict[str, Count] = {}
    for name in FLOWS:
        query = CATALOGUE[name].query
        if isinstance(query, Count) and query.rows is Rows.MOVEMENTS:
            counts[name] = query
    return rows.order_by().aggregate(
        **{name: Sum(count.value, filter=count.where(before)) for name, count in counts.items()}
    )
