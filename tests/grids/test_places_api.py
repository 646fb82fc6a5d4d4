"""The map of the town over JSON: read by who keeps it, changed by acts, a list tried first."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cases import services as case_services
from cases.models import Case
from grids.models import DivisionChange
from mediation.core.models import User
from tests.cases.factories import registration
from tests.factories import GRID, V1, V2, Town

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent.parent / "data"
API = "/api/v1/places/"
ACT = {"on": "2027-01-04", "reason": "村级建制调整"}


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    """Demo accounts need no second factor."""
    settings.DEMO = True


def asking(user: User) -> Callable[..., Any]:
    client = Client()
    client.force_login(user)

    def ask(path: str, body: Any = None) -> Any:
        if body is None:
            return client.get(f"{API}{path}")
        return client.post(f"{API}{path}", body, content_type="application/json")

    return ask


def opened(town: Town, **more: Any) -> Case:
    return case_services.register(town.user("window"), **registration(**more)).case


def test_the_map_is_read_by_who_keeps_it(town: Town) -> None:
    for account in ("village", "peace", "leader", "grid", "window"):
        ask = asking(town.user(account))
        assert ask("").status_code == 404, account
        assert ask(f"{V1}/").status_code == 404
        assert ask("changes/").status_code == 404
    ask = asking(town.user("secadmin"))  # reads it, for the posts that he gives
    listed = {one["code"]: one for one in ask("").json()}
    assert listed[V1]["full_name"] == "李渡街道·致远社区"
    assert listed[GRID]["parent"] == V1
    assert ask(f"{V1}/acts/", ACT | {"act": "close"}).status_code == 404
    assert asking(town.user("sysadmin"))(f"{V1}/acts/", {}).status_code == 400


def test_a_merge_over_json_carries_the_open_work(
    town: Town, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    at("2027-01-04 09:00")
    case = opened(town, division=GRID)
    ask = asking(town.user("sysadmin"))
    assert ask(f"{V1}/").json()["open_work"] == {"cases": 1}
    nowhere = ask(f"{V1}/acts/", ACT | {"act": "merge", "into": "500102099999"})
    assert (nowhere.status_code, nowhere.json()["fields"].keys()) == (400, {"into"})
    done = ask(f"{V1}/acts/", ACT | {"act": "merge", "into": V2})
    assert done.status_code == 201, done.content
    told = done.json()
    assert (told["kind"], told["into"], told["moved"]) == ("merged", V2, {"cases": 1})
    case.refresh_from_db()
    assert case.division == town.v2
    there = ask(f"{V1}/").json()
    assert (there["place"]["is_active"], there["place"]["merged_into"]) == (False, V2)
    assert [one["id"] for one in there["changes"]] == [told["id"]]
    assert V1 not in [one["code"] for one in ask("").json()]
    assert V1 in [one["code"] for one in ask("?closed=1").json()]
    assert [one["id"] for one in ask("changes/").json()["results"]] == [told["id"]]


def test_the_other_acts_over_json(town: Town, calendar_2026: Any, at: Callable[[str], Any]) -> None:
    at("2027-01-04 09:00")
    opened(town)
    ask = asking(town.user("director"))
    refused = ask(f"{V1}/acts/", ACT | {"act": "close"})
    assert (refused.status_code, refused.json()["code"]) == (409, "has_open_work")
    late = ask(f"{V1}/acts/", ACT | {"act": "close", "on": "2027-01-05"})
    assert late.status_code == 400
    names = {"name": "致远新区居民委员会", "short_name": "致远新区"}
    assert ask(f"{V1}/acts/", ACT | {"act": "rename"} | names).status_code == 201
    assert ask(f"{V1}/").json()["former_names"][0]["label"] == "致远社区"
    grid = ask(f"{V1}/acts/", ACT | {"act": "grid", "name": "第五网格", "short_name": "五组"})
    assert grid.status_code == 201
    new = {"code": "500102011015", "name": "双桥社区居民委员会", "short_name": "双桥社区"}
    foreign = ACT | {"act": "split", "grids": [f"{V2}01"]} | new
    assert ask(f"{V1}/acts/", foreign).status_code == 400
    split = ask(f"{V1}/acts/", ACT | {"act": "split", "grids": [GRID]} | new)
    assert (split.status_code, split.json()["into"]) == (201, "500102011015")
    assert [one.kind for one in DivisionChange.objects.order_by("pk")] == [
        "renamed",
        "added",
        "split",
    ]


def test_a_list_is_tried_before_it_is_taken_over(
    town: Town, calendar_2026: Any, at: Callable[[str], Any]
) -> None:
    """The demo town stands as the list of 2022 says; that of 2013 lacks six of its villages."""
    at("2027-01-04 09:00")
    ask = asking(town.user("sysadmin"))
    now = (DATA / "divisions_2022.csv").read_text(encoding="utf-8")
    same = ask("import/", {"text": now}).json()
    assert (same["added"], same["gone"]) == ([], [])
    lines = [line for line in now.splitlines() if V2 not in line]
    found = ask("import/", {"text": "\n".join(lines)}).json()
    assert [one["code"] for one in found["gone"]] == [V2]
    assert not DivisionChange.objects.exists()
    words = ACT | {"do": "take_over", "text": "\n".join(lines), "fates": {V2: V1}}
    assert ask("import/", words).status_code == 400  # without what was shown
    stale = ask("import/", words | {"digest": "0" * 64})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    done = ask("import/", words | {"digest": found["digest"]})
    assert [(one["kind"], one["division"], one["into"]) for one in done.json()] == [
        ("merged", V2, V1)
    ]
    assert not town.v2.is_active
    assert ask("import/", {"text": "a,b\n1,2"}).status_code == 400
    assert asking(town.user("peace"))("import/", {"text": now}).status_code == 404
