"""Due dates, lateness and reminders against the truth table, and what must hold for any of them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.core.calendar import Calendar
from mediation.core.deadlines import (
    days_over,
    due,
    is_paused,
    last_reminder_day,
    reminder_step,
    seed_rules,
    steps_due_between,
)
from mediation.core.models import Rule

TESTS = Path(__file__).resolve().parent.parent
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Measure:
    length: int
    unit: str = "calendar"
    rolls: bool = False


@dataclass(frozen=True)
class Pause:
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Extension:
    days: int


def day(text: str) -> date:
    return date.fromisoformat(text)


def read_calendar() -> Calendar:
    with (TESTS / "data" / "calendar_2026.csv").open(encoding="utf-8", newline="") as file:
        return Calendar({day(r["date"]): r["is_workday"] == "true" for r in csv.DictReader(file)})


def read_rows() -> list[dict[str, str]]:
    with (TESTS / "deadlines.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_pauses(text: str) -> list[Pause]:
    spans = [span.split("..") for span in text.split(";") if span]
    return [Pause(day(first), day(last) if last else None) for first, last in spans]


CALENDAR = read_calendar()
ROWS = read_rows()
RULES = list(seed_rules())


def rule_of(clock: str) -> Rule:
    """Find the seed rule that a row names: the clock, and its tier or variant if it has one."""
    found = [r for r in RULES if " ".join(filter(None, [r.clock, r.tier, r.variant])) == clock]
    assert len(found) == 1, clock
    return found[0]


# --- the truth table -----------------------------------------------------------------------------


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['clock']} {row['start']}")
def test_the_truth_table_comes_out(row: dict[str, str]) -> None:
    rule = rule_of(row["clock"])
    extensions = [Extension(int(days)) for days in row["extensions"].split(";") if days]
    found = due(rule, day(row["start"]), CALENDAR, read_pauses(row["pauses"]), extensions)
    assert (rule.unit, rule.length) == (row["unit"], int(row["length"]))
    assert found.on == day(row["due"]), row["why"]
    assert found.is_provisional == (row["provisional"] == "yes")
    assert last_reminder_day(found.on, CALENDAR) == day(row["last_reminder"])


def test_the_table_is_long_enough_and_says_why_every_time() -> None:
    assert len(ROWS) >= 15 + 40
    assert all(row["why"] for row in ROWS)
    assert {r.clock for r in RULES} - {row["clock"].split()[0] for row in ROWS} == {
        "ASSIGNMENT",
    }, "the clock without a row of its own: a set day, as INSTRUCTION"


# --- the words under the date --------------------------------------------------------------------

SENTENCES = [
    (
        Measure(10),
        "2026-10-28",
        "自10月28日起10天，到11月7日（周六）；办公期限不因休息日顺延",
    ),
    (
        Measure(3, "working"),
        "2026-02-13",
        "自2月13日起3个工作日（当天不算）：2月14日、2月24日、2月25日，到2月25日（周三）",
    ),
    (
        Measure(30, rolls=True),
        "2026-09-01",
        "自9月1日起30天，到10月1日（周四）；10月1日是休息日，顺延到10月8日（周四）",
    ),
    (
        Measure(5, "working"),
        "2026-12-30",
        "自12月30日起5个工作日（当天不算）：12月31日、2027年1月4日、2027年1月5日、2027年1月6日、"
        "2027年1月7日，到2027年1月7日（周四）；2027年放假安排还没公布，日期暂定",
    ),
    (
        Measure(3, "months"),
        "2026-07-06",
        "自7月6日起3个月，到10月6日（周二）；办公期限不因休息日顺延",
    ),
    (Measure(0, "given"), "2026-10-06", "约定在10月6日（周二）"),
]


@pytest.mark.parametrize(("measure", "start", "sentence"), SENTENCES)
def test_the_sentence_tells_how_the_date_came_about(
    measure: Measure, start: str, sentence: str
) -> None:
    assert due(measure, day(start), CALENDAR).text == sentence


def test_the_sentence_tells_of_pauses_and_extensions() -> None:
    pauses = [Pause(day("2026-03-10"), day("2026-03-20")), Pause(day("2026-04-02"), None)]
    found = due(Measure(20), day("2026-03-02"), CALENDAR, pauses, [Extension(5)])
    assert found.text == (
        "自3月2日起20天，到3月22日（周日）；延长5天，到3月27日（周五）；"
        "3月10日至3月19日暂停，顺延10天，到4月6日（周一）；4月2日起暂停，恢复后按暂停的天数顺延；"
        "办公期限不因休息日顺延"
    )
    assert [step["code"] for step in found.reckoning] == ["count", "extend", "pause", "paused"]


def test_the_reckoning_names_the_days_counted_and_those_passed_over() -> None:
    found = due(Measure(3, "working"), day("2026-02-13"), CALENDAR)
    assert found.reckoning == [
        {
            "code": "count",
            "from": "2026-02-13",
            "n": 3,
            "unit": "working",
            "to": "2026-02-25",
            "days": ["2026-02-14", "2026-02-24", "2026-02-25"],
            "off": [["2026-02-15", "2026-02-23"]],
        }
    ]


# --- what holds for any date ---------------------------------------------------------------------

starts = st.dates(day("2026-01-01"), day("2027-06-30"))
measures = st.builds(
    Measure,
    length=st.integers(1, 60),
    unit=st.sampled_from(["calendar", "working", "months"]),
    rolls=st.booleans(),
)


@given(measures, starts, st.integers(1, 40))
def test_a_later_start_is_never_due_earlier(measure: Measure, start: date, later: int) -> None:
    first = due(measure, start, CALENDAR).on
    assert first > start
    assert due(measure, start + later * DAY, CALENDAR).on >= first


@given(measures, starts)
def test_a_longer_time_is_due_later(measure: Measure, start: date) -> None:
    longer = Measure(measure.length + 1, measure.unit, rolls=False)
    shorter = Measure(measure.length, measure.unit, rolls=False)
    assert due(longer, start, CALENDAR).on > due(shorter, start, CALENDAR).on


@given(st.integers(2, 60), starts, st.data())
def test_a_pause_in_time_adds_exactly_its_days(length: int, start: date, data: Any) -> None:
    plain = due(Measure(length), start, CALENDAR).on
    first = data.draw(st.dates(start, plain))
    days = data.draw(st.integers(0, 60))
    paused = due(Measure(length), start, CALENDAR, [Pause(first, first + days * DAY)])
    assert paused.on == plain + days * DAY


@given(st.integers(2, 40), starts, st.data())
def test_a_pause_adds_its_working_days_to_a_clock_of_working_days(
    length: int, start: date, data: Any
) -> None:
    """The paused days are simply not among the days counted."""
    first = data.draw(st.dates(start + DAY, due(Measure(length, "working"), start, CALENDAR).on))
    pause = Pause(first, first + data.draw(st.integers(1, 30)) * DAY)
    found = due(Measure(length, "working"), start, CALENDAR, [pause]).on
    span = [start + n * DAY for n in range(1, (found - start).days + 1)]
    counted = [d for d in span if CALENDAR.is_workday(d) and not is_paused([pause], d)]
    assert len(counted) == length


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 20)), max_size=5), starts)
def test_the_order_of_pauses_does_not_matter(spans: Sequence[tuple[int, int]], start: date) -> None:
    pauses = [Pause(start + a * DAY, start + (a + b) * DAY) for a, b in spans]
    ahead = due(Measure(30), start, CALENDAR, pauses)
    assert ahead == due(Measure(30), start, CALENDAR, pauses[::-1])


@given(measures, starts, st.integers(1, 30))
def test_an_extension_adds_to_the_date_before_it(measure: Measure, start: date, days: int) -> None:
    plain = Measure(measure.length, measure.unit)
    before = due(plain, start, CALENDAR).on
    unit = "working" if measure.unit == "working" else "calendar"
    extended = due(plain, start, CALENDAR, extensions=[Extension(days)]).on
    assert extended == due(Measure(days, unit), before, CALENDAR).on


@given(measures, starts)
def test_a_date_is_provisional_only_beyond_the_announced_year(
    measure: Measure, start: date
) -> None:
    found = due(measure, start, CALENDAR)
    if found.on.year == 2026:
        assert not found.is_provisional
    elif measure.unit == "working" or measure.rolls:
        assert found.is_provisional
    else:
        assert not found.is_provisional


# --- lateness ------------------------------------------------------------------------------------


def test_late_begins_the_day_after() -> None:
    assert days_over(day("2026-11-07"), day("2026-11-06")) == 0
    assert days_over(day("2026-11-07"), day("2026-11-07")) == 0
    assert days_over(day("2026-11-07"), day("2026-11-08")) == 1


def test_lateness_stands_still_during_a_pause() -> None:
    pause = Pause(day("2026-11-10"), day("2026-11-15"))
    assert days_over(day("2026-11-07"), day("2026-11-09"), [pause]) == 2
    assert days_over(day("2026-11-07"), day("2026-11-10"), [pause]) == 2
    assert days_over(day("2026-11-07"), day("2026-11-14"), [pause]) == 2
    assert days_over(day("2026-11-07"), day("2026-11-15"), [pause]) == 3


def test_a_clock_at_rest_does_not_become_late() -> None:
    pauses = [Pause(day("2026-11-05"), None)]
    assert days_over(day("2026-11-07"), day("2026-12-31"), pauses) == 0
    assert days_over(day("2026-11-07"), day("2026-12-31")) == 54


def test_a_pause_holds_from_its_first_day_to_the_day_before_work_resumes() -> None:
    pauses = [Pause(day("2026-03-10"), day("2026-03-20"))]
    held = [is_paused(pauses, day(text)) for text in ("2026-03-09", "2026-03-10", "2026-03-19")]
    assert held == [False, True, True]
    assert not is_paused(pauses, day("2026-03-20"))
    assert is_paused([Pause(day("2026-03-10"), None)], day("2026-12-31"))


# --- reminders -----------------------------------------------------------------------------------


def plan(due_on: str, upto: str, warn_days: Sequence[int] = (3, 1, 0)) -> list[str]:
    steps = steps_due_between(day(due_on), day("2026-01-01"), day(upto), CALENDAR, warn_days)
    return [f"{on:%m-%d} {step}" for on, step in steps]


def test_reminders_of_an_ordinary_week() -> None:
    """Due Thu 11-12: Mon, Wed, Thu; over on Fri, then Wed 18, Mon 23; five days over Tue 17."""
    assert plan("2026-11-12", "2026-11-25") == [
        "11-09 before3",
        "11-11 before1",
        "11-12 day",
        "11-13 over1",
        "11-17 over5",
        "11-18 over_every3wd",
        "11-23 over_every3wd",
    ]


def test_reminders_go_early_rather_than_on_a_day_off() -> None:
    """Due Sat 11-07: before3 Wed 04, before1 Fri 06; the day itself is off, so Fri 06 says it."""
    assert plan("2026-11-07", "2026-11-09") == ["11-04 before3", "11-06 day", "11-09 over1"]


def test_reminders_around_the_national_holiday() -> None:
    """Due Mon 10-05, all of 10-01…07 off: Wed 09-30 stands for the last three; late on Thu 10-08.

    Five days over is 10-10, a worked Saturday; three working days after 10-08: 09, 10, 12.
    """
    assert plan("2026-10-05", "2026-10-13") == [
        "09-30 day",
        "10-08 over1",
        "10-10 over5",
        "10-12 over_every3wd",
    ]


def test_nobody_is_told_that_a_matter_is_late_before_it_is() -> None:
    for n in range(365):
        due_on = day("2026-01-05") + n * DAY
        steps = steps_due_between(due_on, due_on - 30 * DAY, due_on + 30 * DAY, CALENDAR)
        assert all(CALENDAR.is_workday(on) for on, _ in steps)
        assert all((on > due_on) == step.startswith("over") for on, step in steps)
        five = [on for on, step in steps if step == "over5"]
        assert len(five) == 1
        assert days_over(due_on, five[0]) >= 5


def test_the_town_chooses_its_warning_days() -> None:
    assert plan("2026-11-12", "2026-11-12", (10, 0)) == ["11-02 before10", "11-12 day"]


@given(st.dates(day("2026-02-01"), day("2026-12-01")), st.integers(1, 40))
def test_an_engine_that_was_down_catches_up_exactly_what_it_missed(
    due_on: date, pieces: int
) -> None:
    first = due_on - 20 * DAY
    days = [first + n * DAY for n in range(1, pieces + 1)]
    one_by_one = [(on, step) for on in days for step in reminder_step(due_on, on, CALENDAR)]
    assert one_by_one == steps_due_between(due_on, first, days[-1], CALENDAR)
