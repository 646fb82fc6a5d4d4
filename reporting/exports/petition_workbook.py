"""The monthly petition table as a workbook: A3 landscape, two rows of merged headings, no names."""

import io
from typing import Any

import xlsxwriter

from grids.models import Division
from mediation.core import clock
from reporting.exports.as_workbook import A3, OPTIONS, heads, put, styles_of
from reporting.figures.petitions import PetitionFigure
from reporting.periods import Period
from reporting.selectors.petition_months import MonthTable

HEAD_ROW = 2  # after the title and the line below it
FIRST_ROW = HEAD_ROW + 2
LEFT = 1  # what the row covers


def name_of(town: Division, period: Period) -> str:
    return f"{town.short_name}信访月报{period.first_on:%Y-%m}.xlsx"


def heading_of(group: str, figure: PetitionFigure) -> str:
    """What stands under the group's heading: 批次 under 来访; nothing under one of the same name."""
    return figure.label.removeprefix(group)


def month(table: MonthTable) -> bytes:
    """The whole workbook: the table, and what each column means."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        styles = styles_of(book)
        _form(book.add_worksheet("信访月报"), table, styles)
        _meanings(book.add_worksheet("口径"), table, styles)
    return buffer.getvalue()


def _form(sheet: Any, table: MonthTable, styles: dict[str, Any]) -> None:
    last = LEFT + len(table.figures) - 1
    town = table.centre.name
    first_on = table.period.first_on
    title = f"{town}信访情况月报表（{first_on:%Y年}{first_on.month}月）"
    sheet.merge_range(0, 0, 0, last, title, styles["title"])
    sheet.write(1, 0, f"填报单位（章）：{town}", styles["plain"])
    sheet.write(1, 12, f"统计期间：{table.period}", styles["plain"])
    sheet.write(1, 26, f"填报日期：{clock.today():%Y年%-m月%-d日}", styles["plain"])
    sheet.merge_range(HEAD_ROW, 0, HEAD_ROW + 1, 0, "期间", styles["head"])
    shown = [
        (group, heading_of(group, figure)) for group, figures in table.groups for figure in figures
    ]
    heads(sheet, HEAD_ROW, LEFT, shown, styles["head"])
    for number, line in enumerate(table.lines):
        sheet.write(FIRST_ROW + number, 0, line.label, styles["name"])
        for place, figure in enumerate(table.figures, LEFT):
            style = "rate" if figure.is_rate else "count"
            put(sheet, FIRST_ROW + number, place, line.values[figure.name], styles, style)
    for number, (_, label, values) in enumerate(table.changes, FIRST_ROW + len(table.lines)):
        sheet.write(number, 0, label, styles["name"])
        for place, figure in enumerate(table.figures, LEFT):
            style = "points" if figure.is_rate else "rate"
            put(sheet, number, place, values[figure.name], styles, style)
    below = FIRST_ROW + len(table.lines) + len(table.changes) + 1
    for place, word in (
        (0, "填报人："),
        (10, "审核人："),
        (20, "单位负责人："),
        (30, "联系电话："),
    ):
        sheet.write(below, place, word, styles["plain"])
    sheet.set_column(0, 0, 10)
    sheet.set_column(LEFT, last, 7)
    sheet.set_row(HEAD_ROW + 1, 48)
    sheet.freeze_panes(FIRST_ROW, LEFT)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW, HEAD_ROW + 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _meanings(sheet: Any, table: MonthTable, styles: dict[str, Any]) -> None:
    sheet.write_row(0, 0, ["分组", "指标", "口径"], styles["head"])
    lines = [
        [group, figure.label, figure.definition]
        for group, figures in table.groups
        for figure in figures
    ]
    lines.append(
        ["环比、同比", "", "件数、人次是增减的百分比，比率是增减的百分点；没有可比的写“—”。"]
    )
    for number, line in enumerate(lines, 1):
        sheet.write_row(number, 0, line, styles["plain"])
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 2, 90)
