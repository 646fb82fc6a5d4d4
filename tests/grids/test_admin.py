"""The back office: settings only, each administrator his own, nothing deleted."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grids.admin import SecuritySettings, SystemSettings, site
from grids.enums import Role
from grids.models import Deputy, Post, Room
from mediation.core.models import Rule, User
from tests.factories import Town, make_user

SECURITY = {
    *("user", "department", "post", "station", "deputy", "teamseat", "mediator", "rule"),
    "checklistitem",
}
SYSTEM = {
    "division",
    "room",
    "calendarday",
    "category",
    "subtype",
    "routingrule",
    "instructionpreset",
    "retentionrule",
    "papertemplate",
    "contentcategory",
    "lettertemplate",
    "inquiryanswer",
    "guideplace",
    "townnotice",
    "channel",
    "gridpoint",
}


@pytest.fixture
def office(town: Town, settings: Any) -> Any:
    settings.DEMO = True

    def enter(account: str) -> Client:
        client = Client()
        client.force_login(town.user(account))
        return client

    return enter


def listing(model: type) -> str:
    meta = model._meta  # type: ignore[attr-defined]
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")


def test_only_settings_stand_in_the_back_office() -> None:
    names = {model._meta.model_name for model in site._registry}
    assert names == SECURITY | SYSTEM
    kinds = {
        model._meta.model_name: SecuritySettings in type(options).__mro__
        for model, options in site._registry.items()
    }
    assert {name for name, is_security in kinds.items() if is_security} == SECURITY
    assert all(
        isinstance(options, SecuritySettings | SystemSettings)
        for options in site._registry.values()
    )


def test_every_list_opens_for_its_administrator_and_nothing_is_deleted(office: Any) -> None:
    clients = {True: office("secadmin"), False: office("sysadmin")}
    for model, options in site._registry.items():
        is_security = isinstance(options, SecuritySettings)
        assert clients[is_security].get(listing(model)).status_code == 200, model
        row = model.objects.first()
        if row is not None:
            page = f"{listing(model)}{row.pk}/"
            assert clients[is_security].get(f"{page}change/").status_code == 200, model
            assert clients[is_security].post(f"{page}delete/").status_code == 403, model


def test_the_other_administrator_may_not_change_it(office: Any) -> None:
    assert office("sysadmin").get(listing(Post)).status_code == 403
    assert office("secadmin").get(listing(Room)).status_code == 403
    assert office("sysadmin").get(listing(User)).status_code == 403


def test_nobody_gives_a_post_to_himself(town: Town, office: Any) -> None:
    client, other = office("secadmin"), make_user()
    unit = town.unit("peace")

    def give(user: User) -> Any:
        return client.post(
            reverse("admin:grids_post_add"),
            {
                "user": user.pk,
                "department": unit.pk,
                "role": Role.PEACE_OFFICER,
                "from_on": "2026-11-14",
            },
        )

    assert give(town.user("secadmin")).status_code == 200
    assert not Post.objects.filter(user=town.user("secadmin"), department=unit).exists()
    assert give(other).status_code == 302
    assert Post.objects.filter(user=other, department=unit).exists()


def test_deputies_are_read_here_and_arranged_on_their_page(town: Town, office: Any) -> None:
    """There each has a last day, and nobody arranges his own (tests/grids/test_deputies.py)."""
    client = office("secadmin")
    assert client.get(listing(Deputy)).status_code == 200
    data = {"user": town.user("leader").pk, "deputy": town.user("peace").pk, "kind": "deputy"}
    add = reverse("admin:grids_deputy_add")
    assert client.post(add, data | {"from_on": "2026-11-14"}).status_code == 403
    assert not Deputy.objects.exists()


def test_a_statutory_rule_is_only_read_and_a_towns_own_is_edited(office: Any) -> None:
    client = office("secadmin")
    statutory = Rule.objects.filter(is_editable=False).first()
    own = Rule.objects.filter(is_editable=True, clock="RUNG", tier="village").get()
    assert statutory is not None
    data = {"length": 9, "warn_days": "[3, 1, 0]", "is_on": "on", "note": ""}
    change = "admin:core_rule_change"
    assert client.post(reverse(change, args=[statutory.pk]), data).status_code == 403
    assert client.post(reverse(change, args=[own.pk]), data).status_code == 302
    own.refresh_from_db()
    assert own.length == 9
    assert own.law == "本镇规定"


def test_a_new_account_gets_a_first_password_that_is_shown_once(office: Any) -> None:
    client = office("secadmin")
    response = client.post(
        reverse("admin:core_user_add"),
        {"username": "newcomer", "name": "新同志", "email": ""},
        follow=True,
    )
    user = User.objects.get(username="newcomer")
    assert user.must_change_password
    page = response.content.decode()
    assert "账号 newcomer 的新口令：" in page
    password = page.split("newcomer 的新口令：")[1].split()[0]
    assert user.check_password(password)
    assert password not in client.get(listing(User)).content.decode()


@pytest.mark.parametrize("action", ["reset_passwords", "unlock", "forget_second_factors", "close"])
def test_what_is_done_to_an_account(town: Town, office: Any, action: str) -> None:
    client, user = office("secadmin"), make_user()
    user.set_password("Old-Secret-1")
    user.save()
    data = {"action": action, "_selected_action": user.pk}
    assert client.post(listing(User), data, follow=True).status_code == 200
    user.refresh_from_db()
    assert user.is_active is (action != "close")
    assert user.check_password("Old-Secret-1") is (action in {"unlock", "forget_second_factors"})
    if action == "close":
        client.post(listing(User), data | {"action": "reopen"})
        user.refresh_from_db()
        assert user.is_active
        assert user.must_change_password


def test_a_new_room_gets_its_resource(town: Town, office: Any) -> None:
    data = {
        "centre": town.centre.pk,
        "name": "调解三室",
        "kind": "mediation",
        "opens_at": "09:00",
        "closes_at": "17:00",
        "seats": "4",
        "is_active": "on",
    }
    response = office("sysadmin").post(reverse("admin:grids_room_add"), data)
    assert response.status_code == 302
    assert Room.objects.get(name="调解三室").resource.kind == "room"


def test_a_post_is_ended_by_a_date(town: Town, office: Any) -> None:
    post = town.user("mediator2").posts.get()
    page = reverse("admin:grids_post_change", args=[post.pk])
    data = {
        "user": post.user_id,
        "department": post.department_id,
        "role": post.role,
        "from_on": "2020-01-01",
        "to_on": "2019-12-31",
    }
    refused = office("secadmin").post(page, data)
    assert refused.status_code == 200
    assert "结束日期不能早于开始日期" in refused.content.decode()
    assert office("secadmin").post(page, data | {"to_on": "2026-11-14"}).status_code == 302
    post.refresh_from_db()
    assert post.to_on == date(2026, 11, 14)
