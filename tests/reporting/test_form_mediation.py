"""《人民调解案件情况统计表》 by page, API and workbook: the ten cases of rules.md §8, by hand."""

import io
from typing import Any

import openpyxl
from django.test import Client

from cases.enums import Source
from cases.services import move
from reporting.figures.mediation import SOURCES
from tests.factories import V1, V2
from tests.reporting.test_form_survey import client_of, lock_up_to

URL = "/reports/forms/mediation/2026-Q4/"
API = f"/api/v1{URL}"
# What a committee accepted and what came to an end in the quarter: C1 (written) and C3 (oral)
# settled and C4 terminated in 致远, C7 (oral) settled and C6 shown the way to court in 水磨滩.
# Found by sweeping: C4 in 致远, C2 and C6 in 水磨滩.
BY_HAND = {
    "调解案件总数（件）": (3, 2, 5),
    "涉及当事人数（人）": (6, 4, 10),
    "调解成功（件）": (2, 1, 3),
    "疑难复杂（件）": (0, 0, 0),
    "协议涉及金额（万元）": ("0.00", "0.00", "0.00"),
    "村调委会": (0, 2, 2),
    "居调委会": (3, 0, 3),
    "乡镇": (0, 0, 0),
    "街道": (0, 0, 0),
    "企事业单位": (None, None, None),
    "社会团体和其他组织": (None, None, None),
    "主动调解": (1, 1, 2),
    "依申请调解": (2, 1, 3),
    "接受委托移送": (0, 0, 0),
    "邻里": (2, 1, 3),
    "婚姻家庭": (1, 0, 1),
    "山林土地": (0, 1, 1),
    "物业": (0, 0, 0),
    "口头": (1, 1, 2),
    "书面": (1, 0, 1),
    "司法确认": (0, 0, 0),
    "其中3人以上当事人": (0, 0, 0),
    "次数": (0, 0, 0),
    "发现": (1, 2, 3),
    "预防": (None, None, None),
    "群体性械斗": (None, None, None),
}


