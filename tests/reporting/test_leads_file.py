"""苗头 as a file: what its reader sees, no word of what was seen, and what the file is for
(domain.md §8 rows 17, 26)."""

import io
import uuid
from typing import Any

import openpyxl
import pytest
from django.test import Client
from rest_framework.test import APIClient

from grids.exports.leads import COLUMNS
from grids.models import Lead
from grids.services import leads
from reporting import services, tasks
from reporting.models import Export
from tests.cases.factories import some_text
from tests.factories import GRID, V2, Town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(town: Town, at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at("2026-11-16 10:00")
    monkeypatch.setattr(tasks.write_export, "delay", lambda key: None)


def reported(town: Town, account: str = "grid", place: str = "晒坝边", **more: Any) -> Lead:
    given = {"form_key": uuid.uuid4(), "words": some_text(), "division": GRID} | more
    return leads.report(town.user(account), place=place, **given).lead


def opened(town: Town, account: str) -> Client:
    client = Client()
    client.force_login(town.user(account))
    return client


def sheet_of(export: Export) -> list[list[Any]]:
    assert services.write_export(export.pk)
    export.refresh_from_db()
    book = openpyxl.load_workbook(io.BytesIO(export.file.read()))
    *rows, last = [list(row) for row in book["苗头台账"].iter_rows()]
    assert last[0].value == f"共 {len(rows) - 1} 条"
    return rows


def test_the_list_page_asks_for_its_rows_as_a_file(town: Town) -> None:
    mine, appeal = reported(town), reported(town, kind="appeal")
    elsewhere = reported(town, "police", division=V2)
    answer = some_text()
    leads.settle(mine, town.user("village"), words=answer)
    desk = opened(town, "village")
    page = desk.get("/leads/?kind=dispute").content.decode()
    assert '<input type="hidden" name="of" value="leads">' in page
    assert '<input type="hidden" name="kind" value="dispute">' in page
    desk.post("/exports/", {"of": "leads", "kind": "dispute", "for": "meeting"})
    export = Export.objects.get()
    assert (export.user, export.purpose, export.total_rows) == (
        town.user("village"), "meeting", 1,
    )  # fmt: skip
    head, *rows = sheet_of(export)
    assert [cell.value for cell in head] == list(COLUMNS)
    (row,) = rows
    line = dict(zip(COLUMNS, [cell.value for cell in row], strict=True))
    assert (line["编号"], line["具体地点"], line["结果"]) == (mine.number, "晒坝边", "当场调好")
    assert (line["上报"], line["反馈"]) == ("2026-11-16 10:00", "2026-11-16 10:00")
    written = str([cell.value for cell in row])
    for kept_in in (mine.words, answer, appeal.number, elsewhere.number, mine.reported_by.name):
        assert kept_in not in written
    fetched = desk.get(f"/exports/{export.pk}/file/")
    assert "%E8%8B%97%E5%A4%B4" in fetched["Content-Disposition"]  # 苗头, not 案件


def test_what_looks_like_a_formula_is_text(town: Town) -> None:
    evil, phone = '=HYPERLINK("http://example.invalid","请点")', "13800138000"
    reported(town, place=evil)
    reported(town, place=f"打{phone}找人")
    rows = sheet_of(services.request_export(town.user("peace"), {"of": "leads"}, "check"))
    place = list(COLUMNS).index("具体地点")
    first, second = (row[place] for row in rows[1:])
    assert (first.data_type, first.value, first.hyperlink) == ("s", evil, None)
    assert phone not in second.value
    assert phone[-4:] in second.value


@pytest.mark.parametrize("purpose", ["", "fun"])
def test_without_a_purpose_there_is_no_file(town: Town, purpose: str) -> None:
    reported(town)
    desk = opened(town, "village")
    page = desk.post("/exports/", {"of": "leads", "for": purpose}, follow=True)
    assert "请选一下导出来做什么用" in page.content.decode()
    api = APIClient()
    api.force_authenticate(town.user("village"))
    sent = {"params": {"of": "leads"}, "purpose": purpose}
    assert api.post("/api/v1/exports/", sent, format="json").status_code == 400
    assert not Export.objects.exists()
    made = api.post("/api/v1/exports/", sent | {"purpose": "archive"}, format="json")
    assert (made.status_code, made.json()["purpose"]) == (201, "archive")


def test_a_grid_worker_is_offered_no_file(town: Town) -> None:
    reported(town)
    assert "导出这些" not in opened(town, "grid").get("/leads/").content.decode()
    assert "导出这些" in opened(town, "peace").get("/leads/").content.decode()
