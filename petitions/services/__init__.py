"""Changing things. `move` is the one door; `register` lets a petition in."""

from petitions.services.act import Act
from petitions.services.converting import from_case
from petitions.services.demands import answer_demand, answer_demands, may_answer
from petitions.services.door import Moved, check_version, lock, move
from petitions.services.registration import Registered, register
from petitions.services.signing import give_back, may_sign, sign

__all__ = [
    "Act",
    "Moved",
    "Registered",
    "answer_demand",
    "answer_demands",
    "check_version",
    "from_case",
    "give_back",
    "lock",
    "may_answer",
    "may_sign",
    "move",
    "register",
    "sign",
]
