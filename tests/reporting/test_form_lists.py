"""工作台账 and the items of GB/T 31000 table 30: a line for each case, and nobody named in it."""

import io
import random
from datetime import date
from typing import Any

import openpyxl
import pytest
from rest_framework.test import APIClient

from cases import services as case_services
from cases.models import Case
from grids.enums import Level
from grids.models import Division, Subtype
from reporting import services, tasks
from reporting.exports.form_lists import BY_HAND, GB31000, LEDGER, event_type
from reporting.models import Export
from tests.cases.factories import some_person, some_text
from tests.factories import V1, V2, Town
from tests.reporting.exporting import made as file_of
from tests.reporting.exporting import register, rows_of

CUT_OFF, MONTH = "2026-10-14", "2026-10"
LIST_OF = {"ledger": {"cut_off": CUT_OFF}, "gb31000": {"month": MONTH}}
NAMES = ("欧阳文海", "赵立春", "钱小红")


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.write_export, "delay", lambda key: None)


def made(town: Town, of: str, account: str = "peace", **filters: str) -> list[list[Any]]:
    """The cells of the file that an account asks for."""
    params = {"of": of} | (filters or LIST_OF[of])
    export = services.request_export(town.user(account), params, "report")
    assert services.write_export(export.pk)
    book = openpyxl.load_workbook(io.BytesIO(Export.objects.get(pk=export.pk).file.read()))
    return [list(row) for row in book.worksheets[0].iter_rows()]


