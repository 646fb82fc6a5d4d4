"""Seeing a petitioner's numbers and address whole: with a reason, and written down (rules.md §6)."""

from django.db import transaction

from cases.services.unmasking import SHORTEST_REASON
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access
from petitions.models import Access, Petition, Petitioner


@transaction.atomic
def unmask(petition: Petition, petitioner: Petitioner, user: User, reason: str) -> Petitioner:
    """The petitioner, after the look has been written down.

    Raises `Refused`: not_yours · needs_reason.
    """
    if not access.may_see_whole(user, petition):
        raise Refused(
            "not_yours",
            "信访人的完整号码，您现在不能看。",
            who="信访接待员能看",
            instead="需要联系信访人的，请告诉接待员",
        )
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise Refused("needs_reason", "请写一句为什么要看。", field="reason")
    Access.objects.create(
        centre_id=petition.centre_id,
        petition=petition,
        petitioner=petitioner,
        user=user,
        at=clock.now(),
        what="petitioner.whole",
        reason=reason[:200],
    )
    return petitioner
