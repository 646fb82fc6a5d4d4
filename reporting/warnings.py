"""监测预警: does a kind of matter rise at a place faster than chance explains? Pure functions.

Seed S002 (domain.md §7 row 132): 短期内急剧攀升的类型及时提醒. The last seven days are held against
the weeks before them, for a kind and a place: never for a person or a group. Why this rule and not
the plain one: docs/early_warning.md, measured by bench/early_warning.py.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import exp, lgamma, log

WINDOW = 7  # days: every window has each weekday once
MOST_WEEKS, LEAST_WEEKS = 12, 4  # that the window is held against
RARE = 0.25  # a kind that hardly ever comes is taken as one in four weeks


@dataclass(frozen=True, slots=True)
class Measure:
    """When a rise is told; the town sets it (本镇规定). All three must hold:

    `at_least` matters in the last seven days · more than `times` the mean week before · and chance
    alone would bring as many in fewer than one of `one_in` weeks.
    """

    at_least: int = 3
    times: Decimal = Decimal("1.5")
    one_in: int = 500


@dataclass(frozen=True, slots=True)
class Spell:
    """What is compared: the seven days [from_on, to_on], and whole weeks from `base_from_on` on."""

    base_from_on: date
    from_on: date
    to_on: date

    @property
    def weeks(self) -> int:
        """How many weeks it is held against."""
        return (self.from_on - self.base_from_on).days // WINDOW


def spell_before(day: date, since: date) -> Spell | None:
    """The seven whole days before `day`, and up to twelve weeks before those.

    A town that keeps its books only `since` a day has fewer; None while it has less than four.
    """
    from_on = day - timedelta(days=WINDOW)
    weeks = min((from_on - since).days // WINDOW, MOST_WEEKS)
    if weeks < LEAST_WEEKS:
        return None
    return Spell(from_on - timedelta(weeks=weeks), from_on, day - timedelta(days=1))


@lru_cache(maxsize=4096)
def chance(count: int, expected: float) -> float:
    """How likely `count` or more matters come in a week that expects so many (Poisson's tail).

    Summed from the small end, so that it is right for one matter a month and for a thousand a week.
    """
    if count <= 0:
        return 1.0
    term = exp(count * log(expected) - expected - lgamma(count + 1))
    total, n = term, count
    while term > total * 1e-12 or n < expected:
        n += 1
        term *= expected / n
        total += term
    return min(total, 1.0)


def rises(count: int, before: int, weeks: int, measure: Measure) -> bool:
    """Whether `count` matters in the last seven days are told, after `before` in so many weeks."""
    if count < measure.at_least or count * weeks <= measure.times * before:
        return False
    return chance(count, max(before / weeks, RARE)) * measure.one_in < 1


def mean_week(before: int, weeks: int) -> Decimal:
    """Matters a week, one decimal (ROUND_HALF_UP)."""
    return (Decimal(before) / weeks).quantize(Decimal("0.1"), ROUND_HALF_UP)


def reason(count: int, before: int, weeks: int) -> str:
    """In plain words: 近7天4件，前12周平均每周1.5件; 近7天4件，前12周没有."""
    usual = f"平均每周{mean_week(before, weeks)}件" if before else "没有"
    return f"近{WINDOW}天{count}件，前{weeks}周{usual}"
