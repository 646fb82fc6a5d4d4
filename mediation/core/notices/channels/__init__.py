"""Channels to the outside: one small adapter a kind, all with `send(message) -> Receipt`."""

from collections.abc import Callable, Mapping
from typing import Any

from mediation.core.models import Channel, ChannelKind
from mediation.core.notices.channels.dingtalk import DingtalkRobot
from mediation.core.notices.channels.message import TAKEN, Adapter, Line, Message, Receipt
from mediation.core.notices.channels.sms import SmsGateway
from mediation.core.notices.channels.wecom import WecomApp, WecomRobot

ADAPTERS: Mapping[str, Callable[..., Adapter]] = {
    ChannelKind.WECOM_APP: WecomApp,
    ChannelKind.WECOM_ROBOT: WecomRobot,
    ChannelKind.DINGTALK: DingtalkRobot,
    ChannelKind.SMS: SmsGateway,
}


def adapter_of(channel: Channel) -> Adapter | None:
    """The adapter as it was set up; None when something it needs is missing."""
    details: Any = channel.details or {}
    try:
        return ADAPTERS[channel.kind](**details)
    except TypeError:
        return None


__all__ = ["ADAPTERS", "TAKEN", "Adapter", "Line", "Message", "Receipt", "adapter_of"]
