"""The clock, the working calendar, and the command that takes over a year's notice."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from mediation.core import calendar, clock
from mediation.core.calendar import Calendar
from mediation.core.management.commands.load_calendar import known_years, read_library
from mediation.core.models import CalendarDay, DaySource

FILE = Path(__file__).resolve().parent.parent / "data" / "calendar_2026.csv"
DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def read_file() -> dict[date, bool]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {day(row["date"]): row["is_workday"] == "true" for row in csv.DictReader(file)}


CALENDAR = Calendar(read_file())


# --- the clock -----------------------------------------------------------------------------------


def test_the_day_changes_at_midnight_in_shanghai(at: Callable[[str], Any]) -> None:
    at("2026-11-14 23:59:59")
    assert (clock.today(), clock.now().utcoffset()) == (day("2026-11-14"), timedelta(hours=8))
    at("2026-11-15 00:00:00")
    assert clock.today() == day("2026-11-15")


def test_an_instant_falls_on_its_local_day() -> None:
    assert clock.local_day(datetime(2026, 11, 14, 15, 59, tzinfo=UTC)) == day("2026-11-14")
    assert clock.local_day(datetime(2026, 11, 14, 16, 0, tzinfo=UTC)) == day("2026-11-15")


@given(st.dates(day("2020-01-01"), day("2035-12-31")))
def test_a_day_is_the_half_open_span_between_its_midnights(on: date) -> None:
    first, end = clock.day_bounds(on)
    assert end - first == DAY
    assert clock.local_day(first) == clock.local_day(end - timedelta(microseconds=1)) == on
    assert clock.local_day(end) == on + DAY


# --- working days --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_workday"),
    [
        ("2026-02-14", True),  # Saturday, worked
        ("2026-02-13", True),  # Friday
        ("2026-02-16", False),  # Monday of the spring festival
        ("2026-03-07", False),  # Saturday
        ("2026-01-04", True),  # Sunday, worked
        ("2027-01-01", False),  # not announced: 1 January, a Friday
        ("2027-01-04", True),
        ("2027-10-01", False),
        ("2027-10-04", True),
        ("2028-05-01", False),  # a Monday
        ("2028-05-02", False),
        ("2028-05-03", True),
        ("2028-05-06", False),  # Saturday
        ("2028-10-02", False),  # Monday
        ("2028-10-03", False),
        ("2028-10-04", True),
    ],
)
def test_holidays_and_worked_week_ends(text: str, is_workday: bool) -> None:
    assert CALENDAR.is_workday(day(text)) is is_workday


def test_an_announced_year_has_only_the_holidays_of_its_notice() -> None:
    """2026 works 01-04; a notice that left 05-02 out would mean that it is an ordinary day."""
    announced = Calendar({day("2027-10-01"): False})
    assert announced.is_workday(day("2027-01-01"))
    assert not Calendar({}).is_workday(day("2027-01-01"))


def test_a_year_is_announced_by_its_own_notice_not_by_a_stray_day() -> None:
    """The notice of 2027 may name a day of December 2026; the other way round it says nothing."""
    assert [year for year in range(2025, 2029) if CALENDAR.is_announced(year)] == [2026]
    stray = Calendar({day("2026-12-31"): False})
    assert not stray.is_announced(2026)
    assert not stray.is_workday(day("2026-12-31"))


def test_2026_has_as_many_working_days_as_its_notice_says() -> None:
    """365 days − 104 Saturdays and Sundays − 19 weekdays off + 6 week-end days worked = 248.

    Weekdays off: 元旦 01-01 02 · 春节 02-16…20 23 · 清明 04-06 · 劳动节 05-01 04 05 · 端午 06-19 ·
    中秋 09-25 · 国庆 10-01 02 05 06 07 = 2+6+1+3+1+1+5 = 19. Worked: 01-04 02-14 02-28 05-09 09-20
    10-10 = 6.
    """
    assert CALENDAR.count_workdays(day("2026-01-01"), day("2027-01-01")) == 365 - 104 - 19 + 6


days = st.dates(day("2025-12-01"), day("2028-12-31"))


@given(days, st.integers(0, 60))
def test_counting_working_days_undoes_adding_them(start: date, count: int) -> None:
    end = CALENDAR.add_workdays(start, count)
    assert CALENDAR.count_workdays(start + DAY, end + DAY) == count
    assert count == 0 or CALENDAR.is_workday(end)


@given(days)
def test_the_nearest_working_days_have_none_between(on: date) -> None:
    before, after = CALENDAR.workday_on_or_before(on), CALENDAR.workday_on_or_after(on)
    assert before <= on <= after
    assert CALENDAR.is_workday(before)
    assert CALENDAR.is_workday(after)
    assert CALENDAR.count_workdays(before + DAY, after) == 0


# --- the table -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_calendar_is_read_once_and_again_when_the_table_changes() -> None:
    call_command("load_calendar", FILE, stdout=StringIO())
    assert calendar.load() == CALENDAR
    with CaptureQueriesContext(connection) as queries:
        assert calendar.load() is calendar.load()
    assert len(queries) == 2
    CalendarDay.objects.filter(date="2026-02-14").update(is_workday=False)
    assert not calendar.load().is_workday(day("2026-02-14"))
    CalendarDay.objects.filter(date="2026-02-14").delete()
    assert not calendar.load().is_workday(day("2026-02-14"))
    CalendarDay.objects.create(date=day("2026-02-14"), is_workday=True)
    assert calendar.load().is_workday(day("2026-02-14"))


@pytest.mark.django_db
def test_an_empty_table_gives_a_calendar_and_no_error() -> None:
    assert not calendar.load().is_announced(2026)
    assert calendar.load().is_workday(day("2026-11-13"))


@pytest.mark.django_db
def test_loading_a_notice_twice_changes_nothing() -> None:
    first, second = StringIO(), StringIO()
    call_command("load_calendar", FILE, stdout=first)
    call_command("load_calendar", FILE, stdout=second)
    assert "新增 39 天，改动 0 天，删去 0 天，没变 0 天" in first.getvalue()
    assert "新增 0 天，改动 0 天，删去 0 天，没变 39 天" in second.getvalue()
    assert CalendarDay.objects.count() == 39


@pytest.mark.django_db
def test_a_dry_run_writes_nothing_and_says_so() -> None:
    out = StringIO()
    call_command("load_calendar", FILE, "--dry-run", stdout=out)
    assert "试运行，没有写入：新增 39 天" in out.getvalue()
    assert not CalendarDay.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2026-13-01,false,元旦", "第 3 行"),
        ("2026-10-02,perhaps,国庆节", "第 3 行"),
        ("2026-10-01,true,国庆节", "第 3 行：2026-10-01 前面已经有了"),
        ("2026-10-02", "第 3 行"),
    ],
)
def test_a_file_with_a_bad_line_is_refused_whole(tmp_path: Path, line: str, sentence: str) -> None:
    file = tmp_path / "notice.csv"
    file.write_text(f"date,is_workday,name\n2026-10-01,false,国庆节\n{line}\n", encoding="utf-8")
    err = StringIO()
    with pytest.raises(CommandError, match="一行也没有写入"):
        call_command("load_calendar", file, stderr=err)
    assert sentence in err.getvalue()
    assert not CalendarDay.objects.exists()
    file.write_text("\ufeffdate,is_workday,name\n2026-10-01,false,国庆节\n", encoding="utf-8")
    call_command("load_calendar", file, stdout=StringIO())
    assert CalendarDay.objects.count() == 1


@pytest.mark.django_db
def test_what_is_not_a_calendar_gets_one_sentence(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match="第一行应当是"):
        call_command("load_calendar", other)
    with pytest.raises(CommandError, match="打不开"):
        call_command("load_calendar", tmp_path / "missing.csv")
    with pytest.raises(CommandError, match="请给出一个文件"):
        call_command("load_calendar")


# --- the library, and our table above it ---------------------------------------------------------


def test_the_library_knows_the_2026_of_the_notice() -> None:
    """Its days off and worked days must give the same working days as the file written by hand."""
    days, refused = read_library([2026])
    library = Calendar({d.date: d.is_workday for d in days})
    assert not refused
    year = [day("2026-01-01") + n * DAY for n in range(365)]
    assert [library.is_workday(d) for d in year] == [CALENDAR.is_workday(d) for d in year]
    assert {d.name for d in days if d.date == day("2026-02-14")} == {"春节调休"}


@pytest.mark.django_db
def test_a_year_the_library_does_not_know_is_refused() -> None:
    unknown = max(known_years()) + 1
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("load_calendar", "--from-library", str(unknown), "2026", stderr=err)
    assert f"{unknown}年" in err.getvalue()
    assert not CalendarDay.objects.exists()
    call_command("load_calendar", "--from-library", "2026", stdout=StringIO())
    assert calendar.load().is_announced(2026)


@pytest.mark.django_db
def test_our_notice_wins_over_the_library() -> None:
    """Both ways round: loaded before the library it is left alone, after it it replaces it."""
    call_command("load_calendar", "--from-library", "2026", stdout=StringIO())
    CalendarDay.objects.create(
        date=day("2026-12-28"), is_workday=False, source=DaySource.LIBRARY, name="没有这一天"
    )
    out = StringIO()
    call_command("load_calendar", FILE, stdout=out)
    assert "删去 1 天" in out.getvalue()
    assert calendar.load() == CALENDAR
    CalendarDay.objects.filter(date="2026-02-28").delete()
    call_command("load_calendar", "--from-library", "2026", stdout=StringIO())
    assert not CalendarDay.objects.filter(date="2026-02-28").exists()
    assert not CalendarDay.objects.filter(source=DaySource.LIBRARY).exists()


@pytest.mark.django_db
def test_a_day_the_town_has_typed_survives_the_library() -> None:
    CalendarDay.objects.create(date=day("2026-02-14"), is_workday=False, name="本地放假")
    call_command("load_calendar", "--from-library", "2026", stdout=StringIO())
    assert not calendar.load().is_workday(day("2026-02-14"))
    assert calendar.load().is_workday(day("2026-02-28"))
