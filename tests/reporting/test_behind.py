"""The cases behind a number, a page at a time: every case once, and the rest by its number."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases import services
from cases.demo.copies import multiply
from cases.models import Case
from reporting.api import half_months
from tests.cases.factories import registration
from tests.factories import V1, V2, Town

CELLS = "/reports/half-months/2026-10-14/cells"
TOTAL = 170  # about a third each: accepted in V1, waiting in V1, waiting in V2
# What somebody may write into an address, and whether it is answered with the last page.
ODD = [("0", True), ("-3", True), ("5", True), ("9" * 30, True), ("9" * 5_000, False)]
ODD += [("x", False), ("", False), ("1.5", False), ("2 page", False)]


@pytest.fixture
def few(town: Town) -> Town:
    """Three new cases in two villages; one of them has been accepted."""
    clerk = town.user("window")
    first, *_ = [
        services.register(clerk, **registration(division=village)).case for village in (V1, V1, V2)
    ]
    services.move(first, "accept", town.user("village"), consent=True)
    return town


@pytest.fixture
def many(few: Town) -> Town:
    """The same three lives, led by 170."""
    multiply(few.centre, TOTAL - 3, 2026)
    return few


def reader(town: Town, account: str) -> Client:
    client = Client()
    client.force_login(town.user(account))
    return client


def api_reader(town: Town, account: str) -> APIClient:
    client = APIClient()
    client.force_authenticate(town.user(account))
    return client


def numbers(**which: Any) -> list[str]:
    return [case.number for case in Case.objects.filter(**which).order_by("year", "short_number")]


def lists_on(text: str) -> list[list[str]]:
    """The numbers of every list on a page."""
    tables = re.findall(r"<table.*?</table>", text, re.DOTALL)
    return [re.findall(r'<a href="/cases/\d+/">([^<]+)</a>', table) for table in tables]


def on_all(texts: list[str]) -> list[str]:
    """The numbers of the first list of all pages."""
    return [number for text in texts for number in lists_on(text)[0]]


def next_on(text: str) -> list[str]:
    found = re.findall(r'href="([^"]+)">下一页', text)
    return [address.replace("&amp;", "&") for address in found]


def walked(client: Client, address: str) -> list[str]:
    """The page, and all that its first 下一页 leads to."""
    texts = []
    while address:
        texts.append(client.get(address).content.decode())
        address = next(iter(next_on(texts[-1])), "")
    return texts


def test_the_pages_together_are_the_list_and_no_case_comes_twice(many: Town) -> None:
    texts = walked(reader(many, "peace"), f"{CELLS}/new/")
    assert [len(lists_on(text)[0]) for text in texts] == [50, 50, 50, 20]
    assert on_all(texts) == numbers()


def test_the_pages_of_a_row_stay_in_the_row(many: Town) -> None:
    texts = walked(reader(many, "peace"), f"{CELLS}/new/?row={V1}&category=13")
    assert len(texts) > 1
    assert on_all(texts) == numbers(division__code=V1)


def test_the_two_lists_of_a_rate_are_turned_apart(many: Town) -> None:
    client = reader(many, "peace")
    accepted, new = numbers(status="mediating"), numbers()
    first = client.get(f"{CELLS}/handled_rate/").content.decode()
    assert f"{len(accepted)} ÷ {TOTAL}" in first
    assert lists_on(first) == [accepted[:50], new[:50]]
    above, below = next_on(first)
    turned = client.get(below).content.decode()
    assert lists_on(turned) == [accepted[:50], new[50:100]]
    both = client.get(next_on(turned)[0]).content.decode()
    assert lists_on(both) == [accepted[50:], new[50:100]]
    assert lists_on(client.get(above).content.decode()) == [accepted[50:], new[:50]]


def test_every_page_says_how_many_cases_are_out_of_sight(many: Town) -> None:
    here, there = numbers(division__code=V1), numbers(division__code=V2)
    texts = walked(reader(many, "village"), f"{CELLS}/new/")
    assert len(texts) == 3
    for text in texts:
        assert f"<b>{TOTAL}</b> 件" in text
        assert f"共 3 页，{len(here)} 件" in text
        assert f"另 {len(there)} 件不在您的查看范围" in text
    assert on_all(texts) == here
    assert "不在您的查看范围" not in reader(many, "peace").get(f"{CELLS}/new/").content.decode()


@pytest.mark.parametrize(("odd", "is_last"), ODD)
def test_a_page_that_is_none_is_the_first_or_the_last(few: Town, odd: str, is_last: bool) -> None:
    multiply(few.centre, 57, 2026)
    expected = numbers()[50:] if is_last else numbers()[:50]
    page = reader(few, "peace").get(f"{CELLS}/new/", {"page": odd})
    assert (page.status_code, lists_on(page.content.decode())) == (200, [expected])
    body = api_reader(few, "peace").get(f"/api/v1{CELLS}/new/", {"page": odd, "of_page": odd})
    assert (body.status_code, len(body.json()["cases"])) == (200, 60)


def test_the_api_gives_a_thousand_at_once(many: Town) -> None:
    assert half_months.CASES_PAGE == 1_000
    body = api_reader(many, "peace").get(f"/api/v1{CELLS}/handled_rate/").json()
    assert [case["number"] for case in body["of"]] == numbers()
    assert [case["number"] for case in body["cases"]] == numbers(status="mediating")
    assert (body["next"], body["of_next"]) == (None, None)


def test_the_api_leads_from_page_to_page(many: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(half_months, "CASES_PAGE", 40)
    client = api_reader(many, "village")
    here, there = numbers(division__code=V1), numbers(division__code=V2)
    for cell, field, link in (("new", "cases", "next"), ("handled_rate", "of", "of_next")):
        hidden = {"cases": "hidden", "of": "of_hidden"}[field]
        address, seen = f"/api/v1{CELLS}/{cell}/", []
        while address:
            body = client.get(address).json()
            assert body[hidden] == len(there)
            assert len(body[field]) <= 40
            seen += [case["number"] for case in body[field]]
            address = body[link]
        assert seen == here


@pytest.mark.parametrize("cell", ["new", "closing", "handled_rate", "avg_days"])
def test_many_cases_cost_as_many_statements_as_few(few: Town, cell: str) -> None:
    clients = (
        (reader(few, "peace"), f"{CELLS}/{cell}/"),
        (
            api_reader(few, "peace"),
            f"/api/v1{CELLS}/{cell}/",
        ),
    )
    before = [statements(*one) for one in clients]
    multiply(few.centre, TOTAL - 3, 2026)
    assert [statements(*one) for one in clients] == before


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
