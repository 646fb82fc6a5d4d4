"""The monthly petition table by page, API and workbook: the numbers that were reckoned by hand."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from rest_framework.test import APIClient

from mediation.core.models import CalendarDay
from petitions.models import Petition
from petitions.services.reference import load_contents
from reporting.figures.petitions import FIGURES
from reporting.selectors.written import facts_now
from tests.factories import make_town
from tests.petitions.factories import Office
from tests.reporting.acts import table_of
from tests.reporting.petition_example import ACTS, MONTH, READ_AT, Months, comes, on
from tests.reporting.writing import begun, page_of, send, word_file, words_for

PAGE = f"/reports/petitions/{MONTH}/"
API = f"/api/v1{PAGE}"
READERS = ("petition", "director", "peace")
EXPECTED = {(line["row"], line["column"]): line for line in table_of("petition_figures.csv")}
CHANGES = ("from_before", "from_year_ago")
NO_LIST = {"accusations", "reception_days", "reception_visitors"}


@pytest.fixture(scope="module")
def typed_months(django_db_setup: None, django_db_blocker: Any) -> Iterator[Months]:
    """One transaction around the tests of this module; each test is a savepoint in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with on("01-05"):
            CalendarDay.objects.bulk_create(
                CalendarDay(date=day["date"], is_workday=day["is_workday"] == "1", name=day["name"])
                for day in table_of("data/calendar_2026.csv")
            )
            town = make_town()
            load_contents()
        yield Months(Office(town)).type_all()
        transaction.set_rollback(True)


@pytest.fixture
def months(typed_months: Months, db: None, at: Callable[[str], Any]) -> Months:
    """The petitions as they stand on 8 October; what a test does to them is undone after it."""
    at(READ_AT)
    kept = dict(typed_months.petitions)
    for petition in kept.values():
        petition.refresh_from_db()
    return Months(typed_months.office, kept)


def read(months: Months, account: str = "petition") -> APIClient:
    client = APIClient()
    client.force_authenticate(months.office.town.user(account))
    return client


def look(months: Months, account: str = "petition") -> Client:
    client = Client()
    client.force_login(months.office.town.user(account))
    return client


