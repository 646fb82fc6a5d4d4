"""更正表 as a workbook: for each of the seven lines what was locked, the difference, what it is now."""

from collections.abc import Sequence
from typing import Any

from reporting.exports.drawing import (
    A3,
    book_of,
    foot,
    heads,
    narrow,
    print_set_up,
    put,
    remarks,
)
from reporting.figures import CATALOGUE, LINES
from reporting.models import Correction
from reporting.periods import Period, half_month
from reporting.selectors.corrections import CorrectedRow

HEAD_ROW = 2
PARTS = ("锁定", "差", "更正后")
REMARK = (
    "上期末未化解总是上一期锁定的期末数，不更正；锁定的表和下一期的数都没有因此改变。表里没有人名。"
)


def name_of(correction: Correction) -> str:
    half = correction.half_month
    return f"{half.centre.short_name}半月报更正表{half.cut_off:%Y-%m-%d}第{correction.seq}次.xlsx"


def correction_book(
    correction: Correction, places: Sequence[CorrectedRow], categories: Sequence[CorrectedRow]
) -> bytes:
    """Both tables, a sheet each; a difference of 0 is an empty cell."""

    def draw(book: Any, styles: dict[str, Any]) -> None:
        for head, rows in (("村（社区）", places), ("类别", categories)):
            _table(book.add_worksheet(f"按{head}"), head, rows, correction, styles)

    return book_of(draw)


def _table(
    sheet: Any, head: str, rows: Sequence[CorrectedRow], correction: Correction, styles: Any
) -> None:
    half = correction.half_month
    period: Period = half_month(half.cut_off)
    last = len(LINES) * len(PARTS)
    title = f"{half.centre.name}矛盾纠纷半月报更正表（第 {correction.seq} 次）"
    sheet.merge_range(0, 0, 0, last, title, styles["title"])
    said = f"统计期：{period}　更正理由：{correction.reason}"
    sheet.merge_range(1, 0, 1, last, said, styles["plain"])
    sheet.merge_range(HEAD_ROW, 0, HEAD_ROW + 1, 0, head, styles["head"])
    shown = [(CATALOGUE[name].label, part) for name in LINES for part in PARTS]
    heads(sheet, HEAD_ROW, 1, shown, styles["head"])
    row = HEAD_ROW + 2
    for line in rows:
        sheet.write_string(row, 0, line.label, styles["name"])
        for place, cell in enumerate(line.cells):
            for offset, value in enumerate(cell):
                style = "change" if offset == 1 else "count"
                put(sheet, row, 1 + place * len(PARTS) + offset, value, styles, style)
        row += 1
    row = remarks(sheet, row, last, [REMARK], styles["small"])
    foot(sheet, row + 1, last, styles)
    sheet.set_column(0, 0, 18)
    narrow(sheet, 1, ["count"] * last, 6)
    sheet.freeze_panes(HEAD_ROW + 2, 1)
    print_set_up(sheet, A3, HEAD_ROW, is_landscape=True)
