"""A signer's one click: the same move with him as actor, or back to its preparer with a reason."""

from cases import access
from cases.services.door import lock, move
from cases.workflow import GRAPH
from mediation.core.proposals import Signing

SIGNING = Signing("case", GRAPH, access.relations, lock, move)
may_sign, sign, give_back = SIGNING.may_sign, SIGNING.sign, SIGNING.give_back
