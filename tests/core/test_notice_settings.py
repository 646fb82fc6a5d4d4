"""The page on which everybody says how he wants to be told."""

import secrets
from datetime import time
from typing import Any

import pytest
from django.test import Client

from mediation.core.models import Channel, ChannelKind, NoticePreference, Subscription, User
from mediation.core.notices import preferences
from tests.core.channels import person

ADDRESS = "/notices/settings/"


@pytest.fixture
def enter(db: None, settings: Any) -> Any:
    settings.DEMO = True

    def at_the_door(user: User) -> Client:
        User.objects.filter(pk=user.pk).update(is_demo=True)
        client = Client()
        client.force_login(User.objects.get(pk=user.pk))
        return client

    return at_the_door


def way(kind: str = ChannelKind.WECOM_APP, **more: Any) -> Channel:
    return Channel.objects.create(kind=kind, name=secrets.token_hex(4), **{"is_on": True, **more})


def typed(**more: Any) -> dict[str, Any]:
    return {"mail_urgent": "on", "quiet_from": "21:30", "quiet_to": "06:15", **more}


def test_what_is_chosen_is_kept_and_shown_again(enter) -> None:
    app, sms, off = way(), way(ChannelKind.SMS), way(is_on=False)
    user, phone = person(), f"138{secrets.randbelow(10**8):08d}"
    client = enter(user)
    page = client.get(ADDRESS).content.decode()
    assert app.name in page
    assert off.name not in page
    answer = client.post(
        ADDRESS,
        typed(
            **{
                f"address-{app.pk}": user.username,
                f"urgent-{app.pk}": "on",
                f"address-{sms.pk}": phone,
                f"digest-{sms.pk}": "on",
                f"address-{off.pk}": "someone",
                f"urgent-{off.pk}": "on",
            }
        ),
    )
    assert answer.status_code == 302
    kept = {one.channel_id: one for one in Subscription.objects.filter(user=user)}
    assert set(kept) == {app.pk, sms.pk}
    assert (kept[app.pk].address, kept[app.pk].for_urgent, kept[app.pk].for_digest) == (
        user.username,
        True,
        False,
    )
    assert (kept[sms.pk].address, kept[sms.pk].for_urgent, kept[sms.pk].for_digest) == (
        phone,
        False,
        True,
    )
    chosen = NoticePreference.objects.get(user=user)
    assert (chosen.mail_urgent, chosen.mail_digest) == (True, False)
    assert (chosen.quiet_from, chosen.quiet_to) == (time(21, 30), time(6, 15))
    assert phone in client.get(ADDRESS).content.decode()
    client.post(ADDRESS, typed(**{f"address-{app.pk}": user.username}))
    assert not Subscription.objects.filter(user=user).exists()


@pytest.mark.parametrize("address", ["@all", "a|b", "王芳", "a b", "x" * 65])
def test_an_account_is_one_persons_own(enter, address) -> None:
    app, user = way(), person()
    fields = {f"address-{app.pk}": address, f"urgent-{app.pk}": "on"}
    answer = enter(user).post(ADDRESS, typed(**fields))
    assert answer.status_code == 200
    assert "is-err" in answer.content.decode()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("address", ["1380000", "023-72221234", "abc"])
def test_a_short_message_goes_to_a_mobile_number(enter, address) -> None:
    sms, user = way(ChannelKind.SMS), person()
    fields = {f"address-{sms.pk}": address, f"urgent-{sms.pk}": "on"}
    assert enter(user).post(ADDRESS, typed(**fields)).status_code == 200
    assert not Subscription.objects.exists()


def test_a_way_without_an_address_is_asked_for(enter) -> None:
    app, user = way(), person()
    answer = enter(user).post(ADDRESS, typed(**{f"urgent-{app.pk}": "on"}))
    assert "要发到哪里，这里还没填" in answer.content.decode()
    assert not NoticePreference.objects.exists()


def test_what_is_urgent_keeps_at_least_one_way(enter) -> None:
    app, user = way(), person()
    client = enter(user)
    hours = {"quiet_from": "22:00", "quiet_to": "07:00"}
    answer = client.post(ADDRESS, {**hours, "mail_digest": "on"})
    assert "急事至少要有一条路能到您那里" in answer.content.decode()
    assert not NoticePreference.objects.exists()
    fields = {f"address-{app.pk}": "wf", f"urgent-{app.pk}": "on"}
    assert client.post(ADDRESS, {**hours, **fields}).status_code == 302
    assert preferences.preference_of(user).mail_urgent is False


def test_without_an_email_address_the_page_takes_nothing_away(enter) -> None:
    user = person(email="")
    assert (
        enter(user).post(ADDRESS, {"quiet_from": "22:00", "quiet_to": "07:00"}).status_code == 302
    )
    assert preferences.preference_of(user).mail_urgent is True


def test_nobody_reads_or_changes_what_another_chose(enter) -> None:
    app, user, other = way(), person(), person()
    word = f"w{secrets.token_hex(4)}"
    fields = {f"address-{app.pk}": word, f"urgent-{app.pk}": "on"}
    assert enter(other).post(ADDRESS, typed(**fields)).status_code == 302
    client = enter(user)
    assert word not in client.get(ADDRESS).content.decode()
    client.post(ADDRESS, typed())
    assert Subscription.objects.get().user == other
    assert Client().get(ADDRESS).status_code == 302
