"""两升三降四提高: numbers from outside are entered, named as such, and missed where they are not."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from grids.models import Register
from grids.registers import KINDS
from grids.services import registers
from reporting.figures import CATALOGUE, quality
from reporting.figures.goals import GOALS, Outside, Way, Wish
from reporting.selectors.goals import a_year_before
from tests.cases.factories import some_text
from tests.reporting.acts import Example

API = "/api/v1/reports/goals/2026/"


@pytest.fixture
def api(example: Example) -> APIClient:
    client = APIClient()
    client.force_authenticate(example.town.user("peace"))
    return client


def entered(example: Example, sort: str, amount: str, on: str = "2026-10-31") -> tuple[str, int]:
    """Over the API as 平安办; the source that was typed, and the line's key."""
    client = APIClient()
    client.force_authenticate(example.town.user("peace"))
    source = f"{some_text(6)}〔2026〕1号"
    words = {"happened_on": on, "sort": sort, "amount": amount, "external_number": source}
    answer = client.post(
        "/api/v1/registers/figures/", words | {"form_key": str(uuid.uuid4())}, format="json"
    )
    assert answer.status_code == 201, answer.json()
    return source, answer.json()["id"]


def goal(client: APIClient, name: str, year: int = 2026) -> dict[str, Any]:
    body = client.get(f"/api/v1/reports/goals/{year}/").json()
    (found,) = [one for one in body["goals"] if one["name"] == name]
    return found


def test_every_outside_number_has_its_kind_in_the_register() -> None:
    sorts = dict(KINDS["figures"].sorts)
    assert set(Outside.values) <= set(sorts)
    assert [sum(one.wish is wish for one in GOALS) for wish in Wish] == [2, 3, 4]


def test_the_goals_of_the_year_are_the_figures_of_the_year(example: Example, api: Any) -> None:
    # By hand: C1 C3 C7 resolved, all in their villages; handled C1 C2 C3 C4 C6 C7 and C7's first
    # time; agreed on C1 C3 C7; of nine new ones C2, C4 (grid) and C6 (sweep) were found by looking.
    assert goal(api, "local_rate")["this"]["value"] == "100.00"
    assert goal(api, "success_rate")["this"]["value"] == "42.86"
    assert goal(api, "found_rate")["this"]["value"] == "33.33"
    assert goal(api, "visits")["this"]["value"] == 0
    for name in ("local_rate", "found_rate"):
        assert goal(api, name)["before"]["value"] is None


def test_what_was_not_entered_is_a_dash(example: Example, api: Any) -> None:
    for name in ("lawsuits", "new", "gain", "happy", "safe"):
        found = goal(api, name)
        assert (found["this"]["value"], found["change"]) == (None, None)
        assert "没有登记" in found["this"]["basis"]


def test_lawsuits_are_counted_per_ten_thousand_people(example: Example, api: Any) -> None:
    said, _ = entered(example, "residents", "42000", "2026-06-30")
    court, _ = entered(example, "lawsuits", "512")
    # 512 ÷ 4.2, without floating people, and the page says so; 9 new ones ÷ 4.2
    alone = goal(api, "lawsuits")["this"]
    assert alone["value"] == "121.90"
    assert "没有登记流动人口" in alone["basis"]
    assert goal(api, "new")["this"]["value"] == "2.14"
    entered(example, "floating", "3000", "2026-06-30")
    # 512 ÷ 4.5 = 113.777…; 9 ÷ 4.5
    both = goal(api, "lawsuits")["this"]
    assert both["value"] == "113.78"
    for words in (said, court, "截至2026年10月31日", "法院一审民商事收案 512", "常住人口 42000"):
        assert words in both["basis"]
    assert goal(api, "new")["this"]["value"] == "2.00"


def test_the_last_that_was_told_holds_and_what_was_struck_does_not(
    example: Example, api: Any
) -> None:
    entered(example, "residents", "40000", "2025-12-31")  # people may be those of last year
    entered(example, "lawsuits", "100", "2026-09-30")
    _, wrong = entered(example, "lawsuits", "900", "2026-10-31")
    assert goal(api, "lawsuits")["this"]["value"] == "225.00"
    peace = example.town.user("peace")
    entry = Register.objects.get(pk=wrong)
    registers.strike(entry, peace, reason=some_text())
    assert goal(api, "lawsuits")["this"]["value"] == "25.00"


def test_a_part_of_the_year_is_held_against_the_same_part_of_the_last(
    example: Example, api: Any
) -> None:
    entered(example, "residents", "50000", "2025-01-31")
    entered(example, "lawsuits", "900", "2025-12-31")
    entered(example, "lawsuits", "600", "2026-10-31")
    found = goal(api, "lawsuits")
    assert (found["this"]["value"], found["before"]["value"]) == ("120.00", None)
    entered(example, "lawsuits", "700", "2025-10-31")
    found = goal(api, "lawsuits")
    assert (found["this"]["value"], found["before"]["value"]) == ("120.00", "140.00")
    assert found["change"] == "-20.00"
    assert goal(api, "lawsuits", 2025)["this"]["value"] == "180.00"


def test_a_survey_is_shown_as_it_was_told(example: Example, api: Any) -> None:
    source, _ = entered(example, "safe", "98.56")
    found = goal(api, "safe")["this"]
    assert found["value"] == "98.56"
    assert source in found["basis"]
    village = APIClient()
    village.force_authenticate(example.town.user("village"))
    found = goal(village, "safe")["this"]
    assert (found["value"], source in found["basis"]) == ("98.56", False)  # not its register


def test_how_many_came_with_petitions_is_for_who_reads_petitions(example: Example) -> None:
    client = APIClient()
    client.force_authenticate(example.town.user("village"))
    found = goal(client, "visits")["this"]
    assert (found["value"], found["basis"]) == (None, "只给看得到信访件的岗位看")
    assert goal(client, "found_rate")["this"]["value"] == "33.33"


def test_no_lawsuit_and_no_petition_is_a_figure_of_a_village() -> None:
    """条例 18(4), 39; 人民调解法 3(3): the town's page alone, and nobody's target."""
    of_villages = {*CATALOGUE, *quality.CATALOGUE}
    assert of_villages.isdisjoint({"visits", "lawsuits"})
    shown = {one.name: one for one in GOALS}
    assert shown["lawsuits"].way is Way.PER_PEOPLE
    assert "不得据此阻止起诉" in shown["lawsuits"].edges
    assert "不作考评" in shown["visits"].edges


def test_the_page_says_where_each_number_comes_from(example: Example) -> None:
    court, _ = entered(example, "lawsuits", "512")
    entered(example, "residents", "42000")
    desk = Client()
    desk.force_login(example.town.user("peace"))
    text = desk.get("/reports/goals/2026/").content.decode()
    assert "121.90" in text
    assert court in text
    assert "不得据此阻止起诉" in text
    assert "/registers/figures/" in text
    assert "/reports/periods/2026/cells/local_rate/" in text
    assert desk.get("/reports/goals/").url == "/reports/goals/2026/"
    for year in ("2027", "2026-11", "x"):
        assert desk.get(f"/reports/goals/{year}/").status_code == 404
    leader = Client()
    leader.force_login(example.town.user("village"))
    assert "/registers/figures/" not in leader.get("/reports/goals/2026/").content.decode()


def test_the_same_day_of_the_year_before() -> None:
    assert a_year_before(dt.date(2028, 2, 29)) == dt.date(2027, 2, 28)
    assert a_year_before(dt.date(2026, 11, 13)) == dt.date(2025, 11, 13)
