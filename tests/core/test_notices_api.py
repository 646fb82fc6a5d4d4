"""The inbox and the ways out of it over the API: everybody his own."""

import secrets
from datetime import time
from typing import Any

import pytest
from rest_framework.test import APIClient

from mediation.core.models import Channel, ChannelKind, NoticePreference, Subscription, User
from mediation.core.notices import notify
from tests.core.channels import person

pytestmark = pytest.mark.django_db
SETTINGS = "/api/v1/notices/settings/"


@pytest.fixture
def enter(settings: Any) -> Any:
    settings.DEMO = True

    def with_a_program(user: User) -> APIClient:
        User.objects.filter(pk=user.pk).update(is_demo=True)
        client = APIClient()
        client.force_login(User.objects.get(pk=user.pk))
        return client

    return with_a_program


def way(kind: str = ChannelKind.WECOM_APP, **more: Any) -> Channel:
    return Channel.objects.create(kind=kind, name=secrets.token_hex(4), **{"is_on": True, **more})


def test_everybody_reads_his_own_inbox_and_says_what_he_read(enter) -> None:
    user, other = person(), person()
    texts = [f"{number}号：{secrets.token_hex(4)}" for number in (101, 102)]
    for number, text in enumerate(texts):
        notify(user, "instruct", text, subject=f"event:{number}", url=f"/cases/{number}/")
    notify(other, "instruct", f"103号：{secrets.token_hex(4)}", subject="event:9")
    client = enter(user)
    rows = client.get("/api/v1/notices/").json()["results"]
    assert [(one["text"], one["is_read"]) for one in rows] == [(texts[1], False), (texts[0], False)]
    assert rows[0]["url"] == "/cases/1/"
    theirs = [one["id"] for one in enter(other).get("/api/v1/notices/").json()["results"]]
    answer = client.post("/api/v1/notices/read/", {"ids": [rows[1]["id"], *theirs]})
    assert answer.json() == {"unread": 1}
    rows = client.get("/api/v1/notices/").json()["results"]
    assert [one["is_read"] for one in rows] == [False, True]
    assert enter(other).get("/api/v1/notices/").json()["results"][0]["is_read"] is False
    assert client.post("/api/v1/notices/read/", {}).json() == {"unread": 0}
    assert APIClient().get("/api/v1/notices/").status_code == 401


def test_who_chose_nothing_gets_all_by_mail_and_is_left_alone_at_night(enter) -> None:
    app, _ = way(), way(is_on=False)
    assert enter(person()).get(SETTINGS).json() == {
        "has_email": True,
        "mail_urgent": True,
        "mail_digest": True,
        "quiet_from": "22:00",
        "quiet_to": "07:00",
        "channels": [
            {
                "channel": app.pk, "name": app.name, "kind": "wecom_app",
                "address": "", "for_urgent": False, "for_digest": False,
            }
        ],
    }  # fmt: skip


def test_what_is_named_changes_and_the_rest_stays(enter) -> None:
    app, sms, user = way(), way(ChannelKind.SMS), person()
    phone = f"138{secrets.randbelow(10**8):08d}"
    client = enter(user)
    typed = f"+86 {phone[:3]} {phone[3:7]} {phone[7:]}"
    ways = [{"channel": sms.pk, "address": typed, "for_urgent": True}]
    assert client.post(SETTINGS, {"channels": ways}).status_code == 200
    said = client.post(SETTINGS, {"mail_digest": False, "quiet_from": "21:30"}).json()
    assert (said["mail_urgent"], said["mail_digest"]) == (True, False)
    assert (said["quiet_from"], said["quiet_to"]) == ("21:30", "07:00")
    assert said["channels"][1]["address"] == phone
    chosen = NoticePreference.objects.get(user=user)
    assert (chosen.quiet_from, chosen.quiet_to) == (time(21, 30), time(7))
    kept = Subscription.objects.get(user=user)
    assert (kept.channel, kept.address, kept.for_urgent, kept.for_digest) == (
        sms, phone, True, False,
    )  # fmt: skip
    ways = [
        {"channel": sms.pk, "address": phone},
        {"channel": app.pk, "address": user.username, "for_digest": True},
    ]
    client.post(SETTINGS, {"channels": ways})
    kept = Subscription.objects.get(user=user)
    assert (kept.channel, kept.for_urgent, kept.for_digest) == (app, False, True)


@pytest.mark.parametrize("address", ["", "@all", "王芳", "x" * 65])
def test_a_wrong_address_is_named_and_nothing_is_kept(enter, address: str) -> None:
    app, user = way(), person()
    ways = [{"channel": app.pk, "address": address, "for_urgent": True}]
    answer = enter(user).post(SETTINGS, {"channels": ways, "mail_digest": False})
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) <= {f"address-{app.pk}", "channels.0.address"}
    assert answer.json()["fields"]
    assert not Subscription.objects.exists()
    assert not NoticePreference.objects.exists()


def test_a_channel_that_is_closed_or_unknown_is_refused(enter) -> None:
    off, client = way(is_on=False), enter(person())
    for pk in (off.pk, off.pk + 1):
        ways = [{"channel": pk, "address": "wf", "for_urgent": True}]
        answer = client.post(SETTINGS, {"channels": ways})
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["channels"])
    assert not Subscription.objects.exists()


def test_what_is_urgent_keeps_at_least_one_way(enter) -> None:
    app, user = way(), person()
    client = enter(user)
    answer = client.post(SETTINGS, {"mail_urgent": False})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["mail_urgent"])
    ways = [{"channel": app.pk, "address": "wf", "for_urgent": True}]
    assert client.post(SETTINGS, {"mail_urgent": False, "channels": ways}).status_code == 200
    ways = [{"channel": app.pk, "address": "wf", "for_digest": True}]
    assert client.post(SETTINGS, {"channels": ways}).status_code == 400
    assert Subscription.objects.get().for_urgent is True


def test_without_an_email_address_nothing_is_said_of_mail(enter) -> None:
    client = enter(person(email=""))
    said = client.post(SETTINGS, {"mail_urgent": False}).json()
    assert (said["has_email"], said["mail_urgent"]) == (False, True)
    assert APIClient().post(SETTINGS, {"mail_urgent": False}).status_code == 401
