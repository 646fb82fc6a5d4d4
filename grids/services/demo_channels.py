"""Channels of the demo town: one that leads nowhere, and what it could not bring."""

from datetime import timedelta

from django.db import transaction

from mediation.core import clock
from mediation.core.models import (
    Channel,
    ChannelKind,
    Delivery,
    DeliveryFault,
    DeliveryState,
    Notice,
    User,
)

NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens
# Whose notice, what became of it, why, after how many tries.
SHOWN: tuple[tuple[str, str, str, int], ...] = (
    ("mediator", DeliveryState.FAILED, DeliveryFault.UNREACHABLE, 29),
    ("leader", DeliveryState.IN_DOUBT, DeliveryFault.NO_ANSWER, 1),
    ("peace", DeliveryState.FAILED, DeliveryFault.NO_SUCH_PERSON, 29),
)


@transaction.atomic
def load_demo_channels() -> int:
    """Two channels, one of them on, and up to three messages that did not go; how many those are."""
    if Channel.objects.exists():
        return 0
    app = Channel.objects.create(
        kind=ChannelKind.WECOM_APP,
        name="企业微信（演示）",
        is_on=True,
        details={"corp_id": "demo", "agent_id": "1", "secret": "demo", "host": NOWHERE},
    )
    Channel.objects.create(kind=ChannelKind.SMS, name="短信（演示）")
    rows = []
    for account, state, fault, attempts in SHOWN:
        user = User.objects.filter(username=account, is_demo=True).first()
        notice = Notice.objects.filter(user=user).order_by("-pk").first() if user else None
        if user is None or notice is None:
            continue
        began = clock.now() - timedelta(days=1, hours=attempts)
        rows.append(
            Delivery(
                notice=notice,
                channel=app,
                user=user,
                is_urgent=True,
                state=state,
                fault=fault,
                attempts=attempts,
                created_at=began,
                not_before=began,
                tried_at=began + timedelta(minutes=attempts),
                message_key=f"demo-{account}",
            )
        )
    return len(Delivery.objects.bulk_create(rows))
