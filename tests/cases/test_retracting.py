"""撤销刚才的: ten seconds, the same person, after a word or an assignment (rules.md §2 row 35)."""

import datetime as dt
from typing import Any

import pytest

from cases import services
from cases.enums import Clock, Tier
from cases.models import Case, Direction, Event
from mediation.core import events
from mediation.core.errors import Refused
from mediation.core.models import Notice, NoticeState
from mediation.core.notices import send_due
from tests.cases.factories import Cast, act, bring, instruct_department, register
from tests.cases.reminders import Move, mediating, sent_to
from tests.factories import V2

pytestmark = pytest.mark.django_db
VILLAGE, LEADER = Tier.VILLAGE, Tier.LEADER


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def verbs(case: Case) -> list[str]:
    return list(case.events.order_by("seq").values_list("verb", flat=True))


def test_a_word_is_taken_back_from_the_page_and_nobody_owes_an_answer(
    scene: Cast, browser: Any, at: Any
) -> None:
    case = mediating(scene)
    at("2026-03-02 10:00:00")
    case = instruct_department(scene.town, case)
    at("2026-03-02 10:00:10")
    client, theirs = browser(scene.director), browser(scene.addressee)
    assert "撤销刚才的" in client.get(f"/cases/{case.pk}/").content.decode()
    assert theirs.get(f"/cases/{case.pk}/").status_code == 200
    url = f"/cases/{case.pk}/moves/retract/"
    assert client.post(url, {"version": case.version}).status_code == 302
    word = Direction.objects.get(case=case)
    assert (word.is_waiting, word.answered_at) == (False, None)
    clock = case.deadlines.get(clock=Clock.INSTRUCTION)
    assert (clock.stopped_on, clock.stopped_by) == (dt.date(2026, 3, 2), "retract")
    assert verbs(case)[-2:] == ["instruct", "retract"]  # both events stay
    assert theirs.get(f"/cases/{case.pk}/").status_code == 404  # nothing is asked of them now
    assert "撤销了刚才的批示" in client.get(f"/cases/{case.pk}/").content.decode()
    notice = Notice.objects.get(kind="instruct", user=scene.addressee)
    assert notice.state == NoticeState.DROPPED
    with pytest.raises(Refused) as refused:
        act(case, "answer", scene.addressee)
    assert refused.value.code == "not_yours"


@pytest.mark.parametrize(("moment", "is_taken"), [("10:00:10", True), ("10:00:11", False)])
def test_after_ten_seconds_it_stands(scene: Cast, at: Any, moment: str, is_taken: bool) -> None:
    case = mediating(scene)
    at("2026-03-02 10:00:00")
    case = act(case, "urge", scene.peace)
    at(f"2026-03-02 {moment}")
    if is_taken:
        assert act(case, "retract", scene.peace).directions.get().retracted_at is not None
        return
    with pytest.raises(Refused) as refused:
        act(case, "retract", scene.peace)
    assert refused.value.code == "not_yours"


def test_an_urgent_word_leaves_after_the_ten_seconds_and_not_before(cast: Cast, at: Move) -> None:
    case = mediating(cast)
    at("2026-03-02 20:00:00")
    instruct_department(cast.town, case)
    send_due()
    assert sent_to(cast.addressee) == []
    at("2026-03-02 20:00:10")
    send_due()
    assert [("批示" in body) for body in sent_to(cast.addressee)] == [True]


def test_a_word_taken_back_never_leaves(cast: Cast, at: Move) -> None:
    case = mediating(cast)
    at("2026-03-02 20:00:00")
    case = instruct_department(cast.town, case)
    act(case, "retract", cast.director)
    at("2026-03-02 20:05:00")
    send_due()
    assert sent_to(cast.addressee) == []


def test_an_officer_goes_back_to_the_one_before(scene: Cast) -> None:
    case, head = register(scene), scene.heads[VILLAGE]
    before = case.officer
    assert before == scene.members[VILLAGE]
    case = act(case, "assign", head, officer=head.pk)
    assert case.officer == head
    case = act(case, "retract", head)
    stage = case.stages.get(left_at=None)
    assert (case.officer, stage.officer) == (before, before)
    with pytest.raises(Refused):
        act(case, "retract", head)  # what was taken back cannot be taken back again


