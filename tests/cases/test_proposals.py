"""What waits for a signature dies when the matter has moved on (DESIGN idea 11)."""

import pytest

from cases import services
from cases.models import Case, Proposal
from mediation.core.errors import Refused
from tests.cases.factories import Cast, registration, some_text

VILLAGE = "village"


@pytest.mark.parametrize(
    ("verb", "given", "is_dead"),
    [
        ("accept", {"consent": True}, True),
        ("note", {"stuck": "等人", "next_step": "再约"}, False),
    ],
)
def test_a_prepared_move_dies_when_the_case_moves_on_and_a_note_leaves_it(
    scene: Cast, verb: str, given: dict[str, object], is_dead: bool
) -> None:
    member, head = scene.members[VILLAGE], scene.heads[VILLAGE]
    case: Case = services.register(member, **registration()).case
    declined = {"ground": "not_dispute", "reason": some_text(), "where_to": some_text()}
    waiting = services.move(case, "decline", member, **declined).proposal
    assert waiting is not None
    services.move(case, verb, head, **given)
    kept = Proposal.objects.get(pk=waiting.pk)
    assert kept.decision == ("lapsed" if is_dead else "")
    if is_dead:
        with pytest.raises(Refused) as refused:
            services.sign(kept, head)
        assert refused.value.code == "decided"
    else:
        assert services.sign(kept, head).case.status == "declined"
