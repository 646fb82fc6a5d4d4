"""A signer's one click: the same move with him as actor, or back to its preparer with a reason."""

from mediation.core.proposals import Signing
from petitions import access
from petitions.services.door import lock, move
from petitions.workflow import GRAPH

SIGNING = Signing("petition", GRAPH, access.relations, lock, move)
may_sign, sign, give_back = SIGNING.may_sign, SIGNING.sign, SIGNING.give_back