def test_an_assignment_taken_back_leaves_the_clocks_of_others_alone(scene: Cast) -> None:
    case, head = instruct_department(scene.town, register(scene)), scene.heads[VILLAGE]
    case = act(case, "assign", head, officer=head.pk)
    case = act(case, "retract", head)
    assert case.deadlines.get(clock=Clock.INSTRUCTION).stopped_on is None
    case = instruct_department(scene.town, case)
    act(case, "retract", scene.director)
    running = case.deadlines.filter(clock=Clock.INSTRUCTION, stopped_on=None)
    assert running.count() == 1  # of two words only the one taken back


def test_a_unit_goes_back_to_the_one_before_and_the_rung_runs_on(scene: Cast) -> None:
    case = mediating(scene)
    unit, officer, due_on = case.unit, case.officer, case.due_on
    signed_at = case.stages.get(left_at=None).signed_at
    case = act(case, "assign", scene.peace, unit=scene.town.unit(V2).pk, reason="另一个村")
    assert (case.unit == unit, case.officer) == (False, None)
    case = act(case, "retract", scene.peace)
    stage = case.stages.get(left_at=None)
    assert (case.unit, case.officer, case.due_on) == (unit, officer, due_on)
    assert (stage.unit, stage.officer, stage.signed_at) == (unit, officer, signed_at)
    assert case.deadlines.filter(clock=Clock.RUNG).count() == 1
    assert case.status == "mediating"


def test_an_owner_named_by_the_assignment_goes_with_it(scene: Cast) -> None:
    case = bring(scene, "mediating", LEADER)
    officer = case.officer
    Case.objects.filter(pk=case.pk).update(owner=None, officer=None)
    case.stages.filter(left_at=None).update(officer=None)
    case = act(now(case), "assign", scene.peace, officer=officer.pk)
    assert (case.owner, case.officer) == (officer, officer)
    case = act(case, "retract", scene.peace)
    assert (case.owner, case.officer) == (None, None)


def test_an_owner_who_was_there_before_stays(scene: Cast) -> None:
    case = bring(scene, "mediating", LEADER)
    owner, officer = case.owner, case.officer
    case = act(case, "assign", owner, officer=scene.heads[LEADER].pk)
    case = act(case, "retract", owner)
    assert (case.owner, case.officer) == (owner, officer)


def test_a_recusal_is_open_again_when_the_new_officer_is_taken_back(scene: Cast) -> None:
    case, head = mediating(scene), scene.heads[VILLAGE]
    case = act(case, "recuse", scene.members[VILLAGE])
    case = act(case, "assign", head, officer=head.pk)
    case = act(case, "retract", head)
    assert (case.is_recused, case.officer) == (True, scene.members[VILLAGE])


def test_only_who_did_it_and_only_if_it_was_the_last_thing(scene: Cast) -> None:
    case = act(mediating(scene), "urge", scene.peace)
    for person in (scene.director, scene.members[VILLAGE]):
        with pytest.raises(Refused) as refused:
            services.move(case, "retract", person)
        assert refused.value.code == "not_yours"
    act(case, "note", scene.members[VILLAGE])
    with pytest.raises(Refused) as refused:
        services.move(case, "retract", scene.peace)
    assert refused.value.code == "not_yours"
    case = act(case, "urge", scene.peace)
    assert act(case, "retract", scene.peace)


def test_every_event_of_it_hangs_in_the_chain(scene: Cast) -> None:
    case = act(mediating(scene), "urge", scene.peace)
    case = act(case, "retract", scene.peace)
    assert list(events.verify_chain(Event.objects.filter(case=case))) == []
    assert case.events.count() == len(verbs(case)) >= 4


def test_the_board_offers_to_take_a_word_back_and_comes_back_to_the_board(
    scene: Cast, browser: Any, at: Any
) -> None:
    case = register(scene)
    at("2026-03-02 11:00:00")
    client = browser(scene.stationed)
    sent = {"text": "请尽快办", "due_on": "2026-03-05", "next": "/cases/board/"}
    answer = client.post(f"/cases/{case.pk}/moves/instruct/", sent | {"version": case.version})
    assert answer.url == "/cases/board/"
    page = client.get(answer.url).content.decode()
    url = f"/cases/{case.pk}/moves/retract/"
    assert f'action="{url}"' in page
    assert client.post(url, {"next": "/cases/board/"}).url == "/cases/board/"
    assert case.directions.get().retracted_at is not None
    assert f'action="{url}"' not in client.get("/cases/board/").content.decode()
