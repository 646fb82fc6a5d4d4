"""会商: the agenda that fills itself, sight of its items, decisions that become tasks
(domain.md §7 rows 22, 23, 130, 131)."""

import re
from datetime import date
from typing import Any

import pytest

from cases import services
from cases.enums import Difficulty, Risk, RouteReason, Scale
from cases.models import Case, Consultation, Decision, Direction
from cases.services import consultations, ownership
from cases.services.consultations import convene
from mediation.core.errors import Refused
from mediation.core.models import Notice
from tests.cases.factories import Cast, act, bring, register, registration, some_text
from tests.factories import V2

TODAY = date(2026, 3, 2)


def at_v2(scene: Cast) -> Case:
    """A case of 水磨滩村, where the stationed leader of 致远社区 sees nothing."""
    return services.register(scene.clerk, **registration(division=V2)).case


def text(answer: Any) -> str:
    return str(answer.content.decode())


def meeting(scene: Cast, actor: Any = None, **more: Any) -> Consultation:
    asked: dict[str, Any] = {
        "kind": "consultation",
        "topic": some_text(),
        "held_on": TODAY,
        "place": some_text(),
    }
    return convene(actor or scene.peace, **(asked | more))


def reasons(found: Consultation) -> dict[int, list[str]]:
    return {item.case_id: item.reasons for item in found.items.all()}


def test_the_agenda_takes_up_what_is_major_or_cross_unit_and_nothing_else(scene: Cast) -> None:
    cases = {name: register(scene) for name in (
        "red", "orange", "yellow", "hard", "group", "major_group", "villages", "helped",
        "whistled", "listed", "plain", "settled",
    )}  # fmt: skip
    for case in cases.values():
        case.co_departments.clear()
    for name, columns in {
        "red": {"risk": Risk.RED},
        "orange": {"risk": Risk.ORANGE},
        "yellow": {"risk": Risk.YELLOW},
        "hard": {"difficulty": Difficulty.HARD},
        "group": {"scale": Scale.GROUP},
        "major_group": {"scale": Scale.MAJOR_GROUP},
        "villages": {"route_reason": RouteReason.TWO_VILLAGES},
    }.items():
        Case.objects.filter(pk=cases[name].pk).update(**columns)
    cases["helped"].co_departments.add(scene.town.unit("jingfa"))
    act_on = cases["whistled"]

    services.move(act_on, "whistle", scene.heads["village"], text=some_text(), due_on=TODAY,
                  units=[str(scene.town.unit("guijian").pk)])  # fmt: skip
    ownership.list_case(cases["listed"], scene.peace, reason="久拖不决", due_on=TODAY)
    Case.objects.filter(pk=cases["settled"].pk).update(risk=Risk.RED)
    act(act(cases["settled"], "accept", scene.members["village"]), "settle",
        scene.members["village"])  # fmt: skip
    found = reasons(meeting(scene))
    assert found == {
        cases["red"].pk: ["risk"],
        cases["orange"].pk: ["risk"],
        cases["hard"].pk: ["hard"],
        cases["group"].pk: ["group"],
        cases["major_group"].pk: ["group"],
        cases["villages"].pk: ["villages"],
        cases["helped"].pk: ["departments"],
        cases["whistled"].pk: ["whistled"],
        cases["listed"].pk: ["listed"],
    }


def test_numbers_are_a_series_of_their_own_without_gaps(scene: Cast, browser: Any) -> None:
    register(scene)
    first = meeting(scene)
    with pytest.raises(Refused):
        meeting(scene, units=[0])
    second = meeting(scene)
    assert [first.number, second.number] == ["李矛会〔2026〕1号", "李矛会〔2026〕2号"]
    page = {"kind": "regular", "topic": some_text(), "held_on": "2026-03-09", "place": "会议室"}
    answer = browser(scene.peace).post("/consultations/new/", page)
    assert answer.status_code == 302
    assert Consultation.objects.latest("pk").number == "李矛会〔2026〕3号"


