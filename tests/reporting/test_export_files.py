"""What stands in a file: text stays text in both formats, and the last line says how many."""

import io
import secrets
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases import services as case_services
from cases.exports import COLUMNS
from reporting import services, tasks
from reporting.exports.cells import LONGEST, as_plain_text, fitting, looks_like_formula
from tests.cases.factories import some_text
from tests.factories import V1, V2, Town
from tests.reporting.exporting import asked, made, register, rows_of, written

pytestmark = pytest.mark.django_db
STORY = list(COLUMNS).index("简要情况")


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.write_export, "delay", lambda key: None)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+86", "-1+1", "@SUM(A1)", "\t=1+1", "\r1", "\n=1", "  =1+1", "＝1+1", "＋1", "－1",
     "＠SUM(A1)", "\u200b=1+1", "\ufeff=1", "\u3000=1"],
)  # fmt: skip
def test_what_a_program_might_run_gets_an_apostrophe(text: str) -> None:
    assert looks_like_formula(text)
    assert as_plain_text(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "张家=李家", "1-2", "两家 + 三家", "'=1", "—", "李调〔2026〕1号"]
)
def test_what_nobody_runs_stays_as_it_is(text: str) -> None:
    assert not looks_like_formula(text)
    assert as_plain_text(text) == text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＠"])
def test_a_formula_typed_by_a_citizen_stays_text_in_both_formats(town: Town, sign: str) -> None:
    evil = f"{sign}1+1 {some_text()}"
    register(town, division=V1, narrative=evil)
    plain = register(town, division=V1, narrative=f"为{some_text()}起了争执")
    book = openpyxl.load_workbook(io.BytesIO(made(town.user("peace")).file.read()))
    first, second = (book["案件台账"].cell(row, STORY + 1) for row in (2, 3))
    assert (first.data_type, first.value, first.quotePrefix) == ("s", evil, True)
    assert (second.data_type, second.value) == ("s", plain.narrative)
    assert not second.quotePrefix
    rows = rows_of(made(town.user("peace"), "csv"))
    assert [row[STORY] for row in rows[1:3]] == [f"'{evil}", plain.narrative]


def test_a_csv_says_the_same_as_the_workbook_and_excel_knows_its_letters(town: Town) -> None:
    register(town, division=V1, amount="1234.50", narrative='第一行，有逗号\n第二行“引号"')
    register(town, division=V2)
    peace = town.user("peace")
    api = APIClient()
    api.force_authenticate(peace)
    sent = {"purpose": "archive", "format": "csv"}
    body = api.post("/api/v1/exports/", sent, format="json").json()
    assert (body["format"], body["listing"], body["purpose"]) == ("csv", "cases", "archive")
    assert services.write_export(body["id"])
    answer = api.get(f"/api/v1/exports/{body['id']}/file/")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert ".csv" in answer["Content-Disposition"]
    export = peace.exports.get(pk=body["id"])
    as_text = rows_of(export)
    as_cells = rows_of(made(peace))
    assert as_text[0] == list(COLUMNS) == as_cells[0]
    assert [row[STORY] for row in as_text[1:-1]] == [row[STORY] for row in as_cells[1:-1]]
    received = list(COLUMNS).index("收到日期")
    assert as_text[1][received] == f"{as_cells[1][received]:%Y-%m-%d}"
    assert float(as_text[1][list(COLUMNS).index("涉及金额（元）")]) == 1234.5
    assert as_text[-1] == ["共 2 条"]
    assert as_cells[-1][0] == "共 2 条"
    wrong = api.post("/api/v1/exports/", sent | {"format": "exe"}, format="json")
    assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["format"])


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_a_cut_file_says_so_in_its_last_line_and_on_the_page(
    town: Town, client: Any, settings: Any, format: str
) -> None:
    numbers = [register(town, division=V1).number for _ in range(3)]
    settings.EXPORT_MOST_ROWS = 2
    peace = town.user("peace")
    export = made(peace, format)
    rows = rows_of(export)
    assert [row[0] for row in rows[1:]] == [*numbers[:2], "只导出前 2 条，共 3 条"]
    assert (export.done_rows, export.total_rows, export.matched_rows) == (2, 2, 3)
    client.force_login(peace)
    assert "只导出前 2 条，共 3 条" in client.get("/exports/").content.decode()
    settings.EXPORT_MOST_ROWS = 3
    whole = made(peace, format)
    assert rows_of(whole)[-1][0] == "共 3 条"
    assert whole.matched_rows is None


def test_what_one_sheet_does_not_hold_goes_on_on_the_next(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [register(town, division=V1).number for _ in range(5)]
    monkeypatch.setattr("reporting.exports.as_list.SHEET_ROWS", 2)
    content = made(town.user("peace")).file.read()
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["案件台账", "案件台账 2", "案件台账 3"]
    found = [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book]
    assert found == [
        ["案号", *numbers[:2]],
        ["案号", *numbers[2:4]],
        ["案号", numbers[4], "共 5 条"],
    ]


def test_each_printed_page_says_who_took_it_along_when_and_what_for(town: Town) -> None:
    register(town, division=V1)
    peace = town.user("peace")
    peace.name = f"何&某{secrets.token_hex(2)}"
    peace.save()
    export = written(asked(peace, purpose="meeting"))
    foot = openpyxl.load_workbook(io.BytesIO(export.file.read())).active.oddFooter.left.text
    assert peace.name in foot.replace("&&", "&")
    assert "会议研判" in foot


def test_a_text_that_no_cell_holds_is_cut_with_a_word_of_it() -> None:
    assert fitting("字" * LONGEST) == "字" * LONGEST
    cut = fitting("字" * (LONGEST + 1))
    assert len(cut) == LONGEST
    assert cut.endswith("后面的在系统里看）")


def test_a_list_that_is_none_is_refused_and_not_taken_for_another(town: Town) -> None:
    api = APIClient()
    api.force_authenticate(town.user("peace"))
    sent = {"params": {"of": "people"}, "purpose": "check"}
    answer = api.post("/api/v1/exports/", sent, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_list")
    sent["params"] = {"of": "leads"}
    assert api.post("/api/v1/exports/", sent, format="json").json()["listing"] == "leads"


def test_a_file_without_a_row_says_so(town: Town) -> None:
    assert rows_of(made(town.user("peace"), "csv")) == [list(COLUMNS), ["共 0 条"]]
    assert [row[0] for row in rows_of(made(town.user("peace")))] == ["案号", "共 0 条"]


def test_more_rows_are_no_more_queries(town: Town) -> None:
    """Of a chunk each table is read once, and nothing that the columns read is left out."""
    counts = []
    for more in (1, 4):
        for _ in range(more):
            case = register(town, division=V2)
            case_services.move(case, "accept", town.user("village2"), consent=True)
        export = asked(town.user("peace"))
        with CaptureQueriesContext(connection) as sent:
            written(export)
        counts.append(len(sent))
    assert counts[0] == counts[1]
