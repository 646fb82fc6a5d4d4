"""Reference tables over the API."""

from typing import Any

from django.test import Client

from grids.models import Category
from tests.factories import V1, Town


def test_codes_are_read_by_whoever_has_logged_in(town: Town, settings: Any) -> None:
    settings.DEMO = True
    client = Client()
    assert client.get("/api/v1/codes/").status_code == 401
    client.force_login(town.user("window"))
    body = client.get("/api/v1/codes/").json()
    assert len(body["categories"]) == 18
    assert body["categories"][0] == {
        "code": "01",
        "label": "婚姻家庭纠纷",
        "short_name": "婚姻家庭",
    }
    assert len(body["subtypes"]) == 95
    village = next(one for one in body["divisions"] if one["code"] == V1)
    assert (village["label"], village["level"], village["parent"]) == (
        "致远社区",
        "village",
        "500102011000",
    )
    committee = next(one for one in body["departments"] if one["division"] == V1)
    assert committee["kind"] == "committee"
    assert "red" in {one["code"] for one in body["tables"]["risk"]}


def test_what_is_no_longer_used_is_not_offered(town: Town, settings: Any) -> None:
    settings.DEMO = True
    client = Client()
    client.force_login(town.user("window"))
    Category.objects.filter(code="12").update(is_active=False)
    codes = [one["code"] for one in client.get("/api/v1/codes/").json()["categories"]]
    assert "12" not in codes
    assert "13" in codes


def test_the_tables_are_only_read(town: Town, settings: Any) -> None:
    settings.DEMO = True
    client = Client()
    client.force_login(town.user("sysadmin"))
    assert client.post("/api/v1/codes/", {}).status_code == 405
    assert client.get("/api/v1/codes/").status_code == 200
