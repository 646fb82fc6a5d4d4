"""Returns, steps and corrections over JSON: the same rules by the same people."""

import uuid
from datetime import date

import pytest
from rest_framework.test import APIClient

from cases import services as cases
from grids.enums import Role
from grids.models import Post
from reporting.models import ReturnVersion
from tests.cases.factories import registration, some_text
from tests.factories import V1, V2

NOVEMBER = "/api/v1/reports/half-months/2026-11-14/"


@pytest.fixture
def api(example):
    def of(account: str) -> APIClient:
        client = APIClient()
        client.force_authenticate(example.town.user(account))
        return client

    return of


def confirmed(**more):
    return {"form_key": str(uuid.uuid4()), "features": some_text()} | more


def test_a_village_confirms_and_the_peace_office_reads_it(api):
    village, address = api("village"), f"{NOVEMBER}returns/{V1}/"
    before = village.get(address).json()
    assert before["numbers"] == {"01": {"new": 1, "ended": 1}, "02": {"new": 3, "resolved": 2}}
    typed = [{"category": "02", "line": "new", "typed": 2, "why": "少了一件"}]
    body = confirmed(seen=before["seen"], typed=typed)
    first = village.post(address, body, format="json")
    again = village.post(address, body, format="json")
    assert (first.status_code, again.status_code) == (201, 201)
    assert ReturnVersion.objects.count() == 1
    listed = api("peace").get(f"{NOVEMBER}returns/").json()
    line = next(one for one in listed["returns"] if one["division"] == V1)
    assert (line["state"], line["typed"], line["days_late"]) == ("filed", 1, 0)
    assert (listed["counts"]["sent"], listed["counts"]["on_time"]) == (1, 1)
    seen = api("peace").get(address).json()["versions"][0]
    assert seen["features"] == body["features"]
    number = seen["typed"][0]
    assert (number["system"], number["typed"], number["why"]) == (3, 2, "少了一件")
    decided = api("peace").post(
        f"{NOVEMBER}typed/{number['id']}/decide/", {"how": "system"}, format="json"
    )
    assert decided.json()["decisions"][0]["how"] == "system"


