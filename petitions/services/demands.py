"""Answering the demands one by one, before the reply (条例32; rules.md §3 row 12).

It is no verb: the reply is. The petition is locked, the version goes up, the row says by whom.
"""

from django.db import transaction

from cases.access import standing
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access, enums
from petitions.enums import Relation as R
from petitions.models import Demand, Petition
from petitions.services.door import lock


def may_answer(user: User, petition: Petition, demand: Demand) -> bool:
    """The petition officer any; a unit those that were given to it."""
    if petition.status != enums.Status.HANDLING:
        return False
    mine = access.relations(user, petition)
    if R.OFFICER in mine:
        return True
    return R.UNIT in mine and demand.unit_id in standing(user).answering_units


@transaction.atomic
def answer_demand(
    demand: Demand, actor: User, *, finding: str, opinion: str, basis: str, answer: str = ""
) -> Demand:
    """Write finding, opinion, basis and answer of one demand.

    Raises Refused: not_now · not_yours · invalid_choice.
    """
    petition = lock(demand.petition)
    if petition.status != enums.Status.HANDLING:
        raise Refused("not_now", "这件信访现在不在办理中，不能写答复。")
    if not may_answer(actor, petition, demand):
        raise Refused("not_yours", "这一项不是交给您单位办的。", who="信访接待员或承办单位")
    if opinion and opinion not in enums.Opinion.values:
        raise Refused("invalid_choice", "请从列出的意见里选一个。", field="opinion")
    demand.finding, demand.opinion = finding.strip(), opinion
    demand.basis, demand.answer = basis.strip(), answer.strip()
    demand.answered_by, demand.answered_at = actor, clock.now()
    demand.save()
    return demand
