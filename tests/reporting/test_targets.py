"""平安办 draws a line for a rate; whoever reads figures sees it, nobody writes over it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import Error, transaction
from django.test import Client
from rest_framework.test import APIClient

from reporting.models import Target
from reporting.selectors.targets import lines_of
from tests.cases.factories import some_text
from tests.factories import V1, V2, Town

PAGE = "/reports/targets/"
API = "/api/v1/reports/targets/"


def page_of(town: Town, account: str) -> Client:
    client = Client()
    client.force_login(town.user(account))
    return client


def api_of(town: Town, account: str = "peace") -> APIClient:
    client = APIClient()
    client.force_authenticate(town.user(account))
    return client


def drawn(town: Town, figure: str, village: str = "", year: int = 2026) -> str:
    line = lines_of(town.centre, year).of(figure, village)
    assert line is not None
    return line.text


def test_until_somebody_decides_the_plans_lines_hold(town: Town) -> None:
    found = lines_of(town.centre, 2026)
    assert {name: f"{least}" for name, least in found.least().items()} == {
        "swept_rate": "100",
        "handled_rate": "100",
        "success_rate": "95",
        "success_rate_ended": "96",
        "resolve_rate": "80",
    }
    assert found.of("resolve_ratio") is None
    assert found.of("visits") is None


def test_the_peace_office_draws_a_line_on_the_page_and_says_why(town: Town) -> None:
    why = some_text()
    sent = {"year": "2026", "figure": "resolve_rate", "least": "85.5", "reason": why}
    assert page_of(town, "peace").post(PAGE, sent).status_code == 302
    assert drawn(town, "resolve_rate") == "85.5"
    assert drawn(town, "resolve_rate", V1) == "85.5"
    assert drawn(town, "resolve_rate", year=2025) == "80"
    assert drawn(town, "resolve_rate", year=2027) == "85.5"
    for account in ("peace", "village", "director", "leader"):
        text = page_of(town, account).get(PAGE).content.decode()
        assert "≥85.5%" in text
        assert why in text
        assert ("从2026年起" in text) is (account == "peace")


def test_a_village_may_have_its_own_line_and_take_the_towns_again(town: Town) -> None:
    why = some_text()
    client = api_of(town)
    own = {"figure": "success_rate", "division": V1, "least": "90", "reason": why}
    assert client.post(API, own, format="json").status_code == 201
    assert (drawn(town, "success_rate", V1), drawn(town, "success_rate", V2)) == ("90", "95")
    assert drawn(town, "success_rate") == "95"
    assert why in page_of(town, "village").get(PAGE).content.decode()
    assert why not in page_of(town, "village2").get(PAGE).content.decode()
    again = own | {"least": None}
    assert client.post(API, again, format="json").status_code == 201
    assert drawn(town, "success_rate", V1) == "95"
    assert Target.objects.count() == 2


def test_the_town_may_do_without_a_line(town: Town) -> None:
    sent = {"figure": "resolve_rate", "least": None, "reason": some_text()}
    assert api_of(town).post(API, sent, format="json").status_code == 201
    line = lines_of(town.centre, 2026).of("resolve_rate")
    assert line is not None
    assert (line.least, line.source) == (None, "")


@pytest.mark.parametrize("account", ["village", "director", "leader", "justice", "mediator"])
def test_nobody_else_draws_a_line(town: Town, account: str) -> None:
    sent = {"year": "2026", "figure": "resolve_rate", "least": "1", "reason": some_text()}
    assert page_of(town, account).post(PAGE, sent).status_code == 404
    assert api_of(town, account).post(API, sent, format="json").status_code == 404
    assert not Target.objects.exists()
    assert api_of(town).post(API, sent, format="json").status_code == 201


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"figure": "resolve_ratio"}, 400),
        ({"figure": "visits"}, 400),
        ({"least": "100.01"}, 400),
        ({"least": "-1"}, 400),
        ({"least": "many"}, 400),
        ({"reason": " "}, 400),
        ({"division": "500102011999"}, 400),
        ({"least": "80"}, 409),  # it is so already
        ({"year": 2019}, 404),
        ({}, 201),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(
    town: Town, at: Callable[[str], Any], change: dict[str, Any], status: int
) -> None:
    sent = {"figure": "resolve_rate", "least": "81", "reason": some_text()} | change
    assert api_of(town).post(API, sent, format="json").status_code == status
    assert Target.objects.exists() is (status == 201)


def test_a_decision_is_never_written_over(town: Town) -> None:
    sent = {"figure": "resolve_rate", "least": "81", "reason": some_text()}
    api_of(town).post(API, sent, format="json")
    for act in (lambda: Target.objects.update(least=1), Target.objects.all().delete):
        with pytest.raises(Error, match="Cannot update or delete"), transaction.atomic():
            act()
    assert drawn(town, "resolve_rate") == "81"


def test_the_api_gives_each_place_its_lines(town: Town) -> None:
    body = api_of(town, "village").get(API).json()
    assert [place["division"] for place in body["places"]] == ["", V1]
    line = next(each for each in body["places"][1]["lines"] if each["figure"] == "resolve_rate")
    assert (line["least"], line["is_own"]) == ("80", False)
    assert api_of(town, "grid").get(API).status_code == 404
