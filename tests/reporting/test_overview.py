"""概览: the villages as the worked example of rules.md §8 leaves them, each number with its cases."""

import re

import pytest
from django.test import Client
from rest_framework.test import APIClient

from cases import services
from cases.enums import OPEN
from cases.models import Case
from mediation.core.models import Rule, User
from tests.cases.factories import some_text

V1, V2 = "500102011011", "500102011209"
# rules.md §8, on the evening of the 14th. V1: C2 is mediated, C8 came back and C10 came in without
# being accepted. V2: C7 is mediated, C6 went to court. New and resolved as in its table.
NUMBERS = {
    V1: {"open": 3, "registered": 2, "mediating": 1, "referred": 0, "new": 4, "resolved": 2},
    V2: {"open": 1, "registered": 0, "mediating": 1, "referred": 1, "new": 2, "resolved": 0},
}


@pytest.fixture
def seen(example, at):
    at("2026-11-14 18:00")

    def by(account: str):
        client = APIClient()
        client.force_authenticate(example.town.user(account))
        body = client.get("/api/v1/reports/overview/").json()
        return body, {row["division"]: row["counts"] for row in body["rows"]}

    return by


def test_the_numbers_are_those_of_the_example(seen) -> None:
    body, rows = seen("peace")
    found = {code: {name: rows[code][name] for name in row} for code, row in NUMBERS.items()}
    assert found == NUMBERS
    total = body["total"]["counts"]
    assert (total["open"], total["referred"], total["new"], total["resolved"]) == (4, 1, 6, 2)
    assert (body["cut_off"], body["is_partial"]) == ("2026-11-14", False)
    assert len(rows) > 2  # villages without a case have their row, too


def test_a_committee_sees_its_own_village_alone(seen) -> None:
    body, rows = seen("village2")
    assert list(rows) == [V2]
    assert (rows[V2]["open"], body["is_partial"]) == (1, True)


def test_every_number_leads_to_as_many_cases(example, seen) -> None:
    _, rows = seen("peace")
    client = Client()
    client.force_login(example.town.user("peace"))
    page = client.get("/overview/").content.decode()
    matrix = page[page.index('class="tb mx"') :]
    cells = re.findall(r'<td class="num mx--(\w+)"><a href="([^"]+)">(\d+)</a>', matrix)
    assert len(cells) == sum(1 for row in rows.values() for count in row.values() if count)
    for name, address, count in cells:
        behind = client.get(address.replace("&amp;", "&"))
        assert behind.status_code == 200, address
        listed = set(re.findall(r'href="/cases/(\d+)/"', behind.content.decode()))
        assert len(listed) == int(count), (name, address)


def test_who_reads_no_figures_gets_no_overview(example, seen) -> None:
    for account, status in (("peace", 200), ("grid", 404), ("auditor", 404)):
        client = Client()
        client.force_login(example.town.user(account))
        assert client.get("/overview/").status_code == status, account


def test_colours_and_standstill_are_counted_where_the_case_lies(example, seen, at) -> None:
    open_here = Case.objects.filter(division__code=V1, status__in=OPEN).order_by("pk")
    red, orange, _ = open_here
    for case, risk in ((red, "red"), (orange, "orange")):
        services.move(case, "reassess", example.town.user("peace"), risk=risk, reason=some_text())
    _, rows = seen("peace")
    assert (rows[V1]["red"], rows[V1]["orange"], rows[V2]["red"]) == (1, 1, 0)
    assert (rows[V1]["stagnant"], rows[V2]["stagnant"]) == (0, 0)
    at("2026-12-08 09:00")  # more than 15 days after the last of them was worked on
    _, rows = seen("peace")
    assert (rows[V1]["stagnant"], rows[V2]["stagnant"]) == (3, 1)
    Rule.objects.filter(clock="STAGNANT").update(is_on=False)
    _, rows = seen("peace")
    assert (rows[V1]["stagnant"], rows[V1]["open"]) == (0, 3)


def tile_of(user: User) -> tuple[str, str]:
    """How the tile of 致远 looks, and what all of them say; to one who has logged in just now."""
    client = Client()
    client.force_login(user)
    page = client.get("/overview/").content.decode()
    tiles = page[page.index('class="tiles"') : page.index('class="tb mx"')]
    [state] = re.findall(r'<li class="tile tile--(\w+)"><h2 class="tile__h">致远社区</h2>', tiles)
    return state, tiles


def test_a_tile_says_what_presses_and_has_no_map(example, seen, at) -> None:
    peace = example.town.user("peace")
    state, tiles = tile_of(peace)
    assert (state, "本期新增 4" in tiles, "待受理" in tiles) == ("open", True, False)
    assert not re.search(r"<(canvas|iframe|img)|https?://", tiles)
    case = Case.objects.filter(division__code=V1, status__in=OPEN).order_by("pk")[0]
    services.move(case, "reassess", peace, risk="red", reason=some_text())
    assert tile_of(peace)[0] == "red"
    at("2026-11-24 09:00")  # after every due day of the three
    assert tile_of(peace)[0] == "overdue"
