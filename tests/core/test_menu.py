"""The menu: what is opened all day stands in the bar, all else under headings (grids.access.MORE)."""

import re

import pytest
from django.test import Client

from grids.access import MORE, PAGES, SELDOM_PAGES
from tests.factories import Town

pytestmark = pytest.mark.django_db
BAR = re.compile(r'<nav class="nav".*?</nav>', re.S)
PHONE = re.compile(r'<nav class="mtab mtab--site".*?</nav>', re.S)
LINK = re.compile(r'<a href="([^"]+)"')


@pytest.fixture
def town(town: Town, settings: object) -> Town:
    settings.DEMO = True  # type: ignore[attr-defined]
    return town


def bars(town: Town, account: str) -> tuple[str, str]:
    client = Client()
    client.force_login(town.user(account))
    page = client.get("/rules/").content.decode()
    return BAR.findall(page)[0], PHONE.findall(page)[0]


@pytest.mark.parametrize("account", ["window", "village", "director", "peace", "grid", "sysadmin"])
def test_both_bars_lead_to_every_page_of_his_once(town: Town, account: str) -> None:
    wide, phone = (LINK.findall(bar) for bar in bars(town, account))
    assert len(wide) == len(set(wide)) > 2
    assert sorted(wide) == sorted(phone)


def test_a_phone_has_four_tabs_and_the_rest_behind_one(town: Town) -> None:
    _, phone = bars(town, "window")
    tabs, rest = phone.split("<details", 1)
    assert LINK.findall(tabs) == ["/", "/window/", "/cases/new/", "/cases/"]
    assert {"/petitions/", "/inquiries/", "/rules/"} <= set(LINK.findall(rest))


def test_a_grid_worker_has_his_leads_at_hand_and_others_behind_a_heading(town: Town) -> None:
    assert 'href="/leads/"' in bars(town, "grid")[0].split("<details", 1)[0]
    bar, more = bars(town, "village")[0].split("<details", 1)
    assert 'href="/leads/"' not in bar
    assert "<h2>排查和预防</h2>" in more
    assert 'href="/leads/"' in more


def test_every_heading_names_pages_that_exist_and_each_stands_under_one() -> None:
    listed = [name for _, names in MORE for name in names]
    assert len(listed) == len(set(listed)) == len(SELDOM_PAGES)
    assert set(listed) <= {name for _, name, _ in PAGES}
