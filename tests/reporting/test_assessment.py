"""考评: shares of what was due, in the order of the codes, blind to petitions and visits."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases import services
from cases.services import visits
from petitions.models import Petition
from petitions.services.reference import load_contents
from reporting.figures.aims import AIMS
from tests.cases.factories import fields_for, registration, some_text
from tests.factories import GRID
from tests.petitions.factories import Office

V1, V2 = "500102011011", "500102011209"
MONTH = "2026-11"


@pytest.fixture
def read(example):
    def of(account="peace", span=MONTH):
        client = APIClient()
        client.force_authenticate(example.town.user(account))
        answer = client.get("/api/v1/reports/assessment/", {"span": span})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return of


def share(body, code, name):
    row = next(row for row in [*body["rows"], body["total"]] if row["code"] == code)
    return row["shares"][name]


def test_each_village_stands_with_what_it_did_of_what_it_owed(read):
    body = read()
    # rules.md §8, the acts booked in November. New in the natural month and not declined:
    # V1 C4 C8 C10 (C3 came on 31 October), of them accepted C4 C8, C8 not since its relapse.
    handled = share(body, V1, "handled_rate")
    assert (handled["part"], handled["whole"], handled["is_below"]) == (1, 3, True)
    assert handled["value"] == "33.33"
    # Resolved C1 C3; base: opening C1 C3 and C2 (adjusted on 31 October), new C4 C8 C10.
    resolved = share(body, V1, "resolve_rate")
    assert (resolved["part"], resolved["whole"], resolved["value"]) == (2, 6, "33.33")
    assert resolved["is_below"]
    lines = {column["name"]: column["line"] for column in body["columns"]}
    assert (lines["resolve_rate"], lines["success_rate"], lines["sent_rate"]) == ("80", "95", None)


def test_every_line_of_the_plans_stands_over_a_column(read):
    body = read()
    lines = {column["name"]: column["line"] for column in body["columns"]}
    drawn = {aim.name: str(aim.least) for aim in AIMS.values() if aim.least is not None}
    assert {name: lines.get(name) for name in drawn} == drawn
    assert drawn["success_rate_ended"] == "96"
    # V1: C1 and C3 agreed, C4 was terminated. V2: C6 chose the court; C5, declined, is not asked.
    of_v1, of_v2, whole = (share(body, code, "success_rate_ended") for code in (V1, V2, ""))
    assert (of_v1["part"], of_v1["whole"], of_v1["value"]) == (2, 3, "66.67")
    assert (of_v2["part"], of_v2["whole"], of_v2["value"]) == (0, 1, "0.00")
    assert (whole["part"], whole["whole"], whole["value"]) == (2, 4, "50.00")
    assert of_v1["is_below"]


def test_rows_stand_in_the_order_of_their_codes_and_nobody_has_a_score(read):
    body = read()
    codes = [row["code"] for row in body["rows"]]
    assert codes == sorted(codes)
    assert set(body["rows"][0]) == {"code", "label", "shares"}


def test_what_has_no_base_is_a_dash_and_not_below_any_line(read, example):
    empty = next(row for row in read()["rows"] if row["code"] not in (V1, V2))
    assert empty["shares"]["resolve_rate"] == {
        "value": None,
        "part": 0,
        "whole": 0,
        "is_below": False,
    }
    client = Client()
    client.force_login(example.town.user("peace"))
    assert "—" in client.get("/reports/assessment/").content.decode()


def test_petitions_and_visits_of_a_village_change_nothing_and_work_does(read, example):
    load_contents()
    before = read()
    office = Office(example.town)
    for more in (
        {},
        {"channel": "letter"},
        {"sender": "bureau", "sent_by": some_text(), "external_number": "无"},
    ):
        office.register(division=V1, **more)
    visits.take_ticket(
        example.town.user("window"),
        window="petition",
        form_key=uuid.uuid4(),
        said=some_text(),
        name_to_call=some_text(),
    )
    assert Petition.objects.filter(division__code=V1).count() == 3
    assert read() == before
    # The positive control: a case of the village that is settled.
    case = example.cases["C8"]
    village = example.town.user("village")
    for verb in ("accept", "settle"):
        case.refresh_from_db()
        services.move(case, verb, village, **fields_for(verb, case))
    after = read()
    assert after != before
    assert share(after, V1, "resolve_rate")["part"] == 3


def test_a_committee_reads_its_own_row_and_the_total(read):
    body = read("village")
    assert [row["code"] for row in body["rows"]] == [V1]
    assert body["total"]["shares"] == read()["total"]["shares"]


@pytest.mark.parametrize(
    ("account", "status"), [("peace", 200), ("village", 200), ("grid", 404), ("auditor", 404)]
)
def test_who_reads_figures_reads_it(example, account, status):
    client = Client()
    client.force_login(example.town.user(account))
    assert client.get("/reports/assessment/").status_code == status


def test_a_stretch_that_is_none_or_has_not_begun_is_not_there(example):
    client = Client()
    client.force_login(example.town.user("peace"))
    for span, status in (("2026-Q4", 200), ("2026", 200), ("2027-Q1", 404), ("2026-13", 404)):
        assert client.get("/reports/assessment/", {"span": span}).status_code == status


def test_as_many_questions_for_many_cases_as_for_few(read, example):
    read()

    def count():
        with CaptureQueriesContext(connection) as found:
            read()
        return len(found)

    before = count()
    for code in (GRID, V2, V1):
        services.register(example.town.user("window"), **registration(division=code))
    assert count() == before


def test_every_share_of_cases_leads_to_its_cases(example):
    client = Client()
    client.force_login(example.town.user("peace"))
    page = client.get("/reports/assessment/?span=2026-11").content.decode()
    for place in (V1, ""):
        for column in ("handled_rate", "success_rate_ended", "resolve_rate"):
            row = f"?row={place}" if place else ""
            address = f"/reports/periods/2026-11/cells/{column}/{row}"
            assert f'href="{address}"' in page
            assert client.get(address).status_code == 200
    for column in ("sent_rate", "swept_rate"):
        assert f"/cells/{column}/" not in page
    links = set(re.findall(r'href="(/reports/periods/[^"]+)"', page))
    assert {client.get(link.replace("&amp;", "&")).status_code for link in links} == {200}
