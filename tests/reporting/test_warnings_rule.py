"""The rule of early warning by hand, and against the plain one on simulated quiet and bad weeks."""

import math
import random
from datetime import date
from decimal import Decimal

import pytest

from bench import early_warning as simulated
from reporting.warnings import Measure, Spell, chance, mean_week, reason, rises, spell_before

# (in the last week, in the twelve weeks before, whether it is rarer than one in 500 weeks).
# Of a kind that hardly comes 0.25 a week are expected: P(≥3) = 1 − e^−0.25·1.28125 = 0.00216,
# P(≥4) = 0.00013. Of 6 in twelve weeks 0.5: P(≥4) = 1 − e^−0.5·1.64583 = 0.00175; of 7 0.58:
# P(≥4) = 0.00304. Of one a week P(≥5) = 0.00366, P(≥6) = 0.00059.
TOLD = [
    (3, 0, False),
    (4, 0, True),
    (4, 3, True),
    (4, 6, True),
    (4, 7, False),
    (5, 12, False),
    (6, 12, True),
]


@pytest.mark.parametrize(("count", "before", "is_told"), TOLD)
def test_it_is_told_when_chance_hardly_brings_as_many(
    count: int, before: int, is_told: bool
) -> None:
    assert rises(count, before, 12, Measure()) is is_told


def test_the_chance_is_poissons_tail_for_few_and_for_many() -> None:
    assert chance(0, 0.25) == 1
    assert chance(3, 0.25) == pytest.approx(1 - math.exp(-0.25) * 1.28125)
    assert chance(6, 1) == pytest.approx(0.000594, rel=1e-3)
    # A thousand are expected: a little more than half of the weeks bring as many.
    assert chance(1000, 1000) == pytest.approx(0.504, abs=0.001)
    assert 0 < chance(1200, 1000) < 1e-8


def test_fewer_than_the_least_are_never_told() -> None:
    assert not rises(4, 0, 12, Measure(at_least=5))
    assert rises(4, 0, 12, Measure(at_least=4))


def test_a_busy_kind_is_told_only_where_it_rises_by_more_than_the_towns_factor() -> None:
    # 46 after 31 a week: 1.48 times as many, and rarer than once in twenty weeks.
    assert not rises(46, 12 * 31, 12, Measure(times=Decimal("1.5"), one_in=20))
    assert rises(46, 12 * 31, 12, Measure(times=Decimal("1.4"), one_in=20))


def test_a_steady_kind_is_not_told_however_many_there_are() -> None:
    weekly = random.randint(3, 60)
    assert not rises(weekly, weekly * 12, 12, Measure())


def test_the_days_are_seven_whole_ones_and_twelve_weeks_before() -> None:
    # Sunday 22 November: the 15th to the 21st, and from 23 August to the 14th.
    spell = spell_before(date(2026, 11, 22), since=date(2026, 1, 1))
    assert spell == Spell(date(2026, 8, 23), date(2026, 11, 15), date(2026, 11, 21))
    assert spell.weeks == 12


def test_a_town_with_young_books_is_held_against_what_it_has_and_never_against_less_than_four() -> (
    None
):
    young = spell_before(date(2026, 11, 22), since=date(2026, 10, 18))
    assert young is not None
    assert (young.weeks, young.base_from_on) == (4, date(2026, 10, 18))
    assert spell_before(date(2026, 11, 22), since=date(2026, 10, 19)) is None


def test_the_reason_is_in_plain_words() -> None:
    assert reason(4, 18, 12) == "近7天4件，前12周平均每周1.5件"
    assert reason(6, 0, 12) == "近7天6件，前12周没有"
    assert mean_week(3, 4) == Decimal("0.8")  # 0.75, rounded half up


def test_on_quiet_years_it_is_silent_where_the_plain_rule_calls_and_still_sees_a_surge() -> None:
    """The whole table: docs/early_warning.md."""
    rng = random.Random(random.randrange(10**6))
    years = [simulated.year_of(simulated.TOWNS["quiet 20"], rng) for _ in range(2)]
    ours, plain = simulated.RULES["house"], simulated.RULES["plain k=2 n=3"]
    alarms = {rule: sum(simulated.false_alarms(rule, years)) for rule in (ours, plain)}
    assert alarms[ours] * 3 < alarms[plain]
    surges = [simulated.surged(6, 5, rng) for _ in range(15)]
    days, seen = simulated.delay(ours, surges)
    assert seen > 0.8
    assert days < 8
