"""Messages to the outside: nothing of the matter and no key stands on the page of failures."""

from typing import Any

from mediation.core import clock
from mediation.core.models import (
    Channel,
    ChannelKind,
    Delivery,
    DeliveryFault,
    DeliveryState,
    Notice,
    Subscription,
)
from tests.sight.world import NOBODY, World

NO_ROW = 987_654_327  # a key that no row has
TOLD: set[str] = set()  # what was planted in a notice itself


def plant(world: World) -> None:
    """A message to 致远 that failed, the account it was sent to, and the channel's key."""
    user, now = world.user("village"), clock.now()
    key = world.word("at_village", NOBODY, "key of a channel")
    channel = Channel.objects.create(
        kind=ChannelKind.WECOM_APP,
        name="应用消息",
        is_on=True,
        details={"corp_id": "ww1", "agent_id": "1", "secret": key, "host": "http://127.0.0.1:9"},
    )
    words = _own(world, "text of a notice that failed")
    TOLD.add(words)
    text = f"797号：{words}"
    notice = Notice.objects.create(
        user=user,
        kind="instruct",
        subject="event:0",
        day=clock.local_day(now),
        text=text,
        is_urgent=True,
        created_at=now,
        not_before=now,
    )
    Subscription.objects.create(
        user=user, channel=channel, address=_own(world, "account at a channel"), since=now
    )
    Delivery.objects.create(
        notice=notice,
        channel=channel,
        user=user,
        is_urgent=True,
        state=DeliveryState.FAILED,
        fault=DeliveryFault.UNREACHABLE,
        attempts=9,
        created_at=now,
        not_before=now,
    )


def _own(world: World, where: str) -> str:
    word = world.word("at_village", NOBODY, where)
    world.readers[word] = frozenset({"village"})
    return word


def failures(world: World) -> list[dict[str, Any]]:
    keys = Delivery.objects.order_by("pk").values_list("pk", flat=True)
    return [{"pk": pk} for pk in (*keys, NO_ROW)]


def ways(world: World) -> list[dict[str, Any]]:
    return [{"pk": pk} for pk in (*Channel.objects.values_list("pk", flat=True), NO_ROW)]


def arguments() -> list[tuple[str, Any]]:
    return [
        (r"^(notices|api/v1/channels)/failures/<int:pk>/", failures),
        (r"^(notices/channels|api/v1/channels)/<int:pk>/", ways),
    ]
