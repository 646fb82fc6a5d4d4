"""What the nightly check says of the outbox."""

from datetime import timedelta
from typing import Any

import pytest

from mediation.core import clock
from mediation.core.models import (
    Channel,
    ChannelKind,
    Delivery,
    DeliveryState,
    Notice,
    User,
)
from mediation.core.notices.invariants import faults
from tests.core.channels import person

pytestmark = pytest.mark.django_db


def delivery(user: User, **more: Any) -> Delivery:
    now = clock.now()
    channel = Channel.objects.create(kind=ChannelKind.WECOM_ROBOT, name="群", details={"url": "u"})
    notice = Notice.objects.create(
        user=user, kind="k", subject="event:1", day=now.date(), created_at=now, not_before=now
    )
    values = {"user": user, "is_urgent": False, "created_at": now, "not_before": now}
    return Delivery.objects.create(notice=notice, channel=channel, **{**values, **more})


def test_all_is_well_with_a_message_that_waits() -> None:
    delivery(person())
    Channel.objects.update(is_on=True)
    assert list(faults()) == []


def test_each_thing_that_goes_wrong_is_said() -> None:
    now = clock.now()
    one = delivery(person(), state=DeliveryState.SENDING, tried_at=now, message_key="m")
    assert list(faults()) == []
    Delivery.objects.update(tried_at=now - timedelta(hours=2))
    assert list(faults()) == ["1 deliveries are being sent for more than an hour"]
    Delivery.objects.update(
        state=DeliveryState.PENDING, give_up_at=now - timedelta(days=1, hours=1)
    )
    assert list(faults()) == ["1 deliveries are tried for longer than a day"]
    Delivery.objects.update(give_up_at=None, user=person())
    assert list(faults()) == ["1 deliveries go to somebody else than their notice"]
    Delivery.objects.update(user=one.user)
    Channel.objects.update(is_on=True, details={})
    assert list(faults()) == [f"channel {one.channel_id} is switched on and lacks a setting"]
