"""概览: the villages as the worked example of rules.md §8 leaves them, each number with its cases."""

import re

import pytest
from django.test import Client
from rest_framework.test import APIClient

V1, V2 = "500102011011", "500102011209"
# rules.md §8: C2 C8 C10 are open in V1, C7 in V2; new and resolved as in its table.
NUMBERS = {
    V1: {"open": 3, "new": 4, "resolved": 2},
    V2: {"open": 1, "new": 2, "resolved": 0},
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
    assert (total["open"], total["new"], total["resolved"]) == (4, 6, 2)
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
