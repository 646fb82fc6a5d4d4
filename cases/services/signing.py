"""A signer's one click: the same move with him as actor, or back to its preparer with a reason."""

from datetime import date
from typing import Any

from django.db import transaction

from cases import access
from cases.models import Proposal
from cases.services.door import Moved, lock, move
from cases.workflow import GRAPH
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import Decision, User


def may_sign(proposal: Proposal, user: User) -> bool:
    """Whether this person's word would be enough for what was prepared."""
    try:
        decision = GRAPH.check(
            proposal.case,
            proposal.verb,
            access.relations(user, proposal.case),
            proposal.data,
        )
    except Refused:
        return False
    return decision.is_signed


@transaction.atomic
def sign(proposal: Proposal, signer: User) -> Moved:
    """Make the prepared move. Raises `Refused`: decided · not_yours · what `move` refuses."""
    proposal = _waiting(proposal, signer)
    data: dict[str, Any] = dict(proposal.data)
    on = date.fromisoformat(str(data.pop("on")))
    _decide(proposal, signer, Decision.SIGNED)
    return move(proposal.case, proposal.verb, signer, on=on, prepared_by=proposal.by, **data)


@transaction.atomic
def give_back(proposal: Proposal, signer: User, reason: str) -> Proposal:
    """Return it with a reason, which its preparer reads."""
    proposal = _waiting(proposal, signer)
    if not reason.strip():
        raise Refused("needs", "请写一句退回的理由。", field="reason")
    proposal.reason = reason.strip()[:300]
    _decide(proposal, signer, Decision.RETURNED)
    return proposal


def _waiting(proposal: Proposal, signer: User) -> Proposal:
    lock(proposal.case)
    found = Proposal.objects.select_related("case", "by").get(pk=proposal.pk)
    if found.decided_at is not None:
        raise Refused("decided", "这一件已经有人处理过了。", instead="请刷新页面看结果。")
    if not may_sign(found, signer):
        raise Refused("not_yours", f"这一件要由{found.signer_label}来签。")
    return found


def _decide(proposal: Proposal, signer: User, decision: str) -> None:
    proposal.decision, proposal.decided_by, proposal.decided_at = decision, signer, clock.now()
    proposal.save()
