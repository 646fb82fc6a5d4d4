"""Every number of a random town has exactly the cases that it counts, live and when locked."""

import csv
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from grids.models import Division
from mediation.core.models import CalendarDay, User
from reporting import kept
from reporting.figures import CATALOGUE, FIGURES, Figure, Mean, Share, rate
from reporting.figures.quality import Tally
from reporting.models import CountedCase, HalfMonth
from reporting.periods import Period, half_month, natural_month, natural_quarter, natural_year
from reporting.selectors import Behind, Table, behind, quality, slice_of, table
from reporting.services import lock
from tests.factories import Town, make_town
from tests.reporting.random_town import RandomTown

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, SECOND, STILL_OPEN = (half_month(date(2026, *day)) for day in ((3, 14), (3, 30), (4, 14)))
Cases = Counter[int]
# Its number is +1 and −1, or money: more or fewer than its cases.
NO_COUNT = {"adjusted", "agreement_amount"}


@dataclass
class Lived:
    """A town after six weeks; `then` is what stood behind each cell just before it was locked.

    Nothing happens to it any more: `known` spares asking for a cell a second time.
    """

    town: Town
    seed: int
    then: dict[tuple[str, str], Cases] = field(default_factory=dict)
    known: dict[tuple[Period, str, str], Cases] = field(default_factory=dict)

    @property
    def centre(self) -> Division:
        return self.town.centre

    @property
    def peace(self) -> User:
        return self.town.user("peace")

    def behind(self, figure: Figure, found: Table, key: str, category: str = "") -> Behind:
        place = slice_of(key, self.centre, category)
        return behind(self.peace, figure, self.centre, found.period, place)

    def cases(self, figure: Figure, found: Table, key: str) -> Cases:
        """Behind one cell as it is now."""
        cell = (found.period, key, figure.name)
        if cell not in self.known:
            self.known[cell] = cases_of(self.behind(figure, found, key))
        return self.known[cell]

    def remember(self, found: Table) -> None:
        for key in (*(row.key for row in found.rows if any(row.sums.values())), ""):
            for figure in counts():
                self.then[key, figure.name] = cases_of(self.behind(figure, found, key))


def keys(found: Table) -> list[str]:
    """Of the rows that have a figure, and the total."""
    rows = (*found.rows, *found.by_category, *found.by_source)
    return [row.key for row in rows if any(row.sums.values())] + [""]


def counts() -> list[Figure]:
    return [each for each in FIGURES if not isinstance(each.query, Share | Mean)]


def cases_of(under: Behind) -> Cases:
    found = Counter(under.cases.values_list("pk", flat=True))
    assert (found.total(), under.hidden, under.gone) == (under.seen, 0, 0)
    return found


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: Any) -> Iterator[Lived]:
    """Lived through once; each test is a savepoint in it."""
    travels: list[Any] = []

    def at(moment: str) -> None:
        travels.append(
            time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI), tick=False)
        )
        if len(travels) > 1:
            travels.pop(0).stop()
        travels[-1].start()

    seed = random.SystemRandom().randrange(10**6)
    with django_db_blocker.unblock(), transaction.atomic():
        at("2026-03-01 08:00")
        path = Path(__file__).parent.parent / "data" / "calendar_2026.csv"
        with path.open(encoding="utf-8", newline="") as file:
            CalendarDay.objects.bulk_create(
                CalendarDay(date=row["date"], is_workday=row["is_workday"] == "1", name=row["name"])
                for row in csv.DictReader(file)
            )
        found = Lived(make_town(), seed)
        people = RandomTown(found.town, at, random.Random(seed))
        people.begin(date(2026, 3, 2))
        for period, acts in ((FIRST, 35), (SECOND, 25)):
            people.live(max(period.first_on, date(2026, 3, 1)), period.last_on, acts)
            at(f"{period.last_on} 20:00")
            if period == SECOND:
                found.remember(table(found.centre, period))
            lock(period.last_on, found.peace, found.centre)
        people.live(date(2026, 3, 31), date(2026, 4, 10), 25)
        people.finish(date(2026, 4, 10))
        travels.pop().stop()
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def now(lived: Lived, db: None, at: Any) -> Lived:
    at("2026-04-11 09:00")
    return lived


@pytest.mark.parametrize("period", [SECOND, STILL_OPEN], ids=str)
def test_every_number_has_exactly_as_many_cases_behind_it(now: Lived, period: Any) -> None:
    found = table(now.centre, period)
    wrong = []
    for row in (*found.rows, *found.by_category, *found.by_source, found.total):
        if row.key not in keys(found):
            continue
        for figure in counts():
            value, number = row.values[figure.name], now.cases(figure, found, row.key).total()
            if figure.name == "adjusted":  # those that came and those that went
                is_right = abs(row["adjusted"]) <= number
            elif figure.name in NO_COUNT:
                is_right = bool(value) is bool(number)
            else:
                is_right = value == number
            if not is_right:
                wrong.append((row.label, figure.name, value, number))
    assert found.total["new"] > 0
    assert wrong == [], now.seed


def test_every_figure_counts_something_here(now: Lived) -> None:
    """So that none of these tests holds 0 against 0: the last half-month has one of each."""
    found = table(now.centre, STILL_OPEN)
    nothing = {each.name for each in counts() if not now.cases(each, found, "")}
    assert nothing <= {"major_owned"}, now.seed


