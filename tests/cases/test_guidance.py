"""A guidance mediator reads the whole of a case he was named for, advises, and changes nothing."""

from typing import Any

import pytest

from cases.enums import Tier, Verb
from cases.models import Case, Guidance
from grids.enums import Role
from mediation.core.models import Notice, User
from tests.cases.factories import Cast, act, register, some_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(scene: Cast) -> User:
    return scene.town.hire("justice", Role.GUIDANCE_MEDIATOR)


def recorded(cast: Cast, minutes: str = "") -> Case:
    member = cast.members[Tier.VILLAGE]
    case = act(register(cast), "accept", member)
    return act(case, "record", member, minutes=minutes or some_text(), outcome="again")


def page(case: Case) -> str:
    return f"/cases/{case.pk}/guidance/"


def api(case: Case) -> str:
    return f"/api/v1/cases/{case.pk}/guidance/"


def name_by_page(browser: Any, actor: User, case: Case, guide: User) -> Any:
    return browser(actor).post(page(case), {"user": guide.pk}, follow=True)


def test_named_by_the_justice_office_he_reads_file_and_record_and_may_only_advise(
    scene: Cast, browser: Any, guide: User
) -> None:
    minutes = some_text()
    case, other = recorded(scene, minutes), recorded(scene)
    client = browser(guide)
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    assert "已请" in name_by_page(browser, scene.town.user("justice"), case, guide).content.decode()

    shown = client.get(f"/cases/{case.pk}/").content.decode()
    assert minutes in shown
    assert guide.name in shown
    moves = client.get(f"/api/v1/cases/{case.pk}/moves/").json()["moves"]
    assert [move["verb"] for move in moves] == [Verb.NOTE]
    assert client.get(f"/cases/{other.pk}/").status_code == 404
    listed = client.get("/api/v1/cases/").json()["results"]
    assert [row["id"] for row in listed] == [case.pk]


def test_his_advice_stands_in_the_file_and_every_other_verb_is_refused(
    scene: Cast, browser: Any, guide: User
) -> None:
    case = recorded(scene)
    name_by_page(browser, scene.town.user("justice"), case, guide)
    client, advice = browser(guide), some_text()
    version = Case.objects.get(pk=case.pk).version
    moves = f"/api/v1/cases/{case.pk}/moves/"
    body = {"verb": "note", "version": version, "stuck": advice, "next_step": "请村里再约一次"}
    assert client.post(moves, body, content_type="application/json").status_code == 200
    assert advice in browser(scene.members[Tier.VILLAGE]).get(f"/cases/{case.pk}/").content.decode()
    case = Case.objects.get(pk=case.pk)
    tried = {
        "record": {"minutes": some_text(), "outcome": "again"},
        "settle": {"form": "oral", "terms": some_text(), "signed": True},
        "amend": {"place": some_text()},
        "terminate": {"ground": "refused", "reason": some_text()},
        "reassess": {"risk": "red", "reason": some_text()},
    }
    for verb, fields in tried.items():
        body = {"verb": verb, "version": case.version, **fields}
        answer = client.post(moves, body, content_type="application/json")
        assert (verb, answer.status_code) == (verb, 409)
        assert answer.json()["code"] == "not_yours"
    party = case.parties.order_by("pk")[0]
    assert client.post(
        f"/cases/{case.pk}/parties/{party.pk}/unmask/", {"reason": some_text()}
    ).status_code in {403, 404, 409}


def test_only_the_justice_office_and_the_head_of_the_streets_room_name_one(
    scene: Cast, browser: Any, guide: User
) -> None:
    case = recorded(scene)
    body = {"user": guide.pk}
    for account in ("village", "peace", "director"):
        answer = browser(scene.town.user(account)).post(
            api(case), body, content_type="application/json"
        )
        assert (account, answer.status_code) == (account, 409)
    case = act(case, "escalate", scene.members[Tier.VILLAGE])
    plain = browser(scene.members[Tier.STREET]).post(api(case), body, "application/json")
    assert plain.status_code == 409
    assert not Guidance.objects.exists()
    head = browser(scene.heads[Tier.STREET]).post(api(case), body, "application/json")
    assert head.status_code == 201
    assert head.json()["name"] == guide.name
    assert Notice.objects.filter(user=guide, matter_key=f"case:{case.pk}").count() == 1


def test_only_guidance_mediators_are_named_once_and_while_the_case_is_open(
    scene: Cast, browser: Any, guide: User
) -> None:
    case, justice = recorded(scene), browser(scene.town.user("justice"))

    def name(user_id: Any) -> int:
        return int(justice.post(api(case), {"user": user_id}, "application/json").status_code)

    assert name(scene.town.user("village2").pk) == 400
    assert name(987_654_321) == 400
    assert name("x") == 400
    assert name(guide.pk) == 201
    assert name(guide.pk) == 400
    assert justice.post(page(case), {"user": "²"}).status_code == 302
    other = scene.town.hire("justice", Role.GUIDANCE_MEDIATOR)
    act(case, "settle", scene.members[Tier.VILLAGE])
    assert name(other.pk) == 409
    assert Guidance.objects.filter(case=case).count() == 1


def test_when_it_ends_the_case_is_out_of_his_sight_and_the_trace_stays(
    scene: Cast, browser: Any, guide: User
) -> None:
    case, justice = recorded(scene), scene.town.user("justice")
    name_by_page(browser, justice, case, guide)
    client = browser(guide)
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    assert client.post(page(case), {"end": Guidance.objects.get().pk}).status_code == 302
    assert Guidance.objects.get().ended_at is None
    browser(justice).post(page(case), {"end": Guidance.objects.get().pk})
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    assert client.get("/api/v1/cases/").json()["results"] == []
    (row,) = browser(justice).get(api(case)).json()
    assert row["ended_at"] is not None
    assert "结束" in browser(justice).get(page(case)).content.decode()


def test_who_lost_the_post_guides_no_longer(scene: Cast, browser: Any, guide: User) -> None:
    case = recorded(scene)
    name_by_page(browser, scene.town.user("justice"), case, guide)
    assert browser(guide).get(f"/cases/{case.pk}/").status_code == 200
    guide.posts.update(to_on="2026-03-01")
    assert browser(guide).get(f"/cases/{case.pk}/").status_code == 404


def test_an_end_of_another_case_is_not_found(scene: Cast, browser: Any, guide: User) -> None:
    case, other = recorded(scene), recorded(scene)
    justice = browser(scene.town.user("justice"))
    mine = justice.post(api(case), {"user": guide.pk}, "application/json").json()["id"]
    body = {"end": mine}
    assert justice.post(api(other), body, "application/json").status_code == 404
    assert justice.post(api(case), {**body, "user": 1}, "application/json").status_code == 400
    assert justice.post(api(case), body, "application/json").status_code == 200
