"""Messages by outside channels that did not go: for whoever keeps the channels or the centre.

Channel, receiver and cause; no matter, no number, no words: the system administrator sees no case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.db.models import Q, QuerySet

from grids.enums import Role
from grids.models import Post
from grids.selectors.people import standings_today
from mediation.core import clock
from mediation.core.models import Delivery, DeliveryState, User

LOOKS_BACK = timedelta(days=14)
SHOWN = 500
ENDED = frozenset({DeliveryState.FAILED, DeliveryState.IN_DOUBT})


def visible_deliveries(user: User) -> QuerySet[Delivery]:
    """System administrator: all; director: those to people with a post in his centre; else none."""
    standings = standings_today(user)
    if any(Role.SYSTEM_ADMIN in one.roles for one in standings):
        return Delivery.objects.all()
    centres = {
        post.department.centre_id
        for one in standings
        for post in one.posts
        if post.role == Role.DIRECTOR
    }
    if not centres:
        return Delivery.objects.none()
    today = clock.today()
    staff = Post.objects.filter(
        Q(to_on__isnull=True) | Q(to_on__gte=today),
        department__centre__in=centres,
        from_on__lte=today,
    )
    return Delivery.objects.filter(user__in=staff.values("user"))


def may_keep_channels(user: User) -> bool:
    """Who sets them up, tries them, and sends again what they did not bring."""
    return any(Role.SYSTEM_ADMIN in one.roles for one in standings_today(user))


@dataclass(frozen=True)
class Trouble:
    """One message that did not go: the first of its rows, and how many notices it carries."""

    first: Delivery
    notices: int

    @property
    def is_ended(self) -> bool:
        return self.first.state in ENDED


def troubles(user: User) -> list[Trouble]:
    """The messages of the last fortnight that failed, are in doubt, or wait after a failure."""
    rows = (
        visible_deliveries(user)
        .filter(created_at__gte=clock.now() - LOOKS_BACK)
        .exclude(fault="")
        .exclude(state__in=[DeliveryState.SENT, DeliveryState.DROPPED])
        .select_related("channel", "user")
        .order_by("-created_at", "channel", "user", "state", "message_key", "pk")[:SHOWN]
    )
    return list(_messages(rows))


def _messages(rows: QuerySet[Delivery]) -> Iterator[Trouble]:
    """Rows of one message stand together; one that is urgent is a message of its own."""

    def message(one: Delivery) -> tuple[object, ...]:
        alone = one.pk if one.is_urgent else 0
        return (one.created_at, one.channel_id, one.user_id, one.state, one.message_key, alone)

    for _, some in groupby(rows, key=message):
        same = list(some)
        yield Trouble(same[0], len(same))
