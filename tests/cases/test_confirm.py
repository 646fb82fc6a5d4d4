"""司法确认: the order of its steps, the thirty days that roll, what a court will not confirm.

人民调解法 33; 民诉法解释 355; rules.md §2 row 34 and §4 CONFIRM.
"""

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest

from cases import services
from cases.enums import ConfirmStep, Unconfirmable
from cases.models import Case
from mediation.core.errors import Refused
from tests.cases.agreements import client_of, mediating, officer, post, settle
from tests.cases.factories import Cast, act, some_text, taken_back
from tests.cases.reminders import Move, told

pytestmark = pytest.mark.django_db

PATHS: dict[str, list[str]] = {
    "": [],
    "waived": ["waived"],
    "applied": ["applied"],
    "accepted": ["applied", "accepted"],
    "ruled": ["applied", "accepted", "ruled"],
    "refused": ["applied", "refused"],
}
ALLOWED = {
    ("", "applied"),
    ("", "waived"),
    ("waived", "applied"),
    ("applied", "accepted"),
    ("applied", "refused"),
    ("accepted", "ruled"),
    ("accepted", "refused"),
    ("refused", "applied"),  # within the thirty days the parties may apply anew
}


def confirm_clock(case: Case) -> tuple[date, bool]:
    row = case.deadlines.get(clock="CONFIRM")
    return row.due_on, row.stopped_on is None


def walk(cast: Cast, case: Case, steps: list[str]) -> None:
    for step in steps:
        act(case, "confirm", officer(cast), step=step)


def test_the_table_of_steps(scene: Cast) -> None:
    found = set()
    for before, step in product(PATHS, ConfirmStep.values):
        with taken_back():
            case = settle(scene, mediating(scene))
            walk(scene, case, PATHS[before])
            answer = post(officer(scene), case, "confirm", step=step)
            assert answer.status_code in (200, 409), answer.content
            if answer.status_code == 200:
                found.add((before, step))
            else:
                assert answer.json()["code"] == "out_of_order"
    assert found == ALLOWED


@pytest.mark.parametrize(
    ("step", "is_running"), [("applied", False), ("waived", False), ("", True)]
)
def test_applying_and_waiving_stop_the_thirty_days(
    scene: Cast, step: str, is_running: bool
) -> None:
    case = settle(scene, mediating(scene))
    assert confirm_clock(case) == (date(2026, 4, 1), True)
    if step:
        act(case, "confirm", officer(scene), step=step)
    assert confirm_clock(case) == (date(2026, 4, 1), is_running)


def test_the_courts_answer_has_its_days_and_its_number(scene: Cast, at: Move) -> None:
    case, number = settle(scene, mediating(scene)), f"（2026）渝0102民特{some_text(4)}号"
    for moment, step in (
        ("2026-03-05 09:00", "applied"),
        ("2026-03-09 09:00", "accepted"),
        ("2026-03-20 09:00", "ruled"),
    ):
        at(moment)
        act(case, "confirm", officer(scene), step=step, court_number=number)
    row = case.confirmations.get()
    days = (row.applied_on, row.accepted_on, row.decided_on)
    assert days == (date(2026, 3, 5), date(2026, 3, 9), date(2026, 3, 20))
    page = client_of(officer(scene)).get(f"/cases/{case.pk}/").content.decode()
    assert number in page


def test_days_do_not_run_backwards(scene: Cast, at: Move) -> None:
    case = settle(scene, mediating(scene))
    at("2026-03-09 09:00")
    act(case, "confirm", officer(scene), step="applied")
    answer = post(officer(scene), case, "confirm", step="accepted", on="2026-03-06")
    assert answer.status_code == 400
    assert post(officer(scene), case, "confirm", step="accepted").status_code == 200


# effect → last day (rules.md §9: 10-04 is a holiday and rolls); applying the day after is too late
@pytest.mark.parametrize(
    ("effect", "last", "after"),
    [
        ("2026-09-04 09:00", "2026-10-08 09:00", "2026-10-09 09:00"),
        ("2026-03-02 09:00", "2026-04-01 09:00", "2026-04-02 09:00"),
    ],
)
def test_the_last_day_counts_and_the_next_one_says_what_else_helps(
    scene: Cast, at: Move, effect: str, last: str, after: str
) -> None:
    at(effect)
    case = settle(scene, mediating(scene))
    assert confirm_clock(case)[0] == date.fromisoformat(last[:10])
    at(after)
    answer = post(officer(scene), case, "confirm", step="applied")
    assert (answer.status_code, answer.json()["code"]) == (409, "confirm_over")
    assert "可以向法院起诉" in answer.json()["message"]
    typed_late = post(officer(scene), case, "confirm", step="applied", on=last[:10])
    assert typed_late.status_code == 200
    at(last)


@pytest.mark.parametrize("kind", Unconfirmable.values)
def test_what_a_court_will_not_confirm_has_no_clock_and_a_reason(scene: Cast, kind: str) -> None:
    case = settle(scene, mediating(scene), unconfirmable=kind)
    assert not case.deadlines.filter(clock="CONFIRM").exists()
    answer = post(officer(scene), case, "confirm", step="applied")
    assert (answer.status_code, answer.json()["code"]) == (409, "unconfirmable")
    assert Unconfirmable(kind).label in answer.json()["message"]
    assert "第355条" in answer.json()["message"]


@pytest.mark.parametrize("form", ["oral", "reconciled"])
def test_only_a_written_agreement_is_confirmed(scene: Cast, form: str) -> None:
    case = act(mediating(scene), "settle", officer(scene), form=form)
    assert not case.deadlines.filter(clock="CONFIRM").exists()
    with pytest.raises(Refused) as refused:
        services.move(case, "confirm", officer(scene), step="applied")
    assert refused.value.code == "not_written"


def test_the_parties_are_thought_of_ten_and_three_days_before_and_nobody_is_late_after(
    cast: Cast, days: Callable[..., None]
) -> None:
    """Due Wednesday 2026-04-01: Sunday 03-22 moves to Friday 03-20; 03-29 to Friday 03-27."""
    case = settle(cast, mediating(cast))
    days("2026-03-03", "2026-04-10")
    found = {(day, kind) for day, kind, _ in told(case, "CONFIRM")}
    expected: set[tuple[str, str]] = {("2026-03-20", "before10"), ("2026-03-27", "before3")}
    assert {one for one in found if one[1].startswith("before")} == expected
    assert not [kind for _, kind in found if kind.startswith("over")]


def test_who_may_not_record_it(scene: Cast) -> None:
    case = settle(scene, mediating(scene))
    answers: dict[str, Any] = {}
    for name, person in (("peace", scene.peace), ("clerk", scene.clerk)):
        with taken_back():
            answers[name] = post(person, case, "confirm", step="waived").status_code
    assert answers == {"peace": 409, "clerk": 200}
