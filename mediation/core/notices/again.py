"""Sending once more what did not go, when somebody has looked into it."""

from datetime import timedelta

from django.db import transaction

from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import Delivery, DeliveryState, Subscription

ENDED = (DeliveryState.FAILED, DeliveryState.IN_DOUBT)
AGE = timedelta(days=3)


def send_again(delivery: Delivery) -> int:
    """Put the message that this row belongs to back into the outbox; how many rows that were.

    What is in doubt may arrive twice: whoever asks for it has asked the receiver first. What has
    moved on meanwhile is dropped when it is sent. Raises Refused when it already left, is older
    than three days, or has no way any more.
    """
    with transaction.atomic():
        row = (
            Delivery.objects.select_related("channel")
            .select_for_update(of=("self",))
            .get(pk=delivery.pk)
        )
        if row.state not in ENDED:
            raise Refused("not_now", "这一条已经重发过了", instead="请看最新的状态")
        now = clock.now()
        if now - row.created_at > AGE:
            raise Refused("not_now", "三天前的不再重发", instead="站内提醒里还有，本人登录就能看到")
        own = Subscription.objects.filter(channel=row.channel_id, user=row.user_id)
        if not row.channel.is_on or not own.exists():
            raise Refused(
                "not_now",
                "这个渠道停用了，或者本人不再从这里接收",
                instead="先启用渠道，或者请本人在通知方式里选上",
            )
        same = Delivery.objects.filter(pk=row.pk)
        if row.message_key:
            same = Delivery.objects.filter(
                channel=row.channel_id,
                user=row.user_id,
                message_key=row.message_key,
                state=row.state,
            )
        return same.update(
            state=DeliveryState.PENDING,
            not_before=now,
            attempts=0,
            give_up_at=None,
            doubted_at=None,
            tried_at=None,
            message_key="",
        )