def test_who_calls_a_meeting(scene: Cast, browser: Any) -> None:
    asked = {"kind": "regular", "topic": "例会", "held_on": "2026-03-09", "place": "会议室"}
    for letter, status in (("P", 201), ("L", 201), ("D", 201), ("J", 201),
                           ("O", 409), ("H", 409), ("C", 409), ("X", 409)):  # fmt: skip
        person = browser(scene.person(letter, "village"))
        answer = person.post("/api/v1/consultations/", asked, content_type="application/json")
        assert answer.status_code == status, letter
        shown = {201: 200, 409: 404}[status]
        assert person.get("/consultations/new/").status_code == shown, letter


def test_an_item_is_read_as_far_as_the_case_is(scene: Cast, browser: Any) -> None:
    """A leader asked to the meeting: his own case with all its words, the other only counted."""
    own, other = register(scene), at_v2(scene)
    Case.objects.filter(pk__in=[own.pk, other.pk]).update(risk=Risk.RED)
    Case.objects.filter(pk=own.pk).update(owner=scene.stationed)
    Case.objects.filter(pk=other.pk).update(owner=None)
    guest, found = scene.stationed, meeting(scene, people=[scene.stationed.pk])
    words = {}
    for item in found.items.select_related("case", "consultation"):
        words[item.case_id] = some_text()
        consultations.discuss(item, scene.peace, words[item.case_id])
    minutes = some_text()
    path = f"/consultations/{found.pk}/"
    keys = [str(one.pk) for one in found.attendees.all()]
    browser(scene.peace).post(f"{path}minutes/", {"minutes": minutes, "present": keys})
    whole = text(browser(scene.peace).get(path))
    for word in (*words.values(), minutes):
        assert word in whole
    for address in (path, f"{path}print/"):
        part = text(browser(guest).get(address))
        assert words[own.pk] in part
        assert words[other.pk] not in part
        assert minutes not in part
        assert re.search("另 1 件不在", part)
    api = browser(guest).get(f"/api/v1{path}").json()
    assert ([row["case"] for row in api["items"]], api["hidden"]) == ([own.pk], 1)
    assert "minutes" not in api
    assert browser(scene.peace).get(f"/api/v1{path}").json()["minutes"] == minutes


def test_a_card_reader_sees_the_row_of_an_item_and_none_of_its_words(
    scene: Cast, browser: Any
) -> None:
    """夏衡之 leads the department of the category: card only (rules.md §6)."""
    case = register(scene)
    Case.objects.filter(pk=case.pk).update(risk=Risk.RED)
    found = meeting(scene, units=[scene.town.unit("shiguan").pk])
    item = found.items.select_related("case", "consultation").get()
    said = some_text()
    consultations.discuss(item, scene.peace, said)
    decided = consultations.decide(item, scene.peace, text=some_text()).text
    Case.objects.filter(pk=case.pk).update(place=some_text())
    case.refresh_from_db()
    page = text(browser(scene.bystander).get(f"/consultations/{found.pk}/"))
    assert case.category.name in page
    for word in (said, decided, case.place, "风险红橙"):
        assert word not in page
    (row,) = browser(scene.bystander).get(f"/api/v1/consultations/{found.pk}/").json()["items"]
    assert set(row) == {"id", "case", "title"}


def test_who_is_not_part_of_a_meeting_does_not_learn_of_it(scene: Cast, browser: Any) -> None:
    found = meeting(scene, units=[scene.town.unit("guijian").pk])
    path = f"/consultations/{found.pk}/"
    for person in (scene.peace, scene.director, scene.addressee):
        assert browser(person).get(path).status_code == 200
        assert found.topic in text(browser(person).get("/consultations/"))
    for person in (scene.owner, scene.stationed, scene.justice, scene.bystander, scene.clerk,
                   scene.members["village"]):  # fmt: skip
        client = browser(person)
        for address in (path, f"{path}print/", f"/api/v1{path}"):
            assert client.get(address).status_code == 404
        for address in ("agenda/", "minutes/"):
            assert client.post(f"{path}{address}").status_code == 404
        assert found.topic not in text(client.get("/consultations/"))
        assert client.get("/api/v1/consultations/").json()["results"] == []


