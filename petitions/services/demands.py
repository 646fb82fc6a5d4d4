"""Answering the demands one by one, before the reply (条例32; rules.md §3 row 12).

It is no verb: the reply is. The petition is locked, the version goes up, the history says by whom.
"""

from collections.abc import Mapping

from django.db import transaction

from cases.access import standing
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access, enums
from petitions.enums import Relation as R
from petitions.models import Demand, Petition
from petitions.services import beside
from petitions.services.door import check_version, finish, lock


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
    demand: Demand,
    actor: User,
    *,
    finding: str,
    opinion: str,
    basis: str,
    answer: str = "",
    version: int | None = None,
) -> Demand:
    """Write finding, opinion, basis and answer of one demand; what stood before is kept.

    `version` is the petition's, as the screen had loaded it. A reply that waits for its signature
    lapses: the signer would sign other words than he was shown.
    Raises Refused: stale · not_now · not_yours · invalid_choice.
    """
    petition = lock(demand.petition)
    check_version(petition, version)
    demand = petition.demands.get(pk=demand.pk)
    if petition.status != enums.Status.HANDLING:
        raise Refused("not_now", "这件信访现在不在办理中，不能写答复。")
    if not may_answer(actor, petition, demand):
        raise Refused("not_yours", "这一项不是交给您单位办的。", who="信访接待员或承办单位")
    if opinion and opinion not in enums.Opinion.values:
        raise Refused("invalid_choice", "请从列出的意见里选一个。", field="opinion")
    written = {
        "finding": finding.strip(),
        "opinion": opinion,
        "basis": basis.strip(),
        "answer": answer.strip(),
    }
    before = {name: getattr(demand, name) for name in written}
    if before == written:
        return demand
    act = beside.begin(
        petition, enums.Beside.ANSWER_DEMAND, actor, payload={"position": demand.position}
    )
    for name, text in written.items():
        if before[name] and before[name] != text:
            act.revisions[f"demand.{demand.position}.{name}"] = before[name]
        setattr(demand, name, text)
    demand.answered_by, demand.answered_at = actor, act.now
    demand.save()
    finish(act)
    return demand


@transaction.atomic
def answer_demands(
    petition: Petition,
    actor: User,
    written: Mapping[int, Mapping[str, str]],
    *,
    version: int | None = None,
) -> int:
    """Several demands of one screen at once, by primary key; all or none. How many changed.

    Raises Refused as `answer_demand`, its `field` as `demand_<position>.<name>`.
    """
    petition = lock(petition)
    check_version(petition, version)
    changed = 0
    for demand in petition.demands.order_by("position"):
        if demand.pk not in written:
            continue
        before = petition.version
        try:
            answer_demand(demand, actor, **written[demand.pk])
        except Refused as refused:
            refused.field = f"demand_{demand.position}.{refused.field}"
            raise
        petition.refresh_from_db(fields=["version"])
        changed += petition.version != before
    return changed
