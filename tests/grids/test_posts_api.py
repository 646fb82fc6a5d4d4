"""Posts, deputies, hand-overs, who is responsible and a village's team over JSON."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cases import services as case_services
from grids.models import Deputy, Post, TeamSeat, VillageStaff
from grids.selectors import stationed_leader
from mediation.core.models import User
from tests.cases.factories import registration, some_text
from tests.factories import V1, Town, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    """Demo accounts need no second factor."""
    settings.DEMO = True


def asking(user: User) -> Callable[..., Any]:
    client = Client()
    client.force_login(user)

    def ask(method: str, path: str, body: Any = None) -> Any:
        return getattr(client, method)(f"/api/v1/{path}", body, content_type="application/json")

    return ask


READ = ("posts/", "posts/changes/", "deputies/", "units/", f"villages/{V1}/seats/")


def test_the_posts_are_read_by_who_keeps_them(town: Town) -> None:
    for account in ("village", "peace", "leader", "grid", "auditor"):
        ask = asking(town.user(account))
        assert {ask("get", path).status_code for path in READ} == {404}, account
    for account in ("secadmin", "director", "sysadmin"):
        ask = asking(town.user(account))
        assert {ask("get", path).status_code for path in READ} == {200}, account
    page = asking(town.user("secadmin"))("get", "posts/").json()
    found = {one["user"]["name"]: one for one in page["results"]}
    assert found["罗正则"]["unit"] == "500102011-justice"


def test_a_post_is_given_and_ended(town: Town, at: Callable[[str], Any]) -> None:
    at("2026-11-16 09:00")
    newcomer = make_user()
    words = {
        "unit": f"{V1}-committee",
        "user": newcomer.pk,
        "role": "mediator",
        "from_on": "2026-11-16",
    }
    assert asking(town.user("sysadmin"))("post", "posts/", words).status_code == 404
    ask = asking(town.user("secadmin"))
    assert ask("post", "posts/", words | {"unit": "nothing"}).status_code == 400
    made = ask("post", "posts/", words)
    assert made.status_code == 201, made.content
    end = f"posts/{made.json()['id']}/end/"
    assert ask("post", end, {"to_on": "2026-11-01"}).status_code == 400
    assert ask("post", end, {"to_on": "2026-11-20"}).json()["to_on"] == "2026-11-20"
    acts = [one["act"] for one in ask("get", "posts/changes/").json()["results"]]
    assert sorted(acts) == ["appointed", "ended"]


def test_open_work_is_shown_and_handed_over(
    town: Town, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    leaving, successor = town.user("village"), town.user("village2")
    case = case_services.register(town.user("window"), **registration()).case
    case_services.move(case, "accept", leaving, consent=True)
    path = f"posts/{Post.objects.get(user=leaving).pk}/handover/"
    ask = asking(town.user("director"))
    assert ask("get", path).json()["open_work"] == {"cases": 1}
    words = {"successor": successor.pk, "on": "2026-11-16", "reason": "调岗"}
    refused = ask("post", path, words)
    assert (refused.status_code, refused.json()["fields"].keys()) == (400, {"successor"})
    done = ask("post", path, words | {"gives_post": True})
    assert (done.status_code, done.json()["moved"]) == (201, {"cases": 1})
    case.refresh_from_db()
    assert case.officer == successor
    assert asking(town.user("peace"))("post", path, words).status_code == 404


def test_a_deputy_is_named_and_called_back(
    town: Town, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    away, deputy = town.user("village"), town.hire("jingfa")
    ask = asking(town.user("secadmin"))
    words = {"user": away.pk, "deputy": deputy.pk, "from_on": "2026-11-16", "reason": some_text()}
    assert ask("post", "deputies/", words).json()["fields"].keys() == {"to_on"}
    made = ask("post", "deputies/", words | {"to_on": "2026-11-20"})
    assert made.status_code == 201, made.content
    case = case_services.register(town.user("window"), **registration()).case
    assert asking(deputy)("get", f"cases/{case.pk}/").status_code == 200
    end = f"deputies/{made.json()['id']}/end/"
    assert asking(town.user("village"))("post", end, {"to_on": "2026-11-15"}).status_code == 404
    assert ask("post", end, {"to_on": "2026-11-16"}).status_code == 200
    assert Deputy.objects.get().to_on == date(2026, 11, 16)
    at("2026-11-17 00:01")
    assert asking(deputy)("get", f"cases/{case.pk}/").status_code == 404
    assert asking(town.user("secadmin"))("get", "deputies/").json() == []


def test_who_is_responsible_and_who_sits_in_the_team(town: Town, at: Callable[[str], Any]) -> None:
    at("2026-11-16 09:00")
    ask = asking(town.user("director"))
    path = f"units/{V1}-committee/responsible/"
    both = {"first_responsible": town.user("justice").pk, "main_responsible": None}
    assert ask("post", path, {"first_responsible": None}).status_code == 400  # both are named
    done = ask("post", path, both).json()
    assert (done["first_responsible"]["name"], done["main_responsible"]) == ("罗正则", None)
    seats = f"villages/{V1}/seats/"
    leaving = TeamSeat.objects.filter(division=town.v1, seat="staff", to_on=None).earliest("pk")
    newcomer = {"user": town.hire("jingfa").pk, "seat": "staff", "from_on": "2026-11-16"}
    assert ask("post", seats, newcomer).status_code == 409  # three sit there
    end = ask("post", f"{seats}{leaving.pk}/end/", {"to_on": "2026-11-15"})
    assert end.json()["to_on"] == "2026-11-15"
    assert ask("post", seats, newcomer).status_code == 201
    leader = {"user": town.user("leader2").pk, "from_on": "2026-11-16"}
    assert ask("post", f"villages/{V1}/station/", leader).status_code == 201
    assert stationed_leader(town.v1) == town.user("leader2")
    assert asking(town.user("village"))("post", seats, newcomer).status_code == 404


def test_a_village_writes_its_desk_and_its_people(town: Town, at: Callable[[str], Any]) -> None:
    at("2026-11-16 09:00")
    ask, name = asking(town.user("village")), some_text()
    desk = ask("post", f"villages/{V1}/desk/", {"hours": "每天9点到17点"})
    assert desk.json()["hours"] == "每天9点到17点"
    words = {"duty": "law_guide", "name": name, "from_on": "2026-11-16"}
    assert ask("post", f"villages/{V1}/staff/", words | {"phone": "打电话"}).status_code == 400
    made = ask("post", f"villages/{V1}/staff/", words)
    assert (made.status_code, made.json()["consented_on"]) == (201, None)
    acts = f"villages/{V1}/staff/{made.json()['id']}/acts/"
    assert ask("post", acts, {"act": "consent"}).json()["consented_on"] == "2026-11-16"
    assert ask("post", acts, {"act": "end"}).status_code == 400
    assert ask("post", acts, {"act": "end", "to_on": "2026-11-16"}).status_code == 200
    assert VillageStaff.objects.get(name=name).to_on == date(2026, 11, 16)
    for account in ("village2", "grid", "window"):
        other = asking(town.user(account))
        assert other("post", f"villages/{V1}/staff/", words).status_code == 404, account
        assert other("post", acts, {"act": "silence"}).status_code == 404
        assert other("post", f"villages/{V1}/desk/", {}).status_code == 404
