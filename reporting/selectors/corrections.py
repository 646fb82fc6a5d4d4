"""What became known of a locked half-month afterwards: its lines as they would be unlocked.

Acts of its days that were typed after the lock, and corrected villages and categories. An act of a
still earlier half-month belongs to the correction of that one; a place that merged later stays what
it was. 期初 is not corrected: it is always what was locked before.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cases.models import Case
from grids.models import Category, Division
from reporting import movements
from reporting.enums import IN, OUT, Kind
from reporting.models import Booking, Correction, HalfMonth, Movement
from reporting.movements import Fact, Line, Place
from reporting.periods import DAY, Period, half_month
from reporting.selectors.tables import Row, table

# The lines of the table that a correction touches, with their sign in the closing.
TOUCHED = {"new": 1, "reopened": 1, "adjusted": 1, "resolved": -1, "ended": -1}
CHUNK = 500


@dataclass(frozen=True, order=True)
class Difference:
    """One case more (+) or less (−) in one line of one cell; ids."""

    division: int
    category: int
    source: str
    case: int
    kind: str
    amount: int


@dataclass(frozen=True)
class CorrectedRow:
    """A row of the 更正表: what was locked, what differs, what it comes to."""

    label: str
    locked: Mapping[str, int]
    differs: Mapping[str, int]
    is_total: bool = False

    @property
    def cells(self) -> list[tuple[int, int, int]]:
        """(locked, difference, corrected) for each of the seven lines."""
        return [
            (self.locked[name], self.differs.get(name, 0), self.corrected[name])
            for name in self.locked
        ]

    @property
    def corrected(self) -> dict[str, int]:
        return {name: count + self.differs.get(name, 0) for name, count in self.locked.items()}

    @property
    def has_changed(self) -> bool:
        return any(self.differs.values())


def differences(locked: HalfMonth) -> list[Difference]:
    """Everything that differs from what was locked, by case, in order."""
    period = half_month(locked.cut_off)
    places = _Places(locked.centre, period)
    cases = (
        Case.objects.filter(pk__in=_touched(locked.centre, period))
        .order_by("pk")
        .prefetch_related("bookings", "movements")
    )
    return sorted(
        difference
        for case in cases.iterator(chunk_size=CHUNK)
        for difference in _of_case(case, period, places)
    )


def _touched(centre: Division, period: Period) -> set[int]:
    """Cases that may differ: acts typed later, lines moved later, lines that stand elsewhere."""
    late = Booking.objects.filter(
        booked_on__gt=F("on"),  # few: the partial index holds no others
        centre=centre,
        on__range=(period.first_on, period.last_on),
    ).filter(booked_on__gt=period.last_on)
    moved = Movement.objects.filter(centre=centre, booked_on__gt=period.last_on, kind=Kind.ADJUSTED)
    elsewhere = Movement.objects.filter(
        centre=centre, booked_on__range=(period.first_on, period.last_on)
    ).exclude(
        Q(division=F("case__division"), category=F("case__category"), source=F("case__source"))
    )
    return {
        pk
        for rows in (late, moved, elsewhere)
        for pk in rows.order_by().values_list("case", flat=True).distinct()
    }


def received_elsewhere(locked: HalfMonth) -> QuerySet[Movement]:
    """新增 of a locked half-month whose day of receiving was corrected into another one since.

    The day of a locked booking stays (`services.books`), and so does the line.
    """
    period = half_month(locked.cut_off)
    within = (period.first_on, period.last_on)
    moved = Booking.objects.filter(case=OuterRef("case"), kind=Kind.NEW).exclude(
        on=OuterRef("case__received_on")
    )
    found = Movement.objects.filter(
        centre=locked.centre, booked_on__range=within, kind=Kind.NEW
    ).exclude(case__received_on__range=within)
    return found.filter(Exists(moved))


class _Places:
    """Where a case counts in the half-month: where it stands now, but before later merges."""

    def __init__(self, centre: Division, period: Period) -> None:
        self.last_on = period.last_on
        self.known = {
            each.pk: each for each in Division.objects.filter(path__startswith=centre.path)
        }

    def of(self, case: Case, lines: Sequence[Line]) -> Place:
        division = case.division_id
        if lines and lines[-1].place.division != division:
            before = lines[-1].place.division
            if self._became(before, division):
                division = before
        return Place(division, case.category_id, case.source)

    def _became(self, before: int, now: int) -> bool:
        """The place of then turned into the place of now after the half-month."""
        old, new = self.known.get(before), self.known.get(now)
        has_merged = (
            old is not None
            and old.merged_into_id == now
            and old.valid_to is not None
            and old.valid_to > self.last_on
        )
        is_younger = new is not None and (
            new.valid_from is not None and new.valid_from > self.last_on
        )
        return has_merged or is_younger


def _of_case(case: Case, period: Period, places: _Places) -> Iterator[Difference]:
    lines = [_line(row) for row in case.movements.all() if row.booked_on <= period.last_on]
    before = [line for line in lines if line.booked_on < period.first_on]
    within = [line for line in lines if line.booked_on >= period.first_on]
    facts = as_known([_fact(row) for row in case.bookings.all()], period)
    known = [
        line
        for line in movements.movements(
            facts, before, places.of(case, lines), case.received_on, period.first_on - DAY
        )
        if line.booked_on <= period.last_on
    ]
    counts: Counter[tuple[str, Place]] = Counter()
    for sign, some in ((1, known), (-1, within)):
        for line in some:
            counts[line.kind, line.place] += sign * line.amount
    for (kind, place), amount in counts.items():
        if amount:
            yield Difference(
                place.division, place.category, place.source, case.pk, str(kind), amount
            )


def as_known(facts: Iterable[Fact], period: Period) -> list[Fact]:
    """A case's bookings with those of the half-month's days that were typed later put back there.

    Whatever follows an act that stays later stays later too.
    """
    found: list[Fact] = []
    stays_later = False
    for fact in facts:
        if fact.kind not in IN | OUT:
            continue
        if fact.booked_on > period.last_on:
            stays_later = stays_later or fact.on not in period
            if not stays_later:
                previous = found[-1].booked_on if found else fact.on
                fact = replace(fact, booked_on=max(fact.on, previous))
        found.append(fact)
    return found


def _fact(row: Booking) -> Fact:
    return Fact(row.kind, row.on, row.booked_on, row.sub, row.tier, row.is_first_rung)


def _line(row: Movement) -> Line:
    return Line(
        row.kind,
        row.booked_on,
        Place(row.division_id, row.category_id, row.source),
        row.amount,
        row.sub,
        row.tier,
        row.is_first_rung,
        row.entered_on,
        row.days,
    )


# --- what was corrected -------------------------------------------------------------------------


def corrections_of(locked: HalfMonth) -> QuerySet[Correction]:
    return locked.corrections.select_related("by", "on_behalf_of").order_by("-seq")


def last_correction(half_month: HalfMonth | None) -> Correction | None:
    """The newest version, if the half-month is locked and was ever corrected."""
    if half_month is None or not half_month.is_locked:
        return None
    return corrections_of(half_month).first()


def kept_differences(correction: Correction) -> list[Difference]:
    """A correction's lines as they were kept."""
    rows = correction.lines.order_by().values_list(
        "division", "category", "source", "case", "kind", "amount"
    )
    return sorted(Difference(*row) for row in rows)