def test_refusals_have_their_status(example, api):
    village, address = api("village"), f"{NOVEMBER}returns/{V1}/"
    seen = village.get(address).json()["seen"]
    typed = [{"category": "02", "line": "new", "typed": 2}]
    answer = village.post(address, confirmed(typed=typed), format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "needs_reason")
    cases.register(example.town.user("window"), **registration(division=V1, category="07"))
    answer = village.post(address, confirmed(seen=seen), format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    fresh = answer.json()["current"]["seen"]
    assert village.post(address, confirmed(seen=fresh), format="json").status_code == 201
    assert village.post(f"{NOVEMBER}returns/{V2}/", confirmed(), format="json").status_code == 404
    assert api("peace").post(address, confirmed(), format="json").status_code == 404
    assert api("window").get(f"{NOVEMBER}returns/").status_code == 404
    day = "/api/v1/reports/half-months/2026-11-15/returns/"
    assert api("peace").get(day).json()["nearest"] == ["2026-11-14", "2026-11-30"]


def test_a_member_prepares_and_hears_that_the_head_confirms(example):
    client = APIClient()
    client.force_authenticate(example.town.hire(V1, "mediator"))
    answer = client.post(f"{NOVEMBER}returns/{V1}/", confirmed(), format="json")
    assert (answer.status_code, answer.json()["code"]) == (202, "prepared")
    assert not ReturnVersion.objects.exists()


def test_the_steps_and_a_correction(example, api, at):
    at("2026-11-15 09:00")
    peace, leader = api("peace"), api("leader")
    steps = f"{NOVEMBER}steps/"
    urged = peace.post(f"{NOVEMBER}returns/urge/").json()["urged"]
    assert urged == example.town.centre.children.filter(is_active=True).count()
    peace.post(f"{NOVEMBER}explain/", {"category": "02", "text": some_text()}, format="json")
    answer = peace.post(steps, {"step": "submit"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "needs_reason")
    body = {"step": "submit", "words": "村里停电"}
    assert leader.post(steps, body, format="json").status_code == 404
    assert peace.post(steps, body, format="json").json()["state"] == "submitted"
    assert leader.post(steps, {"step": "approve"}, format="json").json()["state"] == "approved"
    assert peace.get(NOVEMBER).json()["state"] == "approved"
    assert peace.post(steps, {"step": "lock"}, format="json").json()["state"] == "locked"
    corrections = f"{NOVEMBER}corrections/"
    answer = peace.post(corrections, {"reason": "补录"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_changed")
    late = registration(division=V1, category="13", received_on="2026-11-12")
    cases.register(example.town.user("window"), **late)
    made = peace.post(corrections, {"reason": "补录"}, format="json").json()
    total = made["places"][-1]
    assert (total["locked"]["new"], total["differs"]["new"], total["corrected"]["new"]) == (6, 1, 7)
    own = api("village2").get(f"{corrections}1/").json()
    assert len(own["places"]) == 1
    assert own["places"][0]["differs"] == {}


def test_whoever_keeps_returns_reads_what_is_found_who_is_missing_and_the_year(example, api):
    village, peace = api("village"), api("peace")
    why = some_text()
    typed = [{"category": "02", "line": "new", "typed": 2, "why": why}]
    body = confirmed(typed=typed)
    assert village.post(f"{NOVEMBER}returns/{V1}/", body, format="json").status_code == 201
    cases.register(example.town.user("window"), **registration(division=V1, category="13"))
    steps = peace.get(f"{NOVEMBER}steps/").json()
    found = {one["code"]: one for one in steps["findings"]}
    assert (found["typed"]["is_must"], found["typed"]["text"]) == (True, why)
    assert found["typed"]["cells"] == [{"column": "new", "row": V1, "category": "02"}]
    assert (found["rise"]["category"], found["rise"]["explained"]) == ("02", None)
    assert found["rise"]["is_open"] is True
    changed = found["changed"]
    assert (changed["is_must"], changed["is_open"], changed["typed"]) == (False, False, None)
    assert changed["cells"] == [{"column": "new", "row": V1, "category": "13"}]
    missing = {one["division"]: one["label"] for one in steps["missing"]}
    assert len(missing) == example.town.centre.children.filter(is_active=True).count() - 1
    assert (missing[V2], V1 in missing) == ("水磨滩村", False)
    decide = f"{NOVEMBER}typed/{found['typed']['typed']}/decide/"
    assert peace.post(decide, {"how": "system"}, format="json").status_code == 200
    words = some_text()
    peace.post(f"{NOVEMBER}explain/", {"category": "02", "text": words}, format="json")
    after = {one["code"]: one for one in peace.get(f"{NOVEMBER}steps/").json()["findings"]}
    assert "typed" not in after
    assert (after["rise"]["explained"], after["rise"]["is_open"]) == (words, False)
    assert after["rise"]["explained_by"] == example.town.user("peace").name
    lines = {one["division"]: one for one in peace.get(f"{NOVEMBER}returns/").json()["returns"]}
    assert lines[V1]["changes"] == [{"category": "13", "line": "new", "then": 0, "now": 1}]
    assert (lines[V1]["year"]["due"], lines[V1]["year"]["rate"]) == (1, "100.00")
    assert (lines[V2]["year"]["due"], lines[V2]["year"]["rate"]) == (0, None)  # until 11-14


def test_the_head_reads_what_a_member_prepared_and_nobody_else_does(example, api):
    member = APIClient()
    member.force_authenticate(example.town.hire(V1, "mediator"))
    address, body = f"{NOVEMBER}returns/{V1}/", confirmed()
    assert api("village").get(address).json()["draft"] is None
    assert member.post(address, body, format="json").status_code == 202
    assert api("village").get(address).json()["draft"]["features"] == body["features"]
    assert api("peace").get(address).json()["draft"] is None
    api("village").post(address, confirmed(), format="json")
    assert api("village").get(address).json()["draft"] is None


def test_a_place_named_twice_a_form_used_elsewhere_and_an_own_step_are_refused_in_words(
    example, api, at
):
    address = f"{NOVEMBER}returns/{V1}/"
    twice = [
        {"category": "02", "line": "new", "typed": count, "why": some_text()} for count in (2, 5)
    ]
    answer = api("village").post(address, confirmed(typed=twice), format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_choice")
    body = confirmed()
    assert api("village").post(address, body, format="json").status_code == 201
    answer = api("village2").post(f"{NOVEMBER}returns/{V2}/", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_form_key")
    at("2026-11-15 09:00")
    both = example.town.hire("peace", Role.PEACE_OFFICER)
    unit = example.town.unit("peace")
    Post.objects.create(user=both, department=unit, role=Role.LEADER, from_on=date(2020, 1, 1))
    client = APIClient()
    client.force_authenticate(both)
    client.post(f"{NOVEMBER}explain/", {"category": "02", "text": some_text()}, format="json")
    said = {"step": "submit", "words": some_text()}
    assert client.post(f"{NOVEMBER}steps/", said, format="json").status_code == 200
    answer = client.post(f"{NOVEMBER}steps/", {"step": "approve"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "own_step")
    assert api("leader").post(f"{NOVEMBER}steps/", {"step": "approve"}).status_code == 200
