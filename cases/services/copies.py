"""Handing a party a copy of what is kept of him: written down as a look into the matter."""

from django.db import transaction

from cases import access
from cases.models import Access, Case, PartyRequest
from cases.selectors.copies import Copy, copy_of
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

COPY = "request.copy"


@transaction.atomic
def hand_out(request: PartyRequest, case: Case, user: User) -> Copy:
    """What the party of a granted request may take, after the look has been written down.

    The caller has checked that the user reads the file and takes or answers requests.
    Raises `Refused`: not_granted.
    """
    if not request.is_granted:
        raise Refused("not_granted", "这项要求还没有同意，先答复再给。")
    Access.objects.create(
        centre_id=case.centre_id,
        case=case,
        party=request.party,
        user=user,
        at=clock.now(),
        what=COPY,
        reason=f"当事人要求{request.get_kind_display()}"[:200],
    )
    return copy_of(request, case, access.readable_stages(user, case))
