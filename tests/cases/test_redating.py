"""A calendar announced late dates open matters again (issue 2, clocks; DESIGN idea 4)."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cases.models import Case, Deadline
from mediation.core import events
from tests.cases.factories import Cast, act, register
from tests.factories import make_town

NOTICE_2026 = Path(__file__).resolve().parent.parent / "data" / "calendar_2026.csv"


def announce(folder: Path, days_off: list[str]) -> None:
    """Load a notice of 2027 that has these days off, National Day among them."""
    file = folder / "2027.csv"
    lines = [f"{day},false,放假" for day in [*days_off, "2027-10-01"]]
    file.write_text("\n".join(["date,is_workday,name", *lines, ""]), encoding="utf-8")
    call_command("load_calendar", file, stdout=StringIO())


def recompute(*options: str) -> str:
    out = StringIO()
    call_command("recompute_deadlines", *options, stdout=out)
    return out.getvalue()


def running(case: Case, clock: str) -> Deadline:
    return case.deadlines.get(clock=clock, stopped_on__isnull=True)


@pytest.fixture
def case(db: None, at: Callable[[str], Any]) -> Case:
    """Registered on Wed 2026-12-30, when nothing is known of 2027: answer by 12-31, 01-04, 01-05."""
    at("2026-12-30 09:00")
    call_command("load_calendar", NOTICE_2026, stdout=StringIO())
    found = register(Cast(make_town()))
    assert running(found, "ANSWER").due_on == date(2027, 1, 5)
    assert running(found, "ANSWER").is_provisional
    assert (found.due_on, found.due_is_provisional) == (date(2027, 1, 5), True)
    return found


def test_a_late_calendar_moves_what_leans_on_it_and_says_so(case: Case, tmp_path: Path) -> None:
    """With 01-01…01-05 off the three days are 12-31, 01-06 and 01-07; the rung's do not lean."""
    rung = running(case, "RUNG")
    seq = case.events.order_by("-seq").values_list("seq", flat=True)[0]
    announce(tmp_path, ["2027-01-01", "2027-01-04", "2027-01-05"])
    assert "看了 1 件，改了期限 1 件" in recompute()
    case.refresh_from_db()
    answer = running(case, "ANSWER")
    assert (answer.due_on, answer.is_provisional) == (date(2027, 1, 7), False)
    assert "2027年1月7日" in answer.basis
    assert (case.due_on, case.due_is_provisional) == (date(2027, 1, 7), False)
    assert running(case, "RUNG").due_on == rung.due_on == date(2027, 1, 9)
    new = case.events.filter(seq__gt=seq)
    assert [event.payload["clocks"] for event in new] == [
        [{"clock": "ANSWER", "from": "2027-01-05", "to": "2027-01-07"}]
    ]
    assert new[0].actor.username == "system"
    assert not list(events.verify_chain(case.events.all()))


def test_a_second_run_finds_nothing_to_do(case: Case, tmp_path: Path) -> None:
    announce(tmp_path, ["2027-01-01", "2027-01-04", "2027-01-05"])
    recompute()
    count = case.events.count()
    assert "改了期限 0 件" in recompute()
    assert case.events.count() == count


def test_a_dry_run_counts_and_changes_nothing(case: Case, tmp_path: Path) -> None:
    count = case.events.count()
    announce(tmp_path, ["2027-01-01", "2027-01-04", "2027-01-05"])
    assert "试运行，没有写入：看了 1 件，改了期限 1 件" in recompute("--dry-run")
    assert running(case, "ANSWER").due_on == date(2027, 1, 5)
    assert case.events.count() == count


def test_a_date_that_holds_only_ceases_to_be_provisional(case: Case, tmp_path: Path) -> None:
    count = case.events.count()
    announce(tmp_path, ["2027-01-01"])
    assert "看了 1 件，改了期限 0 件" in recompute()
    case.refresh_from_db()
    answer = running(case, "ANSWER")
    assert (answer.due_on, answer.is_provisional) == (date(2027, 1, 5), False)
    assert (case.due_is_provisional, case.events.count()) == (False, count)
    assert "暂定" not in answer.basis


def test_a_clock_that_has_stopped_keeps_its_date(case: Case, tmp_path: Path) -> None:
    act(case, "accept", case.officer)
    announce(tmp_path, ["2027-01-01", "2027-01-04", "2027-01-05"])
    assert "看了 0 件" in recompute()
    assert case.deadlines.get(clock="ANSWER").due_on == date(2027, 1, 5)
