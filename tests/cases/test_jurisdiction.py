"""管辖争议: said once, kept meanwhile, decided by the common superior within three working days."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from cases.models import Case, Event, JurisdictionDispute
from cases.notices.jurisdiction import reminders, still_open
from grids.models import Department
from mediation.core import calendar
from mediation.core.models import Notice
from mediation.core.notices import notify_many
from tests.cases.factories import Cast, act, bring, register, some_text

pytestmark = pytest.mark.django_db


def say(client: Client, case: Case, **fields: Any) -> Any:
    given = {"ground": "place", "reason": some_text()} | fields
    return client.post(
        f"/api/v1/cases/{case.pk}/jurisdiction/", given, content_type="application/json"
    )


def place(client: Client, case: Case, unit: Department, **fields: Any) -> Any:
    given = {"unit": unit.pk, "responsibility": "supervises", "decision": some_text()} | fields
    address = f"/api/v1/cases/{case.pk}/jurisdiction/decision/"
    return client.post(address, given, content_type="application/json")


@pytest.fixture
def neighbour(scene: Cast) -> Department:
    """The committee of 水磨滩村, of the same rung."""
    return Department.objects.get(division__code="500102011209", kind="committee")


def test_the_unit_says_it_once_and_keeps_the_case_until_it_is_decided(
    scene: Cast, browser: Any, neighbour: Department
) -> None:
    case, words = register(scene), some_text()
    officer, head = browser(scene.members["village"]), browser(scene.heads["village"])
    done = say(officer, case, reason=words, proposed_unit=neighbour.pk)
    assert done.status_code == 201, done.json()
    (row,) = done.json()["disputes"]
    # Monday 2 March and three working days: Thursday the 5th.
    assert (row["raised_on"], row["due_on"], row["reason"]) == ("2026-03-02", "2026-03-05", words)
    again = say(head, case)
    assert (again.status_code, again.json()["code"]) == (409, "in_dispute")
    back = head.post(
        f"/api/v1/cases/{case.pk}/moves/",
        {"verb": "hand_back", "reason": some_text()},
        content_type="application/json",
    )
    assert (back.status_code, back.json()["code"]) == (409, "in_dispute")
    moved = browser(scene.peace).post(
        f"/api/v1/cases/{case.pk}/moves/",
        {"verb": "assign", "unit": neighbour.pk, "reason": some_text()},
        content_type="application/json",
    )
    assert (moved.status_code, moved.json()["code"]) == (409, "in_dispute")
    kept = case.unit
    case.refresh_from_db()
    assert case.unit == kept
    assert act(case, "accept", scene.members["village"]).status == "mediating"


def test_whom_the_superior_names_gets_the_case_and_cannot_pass_it_on(
    scene: Cast, browser: Any, neighbour: Department
) -> None:
    case, words = register(scene), some_text()
    first = case.unit
    say(browser(scene.members["village"]), case)
    unit_itself = place(browser(scene.heads["village"]), case, neighbour)
    assert (unit_itself.status_code, unit_itself.json()["code"]) == (409, "not_yours")
    done = place(
        browser(scene.director), case, neighbour, decision=words, responsibility="operates"
    )
    assert done.status_code == 200, done.json()
    case.refresh_from_db()
    assert case.unit == neighbour
    stage = case.stages.order_by("-seq").first()
    assert (stage.responsibility, stage.sent_by, stage.reason) == ("operates", first, "")
    told = [event.verb for event in Event.objects.filter(case=case).order_by("seq")]
    assert told[-3:] == ["disputed", "placed", "assign"]
    taken_back = browser(scene.director).post(
        f"/api/v1/cases/{case.pk}/moves/", {"verb": "retract"}, content_type="application/json"
    )
    assert (taken_back.status_code, taken_back.json()["code"]) == (409, "placed_here")
    payloads = str([event.payload for event in Event.objects.filter(case=case)])
    assert words not in payloads
    receiver = scene.town.user("village2")
    for answer in (
        say(browser(receiver), case),
        browser(receiver).post(
            f"/api/v1/cases/{case.pk}/moves/",
            {"verb": "hand_back", "reason": some_text()},
            content_type="application/json",
        ),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "placed_here")
    call_command("check_invariants")


def test_a_unit_that_keeps_it_by_decision_works_on_and_asks_no_more(
    scene: Cast, browser: Any
) -> None:
    case = register(scene)
    officer = browser(scene.members["village"])
    say(officer, case)
    assert place(browser(scene.peace), case, case.unit).status_code == 200
    again = say(officer, case)
    assert (again.status_code, again.json()["code"]) == (409, "placed_here")
    assert act(case, "accept", scene.members["village"]).unit == case.unit


def test_only_the_unit_says_it_and_only_on_the_lower_rungs(scene: Cast, browser: Any) -> None:
    case = register(scene)
    for other in (scene.peace, scene.director):
        refused = say(browser(other), case)
        assert (refused.status_code, refused.json()["code"]) == (409, "not_yours")
    assert say(browser(scene.bystander), case).status_code == 404
    above = bring(scene, "mediating", "leader")
    refused = say(browser(scene.owner), above)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_tier")
    assert say(browser(scene.members["village"]), case).status_code == 201


def test_what_leaves_the_unit_by_another_way_takes_the_question_with_it(
    scene: Cast, browser: Any, neighbour: Department
) -> None:
    case = register(scene)
    say(browser(scene.members["village"]), case)
    act(case, "escalate", scene.members["village"])
    dispute = JurisdictionDispute.objects.get(case=case)
    assert dispute.lapsed_on == date(2026, 3, 2)
    late = place(browser(scene.director), case, neighbour)
    assert (late.status_code, late.json()["code"]) == (409, "no_dispute")
    call_command("check_invariants")


def test_the_form_says_whose_it_will_be_and_the_case_names_both(scene: Cast, browser: Any) -> None:
    clerk, narrative = browser(scene.clerk), some_text()
    typed = {"division": "500102011209", "category": "08", "narrative": narrative}
    said = clerk.post("/cases/similar/", typed).content.decode()
    assert "属地：水磨滩村" in said
    assert "主管：规建办" in said  # 征地拆迁: seed 001, two (2) 2
    assert "主管" not in clerk.post("/cases/similar/", {}).content.decode()
    case = register(scene, category="08", narrative=narrative)
    page = browser(scene.heads["village"]).get(f"/cases/{case.pk}/").content.decode()
    assert "属地 致远社区" in page
    assert "主管 规建办" in page


def test_the_page_raises_and_decides(scene: Cast, browser: Any, neighbour: Department) -> None:
    case, words, why = register(scene), some_text(), some_text()
    address = f"/cases/{case.pk}/jurisdiction/"
    officer, director = browser(scene.members["village"]), browser(scene.director)
    assert "报共同上级定" in officer.get(address).content.decode()
    empty = officer.post(address, {"do": "raise", "ground": "place", "reason": ""})
    assert "请写清依据" in empty.content.decode()
    given = {"do": "raise", "ground": "place", "reason": words, "proposed_unit": neighbour.pk}
    assert officer.post(address, given).status_code == 302
    today = director.get("/").content.decode()
    assert "等您指定管辖" in today
    assert "等您指定管辖" not in officer.get("/").content.decode()
    page = director.get(address).content.decode()
    assert words in page
    chosen = {"unit": neighbour.pk, "responsibility": "approves", "decision": why}
    assert director.post(address, {"do": "decide"} | chosen).status_code == 302
    assert why in director.get(address).content.decode()
    assert "谁审批谁负责" in director.get(address).content.decode()
    assert "等您指定管辖" not in director.get("/").content.decode()


def test_the_superior_is_reminded_and_not_after_the_decision(scene: Cast, browser: Any) -> None:
    case = register(scene)
    say(browser(scene.members["village"]), case)
    days = calendar.load()
    rows = list(reminders(date(2026, 3, 3), date(2026, 3, 5), days))
    assert {row.user_id for row in rows} == {scene.peace.pk, scene.director.pk}
    assert {row.day for row in rows} == {date(2026, 3, 4), date(2026, 3, 5)}
    notify_many(rows)
    notices = list(Notice.objects.filter(matter_key__startswith="jurisdiction:"))
    last = {one.pk for one in notices if one.day == date(2026, 3, 5)}
    assert still_open(notices) == last
    place(browser(scene.peace), case, case.unit)
    assert still_open(notices) == set()


def test_the_database_holds_one_open_dispute_and_decisions_in_full(
    scene: Cast, browser: Any
) -> None:
    case = register(scene)
    say(browser(scene.members["village"]), case)
    dispute = JurisdictionDispute.objects.get(case=case)
    with pytest.raises(IntegrityError), transaction.atomic():
        JurisdictionDispute.objects.filter(pk=dispute.pk).update(decided_on=date(2026, 3, 3))
    dispute.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        dispute.save(force_insert=True)