def corrected_rows(
    locked: HalfMonth, found: Sequence[Difference], villages: frozenset[int] | None = None
) -> tuple[list[CorrectedRow], list[CorrectedRow]]:
    """The 更正表: rows by village with the total, and by category; of some villages, theirs alone."""
    figures = table(locked.centre, half_month(locked.cut_off), shown=villages)
    seen = [each for each in found if villages is None or each.division in villages]
    ids = {each.division for each in seen}
    codes = dict(Division.objects.filter(pk__in=ids).values_list("pk", "code"))
    kinds = dict(Category.objects.values_list("pk", "code"))
    places = _rows(figures.rows, [(codes[each.division], each) for each in seen])
    categories = _rows(figures.by_category, [(kinds[each.category], each) for each in seen])
    if villages is None:
        places += _rows([figures.total], [("", each) for each in seen])
    return places, [row for row in categories if row.has_changed or any(row.locked.values())]


def _rows(rows: Iterable[Row], keyed: Sequence[tuple[str, Difference]]) -> list[CorrectedRow]:
    sums: dict[str, Counter[str]] = {}
    for key, each in keyed:
        row = sums.setdefault(key, Counter())
        row[each.kind] += each.amount
        row["closing"] += TOUCHED[each.kind] * each.amount
    names = ("opening", "new", "reopened", "adjusted", "resolved", "ended", "closing")
    return [
        CorrectedRow(
            row.short_label,
            {name: int(row[name]) for name in names},
            sums.get(row.key, Counter()),
            is_total=not row.key,
        )
        for row in rows
    ]
