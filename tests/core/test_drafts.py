"""What is typed stays until it is handed in."""

import json
import secrets

import pytest
from django.test import Client

from mediation.core import drafts
from mediation.core.models import Draft, User


@pytest.fixture
def clerk(db: None, settings) -> User:
    settings.DEMO = True
    return User.objects.create(username="window", name="周敏", is_demo=True)


@pytest.fixture
def page(clerk: User) -> Client:
    client = Client()
    client.force_login(clerk)
    return client


def test_the_last_save_of_a_form_wins_and_each_form_keeps_its_own(clerk: User) -> None:
    drafts.save(clerk, "case", {"narrative": "甲"})
    drafts.save(clerk, "case", {"narrative": "乙"})
    drafts.save(clerk, "case", {"narrative": "丙"}, key="812")
    assert drafts.load(clerk, "case").data == {"narrative": "乙"}
    assert drafts.load(clerk, "case", "812").data == {"narrative": "丙"}
    assert Draft.objects.count() == 2
    drafts.clear(clerk, "case")
    assert drafts.load(clerk, "case") is None
    assert drafts.load(clerk, "case", "812") is not None


def test_a_page_saves_loads_and_clears_its_draft(page: Client) -> None:
    text = "水管漏水" + secrets.token_hex(4)
    typed = {"narrative": text, "phone": ["1381", "1390"]}
    saved = page.post("/drafts/case/", json.dumps(typed), content_type="application/json")
    assert saved.status_code == 204
    assert page.get("/drafts/case/").json()["data"] == typed
    assert page.delete("/drafts/case/").status_code == 204
    assert page.get("/drafts/case/").json() == {"data": None, "updated_at": None}


def test_a_page_without_script_saves_its_form_as_well(page: Client) -> None:
    page.post("/drafts/case/?key=812", {"narrative": "甲", "phone": ["1", "2"]})
    got = page.get("/drafts/case/?key=812").json()["data"]
    assert got == {"narrative": "甲", "phone": ["1", "2"]}
    assert page.get("/drafts/case/").json()["data"] is None


def test_nobody_sees_another_ones_draft(page: Client, clerk: User) -> None:
    drafts.save(clerk, "case", {"narrative": "甲"})
    other = Client()
    other.force_login(User.objects.create(username="village", name="陈刚", is_demo=True))
    assert other.get("/drafts/case/").json()["data"] is None
    other.delete("/drafts/case/")
    assert page.get("/drafts/case/").json()["data"] == {"narrative": "甲"}


def test_a_lost_session_is_told_so_and_the_draft_is_there_again_after_log_in(
    page: Client, clerk: User
) -> None:
    typed = json.dumps({"narrative": "甲"})
    page.post("/drafts/case/", typed, content_type="application/json")
    page.logout()
    answer = page.post("/drafts/case/", typed, content_type="application/json")
    assert answer.status_code == 401
    assert answer.json()["message"] == "登录已过期，请重新登录"
    page.force_login(clerk)
    assert page.get("/drafts/case/").json()["data"] == {"narrative": "甲"}


@pytest.mark.parametrize(("body", "status"), [("[1]", 400), ("{", 400), ('{"a": 1}', 204)])
def test_only_a_form_is_a_draft(page: Client, body: str, status: int) -> None:
    answer = page.post("/drafts/case/", body, content_type="application/json")
    assert answer.status_code == status


def test_a_draft_has_a_limit(page: Client) -> None:
    big = json.dumps({"narrative": "a" * 300_000})
    assert page.post("/drafts/case/", big, content_type="application/json").status_code == 413
    small = json.dumps({"narrative": "a" * 100_000})
    assert page.post("/drafts/case/", small, content_type="application/json").status_code == 204
