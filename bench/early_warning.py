"""How good is a rule of early warning? Simulated quiet years and planted surges, seeded.

    python -m bench.early_warning [years]

Prints the table of docs/early_warning.md. A town has 30 villages and 18 kinds of matters; intake
follows the week, the holidays, a yearly season and, in restless towns, good and bad weeks. A rule
looks every day at every (village, kind) and (town, kind). What it tells in a quiet year is a false
alarm; a surge multiplies one series for four weeks, and its delay is the days until it is told.
"""

import math
import random
import sys
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import comb
from statistics import mean

from reporting.warnings import Measure, rises

WEEKS_BEFORE, YEAR = 14, 364
DAYS = WEEKS_BEFORE * 7 + YEAR
VILLAGES, KINDS = 30, 18
SURGE = 28  # days
QUIET_AFTER = 14  # days in which the same series is not told again
# First day and length of the holidays of a year, counted from its first Monday.
HOLIDAYS = ((0, 3), (44, 9), (93, 3), (119, 5), (168, 3), (271, 8))


def is_holiday(day: int) -> bool:
    return any(0 <= day % YEAR - first < length for first, length in HOLIDAYS)


def intake(day: int) -> float:
    """What a day brings in, where a plain working day brings 1. The rules do not know these."""
    if is_holiday(day):
        return 0.15
    for first, length in HOLIDAYS:
        if length >= 5 and 0 <= day % YEAR - first - length < 3:
            return 1.4  # what waited through the holiday
    return 0.3 if day % 7 >= 5 else 1.0


INTAKE = [intake(day) for day in range(DAYS)]
# What a rule that knows the calendar takes a day off for, where a working day is 100.
WEIGHTS = [
    0,
    *accumulate(35 if day % 7 >= 5 or is_holiday(day) else 100 for day in range(DAYS)),
]


@cache
def share(day: int, weeks: int) -> float:
    """The part of the work of the last seven days in that of them and the weeks before."""
    now = WEIGHTS[day] - WEIGHTS[day - 7]
    return now / (WEIGHTS[day] - WEIGHTS[day - 7 - 7 * weeks])


class Series:
    """Days on which matters came in; sums over stretches of them."""

    def __init__(self, days: list[int]) -> None:
        self.days = sorted(days)

    def count(self, first: int, end: int) -> int:
        return bisect(self.days, end - 1) - bisect(self.days, first - 1)

    def weeks(self, day: int, many: int) -> list[int]:
        return [self.count(day - 14 - 7 * n, day - 7 - 7 * n) for n in range(many)]


Rule = Callable[[Series, int, int], bool]  # (series, day, matters of the seven days before it)


def plain(times: float, least: int) -> Rule:
    """The issue's rule: more than k times the mean of the four weeks before, and at least n."""
    return lambda series, day, now: (
        now >= least and now > times * series.count(day - 35, day - 7) / 4
    )


def ears(spread: float, least: int) -> Rule:
    """EARS C1 by weeks: mean plus so many standard deviations of the weeks before (at least 0.5)."""

    def told(series: Series, day: int, now: int) -> bool:
        weeks = series.weeks(day, 8)
        middle = mean(weeks)
        deviation = math.sqrt(sum((one - middle) ** 2 for one in weeks) / 7)
        return now >= least and now > middle + spread * max(deviation, 0.5)

    return told


def house(one_in: int = 500, weeks: int = 12) -> Rule:
    """The rule of the house (reporting.warnings): Poisson's tail at the mean of the weeks before."""
    measure = Measure(one_in=one_in)
    return lambda series, day, now: rises(
        now, series.count(day - 7 - 7 * weeks, day - 7), weeks, measure
    )


@cache
def conditional(count: int, before: int, part: float) -> float:
    """How likely `count` or more of all matters lie in the last seven days (exact test)."""
    whole = count + before
    return sum(
        comb(whole, n) * part**n * (1 - part) ** (whole - n) for n in range(count, whole + 1)
    )


def exact(one_in: int, *, knows_days_off: bool = False) -> Rule:
    """Two Poisson rates compared exactly (Przyborowski and Wilenski 1940), twelve weeks; by length
    of both stretches, or by their working days."""

    def told(series: Series, day: int, now: int) -> bool:
        before = series.count(day - 7 - 84, day - 7)
        part = share(day, 12) if knows_days_off else 1 / 13
        return now >= 3 and conditional(now, before, part) * one_in < 1

    return told


RULES: dict[str, Rule] = {
    "plain k=2 n=3": plain(2, 3),
    "plain k=3 n=3": plain(3, 3),
    "plain k=3 n=5": plain(3, 5),
    "EARS, 8 weeks, 2 s": ears(2, 3),
    "EARS, 8 weeks, 3 s": ears(3, 3),
    "exact, 1 in 200": exact(200),
    "exact, 1 in 200, working days": exact(200, knows_days_off=True),
    "exact, 1 in 300": exact(300),
    "Poisson, 1 in 500, 4 weeks": house(500, 4),
    "Poisson, 1 in 300": house(300),
    "house": house(),
    "Poisson, 1 in 1000": house(1000),
}


