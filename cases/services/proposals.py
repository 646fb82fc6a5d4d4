"""What needs a signature is written down for its signer (DESIGN idea 11); see `signing`."""

from django.db import transaction

from cases import enums
from cases.models import Proposal
from cases.services.act import Act, Handler
from mediation.core.models import Decision
from mediation.core.workflow import Edge

# Verbs that leave a prepared move as true as it was.
LEAVES_PROPOSALS = frozenset(
    {
        enums.Verb.NOTE,
        enums.Verb.ANSWER,
        enums.Verb.REPORT_IN,
        enums.Verb.DELIVER,
        enums.Verb.SIGN_FOR,
    }
)


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
