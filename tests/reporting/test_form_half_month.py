"""《专项行动统计表》: its headings against domain.md §5.2, and what a village reads in it, by hand."""

import io
from typing import Any

import openpyxl
import pytest

from tests.factories import V1, V2
from tests.reporting.test_form_survey import client_of

URL = "/reports/half-months/2026-11-14/xlsx/"

# domain.md §5.2, group and column; the eighteen kinds by their short names.
HEADINGS = [
    ("序号", ""), ("村（社区）", ""), ("上期末未化解", ""),
    ("本期新排查", "合计"), ("本期新排查", "婚姻家庭"), ("本期新排查", "邻里"),
    ("本期新排查", "房屋宅基地"), ("本期新排查", "合同"), ("本期新排查", "生产经营"),
    ("本期新排查", "损害赔偿"), ("本期新排查", "山林土地"), ("本期新排查", "征地拆迁"),
    ("本期新排查", "环境污染"), ("本期新排查", "拖欠工资"), ("本期新排查", "其他劳动争议"),
    ("本期新排查", "旅游"), ("本期新排查", "电子商务"), ("本期新排查", "其他消费"),
    ("本期新排查", "医疗"), ("本期新排查", "交通事故"), ("本期新排查", "物业"),
    ("本期新排查", "其他"),
    ("反弹重开", ""), ("调整（±）", ""),
    ("来源", "排查"), ("来源", "来访"), ("来源", "信访转"), ("来源", "12345"),
    ("来源", "公安/法院移送"), ("来源", "其他"),
    ("调处", "调处数"), ("调处", "调处率"),
    ("化解", "化解数"), ("化解", "其中往期"), ("化解", "成功数"), ("化解", "成功率"),
    ("化解", "化解率"),
    ("分流", "合计"), ("分流", "终止"), ("分流", "撤回"), ("分流", "不受理"), ("分流", "移送"),
    ("分流", "引导诉讼"), ("分流", "并入"),
    ("期末未化解", "合计"), ("期末未化解", "红"), ("期末未化解", "橙"), ("期末未化解", "黄"),
    ("期末未化解", "蓝"),
    ("涉及人数（起）", "<50"), ("涉及人数（起）", "50–99"), ("涉及人数（起）", "100–499"),
    ("涉及人数（起）", "≥500"),
    ("重大矛盾", "排查"), ("重大矛盾", "调处"), ("重大矛盾", "成功"), ("重大矛盾", "领导包案数"),
    ("重大矛盾", "挂牌督办数"),
    ("协议", "书面"), ("协议", "口头"), ("协议", "金额（万元）"), ("协议", "司法确认"),
    ("回访", "应访"), ("回访", "已访"),
    ("滚动排查次数", ""),
    ("年度累计", "排查"), ("年度累计", "化解"), ("年度累计", "化解率"),
    ("备注", ""),
]  # fmt: skip


def book_of(example: Any, account: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(client_of(example, account).get(URL).content))


def headings_of(sheet: Any) -> list[tuple[str, str]]:
    found, group = [], ""
    for place in range(1, sheet.max_column + 1):
        group = sheet.cell(3, place).value or group
        found.append((group, (sheet.cell(4, place).value or "").replace("\n", "")))
    return found


def line_of(example: Any, account: str, label: str) -> dict[tuple[str, str], Any]:
    """The figures of one row of the form by their headings."""
    sheet = book_of(example, account)["统计表"]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[1] == label)
    return dict(zip(headings_of(sheet), row, strict=True))


def test_the_headings_are_those_of_the_form(example: Any) -> None:
    assert headings_of(book_of(example, "peace")["统计表"]) == HEADINGS


@pytest.mark.parametrize("account", ["peace", "village", "village2"])
def test_the_total_row_adds_up_for_who_sees_one_village_only(example: Any, account: str) -> None:
    """New in the town: C4 of 01; C3 C8 C10 of 02; C6 of 07; C5 of 10 — visit, police, hotline,
    sweep and grid (rules.md §8)."""
    total = line_of(example, account, "合计")
    assert total["本期新排查", "合计"] == 6
    assert [
        total["本期新排查", label] for label in ("婚姻家庭", "邻里", "山林土地", "拖欠工资", "物业")
    ] == [1, 3, 1, 1, 0]
    assert [total["来源", label] for group, label in HEADINGS if group == "来源"] == [
        2, 2, 0, 1, 1, 0,
    ]  # fmt: skip
    for group in ("本期新排查", "来源", "涉及人数（起）"):
        parts = [total[at] for at in HEADINGS if at[0] == group and at[1] != "合计"]
        assert sum(parts) == 6, group


def test_a_village_s_own_row_is_its_own(example: Any) -> None:
    mine, other = (example.town.place(code).name for code in (V1, V2))
    own = line_of(example, "village", mine)
    assert (own["本期新排查", "合计"], own["本期新排查", "邻里"]) == (4, 3)
    assert (own["来源", "排查"], own["来源", "来访"]) == (1, 1)
    labels = [row[1] for row in book_of(example, "village")["统计表"].iter_rows(values_only=True)]
    assert other not in labels
    assert other in [
        row[1] for row in book_of(example, "peace")["统计表"].iter_rows(values_only=True)
    ]


def test_the_chart_is_the_towns_and_what_is_a_villages_says_so(example: Any) -> None:
    village, peace = book_of(example, "village"), book_of(example, "peace")

    def kinds(book: Any) -> dict[str, int]:
        rows = book["趋势和类别图"].iter_rows(min_row=2, min_col=5, max_col=6, values_only=True)
        return {label: many for label, many in rows if label}

    assert kinds(village) == kinds(peace) == {
        "婚姻家庭纠纷": 1, "邻里纠纷": 3, "山林土地纠纷": 1, "拖欠农民工工资纠纷": 1,
    }  # fmt: skip

    def groups(book: Any) -> set[str]:
        return {row[0] for row in book["分类别、分来源"].iter_rows(min_row=3, values_only=True)}

    town = example.town.centre.short_name
    assert groups(village) == {
        "村（社区）",
        "类别（只计上列各村、社区）",
        "来源（只计上列各村、社区）",
        f"全部（{town}合计）",
    }
    assert groups(peace) == {"村（社区）", "类别", "来源", "全部"}
