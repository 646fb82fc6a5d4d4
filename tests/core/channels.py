"""Channels, people and notices for the tests of what leaves the house."""

import json
import secrets
from typing import Any

from mediation.core import clock
from mediation.core.models import Channel, ChannelKind, Subscription, User
from tests.core.http_sink import Asked, HttpSink

SMS_BODY = json.dumps(
    {
        "mobile": "{phone}",
        "template": "T-7",
        "args": {"number": "{number}", "step": "{step}", "day": "{day}", "link": "{link}"},
        "serial": "{key}",
    }
)


def details(kind: str, sink: HttpSink) -> dict[str, Any]:
    """As the system administrator sets it up, at our own server."""
    key = secrets.token_hex(8)
    return {
        ChannelKind.WECOM_ROBOT: {"url": f"{sink.url}/cgi-bin/webhook/send?key={key}"},
        ChannelKind.DINGTALK: {
            "url": f"{sink.url}/robot/send?access_token={key}",
            "secret": "SEC1",
        },
        ChannelKind.WECOM_APP: {
            "corp_id": "ww1",
            "agent_id": "1000002",
            "secret": key,
            "host": sink.url,
        },
        ChannelKind.SMS: {
            "url": f"{sink.url}/sms",
            "body": SMS_BODY,
            "ok_field": "errcode",
            "ok_value": "0",
            "secret": key,
            "secret_header": "X-Key",
            "dedup_hours": 24,
        },
    }[ChannelKind(kind)]


def channel(kind: str, sink: HttpSink, **more: Any) -> Channel:
    """Switched on. A sink drops second copies where the real other side does."""
    if kind == ChannelKind.WECOM_APP:
        sink.key_of = lambda asked: str(asked.body["text"]["content"])
    if kind == ChannelKind.SMS:
        sink.key_of = lambda asked: str(asked.body["serial"])
    values = {"name": secrets.token_hex(4), "is_on": True, "details": details(kind, sink), **more}
    return Channel.objects.create(kind=kind, **values)


def person(channel: Channel | None = None, **more: Any) -> User:
    """Somebody with an account and, where a channel is given, a subscription to all of it."""
    wants = {name: more.pop(name, True) for name in ("for_urgent", "for_digest")}
    username = f"u{secrets.token_hex(4)}"
    values = {"name": "王芳", "email": f"{username}@town.example", **more}
    user = User.objects.create(username=username, **values)
    if channel is not None:
        is_sms = channel.kind == ChannelKind.SMS
        address = f"139{secrets.randbelow(10**8):08d}" if is_sms else username
        Subscription.objects.create(
            user=user, channel=channel, address=address, since=clock.now(), **wants
        )
    return user


def receiver(asked: Asked) -> str:
    """Whom a message was for, in whatever way its kind names him."""
    body = asked.body
    if "mobile" in body:
        return str(body["mobile"])
    if "touser" in body:
        return str(body["touser"])
    if "at" in body:
        return str(body["at"]["atUserIds"][0])
    return str(body["text"]["mentioned_list"][0])
