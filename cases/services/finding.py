"""Finding a matter by a whole phone or ID number: exact, logged, at most ten matters.

It answers with matters, never with a person (ui/DESIGN §10). Petitions are not found this way.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from cases import access, enums
from cases.models import Access, Case, Party
from cases.selectors import for_lists
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.privacy import blind_index, blind_tail, normalise

MOST = 10
LOOKED_BACK = timedelta(days=365)
TAIL = 4


@transaction.atomic
def find_by_number(user: User, *, phone: str = "", id_number: str = "") -> list[Case]:
    """Cases in sight, open or closed within twelve months, with a party of this number.

    A whole number, or exactly its last four digits. Each case found gets an access row.
    """
    asked = Q()
    for kind, value, name in (("phone", phone, "phone"), ("id_number", id_number, "id")):
        plain = normalise(value)
        if not plain:
            continue
        if len(plain) == TAIL:
            asked |= Q(**{f"{name}_tail_index": blind_tail(plain, kind)})
        else:
            asked |= Q(**{f"{name}_index": blind_index(plain, kind)})
    if not asked:
        raise Refused("needs", "请填电话或证件号码。", field="phone")
    centres = access.standing(user).centres
    recent = Q(status__in=enums.OPEN) | Q(last_act_on__gte=clock.today() - LOOKED_BACK)
    parties = Party.objects.filter(asked, centre__in=centres).values("case")
    found = list(
        for_lists(access.visible_to(user))
        .filter(recent, pk__in=parties)
        .order_by("-registered_at", "-pk")[:MOST]
    )
    Access.objects.bulk_create(
        Access(
            centre=case.centre,
            case=case,
            user=user,
            at=clock.now(),
            what="found_by_number",
        )
        for case in found
    )
    return found
