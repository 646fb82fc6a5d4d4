"""The half-month by page, API, command and workbook: the same numbers for who may read them."""

import io
import json
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from cases import services
from reporting.figures import CATALOGUE
from reporting.models import HalfMonth
from tests.cases.factories import registration
from tests.reporting.acts import table_of

NOVEMBER = "2026-11-14"
V1, V2 = "500102011011", "500102011209"
LIST = {"division": "rows", "category": "by_category", "source": "by_source"}


@pytest.fixture
def api(example):
    def of(account: str) -> APIClient:
        client = APIClient()
        client.force_authenticate(example.town.user(account))
        return client

    return of


def expected(cut_off: str = NOVEMBER):
    return [line for line in table_of("figures.csv") if line["cut_off"] == cut_off]


def cell_of(body, line):
    if line["scope"] == "total":
        return body["total"][line["column"]]
    rows = body[LIST[line["scope"]]]
    row = next(row for row in rows if row[line["scope"]] == line["row"])
    return row[line["column"]]


def test_the_api_gives_exactly_the_numbers_of_the_example(example, api):
    body = api("peace").get(f"/api/v1/reports/half-months/{NOVEMBER}/").json()
    assert (body["from"], body["to"], body["state"]) == ("2026-10-31", NOVEMBER, "open")
    lines = expected()
    assert [cell_of(body, line) for line in lines] == [
        (None if not line["value"] else line["value"])
        if "." in line["value"] or not line["value"]
        else int(line["value"])
        for line in lines
    ]
    assert {check["code"] for check in body["checks"] if not check["ok"]} == set()
    assert "2026-10-30" not in body["cut_off"]


def test_every_cell_of_the_api_drills_down_to_exactly_its_cases(example, api):
    client = api("peace")
    numbers = {case.number: name for name, case in example.cases.items()}
    wrong = []
    for line in expected():
        url = f"/api/v1/reports/half-months/{NOVEMBER}/cells/{line['column']}/"
        body = client.get(url, {"row": line["row"]}).json()
        found = [names(body["cases"], numbers), names(body["of"] or [], numbers), body["hidden"]]
        if found != [line["cases"], line["of"], 0]:
            wrong.append((line, found))
    assert wrong == []


def names(cases, numbers):
    found = [numbers[case["number"]] for case in cases]
    return " ".join(sorted(found, key=lambda name: int(name[1:])))


def test_the_command_says_what_the_api_says(example, api):
    out = io.StringIO()
    call_command("half_month", NOVEMBER, stdout=out)
    assert json.loads(out.getvalue()) == (
        api("peace").get(f"/api/v1/reports/half-months/{NOVEMBER}/").json()
    )


def test_the_workbook_has_the_same_numbers_and_two_rows_of_headings(example, tmp_path):
    path = tmp_path / "half.xlsx"
    call_command("half_month", NOVEMBER, "--format", "xlsx", "--output", str(path))
    book = openpyxl.load_workbook(path)
    figures = book["分类别、分来源"]
    names_ = [cell.value for cell in figures[1]]
    rows = {(row[0].value, row[1].value): row for row in figures.iter_rows(min_row=3)}
    labels = {
        "division": lambda line: ("村（社区）", example.town.place(line["row"]).name),
        "category": lambda line: ("类别", example.town.category(line["row"]).name),
        "total": lambda line: ("全部", "合计"),
    }
    for line in expected():
        if line["scope"] not in labels:
            continue
        row = rows[labels[line["scope"]](line)]
        value = row[names_.index(line["column"])].value
        assert value == (float(line["value"]) if line["value"] else "—"), line
    form = book["统计表"]
    assert "A3:A4" in {str(each) for each in form.merged_cells.ranges}
    assert "草稿" in form["A1"].value
    assert form.freeze_panes == "C5"
    assert (form.page_setup.paperSize, form.page_setup.orientation) == (8, "landscape")
    heads = [cell.value for cell in form[3]]
    assert heads[:4] == ["序号", "村（社区）", "上期末未化解", "本期新排查"]
    bottom = next(row for row in form.iter_rows(min_row=5) if row[1].value == "合计")
    assert [cell.value for cell in bottom[2:4]] == [2, 6]
    sources = heads.index("来源")
    assert [cell.value for cell in bottom[sources : sources + 6]] == [2, 2, 0, 1, 1, 0]


def test_a_day_that_is_no_cut_off_is_answered_with_the_nearest_two(example, api, client):
    answer = api("peace").get("/api/v1/reports/half-months/2026-11-15/")
    assert answer.status_code == 404
    assert answer.json()["nearest"] == ["2026-11-14", "2026-11-30"]
    client.force_login(example.town.user("peace"))
    page = client.get("/reports/half-months/2026-11-15/")
    assert page.status_code == 404
    text = page.content.decode()
    assert "/reports/half-months/2026-11-14/" in text
    assert "/reports/half-months/2026-11-30/" in text
    with pytest.raises(CommandError) as refusal:
        call_command("half_month", "2026-11-15")
    assert refusal.value.returncode == 2
    assert "2026-11-14" in str(refusal.value)
    assert "2026-11-30" in str(refusal.value)
    assert api("peace").get("/api/v1/reports/half-months/2026-11-14/").status_code == 200


