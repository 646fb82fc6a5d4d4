"""The additive figures by village, category and source: a fixed number of aggregate queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from cases.enums import Clock, Verb
from cases.models import Agreement, Deadline
from grids.models import Division
from reporting import figures
from reporting.enums import IN, OUT, Kind, StayKind
from reporting.figures import CATALOGUE, LINES, Number, Rows, Total
from reporting.models import Booking, HalfMonth, Movement, Snapshot, Stay
from reporting.periods import DAY, Period, is_half_month, reporting_year
from reporting.selectors.locks import Locks


class Cell(NamedTuple):
    """The smallest row: one village, one category (ids), one source."""

    division: int
    category: int
    source: str


CellSums = dict[Cell, dict[str, Number]]

# What a line does to the stock: in and adjusted add their amount, out takes it off.
CHANGE = Case(
    When(kind__in=sorted(OUT), then=-F("amount")),
    default=F("amount"),
    output_field=IntegerField(),
)
TOTALS = {
    figure.name: figure.query for figure in CATALOGUE.values() if isinstance(figure.query, Total)
}


def cell_sums(centre: Division, period: Period, locks: Locks | None = None) -> CellSums:
    """Every additive figure of a period; of a locked half-month as it was locked."""
    locks = locks or Locks.of(centre)
    half_month = locks.row(period)
    if half_month is not None and half_month.is_locked:
        return locked_sums(half_month)
    return live_sums(centre, period, locks)


def live_sums(centre: Division, period: Period, locks: Locks | None = None) -> CellSums:
    """Every additive figure from the rows as they stand."""
    locks = locks or Locks.of(centre)
    sums: CellSums = defaultdict(dict)
    for cell, opening in _openings(centre, period.first_on, locks).items():
        sums[cell]["opening"] = opening
    for rows in Rows:
        for row in _aggregate(rows, centre, period):
            _put(sums, row)
    if is_half_month(period):
        for name, cells in _year(centre, period, locks).items():
            for cell, amount in cells.items():
                sums[cell][name] = amount
    for values in sums.values():
        for name, total in TOTALS.items():
            values[name] = _added(values, total.plus) - _added(values, total.minus)
    return {cell: values for cell, values in sums.items() if any(values.values())}


def locked_sums(half_month: HalfMonth) -> CellSums:
    """The figures that were kept when the half-month was locked."""
    kept = half_month.snapshots.order_by().values_list(*Cell._fields, "others", *LINES)
    return {
        Cell(division, category, source): {
            **{line: amount for line, amount in zip(LINES, lines, strict=True) if amount},
            **{name: _number(amount) for name, amount in others.items()},
        }
        for division, category, source, others, *lines in kept
    }


def rows_of(rows: Rows, centre: Division, period: Period) -> QuerySet[Any]:
    """The rows that figures of one kind run over, with the annotations their conditions name.

    Each has `division`, `category` and `source`, or the case has them (see `PREFIX`).
    """
    within = (period.first_on, period.last_on)
    if rows is Rows.MOVEMENTS:
        sent_away = Movement.objects.filter(
            centre=centre,
            kind=Kind.ENDED,
            sub__in=["declined", "transferred"],
            booked_on__range=within,
        )
        agreed = Agreement.objects.filter(case=OuterRef("case"), on__lte=period.last_on)
        return Movement.objects.filter(centre=centre, booked_on__range=within).alias(
            # Read once, not case by case: they are few.
            is_sent_away=ExpressionWrapper(
                Q(case__in=sent_away.order_by().values("case")), BooleanField()
            ),
            agreed_amount=Subquery(agreed.order_by("-id").values("amount")[:1]),
            last_word=_last_word(rows, period),
        )
    if rows is Rows.STAYS:
        return Stay.objects.filter(
            Q(left_on__isnull=True) | Q(left_on__gte=period.first_on),
            centre=centre,
            kind__in=StayKind.values,  # all of them: the index begins with centre and kind
            entered_on__lte=period.last_on,
        ).alias(last_word=_last_word(rows, period))
    if rows is Rows.BOOKINGS:
        return Booking.objects.filter(
            centre=centre,
            booked_on__range=within,
            kind__in=[Kind.COURT_ACCEPTED, Kind.CONFIRMED],  # as the index says it
        )
    # What reopening or closing made needless before its day was never owed.
    owed = Q(stopped_on__isnull=True) | Q(stopped_by=Verb.FOLLOW_UP) | Q(stopped_on__gt=F("due_on"))
    return Deadline.objects.filter(owed, centre=centre, clock=Clock.FOLLOW_UP, due_on__range=within)


PREFIX = {Rows.MOVEMENTS: "", Rows.STAYS: "", Rows.BOOKINGS: "case__", Rows.FOLLOW_UPS: "case__"}


def _last_word(rows: Rows, period: Period) -> Subquery:
    """The latest of new, reopened and accepted by the end of the period, for the stay that is
    counted (rules.md §8).

    In a longer stretch than a half-month a case may leave and come in again: what is said of it from
    then on belongs to its next stay.
    """
    words = Booking.objects.filter(
        case=OuterRef("case"),
        kind__in=sorted({*IN, Kind.ACCEPTED}),
        booked_on__lte=period.last_on,
    )
    if rows is Rows.STAYS and not is_half_month(period):
        left_on = Coalesce(OuterRef("left_on"), period.last_on, output_field=DateField())
        words = words.filter(booked_on__lte=left_on)
    elif not is_half_month(period):  # new: until the case came in once more
        again = Movement.objects.filter(
            case=OuterRef("case"), kind=Kind.REOPENED, booked_on__lte=OuterRef("booked_on")
        )
        words = words.filter(~Exists(again))
    return Subquery(words.order_by("-seq").values("kind")[:1])


def _aggregate(rows: Rows, centre: Division, period: Period) -> Iterable[Mapping[str, Any]]:
    """All counts over one kind of rows, in one query."""
    counts = {
        figure.name: figure.query
        for figure in CATALOGUE.values()
        if isinstance(figure.query, figures.Count) and figure.query.rows is rows
    }
    return _by_cell(rows_of(rows, centre, period), PREFIX[rows]).annotate(
        **{
            f"sum_{name}": Count("pk", filter=count.condition(period))
            if count.value is None
            else Sum(count.value, filter=count.condition(period))
            for name, count in counts.items()
        }
    )


def _openings(centre: Division, first_on: date, locks: Locks) -> dict[Cell, int]:
    """The last locked closing before a day, and what moved between them (rules.md §7.6)."""
    openings: dict[Cell, int] = defaultdict(int)
    later = Movement.objects.filter(centre=centre, booked_on__lt=first_on)
    locked = locks.last(before=first_on)
    if locked is not None:
        later = later.filter(booked_on__gt=locked.cut_off)
        for *cell, closing in locked.snapshots.order_by().values_list(*Cell._fields, "closing"):
            openings[Cell(*cell)] += closing
    for row in _by_cell(later).annotate(change=Sum(CHANGE)):
        openings[_cell_of(row)] += row["change"]
    return openings


def _year(centre: Division, period: Period, locks: Locks) -> dict[str, dict[Cell, int]]:
    """年度累计 up to a half-month: the locked ones of its year, and the rows after them."""
    year = reporting_year(period.last_on)
    new: dict[Cell, int] = defaultdict(int)
    resolved: dict[Cell, int] = defaultdict(int)
    base = defaultdict(int, _openings(centre, year.first_on, locks))
    kept = Snapshot.objects.filter(half_month__in=locks.between(year.first_on, period.first_on))
    locked = locks.last(before=period.first_on)
    after = max(year.first_on, locked.cut_off + DAY) if locked else year.first_on
    later = Movement.objects.filter(centre=centre, booked_on__range=(after, period.last_on))
    came = sorted({*IN, Kind.ADJUSTED})
    for row in [
        *_by_cell(kept).annotate(
            sum_new=Sum("new"),
            sum_resolved=Sum("resolved"),
            sum_base=Sum(F("new") + F("reopened") + F("adjusted")),
        ),
        *_by_cell(later).annotate(
            sum_new=Sum("amount", filter=Q(kind=Kind.NEW)),
            sum_resolved=Sum("amount", filter=Q(kind=Kind.RESOLVED)),
            sum_base=Sum("amount", filter=Q(kind__in=came)),
        ),
    ]:
        cell = _cell_of(row)
        new[cell] += row["sum_new"] or 0
        resolved[cell] += row["sum_resolved"] or 0
        base[cell] += row["sum_base"] or 0
    return {"year_new": new, "year_resolved": resolved, "year_base": base}


def _by_cell(rows: QuerySet[Any], prefix: str = "") -> QuerySet[Any]:
    return rows.order_by().values(
        cell_division=F(f"{prefix}division"),
        cell_category=F(f"{prefix}category"),
        cell_source=F(f"{prefix}source"),
    )


def _cell_of(row: Mapping[str, Any]) -> Cell:
    return Cell(row["cell_division"], row["cell_category"], row["cell_source"])


def _put(sums: CellSums, row: Mapping[str, Any]) -> None:
    """Noughts are left out, as a lock leaves them out: most figures of most cells are none. An
    adjustment of nought stays, for there are cases behind it."""
    cell = _cell_of(row)
    for name, amount in row.items():
        if name.startswith("sum_") and (amount or (amount == 0 and name == "sum_adjusted")):
            sums[cell][name.removeprefix("sum_")] = amount


def _added(values: Mapping[str, Number], names: Iterable[str]) -> Number:
    return sum((values.get(name, 0) for name in names), start=0)


def _number(kept: int | str) -> Number:
    """Decimals are kept as text."""
    return Decimal(kept) if isinstance(kept, str) else kept
