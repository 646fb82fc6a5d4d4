"""Half-months, months, quarters and years: half-open stretches of local time, and pure.

A half-month is named by its cut-off. The 14th covers (previous cut-off, 14th]; the 30th (in
February the last day) covers (14th, 30th]; the 31st belongs to the next one. A half-month belongs
to the year of its cut-off. Source: DESIGN §5.5.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mediation.core import clock

DAY = timedelta(days=1)
EARLY = 14
LATE = 30
EARLIEST_YEAR, LATEST_YEAR = 1950, 2100


class OutOfRange(ValueError):
    """Raised for a day so early or so late that it is a slip of the keyboard."""

    def __init__(self) -> None:
        super().__init__(f"日期要在{EARLIEST_YEAR}年到{LATEST_YEAR}年之间，请再看一眼年份。")


class NotACutOff(ValueError):
    """Raised for a day that closes no half-month; `nearest` are the cut-offs around it."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.nearest = nearest(day)
        before, after = (f"{each:%Y-%m-%d}" for each in self.nearest)
        super().__init__(
            f"{day:%Y-%m-%d}不是半月报的截止日，离它最近的两个截止日是 {before} 和 {after}。"
        )


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of whole local days, both ends included; as instants it is half-open."""

    first_on: date
    last_on: date

    @property
    def start_at(self) -> datetime:
        """The first instant inside."""
        return clock.day_bounds(self.first_on)[0]

    @property
    def end_at(self) -> datetime:
        """The first instant no longer inside."""
        return clock.day_bounds(self.last_on)[1]

    def __contains__(self, when: object) -> bool:
        if isinstance(when, datetime):
            return self.start_at <= when < self.end_at
        if isinstance(when, date):
            return self.first_on <= when <= self.last_on
        return False

    def __str__(self) -> str:
        first, last = self.first_on, self.last_on
        if first.year == last.year:
            return f"{first.year}年{first.month}月{first.day}日—{last.month}月{last.day}日"
        return f"{first.year}年{first.month}月{first.day}日—{last.year}年{last.month}月{last.day}日"


def in_range(day: date) -> date:
    """The day itself. Raises OutOfRange."""
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise OutOfRange
    return day


def cut_offs(year: int, month: int) -> tuple[date, date]:
    """The two cut-offs of a month."""
    return date(year, month, EARLY), date(year, month, min(LATE, monthrange(year, month)[1]))


def is_cut_off(day: date) -> bool:
    return day in cut_offs(day.year, day.month)


def is_half_month(period: Period) -> bool:
    return is_cut_off(period.last_on) and closed_by(period.last_on) == period


def cut_off_of(day: date) -> date:
    """The cut-off of the half-month that holds `day`."""
    for cut_off in cut_offs(day.year, day.month):
        if day <= cut_off:
            return cut_off
    following = day.replace(day=1) + timedelta(days=32)
    return following.replace(day=EARLY)


def half_month(cut_off: date) -> Period:
    """The half-month named by `cut_off`; NotACutOff, or OutOfRange, for any other day."""
    if not is_cut_off(in_range(cut_off)):
        raise NotACutOff(cut_off)
    return closed_by(cut_off)


def closed_by(cut_off: date) -> Period:
    """As `half_month`, of a day that is known to be a cut-off, whatever its year."""
    return Period(_cut_off_before(cut_off) + DAY, cut_off)


def period_of(day: date) -> Period:
    """The half-month that holds a local day."""
    return closed_by(cut_off_of(in_range(day)))


def nearest(day: date) -> tuple[date, date]:
    """The last cut-off before `day` and the first one on or after it."""
    return _cut_off_before(day), cut_off_of(day)


def previous(period: Period) -> Period:
    """The half-month before."""
    return closed_by(period.first_on - DAY)


def following(period: Period) -> Period:
    """The half-month after."""
    return closed_by(cut_off_of(period.last_on + DAY))


def half_months_between(first: date, last: date) -> Iterator[Period]:
    """The half-months holding `first`, `last` and every day between them, oldest first."""
    period = period_of(first)
    while period.first_on <= last:
        yield period
        period = following(period)


def natural_month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def begun_month(text: str) -> Period | None:
    """The month that is written 2026-02; None for what is none, or has not begun."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    if first.year < EARLIEST_YEAR or first > clock.today():
        return None
    return natural_month(first.year, first.month)


def natural_quarter(year: int, quarter: int) -> Period:
    last = natural_month(year, quarter * 3)
    return Period(date(year, quarter * 3 - 2, 1), last.last_on)


def natural_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def reporting_year(cut_off: date) -> Period:
    """年度累计: the half-months of the cut-off's year up to and with this one."""
    return Period(closed_by(date(cut_off.year, 1, EARLY)).first_on, cut_off)


def _cut_off_before(day: date) -> date:
    for cut_off in reversed(cut_offs(day.year, day.month)):
        if cut_off < day:
            return cut_off
    last_month = day.replace(day=1) - DAY
    return cut_offs(last_month.year, last_month.month)[1]