def columns_of(body: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Heading → what it says for 致远, for 水磨滩, in all."""
    rows = {row["unit"]: row["values"] for row in body["rows"]}
    wanted = [rows[f"{V1}-committee"], rows[f"{V2}-committee"], rows[""]]
    return {
        column["label"]: tuple(values[place] for values in wanted)
        for place, column in enumerate(body["columns"])
    }


def read(example: Any, account: str = "peace") -> dict[str, Any]:
    return client_of(example, account).get(API).json()


def test_the_api_gives_the_numbers_reckoned_by_hand(example: Any) -> None:
    body = read(example)
    found = columns_of(body)
    assert {label: found[label] for label in BY_HAND} == BY_HAND
    assert all(column["definition"] for column in body["columns"])
    assert body["state"].startswith("草稿")


def test_bodies_sources_and_kinds_each_add_up_to_the_whole(example: Any) -> None:
    body = read(example)
    for row in body["rows"]:
        total = row["values"][0]
        for group in ("调解主体", "纠纷类型"):
            assert total == sum(
                value or 0
                for column, value in zip(body["columns"], row["values"], strict=True)
                if column["group"] == group
            )
        sources = {
            column["label"]: value
            for column, value in zip(body["columns"], row["values"], strict=True)
            if column["group"] == "案件来源"
        }
        assert total == sources["主动调解"] + sources["依申请调解"] + sources["接受委托移送"]
        assert sources["接受委托移送"] == sum(sources[label] for label in list(sources)[3:])
        forms = columns_of(body)
        assert forms["口头"][2] + forms["书面"][2] == forms["调解成功（件）"][2]


def test_every_source_of_ours_stands_in_one_column() -> None:
    named = [code for codes in SOURCES.values() for code in codes]
    assert sorted(named) == sorted(Source.values)


def test_the_workbook_has_the_numbers_of_the_api_under_merged_headings(example: Any) -> None:
    body = read(example)
    answer = client_of(example).get(f"{URL}xlsx/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book["案件情况统计表"]
    for line, row in enumerate(body["rows"], start=5):
        assert sheet.cell(line, 1).value == row["label"]
        for place, value in enumerate(row["values"], start=2):
            shown = sheet.cell(line, place).value
            assert shown == ("—" if value is None else float(value)), (row["label"], place)
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"A3:A4", "B3:B4", "F3:F4", "G3:L3", "M3:T3", "U3:AL3", "AM3:AN3"} <= merged
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B5", "$3:$4")
    assert sheet["A1"].font.name == "宋体"
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    for word in ("填报人：", "审核人：", "单位负责人：", "联系电话："):
        assert word in words
    assert any(word.startswith("统计期间：2026年10月1日—12月31日") for word in words)
    assert any(word.startswith("状态：草稿") for word in words)
    assert any("四舍五入" in word for word in words)
    assert len(book["类型图"]._charts) == 1


def test_a_village_reads_its_own_line_and_the_towns_total(example: Any) -> None:
    units = [row["unit"] for row in read(example, "village")["rows"]]
    assert units == [f"{V1}-committee", ""]
    assert f"{V2}-committee" in [row["unit"] for row in read(example)["rows"]]
    own = read(example, "village")["rows"][-1]["values"]
    assert own == read(example)["rows"][-1]["values"]


def test_it_is_a_form_of_quarters_and_years(example: Any) -> None:
    client: Client = client_of(example)
    for code, status in (("2026-11", 404), ("2026-H2", 404), ("2026", 200), ("2027-Q1", 404)):
        assert client.get(f"/reports/forms/mediation/{code}/").status_code == status, code


def test_a_courts_ruling_is_counted_in_the_period_of_its_day(example: Any) -> None:
    """C1 was settled in writing on 29 October; the parties apply, the court rules on 13 November."""
    town, case = example.town, example.cases["C1"]
    month = "/api/v1/reports/half-months/2026-11-14/"
    before = client_of(example).get(month).json()["total"]["confirmed"]
    case.refresh_from_db()
    for step in ("applied", "accepted", "ruled"):
        case.refresh_from_db()
        move(case, "confirm", town.user("village"), version=case.version, step=step)
    body = client_of(example).get(month).json()
    assert (before, body["total"]["confirmed"]) == (0, 1)
    cell = client_of(example).get(f"{month}cells/confirmed/").json()
    assert [one["number"] for one in cell["cases"]] == [case.number]
    assert columns_of(read(example))["司法确认"] == (1, 0, 1)


def test_a_kept_quarter_does_not_change_any_more(example: Any) -> None:
    example.at("2027-01-15 09:00")
    lock_up_to(example.town, "2027-01-14")
    kept = columns_of(read(example))
    case = example.cases["C6"]
    case.__class__.objects.filter(pk=case.pk).update(difficulty="hard")
    assert columns_of(read(example)) == kept
    assert read(example)["state"] == "已锁定"
    year = client_of(example).get("/api/v1/reports/forms/mediation/2026/").json()
    assert columns_of(year)["疑难复杂（件）"] == (0, 0, 0)


def test_the_list_behind_a_kept_number_says_that_it_is_of_today(example: Any) -> None:
    example.at("2027-01-15 09:00")
    client = client_of(example)
    assert client.get(f"{API}cells/4/").json()["message"] == ""
    lock_up_to(example.town, "2027-01-14")
    case = example.cases["C6"]
    case.__class__.objects.filter(pk=case.pk).update(difficulty="hard")
    hard, whole, people = (client.get(f"{API}cells/{n}/").json() for n in (4, 1, 2))
    assert (hard["is_kept"], hard["locked"], len(hard["cases"])) == (False, 0, 1)
    assert hard["message"].endswith("锁定时 0 件，现在 1 件，多 1 件")
    assert (whole["locked"], whole["message"]) == (5, "数是锁定时的，名单按现在的记录列出")
    # Ten people in five cases: what is listed are the cases, and nothing is compared.
    assert (people["locked"], people["message"]) == (None, whole["message"])
    page = client.get(f"{URL}cells/4/").content.decode()
    assert "<b>0</b> 件" in page
    assert hard["message"] in page


# domain.md §5.3; 主动、依申请、接受委托移送 in the words of §3.4.
HEADINGS = [
    ("", "调解案件总数（件）"), ("", "涉及当事人数（人）"), ("", "调解成功（件）"),
    ("", "疑难复杂（件）"), ("", "协议涉及金额（万元）"),
    ("调解主体", "村调委会"), ("调解主体", "居调委会"), ("调解主体", "乡镇"), ("调解主体", "街道"),
    ("调解主体", "企事业单位"), ("调解主体", "社会团体和其他组织"),
    ("案件来源", "主动调解"), ("案件来源", "依申请调解"), ("案件来源", "接受委托移送"),
    ("案件来源", "法院"), ("案件来源", "检察院"), ("案件来源", "公安机关"),
    ("案件来源", "信访部门"), ("案件来源", "其他部门"),
    ("纠纷类型", "婚姻家庭"), ("纠纷类型", "邻里"), ("纠纷类型", "房屋宅基地"),
    ("纠纷类型", "合同"), ("纠纷类型", "生产经营"), ("纠纷类型", "损害赔偿"),
    ("纠纷类型", "山林土地"), ("纠纷类型", "征地拆迁"), ("纠纷类型", "环境污染"),
    ("纠纷类型", "拖欠工资"), ("纠纷类型", "其他劳动争议"), ("纠纷类型", "旅游"),
    ("纠纷类型", "电子商务"), ("纠纷类型", "其他消费"), ("纠纷类型", "医疗"),
    ("纠纷类型", "交通事故"), ("纠纷类型", "物业"), ("纠纷类型", "其他"),
    ("协议形式", "口头"), ("协议形式", "书面"),
    ("另行统计", "自动履行"), ("另行统计", "司法确认"), ("另行统计", "其中3人以上当事人"),
    ("排查", "次数"), ("排查", "发现"), ("排查", "预防"),
    ("防止激化", "自杀"), ("防止激化", "民转刑"), ("防止激化", "群体性上访"),
    ("防止激化", "群体性械斗"),
]  # fmt: skip


def test_the_headings_are_those_of_the_form(example: Any) -> None:
    found = [(column["group"], column["label"]) for column in read(example)["columns"]]
    assert found == HEADINGS


def test_every_number_leads_to_exactly_its_cases(example: Any) -> None:
    body, client = read(example), client_of(example)
    numbers = {case.number: name for name, case in example.cases.items()}

    def behind(number: int, unit: str) -> list[str]:
        found = client.get(f"{API}cells/{number}/", {"at": unit}).json()
        return sorted(numbers[one["number"]] for one in found["cases"])

    assert behind(1, "") == ["C1", "C3", "C4", "C6", "C7"]
    assert behind(3, f"{V1}-committee") == ["C1", "C3"]
    for row in body["rows"]:
        if row["unit"] not in ("", f"{V1}-committee", f"{V2}-committee"):
            continue
        for number, (column, value) in enumerate(
            zip(body["columns"], row["values"], strict=True), 1
        ):
            if value is None or column["label"] in (
                "涉及当事人数（人）",
                "协议涉及金额（万元）",
                "次数",
            ):
                continue
            assert len(behind(number, row["unit"])) == value, (row["unit"], column["label"])
    assert client.get(f"{API}cells/99/").status_code == 404
    assert client.get(f"{API}cells/1/", {"at": "nobody"}).status_code == 404
