"""What a list as a file says of a case: as much as the API says to the same reader, no more."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from cases.access import CARD, FILE, level_of
from cases.enums import Tier
from cases.exports import COLUMNS, cases_for, lines
from cases.models import Case
from mediation.core.models import User
from tests.cases.factories import Cast, act, climb, register

# The name of each column in the API's case.
NAMES = {
    "案号": "number",
    "村（社区）": "division",
    "类别": "category",
    "来源": "source",
    "当事人": "parties",
    "简要情况": "narrative",
    "涉及人数": "people_count",
    "涉及金额（元）": "amount",
    "风险": "risk",
    "状态": "status",
    "层级": "tier",
    "承办单位": "unit",
    "包案领导": "owner",
    "承办人": "officer",
    "收到日期": "received_on",
    "到期日": "due_on",
    "时限": "due_on",
    "结果": "outcome",
    "办结日期": "left_on",
    "卡在哪": "stuck",
}


@pytest.fixture
def case(scene: Cast) -> Case:
    """Stuck for a while, settled on the leader's rung: nothing that a column shows is empty."""
    case = register(scene, people_count=7, amount="1234.50")
    case = climb(scene, act(case, "accept", scene.members[Tier.VILLAGE]), Tier.LEADER)
    case = act(case, "note", scene.members[Tier.LEADER])
    return act(case, "settle", scene.members[Tier.LEADER], form="written")


def in_file(user: User, case: Case) -> set[str]:
    """The columns that are filled in the only line."""
    (line,) = lines(cases_for(user, {"q": case.number}))
    return {label for label, value in zip(COLUMNS, line, strict=True) if value not in {None, ""}}


def in_api(user: User, case: Case) -> set[str]:
    """The columns whose field the API gives."""
    client = APIClient()
    client.force_authenticate(user)
    body: dict[str, Any] = client.get(f"/api/v1/cases/{case.pk}/").json()
    return {label for label, name in NAMES.items() if name in body}


def test_a_reader_of_the_file_gets_every_column(scene: Cast, case: Case) -> None:
    assert set(NAMES) == set(COLUMNS)
    assert level_of(scene.peace, case) == FILE
    assert in_file(scene.peace, case) == in_api(scene.peace, case) == set(COLUMNS)


def test_a_reader_of_the_card_gets_what_the_card_shows_and_nothing_else(
    scene: Cast, case: Case
) -> None:
    assert level_of(scene.police, case) == CARD
    shown = in_file(scene.police, case)
    assert shown == in_api(scene.police, case)
    assert set(COLUMNS) - shown == {
        "来源",
        "简要情况",
        "涉及人数",
        "涉及金额（元）",
        "办结日期",
        "卡在哪",
    }
