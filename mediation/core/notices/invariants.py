"""What must always be true of the outbox (`settings.INVARIANTS`)."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import F

from mediation.core import clock
from mediation.core.models import Channel, Delivery, DeliveryState
from mediation.core.notices.channels import adapter_of
from mediation.core.notices.outside import TRIES_FOR

LEFT_LYING = timedelta(hours=1)


def faults() -> Iterator[str]:
    """A message to somebody else, one that nobody comes for any more, a channel that cannot send."""
    astray = Delivery.objects.exclude(user=F("notice__user")).count()
    if astray:
        yield f"{astray} deliveries go to somebody else than their notice"
    now = clock.now()
    forgotten = Delivery.objects.filter(
        state=DeliveryState.SENDING, tried_at__lt=now - LEFT_LYING
    ).count()
    if forgotten:
        yield f"{forgotten} deliveries are being sent for more than an hour"
    endless = Delivery.objects.filter(
        state=DeliveryState.PENDING, give_up_at__lt=now - TRIES_FOR
    ).count()
    if endless:
        yield f"{endless} deliveries are tried for longer than a day"
    for channel in Channel.objects.filter(is_on=True):
        if adapter_of(channel) is None:
            yield f"channel {channel.pk} is switched on and lacks a setting"