def by_heading(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """Each line under its headings; the lines above them and the last one are left out."""
    top = next(place for place, row in enumerate(rows) if row[0].value == "序号")
    heads = [cell.value for cell in rows[top]]
    return [dict(zip(heads, row, strict=True)) for row in rows[top + 1 : -1]]


def said(rows: list[list[Any]]) -> str:
    return "\n".join(str(cell.value) for row in rows for cell in row if cell.value is not None)


def named(town: Town, **more: Any) -> Case:
    phone = f"138{random.randrange(10**8):08}"
    return register(
        town,
        narrative=f"{NAMES[0]}和{NAMES[1]}为{some_text()}争吵，{NAMES[2]}在场",
        parties=[
            some_person("applicant") | {"name": NAMES[0], "phone": phone},
            some_person("respondent") | {"name": NAMES[1]},
            some_person("respondent") | {"name": NAMES[2]},
        ],
        **more,
    )


@pytest.mark.parametrize("of", LIST_OF)
def test_nobody_is_named_in_the_file_not_even_in_the_story(town: Town, of: str) -> None:
    case = named(town, division=V1)
    rows = made(town, of)
    text = said(rows)
    assert case.number in text
    for name in NAMES:
        assert name not in text
    assert case.parties.get(role="applicant").phone not in text
    assert "赵某" in text
    assert "某" in text.split("争吵")[0]


BESIDE = {
    "agent": {"name": "乜代强", "phone": "13912345678", "relation": "儿子", "has_authority": True},
    "guardian": {"name": "乜秀英", "relation": "母亲"},
    "interpreter": "司译文 手语翻译",
    "support_person": "邻居 单陪军",
}


@pytest.mark.parametrize("of", LIST_OF)
def test_who_stands_beside_a_party_is_not_named_either(town: Town, of: str) -> None:
    words = some_text()
    register(
        town,
        division=V1,
        narrative=f"乜代强、乜秀英替他来说{words}，司译文和单陪军在场，翟旁人路过",
        parties=[some_person("applicant") | BESIDE, some_person("respondent")],
    )
    text = said(made(town, of))
    story = next(line for line in text.splitlines() if words in line)
    assert story == f"乜某甲、乜某乙替他来说{words}，司某和单某在场，翟旁人路过"
    for name in ("乜代强", "乜秀英", "司译文", "单陪军"):
        assert name not in text
    assert "翟旁人" in text  # whom nobody wrote down the house cannot know


@pytest.mark.parametrize("of", LIST_OF)
def test_the_place_of_the_case_does_not_stand_in_its_story(town: Town, of: str) -> None:
    words, elsewhere = some_text(), "老槐树旁"
    grid = Division.objects.filter(level=Level.GRID, path__startswith=town.v1.path).first()
    case = register(
        town,
        division=V1,
        narrative=f"在石拱桥头和{grid.name}、{elsewhere}{words}",
        place="石拱桥头",
    )
    Case.objects.filter(pk=case.pk).update(grid=grid)
    story = next(line for line in said(made(town, of)).splitlines() if words in line)
    assert story == f"在某处和某处、{elsewhere}{words}"


@pytest.mark.parametrize("of", LIST_OF)
def test_a_person_with_a_long_name_is_not_called_an_organisation(town: Town, of: str) -> None:
    name = "迪丽热巴·迪力木拉提"
    parties = [some_person("applicant") | {"name": name}, some_person("respondent")]
    register(town, division=V1, narrative=f"{name}说{some_text()}", parties=parties)
    text = said(made(town, of))
    assert "迪某说" in text
    assert "某单位" not in text
    assert name not in text


LEDGER_HEADINGS = [
    "序号", "案号", "村（社区）", "类别", "当事人", "简要情况", "风险色", "责任部门", "责任领导",
    "责任人", "化解时限", "进展", "是否化解",
]  # fmt: skip
GB_HEADINGS = [
    "序号",
    "1 事件名称",
    "2 发生日期",
    "3 发生地点",
    "4 事件规模",
    "5 事件类别",
    "6 涉及人数",
    "7 事件简述",
    "8 涉及单位",
    "9 主要当事人（由人录入）",
    "10 主要当事人（由人录入）",
    "11 主要当事人",
    "12 主要当事人（由人录入）",
    "13 主要当事人（由人录入）",
    "14 主要当事人（由人录入）",
    "15 人员类别（由人录入）",
    "16 主要当事人（由人录入）",
    "17 化解时限",
    "18 化解方式",
    "19 化解组织",
    "20 化解责任人",
    "21 化解责任人联系方式",
    "22 化解是否成功",
    "23 化解情况",
    "24 考评日期",
    "25 考评意见",
    "26 经度",
    "27 纬度",
]


@pytest.mark.parametrize(
    ("of", "headings"), [("ledger", LEDGER_HEADINGS), ("gb31000", GB_HEADINGS)]
)
def test_the_headings_are_those_of_the_sources(town: Town, of: str, headings: list[str]) -> None:
    """domain.md §5.2 last line, §3.2 as the standard has them."""
    named(town, division=V1)
    (line,) = by_heading(made(town, of))
    assert list(line) == headings


@pytest.mark.parametrize("of", LIST_OF)
def test_a_csv_says_of_which_form_and_period_it_is_and_that_it_is_a_draft(
    town: Town, of: str
) -> None:
    case = named(town, division=V1)
    above = [row[0].value for row in made(town, of)[: 3 if of == "ledger" else 4]]
    rows = rows_of(file_of(town.user("peace"), "csv", of=of, **LIST_OF[of]))
    assert [row[0] for row in rows[: len(above)]] == above
    assert "状态：草稿" in rows[1][0]
    assert "统计期间：2026年" in rows[1][0]
    heads, line, last = rows[len(above) :]
    assert heads == (LEDGER_HEADINGS if of == "ledger" else GB_HEADINGS)
    assert case.number in ",".join(line)
    assert last == ["共 1 条"]


def test_the_ledger_has_the_columns_of_the_form_and_says_what_it_is(town: Town) -> None:
    case = named(town, division=V1, risk="orange")
    rows = made(town, "ledger")
    above = [str(row[0].value) for row in rows[:3]]
    assert above[0].endswith("专项行动工作台账")
    assert "统计期间：2026年9月30日" in above[1] or "统计期间：2026年10月1日" in above[1]
    assert "状态：草稿" in above[1]
    assert "四舍五入" in above[2]
    (line,) = by_heading(rows)
    assert list(line) == ["序号", *LEDGER]
    values = {heading: cell.value for heading, cell in line.items()}
    assert (values["序号"], values["案号"]) == (1, case.number)
    assert (values["村（社区）"], values["风险色"]) == (case.division.short_name, "橙")
    assert (values["是否化解"], values["进展"]) == ("否", "已登记")
    assert values["当事人"] == "欧某 与 赵某、钱某"
    assert rows[-1][0].value == "共 1 条"


def test_the_gb_items_are_twenty_seven_and_the_group_label_is_nobodys(town: Town) -> None:
    case = named(town, division=V2, category="16", occurred_on=date(2026, 9, 28), scale="02")
    rows = made(town, "gb31000")
    (line,) = by_heading(rows)
    assert list(line) == ["序号", *GB31000]
    assert [int(heading.split()[0]) for heading in GB31000] == list(range(1, 28))
    values = {int(head.split()[0]): cell.value for head, cell in line.items() if head != "序号"}
    assert (values[2], values[4], values[5]) == ("20260928", "02", "0503")
    assert values[11] == "欧阳某"
    assert values[19] == case.unit.name
    assert {values[place] for place in (9, 10, 12, 13, 14, 15, 16)} == {None}
    assert values[22] is None
    assert values[23] == "还在办理"
    assert f"15 人员类别{BY_HAND}" in line
    assert any("不给人贴类别" in str(row[0].value) for row in rows[:4])


def test_a_settled_case_says_so_with_the_code_of_the_standard(town: Town) -> None:
    case = named(town, division=V1)
    boss = town.user("village")
    case_services.move(case, "accept", boss, version=case.version, consent=True)
    case.refresh_from_db()
    case_services.move(
        case, "settle", boss, version=case.version, form="oral", terms=some_text(), signed=True
    )
    (line,) = by_heading(made(town, "gb31000"))
    values = {int(head.split()[0]): cell.value for head, cell in line.items() if head != "序号"}
    assert (values[18], values[22], values[23]) == ("0103", 1, "2026-10-01 口头协议")
    (line,) = by_heading(made(town, "ledger"))
    assert line["是否化解"].value == "是"


def test_the_event_type_is_the_one_chosen_or_what_the_kind_always_is(town: Town) -> None:
    chosen = register(town, division=V1, category="03", subtype="0902")
    open_to_people = register(town, division=V1, category="03")
    sure = register(town, division=V1, category="15")
    assert [event_type(case) for case in (chosen, open_to_people, sure)] == ["0902", "", "0502"]
    known = set(Subtype.objects.values_list("code", flat=True)) | {""}
    assert {
        event_type(register(town, division=V1, category=code)) for code in ("01", "99")
    } <= known


@pytest.mark.parametrize("of", LIST_OF)
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t="])
def test_a_formula_typed_by_a_citizen_stays_text(town: Town, of: str, sign: str) -> None:
    evil = f"{sign}1+1 {some_text()}"
    register(town, division=V1, narrative=evil)
    plain = f"为{some_text()}起了争执"
    register(town, division=V1, narrative=plain)
    story = "简要情况" if of == "ledger" else "7 事件简述"
    first, second = (line[story] for line in by_heading(made(town, of)))
    assert (first.data_type, first.quotePrefix) == ("s", True)
    assert first.value.strip().endswith(evil.strip()[-8:])
    assert (second.data_type, second.value) == ("s", plain)


def test_a_village_gets_its_own_cases_only(town: Town) -> None:
    own, other = named(town, division=V1), named(town, division=V2)
    text = said(made(town, "ledger", "village"))
    assert own.number in text
    assert other.number not in text
    assert other.number in said(made(town, "ledger"))


def test_it_wants_a_purpose_and_a_period_that_is_one(town: Town) -> None:
    client = APIClient()
    client.force_authenticate(town.user("peace"))

    def ask(**sent: Any) -> int:
        return int(client.post("/api/v1/exports/", sent, format="json").status_code)

    params = {"of": "ledger", "cut_off": CUT_OFF}
    assert ask(params=params, purpose="report") == 201
    assert ask(params=params, purpose="") in (400, 409)
    assert ask(params=params | {"cut_off": "2026-10-15"}, purpose="report") == 400
    assert ask(params={"of": "gb31000", "month": "2026-11"}, purpose="report") == 400
    assert ask(params={"of": "gb31000", "month": MONTH}, purpose="report") == 201


def test_the_page_offers_every_form_of_the_month_with_its_state(town: Town, client: Any) -> None:
    client.force_login(town.user("peace"))
    text = client.get("/reports/forms/").content.decode()
    for word in (
        "专项行动统计表（半月）",
        "矛盾纠纷排查情况表",
        "人民调解案件情况统计表",
        "信访情况月报表",
        "专项行动工作台账",
        "GB/T 31000",
    ):
        assert word in text
    assert "/reports/forms/survey/2026-10/xlsx/" in text
    assert "/reports/forms/mediation/2026-Q4/" in text
    assert text.count("草稿") > 4
    client.force_login(town.user("petition"))
    of_petitions = client.get("/reports/forms/").content.decode()
    assert "信访情况月报表" in of_petitions
    assert "排查情况表" not in of_petitions
    client.force_login(town.user("grid"))
    assert client.get("/reports/forms/").status_code == 404


def test_the_api_lists_the_forms_of_a_month(town: Town) -> None:
    client = APIClient()
    client.force_authenticate(town.user("village"))
    body = client.get("/api/v1/reports/forms/", {"month": MONTH}).json()
    found = {(one["form"], one["code"]): one for one in body["forms"]}
    assert list(found) == [
        ("survey", "2026-10"),
        ("survey", "2026-Q4"),
        ("survey", "2026-H2"),
        ("survey", "2026"),
        ("mediation", "2026-Q4"),
        ("mediation", "2026"),
    ]
    assert {one["is_locked"] for one in found.values()} == {False}
    assert client.get("/api/v1/reports/forms/", {"month": "2026-11"}).status_code == 404
    client.force_authenticate(town.user("grid"))
    assert client.get("/api/v1/reports/forms/").status_code == 404
