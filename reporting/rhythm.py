"""How often something is due, and the stretch of days that one turn of it speaks of. Pure.

A week runs from Monday to Sunday; half-months are those of `periods` (DESIGN §5.5); months, quarters
and years are natural ones. Source: domain.md §1.3, D1–D18.
"""

from datetime import date, timedelta
from enum import Enum

from reporting.periods import (
    DAY,
    EARLY,
    Period,
    cut_offs,
    half_month,
    in_range,
    natural_month,
    natural_quarter,
    natural_year,
    period_of,
)

WEEK = timedelta(days=7)


class Every(Enum):
    """A rhythm, and how it is said: 每周."""

    WEEK = "每周"
    HALF_MONTH = "每半月"
    MONTH = "每月"
    QUARTER = "每季度"
    YEAR = "每年"
    ONCE = "一次"


def turn_of(every: Every, day: date) -> Period:
    """The turn that holds a local day. Raises OutOfRange; ValueError for what happens but once."""
    in_range(day)
    if every is Every.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + WEEK - DAY)
    if every is Every.HALF_MONTH:
        return period_of(day)
    if every is Every.MONTH:
        return natural_month(day.year, day.month)
    if every is Every.QUARTER:
        return natural_quarter(day.year, quarter_of(day))
    if every is Every.YEAR:
        return natural_year(day.year)
    raise ValueError(f"{every} has no turns")


def turn_before(every: Every, turn: Period) -> Period:
    return turn_of(every, turn.first_on - DAY)


def turn_after(every: Every, turn: Period) -> Period:
    return turn_of(every, turn.last_on + DAY)


def turn_a_year_before(every: Every, turn: Period) -> Period | None:
    """同期: the turn of the same name a year earlier; None for a week, which has no name."""
    if every is Every.WEEK or every is Every.ONCE:
        return None
    if every is Every.HALF_MONTH:
        early, late = cut_offs(turn.last_on.year - 1, turn.last_on.month)
        return half_month(early if turn.last_on.day == EARLY else late)
    return turn_of(every, turn.last_on.replace(year=turn.last_on.year - 1, day=1))


def quarter_of(day: date) -> int:
    return (day.month + 2) // 3


def words_for(every: Every, turn: Period) -> str:
    """2026年第3季度; a week and what happens once are said by their days."""
    first, last = turn.first_on, turn.last_on
    if every is Every.HALF_MONTH:
        return f"{last.year}年{last.month}月{'上' if last.day == EARLY else '下'}半月"
    if every is Every.MONTH:
        return f"{first.year}年{first.month}月"
    if every is Every.QUARTER:
        return f"{first.year}年第{quarter_of(first)}季度"
    if every is Every.YEAR:
        return f"{first.year}年"
    return str(turn)
