"""责任组 1+1+1+3 of a case: who names it, who may sit in it, what it opens to him."""

from typing import Any

import pytest

from cases import access
from cases.enums import Tier
from cases.models import Case, TeamMember
from cases.selectors.teams import usual_team
from grids.enums import Role, Seat
from grids.models import TeamSeat
from tests.cases.factories import Cast, act, register
from tests.factories import V1

pytestmark = pytest.mark.django_db


def seats(case: Case) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for member in TeamMember.objects.filter(case=case).order_by("pk"):
        found.setdefault(member.seat, []).append(member.user_id)
    return found


def page_fields(team: dict[str, list[int]]) -> dict[str, Any]:
    """What a browser sends: a choice for each of the first three, a box for each of three staff."""
    fields = {seat: people[0] if people else "" for seat, people in team.items() if seat != "staff"}
    staff = team.get("staff", [])
    return fields | {f"staff{place + 1}": pk for place, pk in enumerate(staff)}


def test_the_head_names_the_team_and_the_history_says_so(scene: Cast, browser: Any) -> None:
    case, head = register(scene), scene.heads[Tier.VILLAGE]
    mediator = scene.members[Tier.VILLAGE]
    before = seats(case)
    client, url = browser(head), f"/cases/{case.pk}/team/"
    assert "改一改" in client.get(f"/cases/{case.pk}/").content.decode()
    page = client.get(url).content.decode()
    first = before["staff"][0]
    assert f'<option value="{first}" selected' in page
    wanted = before | {"staff": [mediator.pk, first]}
    sent = page_fields(wanted) | {"version": case.version}
    assert client.post(url, sent).status_code == 302
    assert set(seats(case)["staff"]) == set(wanted["staff"])
    assert {seat: seats(case).get(seat) for seat in ("leader", "chief", "secretary")} == {
        seat: before.get(seat) for seat in ("leader", "chief", "secretary")
    }
    last = case.events.latest("seq")
    assert (last.verb, last.payload, last.actor) == ("amend", {"fields": ["team"]}, head)
    assert "更正了责任组" in client.get(f"/cases/{case.pk}/").content.decode()
    stale = client.post(url, page_fields(before) | {"version": case.version}).content.decode()
    assert "已经有了新的动静" in stale


def test_who_leaves_the_team_no_longer_reads_the_file(scene: Cast, browser: Any) -> None:
    case = register(scene)
    client = browser(scene.grid)
    assert client.get(f"/api/v1/cases/{case.pk}/events/").status_code == 200
    team = seats(case)
    staff = [pk for pk in team.pop("staff") if pk != scene.grid.pk]
    body = {seat: people[0] for seat, people in team.items()} | {"staff": staff}
    url = f"/api/v1/cases/{case.pk}/team/"
    answer = browser(scene.peace).post(url, body, "application/json")
    assert answer.status_code == 200, answer.json()
    assert scene.grid.pk not in {one["user"] for one in answer.json()}
    assert client.get(f"/api/v1/cases/{case.pk}/events/").status_code == 404


def test_only_head_owner_and_peace_office_name_it_and_only_while_it_is_open(
    scene: Cast, browser: Any
) -> None:
    case = register(scene)
    url = f"/cases/{case.pk}/team/"
    for person in (scene.heads[Tier.VILLAGE], scene.owner, scene.peace):
        assert browser(person).get(url).status_code == 200, person
    others = (scene.members[Tier.VILLAGE], scene.clerk, scene.grid, scene.director, scene.bystander)
    for person in others:
        assert browser(person).get(url).status_code == 404, person
    assert "改一改" not in browser(scene.grid).get(f"/cases/{case.pk}/").content.decode()
    body = {"leader": None, "staff": []}
    api = f"/api/v1{url}"
    refused = browser(scene.members[Tier.VILLAGE]).post(api, body, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_yours")
    assert browser(scene.bystander).post(api, body, "application/json").status_code == 404
    act(case, "decline", scene.heads[Tier.VILLAGE])
    assert browser(scene.peace).get(url).status_code == 404
    over = browser(scene.peace).post(api, body, "application/json")
    assert (over.status_code, over.json()["code"]) == (409, "not_now")


def test_one_seat_each_and_only_people_who_work_there(scene: Cast, browser: Any) -> None:
    case = register(scene)
    client, url = browser(scene.peace), f"/api/v1/cases/{case.pk}/team/"
    mediator, stranger = scene.members[Tier.VILLAGE], scene.town.user("discipline")
    wrong = {
        "invalid_choice": [
            {"staff": [stranger.pk]},
            {"leader": mediator.pk},
            {"chief": mediator.pk, "staff": [mediator.pk]},
        ],
    }
    before = seats(case)
    for code, bodies in wrong.items():
        for body in bodies:
            answer = client.post(url, body, "application/json")
            assert (answer.status_code, answer.json()["code"]) in {(409, code), (400, code)}, body
    four = [scene.town.hire(V1, Role.MEDIATOR).pk for _ in range(4)]
    assert client.post(url, {"staff": four}, "application/json").status_code == 400
    assert seats(case) == before
    assert client.post(url, {"staff": four[:3]}, "application/json").status_code == 200
    assert seats(case) == {"staff": four[:3]}


def test_the_village_team_fills_the_form_when_it_is_asked_for(scene: Cast, browser: Any) -> None:
    case = register(scene)
    TeamMember.objects.filter(case=case).delete()
    secretary = TeamSeat.objects.filter(division__code=V1, seat=Seat.SECRETARY, to_on=None).first()
    assert secretary is not None
    assert usual_team(case)["secretary"] == [secretary.user_id]
    client, url = browser(scene.heads[Tier.VILLAGE]), f"/cases/{case.pk}/team/"
    chosen = f'<option value="{secretary.user_id}" selected'
    assert chosen not in client.get(url).content.decode()
    assert chosen in client.get(f"{url}?usual=1").content.decode()
    assert not TeamMember.objects.filter(case=case).exists()  # looking at it writes nothing


def test_who_reported_in_may_be_asked_into_the_team(scene: Cast, browser: Any) -> None:
    case = register(scene)
    case = act(case, "whistle", scene.peace, units=[scene.town.unit("guijian").pk])
    client, url = browser(scene.peace), f"/api/v1/cases/{case.pk}/team/"
    body = {"staff": [scene.addressee.pk]}
    assert client.post(url, body, "application/json").status_code in {400, 409}
    case = act(case, "report_in", scene.addressee)
    assert client.post(url, body, "application/json").status_code == 200
    assert access.level_of(scene.addressee, Case.objects.get(pk=case.pk)) >= access.FILE