@dataclass(frozen=True)
class Town:
    a_week: float  # matters of all kinds in a plain week
    is_restless: bool  # good and bad weeks of a kind (variance grows with the square of the mean)


TOWNS = {"quiet 20": Town(20, False), "quiet 60": Town(60, False), "restless 40": Town(40, True)}


def year_of(town: Town, rng: random.Random) -> dict[tuple[int, int], list[int]]:
    """Days of matters by (village, kind); village −1 is the town."""
    sizes = [1 / (n + 2) for n in range(VILLAGES)]
    kinds = [1 / (n + 1) for n in range(KINDS)]
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    usual = sum(INTAKE) / DAYS
    for kind in range(KINDS):
        phase, rate = rng.random() * YEAR, town.a_week / 7 * kinds[kind] / sum(kinds)
        season = [
            INTAKE[day] * (1 + 0.25 * math.sin(2 * math.pi * (day - phase) / YEAR))
            for day in range(DAYS)
        ]
        if town.is_restless:
            good = [rng.gammavariate(8, 1 / 8) for _ in range(DAYS // 7 + 1)]
            season = [one * good[day // 7] for day, one in enumerate(season)]
        cumulated = list(accumulate(season))
        expected = rate * cumulated[-1] / usual
        for _ in range(sample(expected, rng)):
            day = bisect(cumulated, rng.random() * cumulated[-1])
            village = rng.choices(range(VILLAGES), sizes)[0]
            found[village, kind].append(day)
            found[-1, kind].append(day)
    return found


def sample(expected: float, rng: random.Random) -> int:
    """A Poisson number (by its waiting times)."""
    many, passed = 0, rng.expovariate(1)
    while passed < expected:
        many += 1
        passed += rng.expovariate(1)
    return many


def told_days(rule: Rule, series: Series, first: int = WEEKS_BEFORE * 7) -> Iterator[int]:
    """The days on which a rule speaks, each spell of trouble once."""
    silent_until = 0
    for day in range(first, DAYS):
        if day < silent_until:
            continue
        now = series.count(day - 7, day)
        if now >= 2 and rule(series, day, now):
            silent_until = day + QUIET_AFTER
            yield day


def false_alarms(rule: Rule, years: list[dict[tuple[int, int], list[int]]]) -> tuple[float, float]:
    """A year: of villages, of the town."""
    village = town = 0
    for year in years:
        for (place, _), days in year.items():
            many = sum(1 for _ in told_days(rule, Series(days)))
            town += many if place == -1 else 0
            village += many if place != -1 else 0
    return village / len(years), town / len(years)


def surged(rate: float, times: float, rng: random.Random) -> tuple[Series, int]:
    """A series of so many a week in which one surge begins on a day."""
    start = rng.randrange(WEEKS_BEFORE * 7 + 14, DAYS - SURGE - 7)
    usual = sum(INTAKE) / DAYS
    days = []
    for day in range(DAYS):
        here = rate / 7 * INTAKE[day] / usual * (times if 0 <= day - start < SURGE else 1)
        days += [day] * sample(here, rng)
    return Series(days), start


def delay(rule: Rule, planted: list[tuple[Series, int]]) -> tuple[float, float]:
    """Mean days until it is told (28 where it never is), and the share that is told in 14 days."""
    waits = []
    for series, start in planted:
        waits.append(SURGE)
        for day in range(start + 1, start + SURGE + 1):
            now = series.count(day - 7, day)
            if now >= 2 and rule(series, day, now):
                waits[-1] = day - start
                break
    return mean(waits), mean(1.0 if one <= 14 else 0.0 for one in waits)


SURGES = [(rate, times) for rate in (0.5, 2, 6) for times in (2, 3, 5)]


def table(years: int, surges: int, rules: dict[str, Rule]) -> Iterator[list[str]]:
    rng = random.Random(2026)
    towns = {name: [year_of(town, rng) for _ in range(years)] for name, town in TOWNS.items()}
    planted = {one: [surged(*one, rng) for _ in range(surges)] for one in SURGES}
    yield ["rule", *TOWNS, "mean delay", *(f"{rate}/wk ×{times}" for rate, times in SURGES)]
    for name, rule in rules.items():
        row = [name]
        for found in towns.values():
            village, town = false_alarms(rule, found)
            row.append(f"{village + town:.1f}")
        delays = [delay(rule, found) for found in planted.values()]
        row.append(f"{mean(wait for wait, _ in delays):.1f}")
        yield [*row, *(f"{wait:.1f} ({seen:.0%})" for wait, seen in delays)]


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    for line in table(many, many * 15, RULES):
        print("| " + " | ".join(line) + " |", flush=True)
