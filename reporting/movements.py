"""From what happened to a case to the lines it gets in the half-month tables: pure functions.

Source: rules.md §7.4 to §7.6. Bookings are facts and are only ever added to; lines after the last
lock are worked out anew from them whenever the case moves; lines up to it are frozen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from reporting.enums import IN, OUT, Kind, StayKind
from reporting.periods import cut_off_of, following, half_month

MERGED = "merged"
REFERRED = "referred"


@dataclass(frozen=True)
class Place:
    """The row of the table in which a case counts: village, category and source."""

    division: int
    category: int
    source: str


@dataclass(frozen=True)
class Fact:
    """One booking. `on` is the day of the act, `booked_on` the day on which figures have it."""

    kind: str
    on: date
    booked_on: date
    sub: str = ""
    tier: str = ""
    is_first_rung: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the tables. `amount` is 1; only an adjustment takes away with -1.

    `entered_on` is the day on which the stay that a line out ends was booked in, `days` the days
    from receiving the matter to settling it.
    """

    kind: str
    booked_on: date
    place: Place
    amount: int
    sub: str = ""
    tier: str = ""
    is_first_rung: bool = False
    entered_on: date | None = None
    days: int | None = None

    @property
    def change(self) -> int:
        """What the line does to the number of open cases of its row."""
        return -self.amount if self.kind in OUT else self.amount


@dataclass(frozen=True)
class Stay:
    """Days over which a case stands in the books at one place; `left_on` None: it still does."""

    kind: str
    place: Place
    entered_on: date
    left_on: date | None = None
    left_by: str = ""


def booking_day(on: date, typed_on: date, last_locked: date | None, previous: date | None) -> date:
    """The day figures use for an act of the day `on` (DESIGN §5.5, rules.md §7.3).

    Its own day. If that is locked: the day it was typed, but within the first unlocked half-month.
    Never before the case's previous booking.
    """
    day = on
    if last_locked is not None and on <= last_locked:
        first_open = following(half_month(last_locked))
        day = min(max(typed_on, first_open.first_on), first_open.last_on)
    return day if previous is None else max(day, previous)


def first_open_day(last_locked: date | None) -> date | None:
    """The first day that is not locked; None while nothing is."""
    return None if last_locked is None else last_locked + timedelta(days=1)


def movements(
    facts: Sequence[Fact],
    frozen: Sequence[Line],
    place: Place,
    received_on: date,
    last_locked: date | None,
) -> list[Line]:
    """The lines of one case after the last lock.

    `facts` are all its bookings in order, `frozen` its lines up to `last_locked`, `place` and
    `received_on` what the case says now. Within a half-month there is at most one line in and one
    line out.
    """
    entered_on = _entered_on(frozen)
    lines = _adjustment(frozen, place, last_locked) if entered_on else []
    live = [
        fact
        for fact in facts
        if fact.kind in IN | OUT and (last_locked is None or fact.booked_on > last_locked)
    ]
    for _, within in groupby(live, key=lambda fact: cut_off_of(fact.booked_on)):
        acts = list(within)
        came, went = acts[0], acts[-1]
        since = entered_on or came.booked_on
        if entered_on is None:
            if went.kind in OUT and went.sub == MERGED:
                continue
            lines.append(_line(came, place))
        entered_on = since
        if went.kind in OUT:
            days = (went.on - received_on).days if went.kind == Kind.RESOLVED else None
            lines.append(replace(_line(went, place), entered_on=since, days=days))
            entered_on = None
    return lines


def stays(lines: Sequence[Line], facts: Sequence[Fact]) -> list[Stay]:
    """Where a case stands in the books from day to day: one stay per line in and place.

    A case whose parties were shown the way to court is tracked from then until it is closed or
    reopened.
    """
    result: list[Stay] = []
    for line in lines:
        if line.change > 0:
            _end(result, StayKind.TRACKED, line.booked_on, line.kind)
            result.append(Stay(StayKind.OPEN, line.place, line.booked_on))
            continue
        _end(result, StayKind.OPEN, line.booked_on, line.kind, line.place)
        if line.kind == Kind.ENDED and line.sub == REFERRED:
            result.append(Stay(StayKind.TRACKED, line.place, line.booked_on))
            closed = _closed_after(facts, line.booked_on)
            if closed:
                _end(result, StayKind.TRACKED, closed, Kind.CLOSED)
    return result


def _line(fact: Fact, place: Place) -> Line:
    return Line(fact.kind, fact.booked_on, place, 1, fact.sub, fact.tier, fact.is_first_rung)


def _entered_on(frozen: Iterable[Line]) -> date | None:
    """The day on which the stay that is carried over was booked in; None: it is out."""
    entered_on: date | None = None
    for line in frozen:
        if line.kind in IN:
            entered_on = line.booked_on
        elif line.kind in OUT:
            entered_on = None
    return entered_on


def _adjustment(frozen: Sequence[Line], place: Place, last_locked: date | None) -> list[Line]:
    """The pair that takes a case carried in, open, from its old row to its present one."""
    old = next(line.place for line in reversed(frozen) if line.change > 0)
    day = first_open_day(last_locked)
    if old == place or day is None:
        return []
    return [Line(Kind.ADJUSTED, day, old, -1), Line(Kind.ADJUSTED, day, place, +1)]


def _end(
    result: list[Stay], kind: str, day: date, left_by: str, place: Place | None = None
) -> None:
    """Ends the running stay of a kind, if there is one (at that place, if one is given)."""
    for index, stay in enumerate(result):
        if stay.kind == kind and stay.left_on is None and (place is None or stay.place == place):
            result[index] = replace(stay, left_on=day, left_by=left_by)


def _closed_after(facts: Sequence[Fact], left: date) -> date | None:
    """The day on which the case was closed after leaving on `left`, before it came in again."""
    leaving = max(
        index for index, fact in enumerate(facts) if fact.kind in OUT and fact.booked_on == left
    )
    for fact in facts[leaving + 1 :]:
        if fact.kind in IN:
            return None
        if fact.kind == Kind.CLOSED:
            return fact.booked_on
    return None
