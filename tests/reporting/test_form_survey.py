"""《排查情况表》 by page, API and workbook: the ten cases of rules.md §8, reckoned by hand."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from cases import services
from grids.models import Category, Subtype
from reporting.enums import ReturnState
from reporting.figures.survey import LINES, OTHER, read_lines
from reporting.models import HalfMonth, KeptForm, VillageReturn
from reporting.services import lock
from tests.cases.factories import registration
from tests.factories import V1, V2

URL = "/reports/forms/survey/2026-11/"
API = f"/api/v1{URL}"


def client_of(example: Any, account: str = "peace") -> Client:
    client = Client()
    client.force_login(example.town.user(account))
    return client


def values_of(body: dict[str, Any]) -> dict[int, list[Any]]:
    return {row["number"]: row["values"] for row in body["rows"]}


# County, town, village, sum, year to date. C4 C5 C6 C8 C10 came in November; of the nine in the
# books C1 C2 C3 C4 C6 C7 were accepted; C1 and C3 were settled by agreement. In the year C7 went
# out and came in again: it stands twice among those to be settled (rules.md §7: reopened).
BY_HAND = {
    1: [None, 0, 5, 5, 9],
    2: [None, 0, 6, 6, 7],
    3: [None, None, "50.00", "50.00", "75.00"],
    4: [None, 0, 2, 2, 3],
    5: [None, None, "33.33", "33.33", "42.86"],
    8: [None, 0, 0, 0, 0],  # 军转干部、复原退伍军人安置 (1202): none among the ten
    9: [None, 0, 0, 0, 0],
    20: [None] * 5,  # 企业改制 is no kind of ours
    21: [None] * 5,
    14: [None, 0, 1, 1, 2],  # 山林土地: C6; C2 of October
    15: [None, 0, 2, 2, 2],
    18: [None, 0, 1, 1, 1],  # 劳资: C5
    19: [None, 0, 0, 0, 0],
    38: [None, 0, 3, 3, 6],  # 婚姻家庭邻里: C4 C8 C10; C1 C3 C7 before
    39: [None, 0, 4, 4, 5],
    44: [None, 0, 5, 5, 9],
    45: [None, 0, 0, 0, 0],
    51: [None] * 5,
    52: [None, 0, 0, 0, 0],
}


def test_the_api_gives_the_fifty_two_lines_reckoned_by_hand(example: Any) -> None:
    body = client_of(example).get(API).json()
    found = values_of(body)
    assert sorted(found) == list(range(1, 53))
    assert {number: found[number] for number in BY_HAND} == BY_HAND
    assert (body["from"], body["to"], body["is_locked"]) == ("2026-11-01", "2026-11-30", False)
    assert body["state"].startswith("草稿")


def test_the_soldiers_line_counts_by_what_the_case_is_about(example: Any) -> None:
    """domain.md §3.2, last sentence: by 案由 (1202), whoever the party is."""
    for subtype in ("1202", "1202", "1201"):
        words = registration(division=V2, category="99", subtype=subtype, source="phone")
        services.register(example.town.user("window"), **words)
    client = client_of(example)
    found = values_of(client.get(API).json())
    assert (found[8], found[9]) == ([None, 0, 2, 2, 2], [None, 0, 0, 0, 0])
    assert found[34] == [None, 0, 1, 1, 1]  # 村务管理: 1201
    page = client.get(URL).content.decode()
    assert "“企业改制”系统不单独归类" in page
    assert "按案由（细类“优抚救助”）归，不按人" in page


def test_the_kinds_add_up_to_the_whole_at_every_level(example: Any) -> None:
    found = values_of(client_of(example).get(API).json())
    for number, first in ((1, 6), (2, 7)):
        kinds = [found[row] for row in range(first, 44, 2)]
        for place in (1, 2, 3, 4):
            assert sum(values[place] or 0 for values in kinds) == found[number][place]


def test_the_workbook_has_the_numbers_of_the_page_in_the_forms_layout(example: Any) -> None:
    client = client_of(example)
    text = client.get(URL).content.decode()
    page = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./td[@class='num']")]
        for row in html.fromstring(text).xpath("//table[contains(@class, 'survey')]/tbody/tr")
    ]
    answer = client.get(f"{URL}xlsx/")
    assert "%E6%8E%92%E6%9F%A5" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book["排查情况表"]
    rows = [[sheet.cell(row, column) for column in range(5, 10)] for row in range(5, 57)]
    shown = [
        [
            "—" if cell.value == "—" else f"{cell.value:.2f}%" if "%" in cell.number_format
            else f"{cell.value}"
            for cell in row
        ]
        for row in rows
    ]  # fmt: skip
    assert len(page) == 52
    assert shown == page
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"A1:I1", "A2:E2", "F2:I2", "A3:D4", "E3:I3", "B5:C9", "B10:B47"} <= merged
    assert sheet["A1"].value == f"2026年11月{example.town.centre.name}矛盾纠纷排查情况表"
    assert sheet["F2"].value.startswith("填报月份：2026年11月")
    assert [cell.value for cell in sheet[4]][4:] == [
        "县市区",
        "乡镇街道",
        "村居",
        "小计",
        "年度累计",
    ]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("E5", "$3:$4")
    assert {sheet["A1"].font.name, sheet["E5"].font.name} == {"宋体"}
    words = [cell.value for row in sheet.iter_rows(min_row=57) for cell in row if cell.value]
    assert any(word.startswith("草稿") for word in words)
    assert any("四舍五入" in word for word in words)
    assert {"签发人：", "制表人："} <= set(words)
    assert len(book["分类图"]._charts) == 1


def test_a_village_reads_its_own_numbers_only(example: Any) -> None:
    own = client_of(example, "village").get(API).json()
    other = client_of(example, "village2").get(API).json()
    assert values_of(own)[1][3] == 3  # C4 C8 C10
    assert values_of(other)[1][3] == 2  # C5 C6
    assert values_of(client_of(example).get(API).json())[1][3] == 5


def test_who_reads_no_figures_finds_no_form(example: Any, settings: Any) -> None:
    settings.DEMO = True  # no second factor for the demo accounts of administrators
    for account in ("grid", "petition", "auditor", "sysadmin"):
        for url in (URL, f"{URL}xlsx/", API):
            assert client_of(example, account).get(url).status_code == 404, (account, url)
    assert client_of(example, "leader").get(URL).status_code == 200


def test_a_stretch_that_is_none_or_has_not_begun_is_not_found(example: Any) -> None:
    client = client_of(example)
    for code in ("2026-12", "2026-13", "2026-00", "2027", "2026-Q5", "abc", "2026-11-14"):
        assert client.get(f"/reports/forms/survey/{code}/").status_code == 404, code
    for code in ("2026-10", "2026-Q4", "2026-H2", "2026"):
        assert client.get(f"/reports/forms/survey/{code}/").status_code == 200, code


def one_owes_its_return(example: Any) -> None:
    """致远 has not sent that of 14 November, 水磨滩 has."""
    town = example.town
    half = HalfMonth.objects.get_or_create(centre=town.centre, cut_off="2026-11-14")[0]
    example.at("2026-11-16 09:00")
    for code, state, day in (
        (V1, ReturnState.WAITING, None),
        (V2, ReturnState.FILED, "2026-11-14"),
    ):
        VillageReturn.objects.update_or_create(
            half_month=half,
            division=town.place(code),
            defaults={
                "centre": town.centre,
                "due_on": "2026-11-14",
                "state": state,
                "first_filed_on": day,
                "opened_at": "2026-11-01T00:00:00+08:00",
            },
        )


def test_it_names_the_villages_that_have_not_reported(example: Any) -> None:
    one_owes_its_return(example)
    client, town = client_of(example), example.town
    body = client.get(API).json()
    assert body["missing"] == [town.place(V1).short_name]
    assert town.place(V1).short_name in body["state"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{URL}xlsx/").content))
    said = [cell.value for row in book["排查情况表"].iter_rows(min_row=57) for cell in row]
    assert any(word and town.place(V1).short_name in str(word) for word in said)


def test_a_village_is_told_what_it_owes_itself_and_not_what_others_do(example: Any) -> None:
    one_owes_its_return(example)
    name = example.town.place(V1).short_name
    quarter = "/reports/forms/mediation/2026-Q4/"
    for account, missing in (("village", [name]), ("village2", []), ("peace", [name])):
        client = client_of(example, account)
        for url in (URL, quarter):
            body = client.get(f"/api/v1{url}").json()
            assert body["missing"] == missing, (account, url)
            assert (f"没有上报的：{name}" in body["state"]) is bool(missing)
            page = client.get(url).content.decode()
            assert (f"没有上报的：{name}" in page) is bool(missing), (account, url)
            book = openpyxl.load_workbook(io.BytesIO(client.get(f"{url}xlsx/").content))
            words = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
            assert any(f"没有上报的：{name}" in word for word in words) is bool(missing)
        forms = client.get("/api/v1/reports/forms/", {"month": "2026-11"}).json()["forms"]
        assert [one["missing"] for one in forms] == [missing] * 6, account
        index = client.get("/reports/forms/?month=2026-11").content.decode()
        assert ("1 个村（社区）没有上报" in index) is bool(missing), account


def test_what_was_locked_stays_whatever_becomes_of_the_cases(example: Any) -> None:
    """Locked up to the 14th of December: November is kept, and a case that turns red and large
    afterwards changes nothing in it."""
    town = example.town
    example.at("2026-12-15 09:00")
    before = values_of(client_of(example).get(API).json())
    lock_up_to(town, "2026-12-14")
    kept = KeptForm.objects.get(form="survey", first_on="2026-11-01", last_on="2026-11-30")
    example.cases["C6"].__class__.objects.filter(pk=example.cases["C6"].pk).update(
        risk="red", people_count=600
    )
    body = client_of(example).get(API).json()
    assert (body["is_locked"], body["state"]) == (True, "已锁定")
    assert values_of(body) == before
    with pytest.raises(DatabaseError), transaction.atomic():
        KeptForm.objects.filter(pk=kept.pk).update(sha256="")
    # What was not kept reads the cases as they are: the whole year is not over.
    year = values_of(client_of(example).get("/api/v1/reports/forms/survey/2026/").json())
    assert (year[48][3], year[47][3]) == (1, 1)


def test_the_list_behind_a_kept_number_says_that_it_is_of_today(example: Any) -> None:
    """November is locked with five new ones, none of them large; then C6 is found to have 600
    people in it, and to be of another kind."""
    town = example.town
    example.at("2026-12-15 09:00")
    client = client_of(example)

    def behind(number: int, at: str = "sum", account: Any = None) -> dict[str, Any]:
        return (account or client).get(f"{API}cells/{number}/", {"at": at}).json()

    before = behind(1)
    assert (before["is_kept"], before["locked"], before["message"]) == (True, None, "")
    assert "名单是现在的" not in client.get(f"{URL}cells/1/?at=sum").content.decode()
    lock_up_to(town, "2026-12-14")
    example.cases["C6"].__class__.objects.filter(pk=example.cases["C6"].pk).update(people_count=600)
    same = behind(1)
    assert (same["is_kept"], same["locked"], len(same["cases"])) == (False, 5, 5)
    assert same["message"] == "数是锁定时的，名单按现在的记录列出"
    more, less = behind(47), behind(44)
    assert (more["locked"], len(more["cases"])) == (0, 1)
    assert more["message"] == (
        "数是锁定时的，名单按现在的记录列出：锁定时 0 件，现在 1 件，多 1 件"
    )
    assert less["message"] == (
        "数是锁定时的，名单按现在的记录列出：锁定时 5 件，现在 4 件，少 1 件"
    )
    page = client.get(f"{URL}cells/44/?at=sum").content.decode()
    assert "<b>5</b> 件" in page
    assert "数是锁定时的，下面的名单是现在的" in page
    assert less["message"] in page
    rate = behind(5)  # 成功率 2 ÷ 6
    assert (rate["locked"], rate["of_locked"]) == (2, 6)
    assert "2 ÷ 6" in client.get(f"{URL}cells/5/?at=sum").content.decode()
    year = behind(1, "year")
    assert (year["locked"], len(year["cases"])) == (9, 9)
    own = behind(1, account=client_of(example, "village2"))
    assert (own["locked"], len(own["cases"])) == (2, 2)


def lock_up_to(town: Any, cut_off: str) -> None:
    lock(date.fromisoformat(cut_off), town.user("peace"), town.centre)


def test_every_kind_and_event_type_of_ours_leads_to_one_line(town: Any) -> None:
    for category in Category.objects.all():
        assert LINES.line_of(category.code, "") in LINES.labels
    for subtype in Subtype.objects.all():
        assert LINES.line_of("99", subtype.code) in LINES.labels
    assert len(LINES.labels) == 19
    assert LINES.line_of("07", "0901") == "16"  # the event type goes before the kind
    assert LINES.line_of("07", "") == "05"
    assert LINES.line_of("99", "1601") == "01"
    assert (LINES.line_of("99", "1202"), LINES.line_of("99", "1201")) == ("02", "15")
    assert LINES.line_of("99", "") == OTHER
    known = set(Subtype.objects.values_list("code", flat=True))
    assert set(LINES.by_subtype) <= known
    assert set(LINES.by_category) <= set(Category.objects.values_list("code", flat=True))


def test_a_code_that_leads_to_two_lines_is_refused(tmp_path: Any) -> None:
    path = tmp_path / "lines.csv"
    path.write_text("line,label,category,subtype\n01,甲,01,\n02,乙,01,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="01"):
        read_lines(path)


def test_every_number_leads_to_exactly_its_cases(example: Any) -> None:
    """Once for each time it counts them: C7 stands twice among those of the year."""
    client = client_of(example)
    numbers = {case.number: name for name, case in example.cases.items()}

    def behind(number: int, at: str) -> tuple[list[str], list[str] | None]:
        body = client.get(f"{API}cells/{number}/", {"at": at}).json()
        found = [
            sorted(numbers[one["number"]] for one in body[part] or []) for part in ("cases", "of")
        ]
        assert body["hidden"] == 0
        return found[0], found[1] if body["of"] is not None else None

    assert behind(1, "sum") == (["C10", "C4", "C5", "C6", "C8"], None)
    assert behind(2, "village")[0] == ["C1", "C2", "C3", "C4", "C6", "C7"]
    assert behind(2, "street")[0] == []
    assert behind(2, "year")[0] == ["C1", "C2", "C3", "C4", "C6", "C7", "C7"]
    assert behind(5, "sum") == (["C1", "C3"], ["C1", "C2", "C3", "C4", "C6", "C7"])
    assert behind(14, "year")[0] == ["C2", "C6"]
    assert behind(38, "sum")[0] == ["C10", "C4", "C8"]
    rows = values_of(client.get(API).json())
    for number in (*range(1, 3), 4, *range(6, 51)):
        for place, at in enumerate(("street", "village", "sum", "year"), 1):
            if rows[number][place] is not None:
                assert len(behind(number, at)[0]) == rows[number][place], (number, at)
    for number, at in ((52, "sum"), (20, "sum"), (1, "county"), (0, "sum"), (53, "sum"), (1, "x")):
        assert client.get(f"{API}cells/{number}/", {"at": at}).status_code == 404, (number, at)


def test_a_village_finds_its_own_cases_behind_its_own_number(example: Any) -> None:
    numbers = {case.number: name for name, case in example.cases.items()}
    body = client_of(example, "village2").get(f"{API}cells/1/", {"at": "sum"}).json()
    assert sorted(numbers[one["number"]] for one in body["cases"]) == ["C5", "C6"]
    page = client_of(example).get(f"{URL}cells/1/?at=sum").content.decode()
    assert all(example.cases[name].number in page for name in ("C4", "C5", "C6", "C8", "C10"))


def test_the_pages_ask_as_often_for_many_cases_as_for_few(example: Any) -> None:
    client, town = client_of(example), example.town
    urls = ("/reports/forms/", URL, "/reports/forms/mediation/2026-Q4/")

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    asked(URL)  # what is read once per process
    few = [asked(url) for url in urls]
    for category in ("02", "07", "10", "13") * 2:
        words = registration(division=V2, category=category, source="phone")
        services.register(town.user("window"), **words)
    assert [asked(url) for url in urls] == few
    assert max(few) < 60