def test_the_page_shows_the_numbers_and_leads_to_the_cases(example, client):
    client.force_login(example.town.user("peace"))
    page = client.get(f"/reports/half-months/{NOVEMBER}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "致远社区" in text
    for value in ("33.33%", "60.00%", "22.22%", "7.5"):
        assert value in text
    url = f"/reports/half-months/{NOVEMBER}/cells/new/?row={V1}"
    assert url in text
    cases = client.get(url).content.decode()
    shown = {name for name, case in example.cases.items() if case.number in cases}
    assert shown == {"C3", "C4", "C8", "C10"}
    assert client.get("/reports/half-months/").url == f"/reports/half-months/{NOVEMBER}/"
    book = client.get(f"/reports/half-months/{NOVEMBER}/xlsx/")
    assert openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames[0] == "统计表"


def test_a_rate_leads_to_the_cases_above_and_below_the_line(example, client):
    client.force_login(example.town.user("peace"))
    text = client.get(f"/reports/half-months/{NOVEMBER}/cells/handled_rate/").content.decode()
    assert "3 ÷ 5" in text


def test_a_village_sees_its_own_rows_and_the_total_of_the_town(example, api):
    body = api("village").get(f"/api/v1/reports/half-months/{NOVEMBER}/").json()
    assert [row["division"] for row in body["rows"]] == [V1]
    assert body["rows"][0]["new"] == 4
    assert body["total"]["new"] == 6
    by_category = {row["category"]: row["new"] for row in body["by_category"] if row["new"]}
    assert by_category == {"01": 1, "02": 3}


def test_a_village_opens_its_own_cells_and_hears_how_many_more_there_are(example, api):
    client = api("village")
    address = f"/api/v1/reports/half-months/{NOVEMBER}/cells/new/"
    own = client.get(address, {"row": V1}).json()
    assert (len(own["cases"]), own["hidden"]) == (4, 0)
    total = client.get(address).json()
    assert (len(total["cases"]), total["hidden"]) == (4, 2)
    assert total["message"] == "另 2 件不在您的查看范围"
    assert client.get(address, {"row": V2}).status_code == 404
    assert client.get(address, {"row": "10"}).json()["hidden"] == 0
    report = f"/api/v1/reports/half-months/{NOVEMBER}/"
    assert client.get(report, {"division": V2}).status_code == 404
    assert client.get(report, {"division": V1}).json()["total"]["new"] == 4


@pytest.mark.parametrize("account", ["auditor", "secadmin", "sysadmin", "discipline", "grid"])
def test_who_reads_no_figures_finds_none(example, api, client, account, settings):
    settings.DEMO = True  # no second factor for the demo accounts of administrators
    assert api(account).get(f"/api/v1/reports/half-months/{NOVEMBER}/").status_code == 404
    client.force_login(example.town.user(account))
    for path in ("", f"{NOVEMBER}/", f"{NOVEMBER}/xlsx/", f"{NOVEMBER}/cells/new/", "2026-11-15/"):
        assert client.get(f"/reports/half-months/{path}").status_code == 404
    client.force_login(example.town.user("peace"))
    assert client.get(f"/reports/half-months/{NOVEMBER}/").status_code == 200


def test_the_peace_office_locks_by_page_and_nobody_else(example, client, at):
    at("2026-11-16 09:00")
    address = f"/reports/half-months/{NOVEMBER}/"
    for account in ("mediator", "director", "village"):
        client.force_login(example.town.user(account))
        assert client.post(f"{address}lock/", {"is_checked": "yes"}).status_code == 404
        assert "锁定这一期" not in client.get(address).content.decode()
    client.force_login(example.town.user("peace"))
    assert "锁定这一期" not in client.get(address).content.decode()
    client.post(f"{address}lock/", {"is_checked": "yes"})
    assert not HalfMonth.objects.filter(cut_off=date(2026, 11, 14), state="locked").exists()
    client.post(f"{address}explain/", {"category": "02", "text": "年底结账"})
    client.post(f"{address}submit/", {"why_missing": "村里停电"})
    client.force_login(example.town.user("director"))
    client.post(f"{address}approve/")
    client.force_login(example.town.user("peace"))
    assert "锁定这一期" in client.get(address).content.decode()
    client.post(f"{address}lock/")
    assert HalfMonth.objects.get(cut_off=date(2026, 11, 14)).state == "approved"
    client.post(f"{address}lock/", {"is_checked": "yes"})
    locked = HalfMonth.objects.get(cut_off=date(2026, 11, 14))
    assert locked.is_locked
    assert locked.locked_by.username == "peace"
    assert "已锁定" in client.get(address).content.decode()


def test_a_locked_half_month_says_the_same_as_before(example, api, at):
    client = api("peace")
    address = f"/api/v1/reports/half-months/{NOVEMBER}/"
    before = client.get(address).json()
    at("2026-11-16 09:00")
    from reporting.services import lock

    lock(date(2026, 11, 14), example.town.user("peace"), example.town.centre)
    after = client.get(address).json()
    assert after["state"] == "locked"
    for part in ("rows", "by_category", "by_source", "total", "columns"):
        assert after[part] == before[part]
    assert all(check["ok"] for check in after["checks"])


def test_every_shown_figure_has_a_definition():
    from reporting.figures import FIGURES

    assert all(figure.definition and figure.label for figure in FIGURES)
    assert len({figure.label for figure in FIGURES}) == len(FIGURES)
    assert len(CATALOGUE) > len(FIGURES)


def test_the_page_asks_the_database_as_often_for_many_cases_as_for_few(example, client):
    address = f"/reports/half-months/{NOVEMBER}/"
    client.force_login(example.town.user("peace"))
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for code in ("02", "07", "10", "13") * 3:
        words = registration(division=V2, category=code, source="phone")
        services.register(example.town.user("window"), **words)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
    assert len(few) < 75
