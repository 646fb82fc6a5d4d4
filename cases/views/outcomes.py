"""结果怎样 (screen i2): a mediator on the spot chooses what came of it, and the right form opens.

Each form keeps its own draft, so that going from one to another loses nothing.
"""

from typing import Any

from django.urls import reverse

from cases import access
from cases.enums import Verb
from cases.models import Case
from cases.workflow import GRAPH
from mediation.core.models import User

# Verb, what it is called here, what follows.
OUTCOMES: tuple[tuple[str, str, str], ...] = (
    (Verb.SETTLE, "谈成了", "写协议，拍照"),
    (Verb.SCHEDULE, "再约", "还有得谈"),
    (Verb.RECORD, "记这一次", "没谈成或者只谈成一部分"),
    (Verb.ESCALATE, "没谈成", "交上一级"),
)


def outcomes_of(case: Case, user: User, verb: str) -> list[dict[str, Any]]:
    """The forms beside this one that are open to him; empty for a verb that is no outcome."""
    if verb not in {one for one, _, _ in OUTCOMES}:
        return []
    open_verbs = GRAPH.available(case, access.relations(user, case))
    return [
        {
            "label": label,
            "follows": follows,
            "url": reverse("cases:move", args=[case.pk, one]),
            "is_here": one == verb,
        }
        for one, label, follows in OUTCOMES
        if one in open_verbs
    ]
