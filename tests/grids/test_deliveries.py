"""Channels in the back office, and the page of what they did not bring."""

import json
import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from grids.models import Department, Post
from mediation.core import clock
from mediation.core.models import (
    Channel,
    ChannelKind,
    Delivery,
    DeliveryFault,
    DeliveryState,
    Notice,
    Subscription,
    User,
)
from mediation.core.notices.channels import SmsGateway, adapter_of
from tests.core.channels import channel, receiver
from tests.core.http_sink import http_sink
from tests.factories import Town

PAGE = "/notices/failures/"


@pytest.fixture
def enter(town: Town, settings: Any) -> Any:
    settings.DEMO = True

    def at_the_door(account: str) -> Client:
        client = Client()
        client.force_login(town.user(account))
        return client

    return at_the_door


def way(**more: Any) -> Channel:
    values = {"kind": ChannelKind.WECOM_ROBOT, "name": secrets.token_hex(4), "is_on": True}
    return Channel.objects.create(**{**values, **more})


def failed(user: User, channel: Channel, **more: Any) -> Delivery:
    now = clock.now()
    Subscription.objects.get_or_create(
        user=user, channel=channel, defaults={"address": "a", "since": now}
    )
    notice = Notice.objects.create(
        user=user,
        kind="instruct",
        subject=f"event:{secrets.token_hex(4)}",
        day=clock.local_day(now),
        text=f"797号：{secrets.token_hex(4)}",
        is_urgent=True,
        created_at=now,
        not_before=now,
    )
    values = {
        "state": DeliveryState.FAILED,
        "fault": DeliveryFault.SERVER_FAULT,
        "is_urgent": True,
        "attempts": 9,
        "created_at": now,
        "not_before": now,
        "tried_at": now,
        "message_key": secrets.token_hex(8),
    }
    return Delivery.objects.create(notice=notice, channel=channel, user=user, **{**values, **more})


def test_who_keeps_the_channels_and_who_answers_for_the_house_read_what_failed(
    town: Town, enter
) -> None:
    one = failed(town.user("mediator"), way())
    for account in ("sysadmin", "director"):
        page = enter(account).get(PAGE).content.decode()
        assert town.user("mediator").name in page
        assert one.channel.name in page
        assert "对方系统出错" in page
        assert one.notice.text not in page
        assert "797号" not in page
    for account in ("mediator", "peace", "secadmin", "auditor", "window"):
        assert enter(account).get(PAGE).status_code == 404


def test_a_director_reads_of_his_own_centre_alone(town: Town, enter) -> None:
    stranger = User.objects.create(username="far", name=f"远{secrets.token_hex(3)}")
    failed(stranger, way())
    assert stranger.name not in enter("director").get(PAGE).content.decode()
    assert stranger.name in enter("sysadmin").get(PAGE).content.decode()
    far = Department.objects.exclude(centre=None).first()
    assert far is not None
    Post.objects.create(
        user=stranger, department=far, role="mediator", from_on=clock.today() - timedelta(days=9)
    )
    assert stranger.name in enter("director").get(PAGE).content.decode()


def test_what_failed_or_is_in_doubt_is_sent_again_when_the_administrator_says_so(
    town: Town, enter
) -> None:
    channel = way()
    one = failed(town.user("mediator"), channel, state=DeliveryState.IN_DOUBT)
    client = enter("sysadmin")
    client.post(f"{PAGE}{one.pk}/")
    one.refresh_from_db()
    assert (one.state, one.attempts, one.doubted_at) == (DeliveryState.PENDING, 0, None)
    answer = client.post(f"{PAGE}{one.pk}/", follow=True)
    assert "已经重发过了" in answer.content.decode()


def test_nobody_else_sends_again_and_not_by_a_way_that_is_closed(town: Town, enter) -> None:
    channel = way(is_on=False)
    one = failed(town.user("mediator"), channel)
    assert enter("director").post(f"{PAGE}{one.pk}/").status_code == 403
    assert enter("mediator").post(f"{PAGE}{one.pk}/").status_code == 404
    answer = enter("sysadmin").post(f"{PAGE}{one.pk}/", follow=True)
    assert "这个渠道停用了" in answer.content.decode()
    Channel.objects.update(is_on=True)
    Delivery.objects.update(created_at=clock.now() - timedelta(days=4))
    answer = enter("sysadmin").post(f"{PAGE}{one.pk}/", follow=True)
    assert "三天前的不再重发" in answer.content.decode()
    one.refresh_from_db()
    assert one.state == DeliveryState.FAILED


# --- over the API ---------------------------------------------------------------------------------


def test_the_api_says_what_the_page_says_to_the_same_people(town: Town, enter) -> None:
    one = failed(town.user("mediator"), way())
    said = enter("director").get("/api/v1/channels/")
    assert said.json()["channels"] == [
        {"id": one.channel_id, "name": one.channel.name, "kind": "wecom_robot", "is_on": True}
    ]
    row = said.json()["failures"][0]
    assert (row["id"], row["to"], row["fault"], row["notices"]) == (
        one.pk,
        town.user("mediator").name,
        "server_fault",
        1,
    )
    assert one.notice.text not in said.content.decode()
    for account in ("mediator", "peace", "secadmin", "auditor"):
        assert enter(account).get("/api/v1/channels/").status_code == 404
    again = f"/api/v1/channels/failures/{one.pk}/again/"
    assert enter("director").post(again).status_code == 403
    assert enter("peace").post(again).status_code == 404
    assert enter("sysadmin").post(again).status_code == 204
    one.refresh_from_db()
    assert one.state == DeliveryState.PENDING
    assert enter("sysadmin").post(again).json()["code"] == "not_now"


