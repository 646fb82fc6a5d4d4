"""What needs a signature is written down for its signer, who makes the same move (DESIGN idea 11)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from mediation.core import clock
from mediation.core.acts import AbstractAct
from mediation.core.errors import Refused
from mediation.core.models import Decision, User
from mediation.core.workflow import Edge, Graph


def propose(
    act: AbstractAct, edge: Edge, rehearsal: Callable[[Any], None], signers: Mapping[str, str]
) -> Any:
    """Write the prepared move down for its signer. Nobody is asked to sign what cannot be done:
    the handler runs once on a savepoint that is rolled back. `signers`: relation → its label."""
    savepoint = transaction.savepoint()
    try:
        rehearsal(act)
    finally:
        transaction.savepoint_rollback(savepoint)
        act.matter.refresh_from_db()
    lapse(act, verb=act.verb)
    return act.matter.proposals.create(
        centre_id=act.matter.centre_id,
        verb=act.verb,
        data={**act.data, "on": act.on},
        version=act.matter.version,
        by=act.actor,
        at=act.now,
        signer_label="、".join(signers[one] for one in sorted(edge.signs)),
    )


def lapse(act: AbstractAct, **only: Any) -> None:
    """Proposals die when the matter has moved on; the one just signed is no longer waiting."""
    waiting = act.matter.proposals.filter(decided_at__isnull=True, **only)
    waiting.update(decision=Decision.LAPSED, decided_at=act.now, decided_by=act.actor)


@dataclass(frozen=True)
class Signing:
    """Signing and returning for one kind of matter: its graph, its relations, its door."""

    matter_field: str
    graph: Graph
    relations: Callable[[User, Any], frozenset[str]]
    lock: Callable[[Any], Any]
    move: Callable[..., Any]

    def may_sign(self, proposal: Any, user: User) -> bool:
        """Whether this person's word would be enough for what was prepared."""
        matter = getattr(proposal, self.matter_field)
        try:
            decision = self.graph.check(
                matter, proposal.verb, self.relations(user, matter), proposal.data
            )
        except Refused:
            return False
        return decision.is_signed

    @transaction.atomic
    def sign(self, proposal: Any, signer: User) -> Any:
        """Make the prepared move. Raises `Refused`: decided · not_yours · what `move` refuses."""
        proposal = self._waiting(proposal, signer)
        data: dict[str, Any] = dict(proposal.data)
        on = date.fromisoformat(str(data.pop("on")))
        _decide(proposal, signer, Decision.SIGNED)
        matter = getattr(proposal, self.matter_field)
        return self.move(matter, proposal.verb, signer, on=on, prepared_by=proposal.by, **data)

    @transaction.atomic
    def give_back(self, proposal: Any, signer: User, reason: str) -> Any:
        """Return it with a reason, which its preparer reads."""
        proposal = self._waiting(proposal, signer)
        if not reason.strip():
            raise Refused("needs", "请写一句退回的理由。", field="reason")
        proposal.reason = reason.strip()[:300]
        _decide(proposal, signer, Decision.RETURNED)
        return proposal

    def _waiting(self, proposal: Any, signer: User) -> Any:
        self.lock(getattr(proposal, self.matter_field))
        rows = type(proposal).objects.select_related(self.matter_field, "by")
        found = rows.get(pk=proposal.pk)
        if found.decided_at is not None:
            raise Refused("decided", "这一件已经有人处理过了。", instead="请刷新页面看结果。")
        if not self.may_sign(found, signer):
            raise Refused("not_yours", f"这一件要由{found.signer_label}来签。")
        return found


def _decide(proposal: Any, signer: User, decision: str) -> None:
    proposal.decision, proposal.decided_by, proposal.decided_at = decision, signer, clock.now()
    proposal.save()
