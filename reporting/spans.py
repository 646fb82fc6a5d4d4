"""月、季、半年、年: the natural stretches that forms and tables are made for, and their names.

An address and the command line say 2026-11, 2026-Q4, 2026-H2 or 2026. Figures of one are the sums of
the rows booked in it (rules.md §7); it is never locked as such, while the half-months that it
touches may be.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from mediation.core import clock
from reporting.periods import DAY, EARLIEST_YEAR, Period, natural_month

_WRITTEN = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?", re.ASCII)
MONTH, QUARTER, HALF_YEAR, YEAR = 1, 3, 6, 12
IN_CHINESE = "一二三四"
WORDS = {MONTH: "月份", QUARTER: "季度", HALF_YEAR: "半年度", YEAR: "年度"}
AROUND = {
    MONTH: ("本月", "上月", "去年同月"),
    QUARTER: ("本季", "上季", "去年同季"),
    HALF_YEAR: ("这半年", "前半年", "去年同期"),
    YEAR: ("本年", "上年", "前年"),
}


@dataclass(frozen=True)
class Span:
    """`months` long, the `number`th of its kind in the year, from 1."""

    year: int
    months: int = YEAR
    number: int = 1

    @property
    def period(self) -> Period:
        last = self.number * self.months
        first_on = date(self.year, last - self.months + 1, 1)
        return Period(first_on, natural_month(self.year, last).last_on)

    @property
    def code(self) -> str:
        """As an address says it."""
        return {
            MONTH: f"{self.year:04}-{self.number:02}",
            QUARTER: f"{self.year:04}-Q{self.number}",
            HALF_YEAR: f"{self.year:04}-H{self.number}",
            YEAR: f"{self.year:04}",
        }[self.months]

    @property
    def label(self) -> str:
        """As a person reads it."""
        if self.months == QUARTER:
            return f"{self.year}年第{IN_CHINESE[self.number - 1]}季度"
        return {
            MONTH: f"{self.year}年{self.number}月",
            HALF_YEAR: f"{self.year}年{'上' if self.number == 1 else '下'}半年",
            YEAR: f"{self.year}年",
        }[self.months]

    def __str__(self) -> str:
        return self.label

    @property
    def word(self) -> str:
        """For 填报月份 and the like."""
        return WORDS[self.months]

    @property
    def words(self) -> tuple[str, str, str]:
        """What this one, the one before and the same of last year are called."""
        return AROUND[self.months]

    @property
    def is_month(self) -> bool:
        return self.months == MONTH

    @property
    def is_quarter(self) -> bool:
        return self.months == QUARTER

    @property
    def is_year(self) -> bool:
        return self.months == YEAR

    @property
    def has_begun(self) -> bool:
        return self.period.first_on <= clock.today()

    @property
    def is_over(self) -> bool:
        return self.period.last_on < clock.today()

    def moved(self, by: int) -> Self:
        """So many of its kind later."""
        in_year = YEAR // self.months
        year, before = divmod(self.year * in_year + self.number - 1 + by, in_year)
        return type(self)(year, self.months, before + 1)

    @property
    def year_ago(self) -> Self:
        """The same of last year; of a year the one before the last."""
        return self.moved(-2 if self.is_year else -YEAR // self.months)


def month(year: int, number: int) -> Span:
    return Span(year, MONTH, number)


def quarter(year: int, number: int) -> Span:
    return Span(year, QUARTER, number)


def half_year(year: int, number: int) -> Span:
    return Span(year, HALF_YEAR, number)


def around(day: date) -> tuple[Span, Span, Span, Span]:
    """Month, quarter, half-year and year of a day."""
    return (
        Span(day.year, MONTH, day.month),
        Span(day.year, QUARTER, (day.month + 2) // QUARTER),
        Span(day.year, HALF_YEAR, (day.month + 5) // HALF_YEAR),
        Span(day.year),
    )


def month_of(day: date) -> Span:
    return around(day)[0]


def begun_span(text: str) -> Span | None:
    """The stretch that is written so; None for what is none, or has not begun."""
    hit = _WRITTEN.fullmatch(text)
    if hit is None or int(hit[1]) < EARLIEST_YEAR:
        return None
    year = int(hit[1])
    written = zip((MONTH, QUARTER, HALF_YEAR), hit.groups()[1:], strict=True)
    found = next((Span(year, months, int(one)) for months, one in written if one), Span(year))
    return found if found.has_begun else None


def ended_between(after: date, until: date) -> list[Span]:
    """The stretches whose last day lies in (after, until], by their last day, short ones first."""
    found = []
    day = after.replace(day=1)
    while day <= until:
        spans = around(day)
        last_on = spans[0].period.last_on
        if after < last_on <= until:
            found += [span for span in spans if span.period.last_on == last_on]
        day = natural_month(day.year, day.month).last_on + DAY
    return found


def so_far(span: Span) -> Period:
    """年度累计: from the first day of the year to the last day of the stretch."""
    return Period(span.period.first_on.replace(month=1, day=1), span.period.last_on)
