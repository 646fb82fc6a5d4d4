"""记履行: each obligation by itself, late computed, the ways where it is broken.

rules.md §2 row 33 and §4 PERFORM; 人民调解法 31–33.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases import services
from cases.enums import Status
from cases.models import Case, Obligation
from mediation.core.errors import Refused
from tests.cases.agreements import (
    client_of,
    mediating,
    now,
    obligation,
    officer,
    owes,
    post,
    settle,
    sides,
)
from tests.cases.factories import Cast, act, some_text
from tests.cases.reminders import Move, told

pytestmark = pytest.mark.django_db


def agreed(cast: Cast, *due: str, **more: Any) -> Case:
    """Settled on Monday 2026-03-02 with an obligation of the respondent by each of these days."""
    case = mediating(cast)
    rows = [owes(sides(case)[1], day) for day in due]
    return settle(cast, case, obligations=rows, **more)


def performing(case: Case) -> set[str]:
    found = case.deadlines.filter(clock="PERFORM", stopped_on=None)
    return set(found.values_list("subject", flat=True))


def shown(cast: Cast, case: Case) -> list[tuple[str, int]]:
    url = f"/api/v1/cases/{case.pk}/agreement/"
    rows = client_of(officer(cast)).get(url).json()["obligations"]
    return [(row["label"], row["late_days"]) for row in rows]


@pytest.mark.parametrize("seq", [1, 2, 3])
def test_performing_one_stops_exactly_its_own_clock(scene: Cast, seq: int) -> None:
    case = agreed(scene, "2026-03-20", "2026-03-10", "2026-04-01")
    subjects = {1: "", 2: "2", 3: "3"}
    assert performing(case) == set(subjects.values())
    key = obligation(case, seq).pk
    assert post(officer(scene), case, "perform", obligation=key, state="done").status_code == 200
    assert performing(case) == set(subjects.values()) - {subjects[seq]}
    states = dict(case.obligations.values_list("seq", "state"))
    assert states == {1: "waiting", 2: "waiting", 3: "waiting"} | {seq: "done"}
    assert case.deadlines.filter(clock="FOLLOW_UP", stopped_on=None).count() == 2


# (state, the day it is recorded for, what is shown on 2026-03-13, days late); due 2026-03-10
SHOWN = [
    ("", "", "逾期", 3),
    ("done", "2026-03-09", "已履行", 0),
    ("done", "2026-03-10", "已履行", 0),
    ("done", "2026-03-12", "已履行", 2),
    ("partly", "2026-03-09", "逾期，履行了一部分", 3),
    ("broken", "2026-03-11", "没有履行", 3),
    ("on_spot", "2026-03-02", "当场履行", 0),
]


@pytest.mark.parametrize(("state", "on", "words", "late"), SHOWN)
def test_what_is_shown_follows_from_the_state_and_the_days(
    scene: Cast, at: Move, state: str, on: str, words: str, late: int
) -> None:
    case = agreed(scene, "2026-03-10")
    assert shown(scene, case) == [("还没到期", 0)]
    at("2026-03-13 09:00")
    if state:
        key = obligation(case, 1).pk
        answer = post(officer(scene), case, "perform", obligation=key, state=state, on=on)
        assert answer.status_code == 200, answer.content
    assert shown(scene, case) == [(words, late)]


def test_late_is_never_stored() -> None:
    assert not [name for name in (f.name for f in Obligation._meta.fields) if "late" in name]


def test_a_part_first_and_the_rest_later(scene: Cast, at: Move) -> None:
    case = agreed(scene, "2026-03-10")
    key = obligation(case, 1).pk
    act(case, "perform", officer(scene), obligation=key, state="partly", text=some_text())
    at("2026-03-09 09:00")
    act(case, "perform", officer(scene), obligation=key, state="done")
    one = obligation(case, 1)
    assert (one.state, one.performed_on) == ("done", date(2026, 3, 9))
    with pytest.raises(Refused) as refused:
        act(case, "perform", officer(scene), obligation=key, state="done")
    assert refused.value.code == "nothing_changed"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"state": "waiting"}, "invalid_choice"),
        ({"state": "late"}, "invalid_choice"),
        ({"state": "on_spot"}, "invalid_choice"),
        ({"on": date(2026, 3, 1)}, "invalid_day"),
        ({"obligation": 0}, "invalid_choice"),
    ],
)
def test_what_cannot_be_recorded_is_refused(
    scene: Cast, at: Move, fault: dict[str, Any], code: str
) -> None:
    case = agreed(scene, "2026-03-10")
    Case.objects.filter(pk=case.pk).update(received_on=date(2026, 2, 20))
    at("2026-03-05 09:00")
    good = {"obligation": obligation(case, 1).pk, "state": "done"}
    with pytest.raises(Refused) as refused:
        services.move(case, "perform", officer(scene), **good | fault)
    assert refused.value.code == code
    assert performing(case) == {""}
    services.move(case, "perform", officer(scene), **good)
    assert performing(case) == set()


def test_an_obligation_of_another_case_is_none_of_this_one(scene: Cast) -> None:
    case, other = agreed(scene, "2026-03-10"), agreed(scene, "2026-03-10")
    theirs = obligation(other, 1).pk
    answer = post(officer(scene), case, "perform", obligation=theirs, state="done")
    assert answer.status_code == 400
    assert obligation(other, 1).state == "waiting"


def test_evidence_is_a_file_of_the_case(scene: Cast) -> None:
    case, other = agreed(scene, "2026-03-10"), agreed(scene, "2026-03-10")
    pages = [SimpleUploadedFile(f"{some_text()}.pdf", b"%PDF-1.4 1 0 obj") for _ in range(2)]
    mine, theirs = (
        services.attach(one, officer(scene), page)
        for one, page in zip((case, other), pages, strict=True)
    )
    good = {"obligation": obligation(case, 1).pk, "state": "done"}
    answer = post(officer(scene), case, "perform", **good, evidence=theirs.pk)
    assert answer.status_code == 400
    assert post(officer(scene), case, "perform", **good, evidence=mine.pk).status_code == 200
    assert obligation(case, 1).evidence == mine
    page = client_of(officer(scene)).get(f"/cases/{case.pk}/").content.decode()
    assert f"/cases/files/{mine.pk}/" in page


def test_after_a_breach_the_page_says_that_one_may_sue_and_after_a_ruling_enforce(
    scene: Cast, at: Move
) -> None:
    case = agreed(scene, "2026-03-10")
    client, url = client_of(officer(scene)), f"/cases/{case.pk}/"
    assert "可以向法院起诉" not in client.get(url).content.decode()
    at("2026-03-13 09:00")
    page = client_of(officer(scene)).get(url).content.decode()
    assert "可以向法院起诉" in page
    assert "强制执行" not in page
    for step in ("applied", "accepted", "ruled"):
        act(case, "confirm", officer(scene), step=step)
    page = client_of(officer(scene)).get(url).content.decode()
    assert "强制执行" in page
    act(case, "perform", officer(scene), obligation=obligation(case, 1).pk, state="done")
    page = client_of(officer(scene)).get(url).content.decode()
    assert "强制执行" not in page


def test_reminders_of_an_obligation_end_with_it(
    cast: Cast, days: Callable[..., None], at: Move
) -> None:
    """Due Friday 03-20 and Friday 03-27; three days before each falls on a working day."""
    case = agreed(cast, "2026-03-20", "2026-03-27")
    days("2026-03-03", "2026-03-18")
    warned = told(case, "PERFORM")
    assert {(day, kind) for day, kind, _ in warned} == {("2026-03-17", "before3")}
    act(case, "perform", officer(cast), obligation=obligation(case, 1).pk, state="done")
    days("2026-03-19", "2026-03-25")
    later = told(case, "PERFORM") - warned
    assert {(day, kind) for day, kind, _ in later} == {("2026-03-24", "before3")}


def test_what_was_owed_stops_when_the_case_is_reopened(scene: Cast) -> None:
    case = agreed(scene, "2026-03-10", "2026-03-20")
    number, key = case.number, obligation(case, 1).pk
    act(case, "follow_up", officer(scene), how="phone", performed="not_done", relapse=True)
    page = client_of(officer(scene)).get(f"/cases/{case.pk}/").content.decode()
    assert f"/cases/{case.pk}/moves/reopen/" in page
    assert "情况有反复" in page
    form = client_of(officer(scene)).get(f"/cases/{case.pk}/moves/reopen/").content.decode()
    assert '<option value="relapse" selected>' in form
    case = act(case, "reopen", officer(scene), ground="relapse")
    assert (case.number, case.status) == (number, Status.REGISTERED)
    assert performing(case) == set()
    assert not case.deadlines.filter(
        clock__in=["CONFIRM", "FOLLOW_UP", "LOOK_BACK"], stopped_on=None
    ).exists()
    assert case.events.filter(verb="settle").exists()
    case = act(act(case, "accept", officer(scene)), "settle", officer(scene), form="oral")
    answer = post(officer(scene), case, "perform", obligation=key, state="done")
    assert answer.status_code == 400
    assert now(case).status == Status.SETTLED