def test_a_decision_with_a_unit_and_a_day_becomes_a_task(scene: Cast, browser: Any) -> None:
    """P whistles for another unit and urges the handling one; the director's word is 批示."""
    case = bring(scene, "mediating", "village")
    Case.objects.filter(pk=case.pk).update(risk=Risk.RED)
    other, own = scene.town.unit("guijian"), case.unit
    for actor, unit, kind in (
        (scene.peace, other, "whistle"),
        (scene.peace, own, "urge"),
        (scene.director, other, "instruct"),
    ):
        found = meeting(scene, actor)
        item, words = found.items.get(), some_text()
        answer = browser(actor).post(
            f"/consultations/{found.pk}/items/{item.pk}/",
            {"do": "decide", f"i{item.pk}-text": words, f"i{item.pk}-unit": str(unit.pk),
             f"i{item.pk}-due_on": "2026-03-06"},
        )  # fmt: skip
        assert answer.status_code == 302, kind
        decision = Decision.objects.get(item=item)
        assert decision.direction is not None
        assert (decision.direction.kind, decision.direction.to_unit) == (kind, unit)
        assert decision.direction.text.startswith(words)
        if kind != "urge":
            assert decision.direction.due_on == date(2026, 3, 6)
        assert case.deadlines.filter(direction=decision.direction, stopped_on=None).count() == 1
    assert case.events.filter(verb__in=["whistle", "urge", "instruct"]).count() == 3
    assert words in text(browser(scene.addressee).get("/"))


def test_a_decision_without_a_unit_is_only_written_down(scene: Cast, browser: Any) -> None:
    case = bring(scene, "mediating", "village")
    Case.objects.filter(pk=case.pk).update(risk=Risk.RED)
    found = meeting(scene)
    item, words = found.items.get(), some_text()
    path, prefix = f"/consultations/{found.pk}/items/{item.pk}/", f"i{item.pk}-"
    peace = browser(scene.peace)
    half = {"do": "decide", f"{prefix}text": words, f"{prefix}unit": str(case.unit_id)}
    assert "请选一个日期" in text(peace.post(path, half))
    past = half | {f"{prefix}due_on": "2026-03-01"}
    assert "不能早于 2026-03-02" in text(peace.post(path, past))
    assert not Decision.objects.exists()
    peace.post(path, {"do": "decide", f"{prefix}text": words})
    assert (Decision.objects.get().text, Direction.objects.count()) == (words, 0)


def test_what_the_door_refuses_leaves_no_decision(scene: Cast, browser: Any) -> None:
    """司法所 may call a meeting; to whistle is not among its verbs (rules.md §2 row 23)."""
    case = bring(scene, "mediating", "village")
    Case.objects.filter(pk=case.pk).update(risk=Risk.RED)
    found = meeting(scene, scene.justice)
    item = found.items.get()
    asked = {"text": "请到场", "due_on": "2026-03-06"}
    path = f"/api/v1/consultations/{found.pk}/items/{item.pk}/"
    justice = browser(scene.justice)
    refused = justice.post(path, asked | {"unit": scene.town.unit("guijian").pk},
                           content_type="application/json")  # fmt: skip
    assert (refused.status_code, refused.json()["code"]) == (409, "not_yours")
    assert (Decision.objects.count(), Direction.objects.count()) == (0, 0)
    allowed = justice.post(path, asked | {"unit": case.unit_id}, content_type="application/json")
    assert allowed.status_code == 200
    assert Direction.objects.get().kind == "urge"


