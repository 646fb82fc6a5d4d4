"""吹哨报到: called, come, answered, rated; late, it reaches the leader (rules.md §2 rows 8, 22–24)."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import access, services
from cases.enums import Clock, Tier
from cases.models import Case, Direction
from grids.models import Division
from mediation.core import drafts
from mediation.core.errors import Refused
from mediation.core.models import Notice, NoticeState
from tests.cases.factories import Cast, act, bring, register, some_text
from tests.cases.histories import reported_in, whistled
from tests.cases.reminders import Move, mediating, sent_to, to, told
from tests.factories import V2

pytestmark = pytest.mark.django_db
THURSDAY = dt.date(2026, 3, 5)


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def units(cast: Cast, *slugs: str) -> list[int]:
    return [cast.town.unit(slug).pk for slug in slugs]


def refusal(*args: Any, **data: Any) -> str:
    with pytest.raises(Refused) as refused, transaction.atomic():
        services.move(*args, **data)
    return refused.value.code


def test_a_whistle_from_the_page_calls_each_unit_with_a_clock_of_its_own(
    scene: Cast, browser: Any
) -> None:
    case, words = mediating(scene), some_text()
    due_on = case.due_on
    client = browser(scene.members[Tier.VILLAGE])
    url = f"/cases/{case.pk}/moves/whistle/"
    page = client.get(url).content.decode()
    guijian, police = units(scene, "guijian", "police")
    assert f'type="checkbox" name="units" value="{guijian}"' in page
    assert f'name="units" value="{case.unit_id}"' not in page  # who handles it is there already
    sent = {"units": [guijian, police], "text": words, "due_on": "2026-03-05"}
    again = client.post(url, sent | {"units": [], "version": case.version}).content.decode()
    assert "这一格还没有填" in again
    assert client.post(url, sent | {"version": case.version}).status_code == 302
    calls = list(Direction.objects.filter(case=case))
    assert {(one.to_unit_id, one.kind, one.whistle_kind, one.text) for one in calls} == {
        (guijian, "whistle", "handle", words),
        (police, "whistle", "handle", words),
    }
    clocks = case.deadlines.filter(clock=Clock.WHISTLE, stopped_on=None)
    assert sorted(clocks.values_list("direction", "due_on", "start_on")) == sorted(
        (one.pk, THURSDAY, dt.date(2026, 3, 2)) for one in calls
    )
    assert now(case).due_on == due_on  # RUNG runs on; what was asked of others is not our day
    shown = client.get(f"/cases/{case.pk}/").content.decode()
    assert "吹哨 2 个单位，请来一起办，请在3月5日前回话" in shown
    assert words in shown


def test_a_whistle_over_json_takes_a_list_and_says_what_is_wrong_with_it(
    scene: Cast, browser: Any
) -> None:
    case = mediating(scene)
    client, url = browser(scene.members[Tier.VILLAGE]), f"/api/v1/cases/{case.pk}/moves/"
    moves = {one["verb"]: one for one in client.get(url).json()["moves"]}
    fields = {one["name"]: one for one in moves["whistle"]["fields"]}
    assert fields["units"]["type"] == "list"
    offered = {choice["value"] for choice in fields["units"]["choices"]}
    (guijian, leadership) = units(scene, "guijian", "leadership")
    assert str(guijian) in offered
    assert str(leadership) not in offered  # leaders are asked by name
    body = {"verb": "whistle", "version": case.version, "text": "请看一看", "due_on": "2026-03-05"}
    for wrong in ([leadership], [case.unit_id], [999_999], []):
        answer = client.post(url, body | {"units": wrong}, "application/json")
        assert (answer.status_code, *answer.json()["fields"]) == (400, "units"), wrong
    yesterday = body | {"units": [guijian], "due_on": "2026-03-01"}
    assert client.post(url, yesterday, "application/json").status_code in {400, 409}
    done = client.post(url, body | {"units": [guijian, guijian]}, "application/json")
    assert done.status_code == 200, done.json()
    assert Direction.objects.filter(case=case).count() == 1  # named twice, called once


def test_the_service_itself_refuses_leaders_and_the_unit_that_handles_it(scene: Cast) -> None:
    case, officer = mediating(scene), scene.members[Tier.VILLAGE]
    for wrong in (units(scene, "leadership"), [case.unit_id]):
        assert (
            refusal(case, "whistle", officer, units=wrong, text="来", due_on=THURSDAY)
            == "invalid_choice"
        )
    assert act(case, "whistle", officer, units=units(scene, "police"), due_on=THURSDAY)


def test_who_is_called_reads_the_file_comes_once_records_and_answers(
    scene: Cast, browser: Any
) -> None:
    case = mediating(scene)
    theirs, client = scene.addressee, browser(scene.addressee)
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    case = whistled(scene, case)
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert case.narrative in page
    today = client.get("/").content.decode()
    assert "等您回话" in today
    assert f"/cases/{case.pk}/moves/report_in/" in today
    assert refusal(case, "record", theirs, minutes="谈了", outcome="again") == "not_yours"
    url = f"/cases/{case.pk}/moves/report_in/"
    assert client.post(url, {"text": "这就来", "version": case.version}).status_code == 302
    call = Direction.objects.get(case=case)
    assert (call.reported_in_by, call.report) == (theirs, "这就来")
    assert refusal(case, "report_in", theirs) == "not_yours"
    shown = client.get(f"/cases/{case.pk}/").content.decode()
    assert "报到，一起办" in shown
    assert "/moves/report_in/" not in shown
    officer = now(case).officer
    case = act(case, "record", theirs, minutes="看了现场", outcome="again")
    assert case.officer == officer  # who helps does not take the case over
    assert case.deadlines.filter(clock=Clock.WHISTLE, stopped_on=None).count() == 1
    case = act(case, "answer", theirs)
    stopped = case.deadlines.get(clock=Clock.WHISTLE)
    assert (stopped.stopped_on, stopped.stopped_by) == (dt.date(2026, 3, 2), "answer")


def test_an_answer_stops_the_clock_of_one_call_only(scene: Cast) -> None:
    case, officer = mediating(scene), scene.members[Tier.VILLAGE]
    case = act(case, "whistle", officer, units=units(scene, "guijian", "police"), due_on=THURSDAY)
    case = act(case, "answer", scene.addressee)
    running = case.deadlines.filter(clock=Clock.WHISTLE, stopped_on=None)
    assert [one.direction.to_unit.kind for one in running] == ["police_station"]


def test_a_call_to_the_place_is_an_arrival(scene: Cast, browser: Any) -> None:
    case, officer = mediating(scene), scene.members[Tier.VILLAGE]
    case = act(
        case, "whistle", officer,
        units=units(scene, "guijian"), kind="presence", due_on=THURSDAY,
    )  # fmt: skip
    act(case, "report_in", scene.addressee)
    page = browser(officer).get(f"/cases/{case.pk}/").content.decode()
    assert "请到场" in page
    assert "到场</b>" in page


def test_the_police_that_are_called_see_whole_numbers_while_the_case_is_open(scene: Cast) -> None:
    case, police = mediating(scene), scene.police
    assert not access.may_see_whole(police, now(case))
    case = act(case, "whistle", scene.peace, units=units(scene, "police"), due_on=THURSDAY)
    assert access.level_of(police, now(case)) == access.FILE
    assert access.may_see_whole(police, now(case))
    assert not access.may_see_whole(scene.addressee, now(case))  # another unit's people do not
    case = act(case, "terminate", scene.heads[Tier.VILLAGE])
    assert not access.may_see_whole(police, now(case))


def test_a_call_is_told_at_once_and_late_it_reaches_leader_and_peace_office(
    cast: Cast, days: Any, at: Move
) -> None:
    """Due Thu 03-05; over Fri 03-06, then every third working day: Wed 11."""
    case = mediating(cast)
    officer, theirs = cast.members[Tier.VILLAGE], cast.addressee
    act(case, "whistle", officer, units=units(cast, "guijian"), due_on=THURSDAY)
    notice = Notice.objects.get(kind="whistle", user=theirs)
    assert (notice.is_urgent, notice.state) == (True, NoticeState.PENDING)
    assert "请报到，3月5日前回话" in notice.text
    days("2026-03-03", "2026-03-11")
    peace = cast.town.user("peace")
    assert told(case, Clock.WHISTLE) == (
        to("2026-03-04", "before1", theirs)
        | to("2026-03-05", "day", theirs)
        | to("2026-03-06", "over1", theirs, cast.owner, peace)
        | to("2026-03-11", "over_every3wd", theirs, cast.owner, peace)
    )


def test_without_an_owner_the_leader_stationed_in_the_village_hears_of_it(
    cast: Cast, days: Any
) -> None:
    case = mediating(cast)
    Case.objects.filter(pk=case.pk).update(owner=None)
    act(now(case), "whistle", cast.peace, units=units(cast, "guijian"), due_on=THURSDAY)
    days("2026-03-03", "2026-03-06")
    late = {name for _, kind, name in told(case, Clock.WHISTLE) if kind == "over1"}
    assert late == {cast.addressee.username, cast.stationed.username, "peace"}


def test_a_call_that_is_answered_reminds_nobody(cast: Cast, days: Any) -> None:
    case = reported_in(cast, mediating(cast))
    act(case, "answer", cast.addressee)
    days("2026-03-03", "2026-03-10")
    assert told(case, Clock.WHISTLE) == set()
    assert sent_to(cast.owner) == []


def test_an_open_call_keeps_the_case_from_being_closed(scene: Cast) -> None:
    case = bring(scene, "mediating", Tier.VILLAGE, prepare=lambda one: whistled(scene, one))
    officer, head = scene.members[Tier.VILLAGE], scene.heads[Tier.VILLAGE]
    case = act(case, "settle", officer)
    case = act(case, "follow_up", officer, performed="done")
    assert refusal(case, "close", head) == "closing_gaps"
    case = act(case, "answer", scene.addressee)
    assert act(case, "close", head).status == "closed"


def test_the_caller_rates_the_answer_once_and_nobody_else_does(scene: Cast, browser: Any) -> None:
    case = reported_in(scene, mediating(scene))  # 平安办 whistled
    call = case.directions.get()
    url = f"/cases/{case.pk}/whistles/{call.pk}/rating/"
    api = f"/api/v1{url}"
    caller, officer = browser(scene.peace), browser(scene.members[Tier.VILLAGE])
    early = caller.post(api, {"rating": "satisfied"}, "application/json")
    assert (early.status_code, early.json()["code"]) == (409, "not_answered")
    act(case, "answer", scene.addressee)
    assert officer.post(api, {"rating": "satisfied"}, "application/json").status_code == 409
    assert browser(scene.bystander).post(url, {"rating": "satisfied"}).status_code == 404
    assert "您怎么看这次回话" not in officer.get(f"/cases/{case.pk}/").content.decode()
    assert "您怎么看这次回话" in caller.get(f"/cases/{case.pk}/").content.decode()
    assert caller.post(url, {"rating": "fairly"}).status_code == 302
    again = caller.post(api, {"rating": "dissatisfied"}, "application/json")
    assert (again.status_code, again.json()["code"]) == (409, "rated_already")
    listed = officer.get(f"/api/v1/cases/{case.pk}/whistles/").json()
    assert [(one["unit"], one["rating"]) for one in listed] == [(call.to_unit.short_name, "fairly")]
    assert browser(scene.bystander).get(f"/api/v1/cases/{case.pk}/whistles/").status_code == 404


def test_the_database_holds_that_only_an_answer_is_rated(scene: Cast) -> None:
    call = whistled(scene, mediating(scene)).directions.get()
    row = Direction.objects.filter(pk=call.pk)
    with pytest.raises(IntegrityError, match="direction_rated_after_answer"), transaction.atomic():
        row.update(rating="fairly", rated_at=call.at)
    assert row.update(answered_at=call.at, rating="fairly", rated_at=call.at) == 1
    with pytest.raises(IntegrityError, match="direction_retracted"), transaction.atomic():
        row.update(retracted_at=call.at)


def test_a_draft_of_a_whistle_keeps_the_units_that_were_ticked(scene: Cast, browser: Any) -> None:
    case, officer = mediating(scene), scene.members[Tier.VILLAGE]
    ticked = units(scene, "guijian", "police")
    kept = {"units": [str(pk) for pk in ticked], "text": some_text()}
    drafts.save(officer, "move-whistle", kept, str(case.pk))
    page = browser(officer).get(f"/cases/{case.pk}/moves/whistle/").content.decode()
    boxes = [part for part in page.split("<input") if 'name="units"' in part.split(">")[0]]
    checked = [part for part in boxes if "checked" in part.split(">")[0]]
    assert (len(checked), len(boxes) > 2) == (2, True)


def test_a_registered_case_may_be_whistled_for_as_well(scene: Cast) -> None:
    case = whistled(scene, register(scene))
    assert case.status == "registered"
    assert act(case, "report_in", scene.addressee).directions.get().reported_in_at is not None


def test_the_form_offers_departments_and_near_villages_and_the_others_in_one_line(
    scene: Cast, browser: Any
) -> None:
    """A village that the case names stands beside the departments; one that it does not, below."""
    named = Division.objects.get(code=V2)
    case = act(register(scene), "accept", scene.members[Tier.VILLAGE])
    far = scene.town.unit(V2).pk
    url, officer = f"/cases/{case.pk}/moves/whistle/", browser(scene.members[Tier.VILLAGE])

    def offered() -> list[set[str]]:
        fields = officer.get(url).context["form"].fields
        names = ("units", "other_village")
        return [{str(key) for key, _ in fields[name].choices if key} for name in names]

    departments, others = offered()
    assert str(scene.town.unit("guijian").pk) in departments
    assert (str(far) in departments, str(far) in others) == (False, True)
    empty = {"text": some_text(), "due_on": "2026-03-06", "version": case.version}
    assert "这一格还没有填" in officer.post(url, empty).content.decode()
    assert officer.post(url, empty | {"other_village": far}).status_code == 302
    assert case.directions.get().to_unit_id == far
    Case.objects.filter(pk=case.pk).update(narrative=f"和{named.short_name}的人有纠纷")
    departments, others = offered()
    assert (str(far) in departments, str(far) in others) == (True, False)
