"""A party does not want to be mediated (any more): his word ends it at once (人民调解法 17, 23, 26).

Nobody asks for a reason. What he said is a consent that is not given; the mediation is terminated
in the same transaction, and the notice R9 tells both sides of the other ways.
"""

from datetime import date

from django.db import transaction

from cases import access, enums
from cases.enums import TerminateGround, Verb
from cases.models import Case, Consent, Party
from cases.services import stages
from cases.services.door import Moved, check_day, check_version, lock, move
from cases.services.ladder import find
from cases.workflow import GRAPH
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

# The notice goes to both sides: it does not say which of them it was.
REASON = "一方当事人不愿继续调解（人民调解法第23条）"


@transaction.atomic
def refuse_mediation(
    case: Case,
    actor: User,
    party: Party | int | str,
    *,
    version: int | None = None,
    on: date | None = None,
    reason: str = "",
) -> Moved:
    """Record that this party refuses, and end the mediation on that day (rules.md §2 row 15).

    `reason` only where the party wants his words on the notice. Raises `Refused`: stale · not_now ·
    not_yours · invalid_choice · invalid_day.
    """
    case = lock(case)
    check_version(case, version)
    GRAPH.check_open(case, Verb.TERMINATE, access.relations(actor, case))
    who: Party = find(Party, party, "party")
    if who.case_id != case.pk or who.role == enums.PartyRole.THIRD_PARTY:
        raise Refused("invalid_choice", "请选这件事的申请人或对方。", field="party")
    now = clock.now()
    day = check_day(case, Verb.TERMINATE, on, clock.local_day(now))
    Consent.objects.create(
        centre=case.centre,
        case=case,
        stage=stages.current(case),
        party=who,
        is_given=False,
        on=day,
        by=actor,
        at=now,
    )
    return move(
        case,
        Verb.TERMINATE,
        actor,
        on=day,
        ground=TerminateGround.REFUSED,
        reason=reason.replace("\x00", "").strip()[:500] or REASON,
        by_party=who,
    )
