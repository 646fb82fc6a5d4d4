"""A half-month beside the one before, a year ago, its year so far and the lines of the plans."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from reporting.figures import CATALOGUE
from reporting.periods import half_month
from reporting.selectors.comparison import Change, a_year_ago, change
from reporting.services import lock
from tests.factories import V1, V2
from tests.reporting.acts import Example

NOVEMBER = date(2026, 11, 14)
PAGE = "/reports/half-months/2026-11-14/"

# By hand from rules.md §8: the ten cases, C7 of early October among them.
TOWN = {
    # name: now, before, year so far, made of
    "opening": ("2", "1", "0", None),
    "new": ("6", "2", "9", None),
    "reopened": ("1", "0", "1", None),
    "adjusted": ("0", "0", "0", None),
    "resolved": ("2", "1", "3", None),
    "ended": ("3", "0", "3", None),
    "closing": ("4", "2", "4", None),
    "handled_rate": ("60.00", "100.00", None, ("3", "5")),
    "success_rate": ("33.33", "33.33", None, ("2", "6")),
    # C1 C3 of them and of C4 C6, which ended; before C7 alone; of the year C1 C3 C7 of five.
    "success_rate_ended": ("50.00", "100.00", "60.00", ("2", "4")),
    "resolve_rate": ("22.22", "33.33", "30.00", ("2", "9")),
    "resolve_ratio": ("33.33", "50.00", "33.33", ("2", "6")),
    "avg_days": ("7.5", "14.0", "9.7", ("15", "2")),
    "tracking": ("1", "0", None, None),
}
VILLAGES = {
    V1: {"new": "5", "adjusted": "1", "resolved": "2", "closing": "3", "resolve_rate": "33.33"},
    V2: {"new": "4", "adjusted": "-1", "resolved": "1", "closing": "1", "resolve_rate": "25.00"},
}


def compared(example: Example, account: str = "peace", query: str = "") -> dict[str, Any]:
    client = APIClient()
    client.force_authenticate(example.town.user(account))
    answer = client.get(f"/api/v1{PAGE}comparison/{query}")
    assert answer.status_code == 200
    body = answer.json()
    return body | {"figures": {each["name"]: each for each in body["figures"]}}


def lock_november(example: Example, at: Callable[[str], Any]) -> None:
    at("2026-11-16 09:00")
    lock(NOVEMBER, example.town.user("peace"), example.town.centre)


@pytest.mark.parametrize("is_locked", [False, True])
def test_every_number_of_the_example_stands_beside_its_earlier_selves(
    example: Example, at: Callable[[str], Any], *, is_locked: bool
) -> None:
    if is_locked:
        lock_november(example, at)
    body = compared(example)
    assert (body["before"], body["year_ago"]) == ("2026-10-30", "2025-11-14")
    assert body["year_from"] == "2025-12-31"  # the 31st belongs to the half-month after it
    found = {
        name: (
            each["now"],
            each["before"],
            each["year"],
            None if each["whole"] is None else (each["part"], each["whole"]),
        )
        for name, each in body["figures"].items()
    }
    assert found == TOWN


@pytest.mark.parametrize("village", [V1, V2])
def test_the_year_of_a_village_is_the_sum_of_its_half_months(
    example: Example, village: str
) -> None:
    figures = compared(example, query=f"?division={village}")["figures"]
    assert {name: figures[name]["year"] for name in VILLAGES[village]} == VILLAGES[village]


def test_a_change_is_told_in_its_unit_and_of_nothing_there_is_no_per_cent(
    example: Example,
) -> None:
    figures = compared(example)["figures"]
    assert figures["new"]["since_before"] == {"by": "4", "per_cent": "200.00"}
    assert figures["resolve_rate"]["since_before"] == {"by": "-11.11", "per_cent": None}
    assert figures["new"]["since_year_ago"] == {"by": "6", "per_cent": None}
    assert figures["resolve_rate"]["since_year_ago"] is None
    assert figures["resolve_rate"]["year_ago"] is None
    days = CATALOGUE["avg_days"]
    assert change(days, Decimal("7.5"), Decimal("6.0")) == Change(Decimal("-1.5"))
    assert change(CATALOGUE["new"], 3, 4) == Change(1, Decimal("33.33"))
    assert change(CATALOGUE["new"], 8, 7) == Change(-1, Decimal("-12.50"))


def test_the_plans_lines_stand_beside_the_rates_and_only_there(example: Example) -> None:
    figures = compared(example)["figures"]
    assert {
        name: (each["target"], each["is_below"])
        for name, each in figures.items()
        if each["target"] is not None
    } == {
        "handled_rate": ("100", True),
        "success_rate": ("95", True),
        "success_rate_ended": ("96", True),
        "resolve_rate": ("80", True),
    }
    assert "李渡街道" in figures["success_rate"]["target_source"]


def test_the_page_shows_all_of_it_with_its_base_and_its_rounding(example: Example) -> None:
    client = Client()
    client.force_login(example.town.user("peace"))
    text = client.get(PAGE).content.decode()
    for words in ("上期", "比上期", "去年同期", "本年累计", "目标", "四舍五入", "不排名"):
        assert words in text
    for cell in ("2/9", "-11.11点", "30.00%", "≥80% 未到", "+4"):
        assert f">{cell}</td>" in text


def test_a_village_reads_the_towns_comparison_and_its_own(example: Example) -> None:
    assert compared(example, "village")["figures"]["new"]["now"] == "6"
    assert compared(example, "village", f"?division={V1}")["figures"]["new"]["now"] == "4"
    client = APIClient()
    client.force_authenticate(example.town.user("village"))
    assert client.get(f"/api/v1{PAGE}comparison/?division={V2}").status_code == 404
    client.force_authenticate(example.town.user("grid"))
    assert client.get(f"/api/v1{PAGE}comparison/").status_code == 404


@pytest.mark.parametrize(
    ("cut_off", "then"),
    [
        ((2026, 11, 14), (2025, 11, 14)),
        ((2026, 11, 30), (2025, 11, 30)),
        ((2029, 2, 28), (2028, 2, 29)),
        ((2028, 2, 29), (2027, 2, 28)),
        ((2028, 2, 14), (2027, 2, 14)),
    ],
)
def test_a_year_ago_is_the_half_month_of_the_same_name(
    cut_off: tuple[int, int, int], then: tuple[int, int, int]
) -> None:
    assert a_year_ago(half_month(date(*cut_off))).last_on == date(*then)
