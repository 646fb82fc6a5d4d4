"""What needs a signature is proposed, then signed (DESIGN idea 11)."""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from cases import enums
from cases.models import Case, Proposal
from cases.services.act import Act, Handler
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import Decision, User
from mediation.core.workflow import Edge

# Verbs that leave a prepared move as true as it was.
LEAVES_PROPOSALS = frozenset({enums.Verb.NOTE, enums.Verb.ANSWER, enums.Verb.SIGN_FOR})


def propose(act: Act, edge: Edge, rehearsal: Handler) -> Proposal:
    """Write the prepared move down for its signer. Nobody is asked to sign what cannot be done:
    the handler runs once on a savepoint that is rolled back."""
    savepoint = transaction.savepoint()
    try:
        rehearsal(act)
    finally:
        transaction.savepoint_rollback(savepoint)
        act.case.refresh_from_db()
    waiting = act.case.proposals.filter(verb=act.verb, decided_at__isnull=True)
    waiting.update(decision=Decision.LAPSED, decided_at=act.now, decided_by=act.actor)
    return Proposal.objects.create(
        centre=act.case.centre,
        case=act.case,
        verb=act.verb,
        data={**act.data, "on": act.on},
        version=act.case.version,
        by=act.actor,
        at=act.now,
        signer_label="、".join(enums.Relation(r).label for r in sorted(edge.signs)),
    )


def lapse(act: Act) -> None:
    """Proposals die when the matter has moved on; the one just signed is no longer waiting."""
    if act.verb in LEAVES_PROPOSALS:
        return
    waiting = act.case.proposals.filter(decided_at__isnull=True)
    waiting.update(decision=Decision.LAPSED, decided_at=act.now, decided_by=act.actor)


Move = Callable[..., object]


@transaction.atomic
def sign(proposal: Proposal, signer: User, move: Move) -> object:
    """One click: the same move, the signer as actor, the preparer in the event."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if proposal.decided_at is not None:
        raise Refused("decided", "这一件已经有人处理过了。", instead="请刷新页面看结果。")
    data = dict(proposal.data)
    on = date.fromisoformat(str(data.pop("on")))
    proposal.decision, proposal.decided_by, proposal.decided_at = (
        Decision.SIGNED,
        signer,
        clock.now(),
    )
    proposal.save()
    moved = move(proposal.case, proposal.verb, signer, on=on, prepared_by=proposal.by, **data)
    if getattr(moved, "proposal", None) is not None:
        raise Refused(
            "not_yours",
            f"这一件要由{proposal.signer_label}来签。",
        )
    return moved


@transaction.atomic
def give_back(proposal: Proposal, signer: User, reason: str, *, may_sign: bool) -> Proposal:
    """Return it to its preparer with a reason."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if not may_sign:
        raise Refused("not_yours", f"这一件要由{proposal.signer_label}来签。")
    if proposal.decided_at is not None:
        raise Refused("decided", "这一件已经有人处理过了。", instead="请刷新页面看结果。")
    if not reason.strip():
        raise Refused("needs", "请写一句退回的理由。", field="reason")
    proposal.decision, proposal.decided_by = Decision.RETURNED, signer
    proposal.decided_at, proposal.reason = clock.now(), reason.strip()[:300]
    proposal.save()
    return proposal


def waiting_in(case: Case) -> list[Proposal]:
    return [p for p in case.proposals.all() if p.decided_at is None]
