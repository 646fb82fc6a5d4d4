"""What petitions add to the queue page of the window (settings.WINDOW_REGISTERED)."""

from collections.abc import Sequence

from cases.selectors.registered import SHOWN, Registered
from mediation.core import clock
from mediation.core.models import User
from petitions import access
from petitions.selectors.matters import for_lists
from petitions.selectors.rows import level_of, people_of, title_of


def registered_today(user: User) -> Sequence[Registered]:
    """His petitions of today, the newest first, at most SHOWN; two queries. No accusation."""
    start, _ = clock.day_bounds(clock.today())
    found = (
        for_lists(access.visible_to(user).exclude(access.SEALED))
        .filter(registered_by=user, registered_at__gte=start)
        .order_by("-registered_at", "-pk")[:SHOWN]
    )
    return [
        Registered(
            pk=one.pk,
            page="petitions:detail",
            number=one.aloud,
            title=title_of(one, is_file=level_of(one) >= access.FILE),
            people=people_of(one),
            at=one.registered_at,
            risk="",
            where=f"信访，{one.get_status_display()}",
            receipt_page="petitions:receipt" if one.petitioners.all() else "",
        )
        for one in found
    ]