def test_the_agenda_is_added_to_and_taken_from_by_who_prepares_it(
    scene: Cast, browser: Any
) -> None:
    plain = register(scene)
    found = meeting(scene, units=[scene.town.unit("guijian").pk])
    path = f"/consultations/{found.pk}/"
    guest, peace = browser(scene.addressee), browser(scene.peace)
    guest.post(f"{path}agenda/", {"do": "add", "number": plain.number})
    assert reasons(found) == {}
    peace.post(f"{path}agenda/", {"do": "add", "number": f"{plain.short_number}号"})
    assert reasons(found) == {plain.pk: ["added"]}
    Case.objects.filter(pk=register(scene).pk).update(risk=Risk.ORANGE)
    peace.post(f"{path}agenda/", {"do": "fill"})
    peace.post(f"{path}agenda/", {"do": "fill"})
    assert sorted(reasons(found).values()) == [["added"], ["risk"]]
    assert "没有按这个案号找到" in text(
        peace.post(f"{path}agenda/", {"do": "add", "number": "99999号"}, follow=True)
    )
    item = found.items.get(case=plain)
    peace.post(f"{path}items/{item.pk}/", {"do": "drop"})
    assert plain.pk not in reasons(found)
    spoken = found.items.get()
    words = {"do": "discuss", f"i{spoken.pk}-discussion": some_text()}
    peace.post(f"{path}items/{spoken.pk}/", words)
    peace.post(f"{path}items/{spoken.pk}/", {"do": "drop"})
    assert found.items.count() == 1


def test_minutes_are_final(scene: Cast, browser: Any) -> None:
    Case.objects.filter(pk=register(scene).pk).update(risk=Risk.RED)
    found = meeting(scene, units=[scene.town.unit("guijian").pk])
    other = meeting(scene, held_on=date(2026, 3, 3))
    peace, path = browser(scene.peace), f"/consultations/{found.pk}/"
    early = peace.post(f"/consultations/{other.pk}/minutes/", {"minutes": "甲"}, follow=True)
    assert "开过才能写纪要" in text(early)
    (attendee,) = found.attendees.all()
    words = some_text()
    peace.post(f"{path}minutes/", {"minutes": words, "present": [attendee.pk]})
    found.refresh_from_db()
    attendee.refresh_from_db()
    assert (found.minutes, found.minutes_by, attendee.is_present) == (words, scene.peace, True)
    peace.post(f"{path}minutes/", {"minutes": "改过"})
    item = found.items.get()
    answer = peace.post(
        f"/api/v1{path}items/{item.pk}/", {"text": "再议"}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "final")
    found.refresh_from_db()
    assert found.minutes == words
    assert words in text(peace.get(f"{path}print/"))


def test_a_meeting_costs_the_same_with_one_item_and_with_twenty(
    scene: Cast, browser: Any, queries: Any
) -> None:
    peace, counts = browser(scene.peace), []
    for more in (1, 19):
        for _ in range(more):
            Case.objects.filter(pk=register(scene).pk).update(risk=Risk.RED)
        found = meeting(scene, units=[scene.town.unit("guijian").pk])
        for item in found.items.select_related("case", "consultation"):
            consultations.decide(item, scene.peace, text=some_text())
        path = f"/consultations/{found.pk}/"
        peace.get(path)
        counts.append([queries(lambda where=where: peace.get(where)) for where in (
            path, f"{path}print/", "/consultations/", f"/api/v1{path}",
        )])  # fmt: skip
    assert counts[0] == counts[1]


def test_who_is_asked_to_come_is_told_once_and_no_case_is_named(scene: Cast, browser: Any) -> None:
    case = register(scene)
    Case.objects.filter(pk=case.pk).update(risk=Risk.RED)
    found = meeting(scene, units=[scene.town.unit("guijian").pk], people=[scene.owner.pk])
    told = Notice.objects.filter(kind="consultation")
    assert {one.user for one in told} == {scene.addressee, scene.owner}
    for one in told:
        assert found.number in one.text
        assert found.topic not in one.text
        assert case.number not in one.text
        assert browser(one.user).get(one.url).status_code == 200