def numbers_of(body: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Row and column → what the API says, spelled as in the file."""
    return {
        (row["row"], column): "" if value is None else str(value)
        for row in (*body["rows"], *body["changes"])
        for column, value in row["values"].items()
    }


def in_file() -> dict[tuple[str, str], str]:
    return {key: line["value"] for key, line in EXPECTED.items()}


def test_the_petitions_are_twelve_and_an_accusation(months: Months) -> None:
    assert Petition.objects.exclude(kind="accusation").count() == 12
    assert Petition.objects.filter(kind="accusation").count() == 1
    assert [day for day, _, _ in ACTS] == sorted(day for day, _, _ in ACTS)


@pytest.mark.parametrize("account", READERS)
def test_the_api_gives_exactly_the_numbers_of_the_file(months: Months, account: str) -> None:
    body = read(months, account).get(API).json()
    assert (body["month"], body["from"], body["to"]) == (MONTH, "2026-09-01", "2026-09-30")
    assert numbers_of(body) == in_file()
    assert {column["name"] for column in body["columns"]} == {column for _, column in EXPECTED}
    assert all(column["definition"] for column in body["columns"])


def test_every_number_leads_to_exactly_its_petitions(months: Months) -> None:
    """And a number of petitions is as long as its list."""
    client = read(months)
    wrong = []
    for (row, column), line in EXPECTED.items():
        if row in CHANGES or column in NO_LIST:
            continue
        body = client.get(f"{API}cells/{column}/", {"row": row}).json()
        found = [
            months.names({one["number"] for one in body[part] or []})
            for part in ("petitions", "of")
        ]
        is_count = line["value"].isdigit() and not column.endswith("people")
        number = int(line["value"]) if is_count else body["count"]
        if found != [line["petitions"], line["of"]] or body["count"] != number:
            wrong.append((row, column, found, body["count"]))
    assert wrong == []


def test_the_page_shows_the_numbers_beside_their_definitions(months: Months) -> None:
    text = look(months).get(PAGE).content.decode()
    for figure in FIGURES:
        assert figure.definition in text
    assert "2026年9月收到信访 <b>5</b> 件 <b>9</b> 人次" in text
    shown = cells_of(text)
    spelled = {
        figure.name: [
            as_shown(EXPECTED[row, figure.name]["value"], row, is_rate=figure.is_rate)
            for row in ("this", "before", "year_ago", "year", *CHANGES)
        ]
        for figure in FIGURES
    }
    labels = [figure.name for figure in FIGURES]
    place = labels.index("claims") + 1
    assert len(shown) == len(labels) + 3
    assert [line for n, line in enumerate(shown) if not place <= n < place + 3] == list(
        spelled.values()
    )
    assert shown[place] == ["2", "0", "0", "4", "—", "—"]
    assert shown[place + 1] == ["2", "1", "0", "5", "+100.00%", "—"]


def cells_of(text: str) -> list[list[str]]:
    """The words of every number, line by line of the page."""
    return [
        [" ".join(cell.text_content().split()) for cell in line.xpath("./td")]
        for line in html.fromstring(text).xpath("//table[contains(@class, 'pm')]/tbody/tr")
    ]


def as_shown(value: str, row: str, *, is_rate: bool) -> str:
    if not value:
        return "—"
    if row in CHANGES:
        sign = "" if value.startswith("-") or value == "0.00" else "+"
        return f"{sign}{value}{' 个百分点' if is_rate else '%'}"
    return f"{value}%" if is_rate else value


def test_the_workbook_has_the_same_numbers_under_merged_headings(months: Months) -> None:
    answer = look(months).get(f"{PAGE}xlsx/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    form = book["信访月报"]
    assert {"A3:A4", "B3:G3", "H3:J3"} <= {str(each) for each in form.merged_cells.ranges}
    assert (form.page_setup.paperSize, form.page_setup.orientation) == (8, "landscape")
    body = read(months).get(API).json()
    columns = [column["name"] for column in body["columns"]]
    rows = [row["row"] for row in (*body["rows"], *body["changes"])]
    for line, row in enumerate(rows, start=5):
        for place, column in enumerate(columns, start=2):
            value = EXPECTED[row, column]["value"]
            assert form.cell(line, place).value == (float(value) if value else "—"), (row, column)
    assert [form.cell(line, 1).value for line in range(5, 11)] == [
        "本月", "上月", "去年同月", "本年累计", "环比", "同比",
    ]  # fmt: skip
    meanings = {row[1].value: row[2].value for row in book["口径"].iter_rows(min_row=2)}
    for figure in FIGURES:
        assert meanings[figure.label] == figure.definition


def test_four_instead_of_five_change_what_counts_people_and_groups_and_nothing_else(
    months: Months,
) -> None:
    months.office.move(months.petitions["P8"], "amend", head_count=4, reason="数错了一人")
    changed = {
        ("this", "visit_people"): "4",
        ("this", "group_visits"): "0",
        ("this", "group_people"): "0",
        ("this", "people"): "8",
        ("year", "visit_people"): "13",
        ("year", "group_visits"): "1",
        ("year", "group_people"): "6",
        ("year", "people"): "27",
        ("from_before", "visit_people"): "100.00",
        ("from_before", "people"): "166.67",
    }
    assert numbers_of(read(months).get(API).json()) == in_file() | changed


def test_a_rate_says_so_when_the_matter_comes_again(months: Months) -> None:
    """P1 came again on 9 September, typed a month later: not solved at once after all."""
    comes("letter", "0101", repeats="P1", received_on="2026-09-09")(months, "P13")
    found = numbers_of(read(months).get(API).json())
    assert (found["this", "once_rate"], found["year", "once_rate"]) == ("0.00", "0.00")
    assert found["this", "letters"] == "2"


def test_an_accusation_changes_no_number_of_anybody(months: Months) -> None:
    months.office.register("discipline", channel="visit", kind="accusation", head_count=7)
    for account in READERS:
        assert numbers_of(read(months, account).get(API).json()) == in_file()
    months.office.register(channel="visit", head_count=7)
    with on("10-31"):
        body = read(months).get("/api/v1/reports/petitions/2026-10/").json()
    found = numbers_of(body)
    assert (found["this", "visits"], found["this", "visit_people"]) == ("1", "7")


@pytest.mark.parametrize(
    "account", ["window", "leader", "village", "department", "discipline", "auditor", "sysadmin"]
)
def test_who_reads_no_petition_figures_finds_none(
    months: Months, settings: Any, account: str
) -> None:
    settings.DEMO = True  # no second factor for the demo accounts of administrators
    assert read(months, account).get(API).status_code == 404
    assert read(months, account).get(f"{API}cells/visits/").status_code == 404
    client = look(months, account)
    for path in ("", f"{MONTH}/", f"{MONTH}/xlsx/", f"{MONTH}/cells/visits/"):
        assert client.get(f"/reports/petitions/{path}").status_code == 404
    assert look(months, "peace").get(PAGE).status_code == 200


def test_a_month_that_has_not_begun_or_is_none_is_not_found(months: Months) -> None:
    client = read(months)
    for month in ("2026-11", "2026-13", "abc", "1900-01", "2026-09-01"):
        assert client.get(f"/api/v1/reports/petitions/{month}/").status_code == 404
        assert look(months).get(f"/reports/petitions/{month}/").status_code == 404
    assert client.get("/api/v1/reports/petitions/2026-10/").status_code == 200
    assert look(months).get("/reports/petitions/").url == "/reports/petitions/2026-10/"


def test_the_page_of_a_number_lists_the_petitions_above_and_below_the_line(months: Months) -> None:
    text = look(months).get(f"{PAGE}cells/on_time_rate/").content.decode()
    assert "1 ÷ 2" in text
    assert f"/petitions/{months.petitions['P5'].pk}/" in text
    assert f"/petitions/{months.petitions['P8'].pk}/" not in text
    for column in (*NO_LIST, "rated"):
        assert look(months).get(f"{PAGE}cells/{column}/").status_code == 404


def test_the_table_asks_as_often_for_many_petitions_as_for_few(months: Months) -> None:
    client = look(months)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for content in ("0101", "0301", "0501", "0601", "0901") * 2:
        comes("visit", content, received_on="2026-09-20")(months, "more")
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few)
    assert len(few) < 70


def test_the_report_on_public_order_prints_the_petitions_with_their_units(months: Months) -> None:
    """A count changes by per cent, a rate by points; K, the accusation, is in none of them."""
    came = Petition.objects.filter(first_received_on__range=("2026-09-01", "2026-09-30"))
    assert came.count() == 6
    town = months.office.town
    report = begun(town, "peace", "public_order", "peace", "2026-09-10")
    by_hand = [
        ["合计件次", "5", "+66.67%", "—"],
        ["合计人次", "9", "+200.00%", "—"],
        ["申诉求决", "4", "+100.00%", "—"],
        ["受理", "1", "-50.00%", "—"],
        ["不予受理", "0", "-100.00%", "—"],
        ["办结", "2", "+0.00%", "—"],
        ["及时受理率", "66.67%", "-8.33点", "—"],
    ]
    assert facts_now(report)["petitions"] == by_hand
    send(town, "peace", report, **words_for(report), then="submit")
    send(town, "director", report, "sign")
    assert (report.state, report.number) == ("sent", "李矛治〔2026〕1号")
    assert {one.name for one in report.recipients.all()} == {
        "李渡街道领导班子",
        "李渡派出所",
        "涪陵区委政法委",
    }
    assert "-8.33点" in page_of(town, "leader", report)
    sheet = word_file(town, "leader", f"/reports/written/{report.pk}/docx/")
    tables = [[[cell.text for cell in row.cells] for row in one.rows] for one in sheet.tables]
    (printed,) = [rows for rows in tables if rows[0][0] == "信访"]
    assert printed == [["信访", "本月", "环比", "同比"], *by_hand]
    text = "".join(line.text for line in sheet.paragraphs)
    assert report.sections["order"] in text
    assert months.number("K") not in text
    assert months.number("P8") not in text
