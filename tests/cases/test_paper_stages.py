"""A paper belongs to the stage that its act is about (cases.services.papers.issue)."""

import pytest

from cases.enums import Tier
from tests.cases.factories import Cast, act, register

pytestmark = pytest.mark.django_db


def test_a_paper_is_of_the_stage_of_its_act_though_two_stages_were_left_at_one_instant(
    scene: Cast,
) -> None:
    case = act(register(scene), "accept", scene.members[Tier.VILLAGE])
    case = act(case, "escalate", scene.members[Tier.VILLAGE])
    case = act(case, "terminate", scene.heads[Tier.STREET])
    village, street = case.stages.order_by("seq")
    assert village.left_at == street.left_at  # the clock stands still in this test
    assert {paper.kind: paper.stage_id for paper in case.papers.exclude(kind="receipt")} == {
        "acceptance": village.pk,
        "escalation": village.pk,
        "termination": street.pk,
    }


def test_the_notice_of_the_court_is_of_the_stage_that_was_left(scene: Cast) -> None:
    case = act(register(scene), "accept", scene.members[Tier.VILLAGE])
    case = act(case, "refer", scene.members[Tier.VILLAGE], chosen_by="party", way="litigation")
    village, court = case.stages.order_by("seq")
    assert (court.tier, case.papers.get(kind="referral").stage_id) == ("litigation", village.pk)
