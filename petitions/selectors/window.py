"""What petitions add to the queue page of the window (settings.WINDOW_REGISTERED, WINDOW_LOOSE_ENDS)."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Exists, OuterRef

from cases.selectors.loose_ends import RECEIPT_DAYS, LooseEnd, LooseEnds
from cases.selectors.loose_ends import SHOWN as SHOWN_ENDS
from cases.selectors.registered import NO_RECEIPT, NOT_PRINTED, PRINTED, SHOWN, Registered
from mediation.core import clock
from mediation.core.models import User
from petitions import access, enums
from petitions.models import Petition, Petitioner
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
            receipt=_receipt_of(one),
            receipt_page="petitions:receipt" if one.petitioners.all() else "",
        )
        for one in found
    ]


def _receipt_of(petition: Petition) -> str:
    if not petition.petitioners.all():
        return NO_RECEIPT
    return PRINTED if petition.receipt_printed_at else NOT_PRINTED


def loose_ends(user: User) -> LooseEnds:
    """Receipts of his registrations that were not printed (条例22); one query. No accusation."""
    since, _ = clock.day_bounds(clock.today() - timedelta(days=RECEIPT_DAYS - 1))
    found = list(
        access.visible_to(user)
        .exclude(access.SEALED)
        .filter(
            Exists(Petitioner.objects.filter(petition=OuterRef("pk"))),
            registered_by=user,
            registered_at__gte=since,
            receipt_printed_at__isnull=True,
            status__in=enums.OPEN,
        )
        .order_by("registered_at", "pk")[: SHOWN_ENDS + 1]
    )
    rows = [
        LooseEnd(
            f"信访 {one.aloud}",
            "回执没打印",
            f"{clock.local(one.registered_at):%H:%M} 登记，信访人走之前给他",
            "petitions:receipt",
            (one.pk,),
        )
        for one in found[:SHOWN_ENDS]
    ]
    return LooseEnds(rows, has_more=len(found) > SHOWN_ENDS)
