"""Natural months, quarters, half-years and years: sums of the rows booked in them (rules.md §7, the ten cases).

Expected numbers are reckoned by hand from the example: C3 came in on 31 October, so November opens
with C1, C2 (moved to V1 on 31 October) and C3.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from reporting import services
from reporting.spans import HALF_YEAR, MONTH, QUARTER, Span, around, begun_span
from tests.reporting.acts import Example

V1, V2 = "500102011011", "500102011209"
NAMES = (
    "opening",
    "new",
    "reopened",
    "adjusted",
    "resolved",
    "ended",
    "closing",
    "base",
    "handled",
)
NOVEMBER = {
    V1: (3, 3, 0, 0, 2, 1, 3, 6, 4),
    V2: (0, 2, 1, 0, 0, 2, 1, 3, 2),
    "": (3, 5, 1, 0, 2, 3, 4, 9, 6),
}
# The days up to 13 November are the whole year: everything began on 8 October.
YEAR = {
    V1: (0, 5, 0, 1, 2, 1, 3, 6, 4),
    V2: (0, 4, 1, -1, 1, 2, 1, 4, 3),
    "": (0, 9, 1, 0, 3, 3, 4, 10, 7),
}
CASES = {
    ("2026-11", "opening", ""): "C1 C2 C3",
    ("2026-11", "opening", V2): "",
    ("2026-11", "new", ""): "C4 C5 C6 C8 C10",
    ("2026-11", "new", V1): "C4 C8 C10",
    ("2026-11", "resolved", ""): "C1 C3",
    ("2026-11", "ended", V2): "C5 C6",
    ("2026-11", "closing", ""): "C2 C7 C8 C10",
    ("2026", "new", ""): "C1 C2 C3 C4 C5 C6 C7 C8 C10",
    ("2026", "resolved", ""): "C1 C3 C7",
    ("2026-Q4", "reopened", ""): "C7",
}


@pytest.fixture
def api(example: Example) -> Callable[[str], APIClient]:
    def of(account: str) -> APIClient:
        client = APIClient()
        client.force_authenticate(example.town.user(account))
        return client

    return of


def opened(example: Example, account: str) -> Client:
    client = Client()
    client.force_login(example.town.user(account))
    return client


def named(example: Example, cases: list[dict[str, Any]]) -> str:
    numbers = {case.number: name for name, case in example.cases.items()}
    found = [numbers[case["number"]] for case in cases]
    return " ".join(sorted(found, key=lambda name: int(name[1:])))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("2026-11", NOVEMBER), ("2026-Q4", YEAR), ("2026-H2", YEAR), ("2026", YEAR)],
)
def test_a_stretch_has_the_numbers_of_its_rows(
    example: Example, api: Any, name: str, expected: dict[str, tuple[int, ...]]
) -> None:
    body = api("peace").get(f"/api/v1/reports/periods/{name}/").json()
    rows = {row["division"]: row for row in body["rows"]} | {"": body["total"]}
    found = {key: tuple(rows[key][column] for column in NAMES) for key in expected}
    assert found == expected
    for column in NAMES[:7]:
        for rows_of in ("rows", "by_category", "by_source"):
            assert sum(row[column] for row in body[rows_of]) == body["total"][column]
    assert "year_new" not in body["total"]


def test_rates_of_november_are_of_its_own_rows(example: Example, api: Any) -> None:
    total = api("peace").get("/api/v1/reports/periods/2026-11/").json()["total"]
    # 2 ÷ 9; of C4 C6 C8 C10 (C5 was declined) C4 and C6 were accepted; 2 ÷ 6; (29 Oct − 20 Oct + 6) ÷ 2
    assert total["resolve_rate"] == "22.22"
    assert total["handled_rate"] == "50.00"
    assert total["success_rate"] == "33.33"
    assert total["avg_days"] == "7.5"


@pytest.mark.parametrize(("name", "column", "row"), CASES)
def test_a_number_leads_to_its_cases(
    example: Example, api: Any, name: str, column: str, row: str
) -> None:
    address = f"/api/v1/reports/periods/{name}/cells/{column}/"
    body = api("peace").get(address, {"row": row}).json()
    assert (named(example, body["cases"]), body["hidden"]) == (CASES[name, column, row], 0)


def test_every_count_is_as_long_as_its_list(example: Example, api: Any) -> None:
    client = api("peace")
    body = client.get("/api/v1/reports/periods/2026-11/").json()
    wrong = []
    for row in [*body["rows"], *body["by_category"], body["total"]]:
        key = row.get("division") or row.get("category") or ""
        for column in (*NAMES, "succeeded", "tracking", "ended_referred", "closing_blue"):
            address = f"/api/v1/reports/periods/2026-11/cells/{column}/"
            if column == "adjusted" or not row[column]:
                continue
            cases = client.get(address, {"row": key}).json()["cases"]
            if len(cases) != row[column]:
                wrong.append((key, column, row[column], len(cases)))
    assert wrong == []


def test_the_page_shows_and_leads(example: Example) -> None:
    desk = opened(example, "peace")
    text = desk.get("/reports/periods/2026-11/").content.decode()
    assert "2026年11月新增 <b>5</b> 件" in text
    assert "22.22%" in text
    address = f"/reports/periods/2026-11/cells/new/?row={V1}"
    assert address in text
    listed = desk.get(address).content.decode()
    shown = {name for name, case in example.cases.items() if case.number in listed}
    assert shown == {"C4", "C8", "C10"}
    for name in ("2026-10", "2026-Q4", "2026-H2", "2026"):
        assert f"/reports/periods/{name}/" in text
    assert desk.get("/reports/periods/").url == "/reports/periods/2026-11/"
    assert desk.get("/reports/periods/?name=2026-02").url == "/reports/periods/2026-02/"


@pytest.mark.parametrize(
    "name", ["2026-13", "2026-Q5", "2026-H3", "2026-12", "2027", "26", "2026-1", "x"]
)
def test_what_is_no_stretch_or_has_not_begun_is_not_found(example: Example, name: str) -> None:
    desk = opened(example, "peace")
    assert desk.get(f"/reports/periods/{name}/").status_code == 404
    assert desk.get("/reports/periods/2026-11/").status_code == 200


def test_a_village_reads_its_own_rows_and_hears_of_the_rest(example: Example, api: Any) -> None:
    client = api("village")
    body = client.get("/api/v1/reports/periods/2026-11/").json()
    assert [row["division"] for row in body["rows"]] == [V1]
    assert [row["division"] for row in body["quality"]["rows"]] == [V1]
    assert body["total"]["new"] == 5
    cell = "/api/v1/reports/periods/2026-11/cells"
    total = client.get(f"{cell}/new/").json()
    assert (named(example, total["cases"]), total["hidden"]) == ("C4 C8 C10", 2)
    assert total["message"] == "另 2 件不在您的查看范围"
    answered = client.get(f"{cell}/answered/").json()
    assert (named(example, answered["cases"]), answered["hidden"]) == ("C4 C8", 2)
    for column in ("new", "answered"):
        assert client.get(f"{cell}/{column}/", {"row": V2}).status_code == 404
        assert client.get(f"{cell}/{column}/", {"row": V1}).status_code == 200


@pytest.mark.parametrize("account", ["auditor", "secadmin", "discipline", "grid", "petition"])
def test_who_reads_no_figures_finds_none(
    example: Example, api: Any, settings: Any, account: str
) -> None:
    settings.DEMO = True
    addresses = ("periods/2026-11/", "periods/2026-11/cells/new/", "goals/2026/")
    for address in addresses:
        assert api(account).get(f"/api/v1/reports/{address}").status_code == 404
        assert opened(example, account).get(f"/reports/{address}").status_code == 404
        assert api("peace").get(f"/api/v1/reports/{address}").status_code == 200


def test_a_lock_does_not_change_what_a_month_says(example: Example, api: Any, at: Any) -> None:
    before = api("peace").get("/api/v1/reports/periods/2026-11/").json()
    at("2026-11-16 09:00")
    services.lock(dt.date(2026, 11, 14), example.town.user("peace"), example.town.centre)
    after = api("peace").get("/api/v1/reports/periods/2026-11/").json()
    assert {name: before["total"][name] for name in NAMES} == {
        name: after["total"][name] for name in NAMES
    }


# --- the names, which are pure -------------------------------------------------------------------


def test_names_lead_back_to_their_stretch(at: Any) -> None:
    at("2026-11-13 18:00")
    for name in ("2026-11", "2026-Q4", "2026-H2", "2026", "2024-02", "2025-Q1", "2025-H1"):
        found = begun_span(name)
        assert found is not None
        assert found.code == name
    february = Span(2024, MONTH, 2).period
    assert (february.first_on, february.last_on) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    third = Span(2026, QUARTER, 3).period
    assert (third.first_on, third.last_on) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))


@pytest.mark.parametrize(
    ("one", "by", "other"),
    [
        (Span(2026, MONTH, 1), -1, Span(2025, MONTH, 12)),
        (Span(2026, MONTH, 12), 1, Span(2027, MONTH, 1)),
        (Span(2026, QUARTER, 1), -1, Span(2025, QUARTER, 4)),
        (Span(2026, QUARTER, 4), 1, Span(2027, QUARTER, 1)),
        (Span(2026, HALF_YEAR, 2), 1, Span(2027, HALF_YEAR, 1)),
        (Span(2026), -1, Span(2025)),
    ],
)
def test_the_one_before_and_the_one_after(one: Span, by: int, other: Span) -> None:
    assert one.moved(by) == other
    assert other.moved(-by) == one


def test_every_day_lies_in_one_month_one_quarter_one_half_year_and_one_year() -> None:
    day = dt.date(2023, 12, 25)
    while day < dt.date(2025, 1, 5):
        for span in around(day):
            assert day in span.period
            assert day not in span.moved(1).period
            assert day not in span.moved(-1).period
        day += dt.timedelta(days=1)
