"""Seeing a party's numbers and address whole: with a reason, and written down (rules.md §6)."""

from django.db import transaction

from cases import access
from cases.models import Access, Case, Party
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

SHORTEST_REASON = 2


@transaction.atomic
def unmask(case: Case, party: Party, user: User, reason: str) -> Party:
    """The party, after the look has been written down.

    Raises `Refused`: not_yours · needs_reason.
    """
    if not access.may_see_whole(user, case):
        raise Refused(
            "not_yours",
            "这件事的完整号码，您现在不能看。",
            who="现在的承办单位能看",
            instead="需要联系当事人的，请告诉承办人",
        )
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise Refused("needs_reason", "请写一句为什么要看。", field="reason")
    Access.objects.create(
        centre_id=case.centre_id,
        case=case,
        party=party,
        user=user,
        at=clock.now(),
        what="party.whole",
        reason=reason[:200],
    )
    return party
