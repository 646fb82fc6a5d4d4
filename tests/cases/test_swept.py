"""A case that a 排查 found carries its round (issue 6, Build 2)."""

from typing import Any

import pytest
from django.test import Client

from cases.models import Case
from grids.services import sweeps
from tests.cases.factories import registration
from tests.factories import V2, Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(town: Town, at: Any) -> Any:
    at("2026-11-02 09:00")
    (made,) = sweeps.make_rolling_rounds()
    return made


def client_of(town: Town, account: str) -> Client:
    client = Client()
    client.force_login(town.user(account))
    return client


def post(town: Town, account: str, **more: Any) -> Any:
    body = registration(**more) | {"form_key": str(registration()["form_key"])}
    return client_of(town, account).post("/api/v1/cases/", body, content_type="application/json")


def test_the_form_begins_with_the_round_and_its_case_stands_on_the_rounds_page(
    town: Town, round_: Any
) -> None:
    page = client_of(town, "village").get(f"/cases/new/?sweep={round_.pk}").content.decode()
    assert f'name="sweep" value="{round_.pk}"' in page
    assert round_.title in page
    done = post(town, "village", source="sweep", sweep=round_.pk)
    assert done.status_code == 201, done.content
    case = Case.objects.get()
    assert case.sweep == round_
    link = f"/cases/{case.pk}/"
    assert link in client_of(town, "peace").get(f"/sweeps/{round_.pk}/").content.decode()
    assert link not in client_of(town, "village2").get(f"/sweeps/{round_.pk}/").content.decode()


def test_the_list_of_a_round_is_found_on_page_and_api_by_who_sees_its_cases(
    town: Town, round_: Any
) -> None:
    post(town, "village", source="sweep", sweep=round_.pk)
    post(town, "village", source="visit")
    case = Case.objects.get(sweep=round_)
    address = f"?sweep={round_.pk}"
    peace = client_of(town, "peace")
    assert f"/cases/{address}" in peace.get(f"/sweeps/{round_.pk}/").content.decode()
    page = peace.get(f"/cases/{address}").content.decode()
    assert f"{round_.title}登记的" in page
    for account, found in {"peace": [case.pk], "village": [case.pk], "village2": []}.items():
        listed = client_of(town, account).get(f"/api/v1/cases/{address}").json()["results"]
        assert [one["id"] for one in listed] == found, account
    for nothing in ("987654321", "x", "9" * 40):
        assert peace.get(f"/api/v1/cases/?sweep={nothing}").json()["results"] == []
    assert len(peace.get("/api/v1/cases/").json()["results"]) == 2


def test_another_source_keeps_no_round_and_a_correction_takes_it_away(
    town: Town, round_: Any
) -> None:
    assert post(town, "village", source="visit", sweep=round_.pk).status_code == 201
    assert Case.objects.get().sweep is None
    assert post(town, "village", source="sweep", sweep=987654321).status_code == 400
    assert post(town, "village2", source="sweep", sweep=round_.pk, division=V2).status_code == 201
    case = Case.objects.get(sweep=round_)
    body = {"verb": "amend", "version": case.version, "source": "visit", "reason": "是自己来的"}
    moved = client_of(town, "village2").post(
        f"/api/v1/cases/{case.pk}/moves/", body, content_type="application/json"
    )
    assert moved.status_code == 200, moved.content
    case.refresh_from_db()
    assert (case.source, case.sweep) == ("visit", None)