# --- a trial --------------------------------------------------------------------------------------


@pytest.fixture
def sink() -> Any:
    cache.clear()
    with http_sink() as server:
        yield server


@pytest.mark.parametrize("kind", ChannelKind.values)
def test_one_message_is_tried_before_the_channel_is_switched_on(
    town: Town, enter, sink, kind
) -> None:
    made = channel(kind, sink, is_on=False)
    client, page = enter("sysadmin"), f"/notices/channels/{made.pk}/test/"
    assert f'action="{page}"' in client.get(PAGE).content.decode()
    to = "13800138000" if kind == ChannelKind.SMS else "wangfang"
    said = client.post(page, {"address": f" {to} "}, follow=True).content.decode()
    assert "对方收下了" in said
    assert [receiver(one) for one in sink.shown] == [to]
    assert "试发一条" in json.dumps(sink.shown[0].body, ensure_ascii=False)
    client.post(page, {"address": to})
    assert len(sink.shown) == 2  # a second trial is a message of its own
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (500, "没有发出去：对方系统出错"),
        ({"errcode": 310000}, "没有发出去：密钥不对。请重新填一遍密钥"),
        ("reset", "对方没有回应。对方可能收到了，也可能没有"),
        ("page", "对方没有回应"),
        (302, "没有发出去：地址不对"),
        (404, "没有发出去：对方拒收"),
    ],
)
def test_a_trial_that_fails_says_why_and_what_to_look_at(
    town: Town, enter, sink, answer, words
) -> None:
    made = channel(ChannelKind.DINGTALK, sink)
    sink.answers = lambda number: answer
    client = enter("sysadmin")
    said = client.post(f"/notices/channels/{made.pk}/test/", {"address": "wf"}, follow=True)
    assert words in said.content.decode()
    told = client.post(f"/api/v1/channels/{made.pk}/test/", {"address": "wf"})
    assert told.status_code == 409
    assert words in told.json()["message"]
    assert sink.offered == 2  # each asked for by hand, none tried again by itself


def test_a_trial_needs_settings_an_address_and_the_administrator(town: Town, enter, sink) -> None:
    bare = way(is_on=False)
    page = f"/notices/channels/{bare.pk}/test/"
    said = enter("sysadmin").post(page, {"address": "wf"}, follow=True).content.decode()
    assert "接口设置还没填全" in said
    made = channel(ChannelKind.SMS, sink)
    page = f"/notices/channels/{made.pk}/test/"
    for address in ("", "023-72221234", "wf"):
        answer = enter("sysadmin").post(f"/api/v1{page[8:]}", {"address": address})
        assert (answer.status_code, list(answer.json()["fields"])) == (400, ["address"])
    right = {"address": "13800138000"}
    assert enter("director").post(page, right).status_code == 403
    assert enter("peace").post(page, right).status_code == 404
    assert f'action="{page}"' not in enter("director").get(PAGE).content.decode()
    assert sink.offered == 0
    assert enter("sysadmin").post(page, right).status_code == 302
    assert sink.offered == 1


# --- the back office ------------------------------------------------------------------------------


def test_a_channel_is_set_up_step_by_step_and_its_keys_are_never_shown_again(
    town: Town, enter
) -> None:
    client, key = enter("sysadmin"), secrets.token_hex(8)
    made = client.post(
        reverse("admin:core_channel_add"), {"kind": "dingtalk", "name": "值班群", "is_on": ""}
    )
    channel = Channel.objects.get()
    change = reverse("admin:core_channel_change", args=[channel.pk])
    assert made.url == change
    typed = {
        "name": "值班群",
        "is_on": "on",
        "need_url": f"https://oapi.example/robot/send?access_token={key}",
        "need_secret": f"SEC{key}",
    }
    too_little = client.post(change, {**typed, "need_secret": ""})
    assert "启用前要填" in too_little.content.decode()
    cut = client.post(change, {**typed, "need_url": "https://oapi.example/robot/send"})
    assert "access_token=" in cut.content.decode()
    assert client.post(change, typed).status_code == 302
    page = client.get(change).content.decode()
    assert key not in page
    assert client.post(change, {**typed, "need_url": "", "need_secret": ""}).status_code == 302
    channel = Channel.objects.get()
    assert channel.is_on
    assert channel.details["secret"] == f"SEC{key}"
    assert adapter_of(channel) is not None
    assert enter("secadmin").get(change).status_code == 403


def test_a_gateway_is_written_down_as_it_wants_it(town: Town, enter) -> None:
    client = enter("sysadmin")
    channel = way(kind=ChannelKind.SMS, is_on=False)
    change = reverse("admin:core_channel_change", args=[channel.pk])
    typed = {
        "name": "短信",
        "is_on": "on",
        "need_url": "http://10.0.0.5:8080/send",
        "need_body": '{"to": "{phone}", "msg": "{text}", "id": "{key}"}',
        "need_ok_field": "code",
        "need_ok_value": "0",
        "need_dedup_hours": "12",
    }
    for wrong, words in (
        ("{to}", "不是 JSON"),
        ('{"msg": "{text}"}', "没有 {phone}"),
        ('{"to": "{phone}"}', "没有 {text}"),
    ):
        answer = client.post(change, {**typed, "need_body": wrong})
        assert words in answer.content.decode()
    assert client.post(change, typed).status_code == 302
    adapter = adapter_of(Channel.objects.get())
    assert isinstance(adapter, SmsGateway)
    assert adapter.forgets_after == timedelta(hours=12)