# What is split into columns, and the columns.
SPLIT = {
    "ended": [each.name for each in FIGURES if each.name.startswith("ended_")],
    "closing": [each.name for each in FIGURES if each.name.startswith("closing_")],
    "new": [each.name for each in FIGURES if each.name.startswith("people_")],
    "succeeded": ["written", "oral"],
}


@pytest.mark.parametrize("period", [SECOND, STILL_OPEN], ids=str)
@pytest.mark.parametrize("whole", SPLIT)
def test_columns_that_split_another_share_its_cases_and_no_case_is_in_two(
    now: Lived, whole: str, period: Any
) -> None:
    found = table(now.centre, period)
    assert len(SPLIT[whole]) == {"ended": 6, "closing": 4, "new": 4, "succeeded": 2}[whole]
    for key in keys(found):
        parts = [set(now.cases(CATALOGUE[name], found, key)) for name in SPLIT[whole]]
        every = set(now.cases(CATALOGUE[whole], found, key))
        assert set().union(*parts) == every, (key, now.seed)
        assert sum(map(len, parts)) == len(every), (key, now.seed)


NATURAL = [natural_month(2026, 3), natural_month(2026, 4), natural_quarter(2026, 2)]
NATURAL += [natural_year(2026)]


@pytest.mark.parametrize("period", NATURAL, ids=str)
def test_in_a_month_a_quarter_and_a_year_too_no_more_succeed_than_are_handled(
    now: Lived, period: Any
) -> None:
    found = table(now.centre, period)
    for row in (*found.rows, *found.by_category, *found.by_source, found.total):
        succeeded, handled, base = (row[name] for name in ("succeeded", "handled", "base"))
        assert succeeded <= handled <= base, (row.label, now.seed)
    assert found.total["succeeded"] > 0
    for figure in counts():
        if figure.name in NO_COUNT or figure.name.startswith("year_"):
            continue
        number = now.cases(figure, found, "").total()
        assert found.total.values[figure.name] == number, (figure.name, now.seed)


@pytest.mark.parametrize("period", NATURAL, ids=str)
def test_the_work_done_has_as_many_cases_behind_each_number(now: Lived, period: Any) -> None:
    found = quality.quality_table(now.centre, period)
    counted = 0
    for row in (*found.rows, found.total):
        for figure in quality.CATALOGUE.values():
            if not isinstance(figure.query, Tally) or not figure.has_cases:
                continue
            place = slice_of(row.key, now.centre)
            assert place is not None
            under = quality.behind(now.peace, figure, now.centre, period, place)
            assert under.count == row.sums.get(figure.name, 0), (figure.name, row.key, now.seed)
            counted += under.count
    assert counted > 0


@pytest.mark.parametrize("period", [SECOND, STILL_OPEN], ids=str)
def test_a_rate_has_the_cases_above_and_below_its_line(now: Lived, period: Any) -> None:
    found = table(now.centre, period)
    for figure in FIGURES:
        if not isinstance(figure.query, Share | Mean):
            continue
        under = now.behind(figure, found, "")
        assert under.of is not None
        assert under.is_kept
        if isinstance(figure.query, Share):
            assert rate(under.count, under.of.count) == found.total.values[figure.name], now.seed
        else:
            assert under.of.count == found.total["resolved"], now.seed


@pytest.mark.parametrize("period", [SECOND, STILL_OPEN], ids=str)
def test_the_rows_of_a_table_share_its_cases_out_among_them(now: Lived, period: Any) -> None:
    found = table(now.centre, period)
    for figure in counts():
        if figure.name in NO_COUNT:
            continue
        whole = now.cases(figure, found, "")
        for rows in (found.rows, found.by_category, found.by_source):
            parts = [now.cases(figure, found, row.key) for row in rows if any(row.sums.values())]
            assert sum(parts, Counter()) == whole, (figure.name, now.seed)
            if not figure.name.startswith("year_"):  # within a year a case may change its row
                assert sum(len(part) for part in parts) == len(whole), (figure.name, now.seed)


@pytest.mark.parametrize("period", [SECOND, STILL_OPEN], ids=str)
def test_a_village_and_category_have_the_cases_that_are_in_both(now: Lived, period: Any) -> None:
    found = table(now.centre, period)
    figure, seen = CATALOGUE["new"], 0
    for (village, category), number in found.new_by_category.items():
        if not number:
            continue
        both = cases_of(now.behind(figure, found, village, category))
        assert both.total() == number
        assert both == now.cases(figure, found, village) & now.cases(figure, found, category)
        seen += number
    assert seen == found.total["new"] > 0


def test_a_locked_number_keeps_its_cases_whatever_becomes_of_them(now: Lived) -> None:
    """After the lock some were corrected, judged anew, settled, reopened and merged."""
    found = table(now.centre, SECOND)
    for (key, name), then in now.then.items():
        assert now.cases(CATALOGUE[name], found, key) == then, (name, now.seed)
    assert any(then for (_, name), then in now.then.items() if name == "closing")


def test_a_lock_agrees_with_itself_and_what_came_later_is_no_fault(now: Lived) -> None:
    for locked in HalfMonth.objects.filter(state="locked"):
        found = kept.examine(locked)
        assert found.faults == (), now.seed
        assert CountedCase.objects.filter(half_month=locked).exists()
