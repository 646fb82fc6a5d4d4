"""Posts given and ended, who answers for a unit, a village's team: by page, with who did it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from cases import services as case_services
from grids.enums import Role, Seat
from grids.models import Department, Division, Post, PostChange, Station, TeamSeat
from grids.selectors import roles_of, stationed_leader
from mediation.core.models import User
from tests.cases.factories import registration
from tests.factories import GRID, V1, V2, Town, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(settings: Any) -> Client:
    settings.DEMO = True
    return Client()


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def appoint(client: Client, unit: Department, person: User, **more: str) -> Any:
    words = {
        "unit": str(unit.pk),
        "person": str(person.pk),
        "role": "mediator",
        "division": "",
        "from_on": "2026-11-16",
        "to_on": "",
    }
    return client.post("/posts/new/", words | more)


def test_a_post_opens_what_it_opens_from_its_first_day_to_its_last(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    newcomer = make_user()  # an account just opened, without any post
    signed_in(client, town.user("secadmin"))
    answer = appoint(
        client, town.unit(V1), newcomer, from_on="2026-11-17", to_on="2026-11-18", is_head="on"
    )
    assert answer.status_code == 302, answer.context["form"].errors
    page = client.get("/posts/").content.decode()
    assert newcomer.name in page
    assert "还没到任" in page
    case = case_services.register(town.user("window"), **registration()).case

    def reads() -> int:
        return signed_in(client, newcomer).get(f"/cases/{case.pk}/").status_code

    assert reads() == 404
    at("2026-11-17 00:01")
    assert reads() == 200
    at("2026-11-18 23:59")
    assert reads() == 200
    at("2026-11-19 00:01")
    assert reads() == 404


def test_who_gave_a_post_is_written_down_and_stays(
    town: Town, client: Client, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    person = town.user("mediator2")
    signed_in(client, town.user("director"))
    assert appoint(client, town.unit(V1), person).status_code == 302
    line = PostChange.objects.get()
    assert (line.act, line.person, line.unit) == ("appointed", person, town.unit(V1))
    assert (line.title, line.on, line.by) == ("调解员", date(2026, 11, 16), town.user("director"))
    assert "程立新 2026-11-16 09:00 录入" in client.get("/posts/").content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        PostChange.objects.filter(pk=line.pk).update(by=town.user("secadmin"))
    again = appoint(client, town.unit(V1), person, from_on="2026-11-20").content.decode()
    assert "这几天已经任着这个岗位" in again


def test_who_may_give_posts_and_to_whom(
    town: Town, client: Client, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    other = town.user("mediator2")
    for account in ("peace", "village", "sysadmin", "auditor"):
        answer = appoint(signed_in(client, town.user(account)), town.unit(V1), other)
        assert answer.status_code == 404, account
    keeper = town.user("secadmin")
    signed_in(client, keeper)
    assert appoint(client, town.unit(V1), keeper).status_code == 200  # not to himself
    far = Division.objects.create(
        code="500102099000", path="500102099", name="别镇", short_name="别镇", level="town",
        kind="town", parent=town.centre.parent,
    )  # fmt: skip
    elsewhere = Department.objects.create(
        code="500102099-centre",
        name="别镇调处中心",
        short_name="别镇中心",
        kind="centre",
        centre=far,
    )
    stranger = make_user()
    Post.objects.create(
        user=stranger, department=elsewhere, role=Role.DIRECTOR, from_on=date(2020, 1, 1)
    )
    assert appoint(client, town.unit(V1), stranger).status_code == 200
    assert appoint(client, elsewhere, other).status_code == 200
    assert not PostChange.objects.exists()
    assert appoint(client, town.unit(V1), other).status_code == 302


def test_administrators_stay_apart_and_a_grid_worker_has_a_grid(
    town: Town, client: Client, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    signed_in(client, town.user("secadmin"))
    centre, committee = town.unit("centre"), town.unit(V1)
    apart = "各自分开"
    for person, role in (("sysadmin", "auditor"), ("auditor", "mediator"), ("peace", "auditor")):
        assert apart in appoint(client, centre, town.user(person), role=role).content.decode()
    worker = make_user()
    page = appoint(client, committee, worker, role="grid_worker").content.decode()
    assert "网格员要选致远社区的一个网格" in page
    foreign = town.v2.children.filter(is_active=True).earliest("code")
    answer = appoint(client, committee, worker, role="grid_worker", division=str(foreign.pk))
    assert answer.status_code == 200
    assert roles_of(worker) == frozenset()
    own = str(town.place(GRID).pk)
    assert appoint(client, committee, worker, role="grid_worker", division=own).status_code == 302
    assert Post.objects.get(user=worker).division == town.place(GRID)


def test_nobody_leaves_with_open_work_in_his_hands(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    leaving, successor = town.user("village"), town.hire("jingfa")
    case = case_services.register(town.user("window"), **registration()).case
    case_services.move(case, "accept", leaving, consent=True)
    post = Post.objects.get(user=leaving)
    signed_in(client, town.user("secadmin"))

    def end(day: str) -> str:
        return client.post(f"/posts/{post.pk}/end/", {"to_on": day}, follow=True).content.decode()

    assert "手里还有 1 件没办完的事" in end("2026-11-16")
    assert "也不能早于昨天" in end("2026-11-01")
    words = {"successor": successor.pk, "on": "2026-11-16", "reason": "调岗", "gives_post": "on"}
    assert client.post(f"/posts/{post.pk}/handover/", words).status_code == 302
    assert "写好了最后一天" in end("2026-11-16")
    post.refresh_from_db()
    assert post.to_on == date(2026, 11, 16)
    assert PostChange.objects.get().act == "ended"
    at("2026-11-17 00:01")
    assert signed_in(client, leaving).get(f"/cases/{case.pk}/").status_code == 404


def test_who_answers_for_a_unit_is_set_by_page_and_stands_on_its_cases(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    unit, first, main = town.unit(V1), town.user("justice"), town.user("leader2")
    url = f"/posts/units/{unit.pk}/"
    words = {"first": str(first.pk), "main": str(main.pk)}
    for account in ("peace", "village", "sysadmin"):
        assert signed_in(client, town.user(account)).post(url, words).status_code == 404, account
    signed_in(client, town.user("director"))
    assert client.post(url, words).status_code == 302
    listed = client.get("/posts/units/").content.decode()
    assert first.name in listed
    case = case_services.register(town.user("window"), **registration()).case
    page = signed_in(client, town.user("village")).get(f"/cases/{case.pk}/").content.decode()
    assert f"第一责任人</span> {first.name}" in page
    assert f"主要责任人</span> {main.name}" in page
    signed_in(client, town.user("director")).post(url, {"first": str(first.pk), "main": ""})
    unit.refresh_from_db()
    assert (unit.first_responsible, unit.main_responsible) == (first, None)
    assert set(PostChange.objects.values_list("title", flat=True)) == {"第一责任人", "主要责任人"}


def test_a_seat_has_one_holder_and_three_stools_three(
    town: Town, client: Client, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    url = f"/places/{V1}/team/"
    before = TeamSeat.objects.get(division=town.v1, seat=Seat.SECRETARY)
    person = town.user("mediator2")

    def seat(who: User, on: str, day: str = "2026-11-16") -> Any:
        return client.post(url, {"do": "seat", "seat": on, "person": str(who.pk), "from_on": day})

    for account in ("village", "peace", "sysadmin"):
        signed_in(client, town.user(account))
        assert seat(person, Seat.SECRETARY).status_code == 404, account
    signed_in(client, town.user("secadmin"))
    link = f'href="{url}"'
    assert link in client.get(f"/places/{V1}/").content.decode()
    assert seat(person, Seat.SECRETARY).status_code == 302
    before.refresh_from_db()
    assert before.to_on == date(2026, 11, 15)
    assert "已经在这个责任组里" in seat(person, Seat.STAFF).content.decode()
    newcomer = town.hire("jingfa")
    assert "最多 3 人" in seat(newcomer, Seat.STAFF).content.decode()
    leaving = TeamSeat.objects.filter(division=town.v1, seat=Seat.STAFF, to_on=None).earliest("pk")
    words = {"do": "end", "seat": str(leaving.pk), "to_on": "2026-11-15"}
    assert client.post(url, words).status_code == 302
    assert seat(newcomer, Seat.STAFF).status_code == 302
    acts = list(PostChange.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["unseated", "seated", "unseated", "seated"]


def test_a_village_gets_another_leader_by_page(
    town: Town, client: Client, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    url = f"/places/{V1}/team/"
    words = {"do": "station", "person": str(town.user("leader2").pk), "from_on": "2026-11-16"}
    signed_in(client, town.user("director"))
    not_a_leader = words | {"person": str(town.user("peace").pk)}
    assert client.post(url, not_a_leader).status_code == 200
    assert stationed_leader(town.v1) == town.user("leader")
    assert client.post(url, words).status_code == 302
    assert stationed_leader(town.v1) == town.user("leader2")
    assert Station.objects.get(division=town.v1, user=town.user("leader")).to_on == date(
        2026, 11, 15
    )
    assert stationed_leader(town.place(V2)) == town.user("leader2")
    assert client.post(url, {"do": "somehow"}).status_code == 404
