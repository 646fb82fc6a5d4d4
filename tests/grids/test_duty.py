"""Who sits in the centre on which day: planned by the units' heads, read by the whole house."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from grids.models import DutyDay
from grids.selectors import duty_people
from mediation.core.models import User
from tests.factories import Town

pytestmark = pytest.mark.django_db
CHANGE = "/posts/roster/change/"


@pytest.fixture
def client(settings: Any) -> Client:
    settings.DEMO = True
    return Client()


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def plan(client: Client, town: Town, slug: str, person: User, **more: str) -> Any:
    words = {
        "do": "plan",
        "unit": str(town.unit(slug).pk),
        "person": str(person.pk),
        "from_on": "2026-11-16",
        "to_on": "",
    }
    return client.post(CHANGE, words | more)


def present(client: Client, town: Town, slug: str, attendance: str) -> Any:
    words = {"do": "attendance", "unit": str(town.unit(slug).pk), "attendance": attendance}
    return client.post(CHANGE, words)


def test_a_week_is_planned_on_its_workdays_and_everybody_reads_it(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")  # a Monday
    police = town.user("police")
    signed_in(client, town.user("peace"))
    assert present(client, town, "police", "rotating").status_code == 302
    assert plan(client, town, "police", police, to_on="2026-11-22").status_code == 302
    days = list(DutyDay.objects.order_by("on").values_list("on", flat=True))
    assert days == [date(2026, 11, day) for day in (16, 17, 18, 19, 20)]
    page = signed_in(client, town.user("grid")).get("/posts/roster/").content.decode()
    assert page.count(f">{police.name}<") == 5
    assert "轮驻" in page
    assert police.name not in client.get("/posts/roster/?day=2026-11-23").content.decode()
    listed = client.get("/api/v1/duty/?day=2026-11-18").json()
    assert [one["on"] for one in listed] == [str(day) for day in days]
    assert client.get("/api/v1/duty/?day=2026-12-01").json() == []


def test_whom_the_roster_names_receives_what_comes_to_the_unit_that_day(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    unit, other = town.unit("justice"), town.hire("justice", "justice_officer")
    assert list(duty_people(unit)) == [town.user("justice")]
    signed_in(client, town.user("justice"))  # the head plans for his own unit
    present(client, town, "justice", "resident")
    assert plan(client, town, "justice", other).status_code == 302
    assert list(duty_people(unit)) == [other]
    at("2026-11-17 09:00")
    assert list(duty_people(unit)) == [town.user("justice")]


def test_who_plans_for_whom_and_which_days(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    police = town.user("police")
    signed_in(client, town.user("peace"))
    present(client, town, "police", "rotating")
    for account in ("justice", "village", "grid", "sysadmin"):
        signed_in(client, town.user(account))
        plan(client, town, "police", police)
        present(client, town, "police", "on_call")
    assert not DutyDay.objects.exists()
    assert town.unit("police").attendance == "rotating"
    signed_in(client, police)
    assert (
        "从今天起排" in plan(client, town, "police", police, from_on="2026-11-13").content.decode()
    )
    assert plan(client, town, "police", police).status_code == 302
    row = DutyDay.objects.get()
    at("2026-11-17 09:00")
    signed_in(client, police)
    words = {"do": "clear", "duty": str(row.pk)}
    page = client.post(CHANGE, words, follow=True).content.decode()
    assert "已经过去的值班不再改动" in page
    assert DutyDay.objects.filter(pk=row.pk).exists()
    plan(client, town, "police", police, from_on="2026-11-18")
    later = DutyDay.objects.get(on=date(2026, 11, 18))
    assert client.post(CHANGE, {"do": "clear", "duty": str(later.pk)}).status_code == 302
    assert not DutyDay.objects.filter(pk=later.pk).exists()


def test_the_roster_over_json(
    town: Town, client: Client, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2026-11-16 09:00")
    police, unit = town.user("police"), town.unit("police")
    words = {"unit": unit.code, "user": police.pk, "from_on": "2026-11-16"}
    kind = "application/json"
    signed_in(client, town.user("grid"))
    refused = client.post("/api/v1/duty/", words, content_type=kind)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_yours")
    signed_in(client, police)
    way = f"/api/v1/units/{unit.code}/attendance/"
    assert client.post(way, {"attendance": "on_call"}, content_type=kind).status_code == 200
    made = client.post("/api/v1/duty/", words, content_type=kind)
    assert (made.status_code, made.json()) == (201, {"days": 1})
    (row,) = client.get("/api/v1/duty/").json()
    assert (row["unit"], row["user"]["name"]) == (unit.code, police.name)
    assert client.post(f"/api/v1/duty/{row['id']}/clear/").status_code == 204
    assert client.get("/api/v1/duty/").json() == []
