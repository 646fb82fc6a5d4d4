"""Days and pages that nobody means are answered with a sentence or a 404, never with a fault."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from reporting.models import DutyMark, Export, WrittenReport
from tests.cases.factories import some_text
from tests.factories import Town
from tests.reporting.writing import LIST, desk

NOT_MEANT = ("0001-01-01", "0001-01-14", "9999-12-30", "9999-12-31")


@pytest.fixture
def town(example: Any) -> Any:
    example.at("2026-11-14 18:00")
    return example.town


def api_of(town: Town, account: str) -> APIClient:
    client = APIClient()
    client.force_authenticate(town.user(account))
    return client


def test_a_cursor_that_is_none_is_a_page_that_is_not_there(town: Town) -> None:
    director: Client = desk(town, "director")
    for page in ("/exports/log/", "/cases/", "/petitions/", "/leads/", "/inquiries/"):
        assert director.get(page).status_code == 200, page
        answer = director.get(page, {"cursor": "x"})
        assert answer.status_code == 404, page
        assert "<html" in answer.content.decode(), page


def test_half_months_of_a_year_that_nobody_means_are_not_there(town: Town) -> None:
    peace, api = desk(town, "peace"), api_of(town, "peace")
    for path in ("{}/", "{}/returns/"):
        for day, expected in [("2026-11-14", 200), *((day, 404) for day in NOT_MEANT)]:
            address = f"reports/half-months/{path.format(day)}"
            assert peace.get(f"/{address}").status_code == expected, address
            assert api.get(f"/api/v1/{address}").status_code == expected, address
    for day in NOT_MEANT:
        answer = peace.get("/reports/half-months/", {"day": day})
        assert answer.url == "/reports/half-months/2026-11-14/"
    for day in ("1950-01-14", "2100-12-30"):
        assert peace.get(f"/reports/half-months/{day}/").status_code == 200
        assert api.get(f"/api/v1/reports/half-months/{day}/comparison/").status_code == 200


def test_a_form_of_a_half_month_that_nobody_means_is_not_asked_for(town: Town) -> None:
    peace = desk(town, "peace")
    for day in NOT_MEANT:
        answer = peace.post("/exports/", {"of": "ledger", "cut_off": day, "for": "check"})
        assert answer.status_code == 302, day
    assert not Export.objects.exists()
    assert "截止日要写成" in peace.get("/exports/").content.decode()
    peace.post("/exports/", {"of": "ledger", "cut_off": "2026-11-14", "for": "check"})
    assert Export.objects.count() == 1


def test_a_report_is_begun_for_the_running_turn_and_the_two_before_it(town: Town) -> None:
    unit = town.unit("justice")
    justice, api = desk(town, "justice"), api_of(town, "justice")
    sent = {"kind": "half_month", "unit": unit.pk}
    for day, words, status in [
        *((day, "请再看一眼年份", 400) for day in NOT_MEANT),
        ("1990-05-02", "过去太久", 409),
        ("2026-09-30", "过去太久", 409),
    ]:
        page = justice.post(LIST, {"what": f"half_month:{unit.pk}", "on": day})
        assert words in page.content.decode(), day
        answer = api.post("/api/v1/reports/written/", sent | {"day": day})
        assert answer.status_code == status, day
    assert not WrittenReport.objects.exists()
    # 30 October closes the half-month before, 14 October the one before that.
    for day in ("2026-10-14", "2026-10-30", "2026-11-14"):
        answer = api.post("/api/v1/reports/written/", sent | {"day": day})
        assert (answer.status_code, answer.json()["report"]["last_on"]) == (200, day)


def test_what_was_begun_in_time_is_opened_after_years(town: Town, example: Any) -> None:
    unit = town.unit("justice")
    sent = {"kind": "half_month", "unit": unit.pk, "day": "2026-11-14"}
    begun = api_of(town, "justice").post("/api/v1/reports/written/", sent).json()["report"]
    example.at("2027-11-14 18:00")
    again = api_of(town, "justice").post("/api/v1/reports/written/", sent)
    assert (again.status_code, again.json()["report"]["id"]) == (200, begun["id"])


def test_a_duty_of_a_year_that_nobody_means_is_not_marked(town: Town) -> None:
    unit, note = town.unit("peace"), some_text()
    peace, api = desk(town, "peace"), api_of(town, "peace")
    for day in NOT_MEANT:
        sent = {"unit": unit.pk, "duty": "D18", "first_on": day, "note": note}
        answer = peace.post("/duties/mark/", sent, follow=True)
        assert "请再看一眼年份" in answer.content.decode(), day
        answer = api.post("/api/v1/duties/", sent)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_day"), day
    assert not DutyMark.objects.exists()
    api.post("/api/v1/duties/", sent | {"first_on": "2026-11-14"})
    assert DutyMark.objects.count() == 1
