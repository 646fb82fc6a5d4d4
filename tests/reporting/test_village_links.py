"""A village's own half-month: where its duty leads, its thirteen half-months, a kind that is none."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from reporting.models import VillageReturn
from reporting.periods import half_month
from reporting.selectors import table, trend
from reporting.selectors.duty_items import _returns
from reporting.services import lock, returns
from tests.factories import V1, V2
from tests.reporting.acts import Example

NOVEMBER = half_month(date(2026, 11, 14))
DECEMBER = half_month(date(2026, 12, 14))
PAGE = "/reports/half-months/2026-11-14/"


def bars(example: Example, code: str = "", until: Any = NOVEMBER) -> list[tuple[int, int]]:
    """(新增, 化解) of the last five half-months: 09-14 … 11-14 unless told otherwise."""
    place = example.town.place(code) if code else None
    steps = trend(example.town.centre, table(example.town.centre, until, division=place))
    assert len(steps) == 13
    return [(step.new, step.resolved) for step in steps[-5:]]


def test_every_bar_of_a_village_is_the_village_s(example: Example, at: Any) -> None:
    # 10-30 is locked: C7 and C2 were new in V2, C1 in V1; C7 was settled. rules.md §8.
    assert bars(example) == [(0, 0), (0, 0), (1, 0), (2, 1), (6, 2)]
    assert bars(example, V1) == [(0, 0), (0, 0), (0, 0), (1, 0), (4, 2)]
    assert bars(example, V2) == [(0, 0), (0, 0), (1, 0), (1, 1), (2, 0)]
    # The same from what was locked, and of rows after the lock, that are not the table's own.
    assert bars(example, V1, DECEMBER)[-3:] == [(4, 2), (0, 0), (0, 0)]
    at("2026-11-16 09:00")
    lock(NOVEMBER.last_on, example.town.user("peace"), example.town.centre)
    assert bars(example, V2, DECEMBER)[-5:] == [(1, 0), (1, 1), (2, 0), (0, 0), (0, 0)]


def test_the_duty_of_a_village_leads_to_where_it_files_its_return(example: Example) -> None:
    returns.open_returns()
    asked = VillageReturn.objects.get(division__code=V1, due_on=NOVEMBER.last_on)
    unit = example.town.unit(V1)
    (url,) = {
        item.url for item in _returns([unit], date(2026, 11, 13)) if item.due_on == asked.due_on
    }
    desk = Client()
    desk.force_login(example.town.user("village"))
    assert url == f"{PAGE}returns/{V1}/"
    assert desk.get(url).status_code == 200


@pytest.mark.parametrize(("category", "status"), [("02", 200), ("zz", 404), ("0", 404)])
def test_a_kind_that_is_none_is_not_found(example: Example, category: str, status: int) -> None:
    desk = Client()
    desk.force_login(example.town.user("peace"))
    api = APIClient()
    api.force_authenticate(example.town.user("peace"))
    asked = {"category": category}
    for row in ("", V1):
        assert desk.get(f"{PAGE}cells/new/", asked | {"row": row}).status_code == status
        answer = api.get(f"/api/v1{PAGE}cells/new/", asked | {"row": row})
        assert answer.status_code == status
