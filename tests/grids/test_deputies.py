"""Deputies by date: nothing of an absent person waits, every event says for whom, then it ends."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cases import services as case_services
from cases.models import Case
from grids.models import Deputy, DivisionChange, Handover, Post, PostChange
from mediation.core.models import Notice, User
from tests.cases.factories import registration, some_text
from tests.factories import V1, Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(settings: Any) -> Client:
    settings.DEMO = True
    return Client()


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def name_deputy(client: Client, person: User, deputy: User, **more: str) -> Any:
    words = {
        "user": str(person.pk),
        "deputy": str(deputy.pk),
        "kind": "deputy",
        "from_on": "2026-11-16",
        "to_on": "2026-11-18",
        "reason": "出差",
    }
    return client.post("/posts/deputies/new/", words | more)


def move(client: Client, case: Case, verb: str, **fields: Any) -> Any:
    case.refresh_from_db()
    return client.post(
        f"/api/v1/cases/{case.pk}/moves/",
        {"verb": verb, "version": case.version, **fields},
        content_type="application/json",
    )


def test_a_deputy_acts_for_the_absent_and_the_day_after_he_sees_nothing(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    away, deputy = town.user("village"), town.hire("jingfa")
    signed_in(client, town.user("secadmin"))
    assert name_deputy(client, away, deputy).status_code == 302
    case = case_services.register(town.user("window"), **registration()).case
    assert Notice.objects.filter(user=deputy, matter_key=f"case:{case.pk}").exists()

    at("2026-11-18 17:00")  # his last day
    signed_in(client, deputy)
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    acts = [
        ("accept", {"consent": True}),
        ("note", {"stuck": some_text(), "next_step": some_text()}),
        ("settle", {"form": "oral", "terms": some_text(), "signed": True}),
    ]
    for verb, fields in acts:
        answer = move(client, case, verb, **fields)
        assert answer.status_code == 200, answer.content
    events = list(case.events.filter(actor=deputy).order_by("seq"))
    assert [event.verb for event in events] == [verb for verb, _ in acts]
    assert {event.on_behalf_of for event in events} == {away}
    assert f"{deputy.name} 代 {away.name}" in client.get(f"/cases/{case.pk}/").content.decode()
    case.refresh_from_db()
    assert case.officer == away

    at("2026-11-19 00:01")
    signed_in(client, deputy)
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    assert move(client, case, "note", stuck="一", next_step="二").status_code == 404
    signed_in(client, away)  # he himself, back again
    assert client.get(f"/cases/{case.pk}/").status_code == 200


def test_a_role_that_is_lent_is_named_too_and_an_own_one_is_not(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    deputy = town.user("justice")
    signed_in(client, town.user("director"))
    assert name_deputy(client, town.user("peace"), deputy).status_code == 302
    case = case_services.register(town.user("window"), **registration()).case
    signed_in(client, deputy)
    words = {"text": some_text(), "due_on": "2026-11-20"}
    assert move(client, case, "whistle", units=[town.unit("jingfa").pk], **words).status_code == 200
    assert case.events.get(verb="whistle").on_behalf_of == town.user("peace")
    # What 司法所 may do by itself, it does in its own name.
    assert move(client, case, "urge", text=some_text()).status_code == 200
    assert case.events.get(verb="urge").on_behalf_of is None


def test_what_a_deputy_registers_says_for_whom(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    clerk, deputy = town.user("window"), town.user("guide")
    signed_in(client, town.user("director"))
    assert name_deputy(client, clerk, deputy).status_code == 302
    by_deputy = case_services.register(deputy, **registration()).case
    assert by_deputy.events.get(verb="register").on_behalf_of == clerk
    by_clerk = case_services.register(clerk, **registration()).case
    assert by_clerk.events.get(verb="register").on_behalf_of is None


def test_a_deputy_has_a_last_day_and_nobody_arranges_his_own(
    town: Town, client: Client, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    keeper, away = town.user("secadmin"), town.user("village")
    other = town.user("village2")
    signed_in(client, keeper)
    page = name_deputy(client, away, other, to_on="").content.decode()
    assert "代理要写到哪天为止" in page
    assert name_deputy(client, away, keeper).status_code == 200
    assert not Deputy.objects.exists()
    for account in ("peace", "village", "sysadmin"):
        assert name_deputy(signed_in(client, town.user(account)), away, other).status_code == 404
    signed_in(client, town.user("director"))
    for person, deputy in (("secadmin", "village"), ("peace", "auditor"), ("auditor", "sysadmin")):
        page = name_deputy(client, town.user(person), town.user(deputy)).content.decode()
        assert "各自分开" in page, (person, deputy)
    assert name_deputy(client, away, other).status_code == 302
    assert "已经安排了" in name_deputy(client, away, other).content.decode()
    row = Deputy.objects.get()
    assert (row.to_on, row.by) == (date(2026, 11, 18), town.user("director"))


def test_coming_back_early_ends_it_at_once(
    town: Town, client: Client, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    signed_in(client, town.user("secadmin"))
    name_deputy(client, town.user("village"), town.user("village2"), from_on="2026-11-10")
    row = Deputy.objects.get()
    url = f"/posts/deputies/{row.pk}/end/"
    client.post(url, {"to_on": "2026-11-30"})
    row.refresh_from_db()
    assert row.to_on == date(2026, 11, 18)  # never longer than arranged
    client.post(url, {"to_on": "2026-11-15"})
    row.refresh_from_db()
    assert row.to_on == date(2026, 11, 15)
    assert "现在没有代理" in client.get("/posts/").content.decode()


def test_a_keepers_deputy_writes_for_whom_he_changed_the_map_and_the_posts(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    """Every line that his acts leave: of the map, of the posts, of each case that went along."""
    at("2026-11-16 09:00")
    director, deputy = town.user("director"), town.user("peace")
    signed_in(client, town.user("secadmin"))
    assert name_deputy(client, director, deputy).status_code == 302
    case = case_services.register(town.user("window"), **registration()).case
    case_services.move(case, "accept", town.user("village"), consent=True)
    signed_in(client, deputy)
    post = Post.objects.get(user=town.user("village"))
    words = {"successor": town.user("village2").pk, "on": "2026-11-16", "reason": "调岗"}
    handed = client.post(f"/posts/{post.pk}/handover/", words | {"gives_post": "on"})
    assert handed.status_code == 302, handed.context["form"].errors
    unit = town.unit(V1)
    first = {"first": str(town.user("justice").pk), "main": ""}
    assert client.post(f"/posts/units/{unit.pk}/", first).status_code == 302
    merged = {"into": str(town.v2.pk), "on": "2026-11-16", "reason": "村级建制调整"}
    assert client.post(f"/places/{V1}/change/merge/", merged).status_code == 302
    for rows in (Handover.objects.all(), PostChange.objects.all(), DivisionChange.objects.all()):
        assert {(one.by, one.on_behalf_of) for one in rows} == {(deputy, director)}
    events = case.events.filter(verb__in=["handed_over", "replaced"])
    assert [(one.actor, one.on_behalf_of) for one in events] == [(deputy, director)] * 2
    at("2026-11-19 00:01")
    assert signed_in(client, deputy).get("/places/").status_code == 404
