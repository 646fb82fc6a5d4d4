"""Every instant is in exactly one half-month (DESIGN §5.5)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting import periods

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("cut_off", "first"),
    [
        (date(2026, 11, 14), date(2026, 10, 31)),
        (date(2026, 11, 30), date(2026, 11, 15)),
        (date(2026, 12, 14), date(2026, 12, 1)),
        (date(2026, 1, 14), date(2025, 12, 31)),
        (date(2026, 2, 14), date(2026, 1, 31)),
        (date(2026, 2, 28), date(2026, 2, 15)),
        (date(2026, 3, 14), date(2026, 3, 1)),
        (date(2028, 2, 29), date(2028, 2, 15)),
        (date(2028, 3, 14), date(2028, 3, 1)),
    ],
)
def test_a_half_month_runs_from_the_day_after_the_cut_off_before(cut_off, first):
    assert periods.half_month(cut_off) == periods.Period(first, cut_off)


@pytest.mark.parametrize(
    "day", [date.min, date(1, 1, 14), date(1949, 12, 30), date(2101, 1, 14), date(9999, 12, 30),
            date.max]
)  # fmt: skip
def test_a_year_that_nobody_means_is_out_of_range(day):
    for of in (periods.half_month, periods.period_of):
        with pytest.raises(periods.OutOfRange, match="1950年到2100年"):
            of(day)


def test_the_first_and_the_last_half_month_in_range_have_one_beside_them():
    first, last = periods.half_month(date(1950, 1, 14)), periods.half_month(date(2100, 12, 30))
    assert periods.previous(first).last_on == date(1949, 12, 30)
    assert periods.following(last).last_on == date(2101, 1, 14)
    assert periods.is_half_month(periods.previous(first))


@pytest.mark.parametrize(
    "day", [date(2026, 11, 15), date(2026, 10, 31), date(2028, 2, 28), date(2026, 11, 29)]
)
def test_another_day_is_refused_with_the_two_nearest(day):
    with pytest.raises(periods.NotACutOff) as refusal:
        periods.half_month(day)
    before, after = refusal.value.nearest
    assert before < day < after
    assert periods.is_cut_off(before)
    assert periods.is_cut_off(after)
    assert f"{before:%Y-%m-%d}" in str(refusal.value)
    assert f"{after:%Y-%m-%d}" in str(refusal.value)


def test_the_nearest_of_the_fifteenth_of_november_are_written_by_hand():
    assert periods.nearest(date(2026, 11, 15)) == (date(2026, 11, 14), date(2026, 11, 30))


def test_the_31st_belongs_to_the_next_half_month_also_over_the_year():
    assert periods.cut_off_of(date(2026, 10, 31)) == date(2026, 11, 14)
    assert periods.cut_off_of(date(2026, 12, 31)) == date(2027, 1, 14)
    assert periods.cut_off_of(date(2026, 1, 31)) == date(2026, 2, 14)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31), timezones=st.just(SHANGHAI)))
def test_every_instant_is_in_exactly_one_half_month(instant):
    here = periods.period_of(instant.date())
    around = [
        periods.previous(periods.previous(here)),
        periods.previous(here),
        here,
        periods.following(here),
        periods.following(periods.following(here)),
    ]
    assert [period for period in around if instant in period] == [here]


@given(DAYS)
def test_half_months_follow_one_another_without_a_gap(day):
    here = periods.period_of(day)
    assert here.first_on <= day <= here.last_on
    assert periods.following(here).first_on == here.last_on + timedelta(days=1)
    assert periods.following(here).start_at == here.end_at
    assert periods.previous(periods.following(here)) == here


@given(st.integers(2001, 2090))
def test_the_half_months_of_a_year_are_twenty_four(year):
    whole = periods.reporting_year(date(year, 12, 30))
    inside = list(periods.half_months_between(whole.first_on, whole.last_on))
    assert len(inside) == 24
    assert inside[0].first_on == date(year - 1, 12, 31)
    assert {period.last_on.year for period in inside} == {year}


def test_an_instant_at_midnight_belongs_to_the_later_day():
    half_month = periods.half_month(date(2026, 11, 14))
    assert datetime(2026, 11, 15, tzinfo=SHANGHAI) not in half_month
    assert datetime(2026, 11, 14, 23, 59, 59, 999999, tzinfo=SHANGHAI) in half_month
    assert datetime(2026, 11, 14, 16, tzinfo=ZoneInfo("UTC")) not in half_month
    assert datetime(2026, 11, 14, 15, 59, tzinfo=ZoneInfo("UTC")) in half_month


def test_quarters_and_years_are_made_of_natural_months():
    assert periods.natural_quarter(2026, 4) == periods.Period(date(2026, 10, 1), date(2026, 12, 31))
    assert periods.natural_year(2026) == periods.Period(date(2026, 1, 1), date(2026, 12, 31))
    assert periods.natural_month(2028, 2).last_on == date(2028, 2, 29)
