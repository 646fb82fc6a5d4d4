"""What needs a signature is written down for its signer (DESIGN idea 11); see `signing`."""

from cases import enums
from cases.models import Proposal
from cases.services.act import Act, Handler
from mediation.core import proposals
from mediation.core.workflow import Edge

# Verbs that leave a prepared move as true as it was.
LEAVES_PROPOSALS = frozenset(
    {
        enums.Verb.NOTE,
        enums.Verb.ANSWER,
        enums.Verb.REPORT_IN,
        enums.Verb.DELIVER,
        enums.Verb.SIGN_FOR,
        *enums.Beside.values,
    }
)


def propose(act: Act, edge: Edge, rehearsal: Handler) -> Proposal:
    found: Proposal = proposals.propose(act, edge, rehearsal, dict(enums.Relation.choices))
    return found


def lapse(act: Act) -> None:
    if act.verb not in LEAVES_PROPOSALS:
        proposals.lapse(act)
