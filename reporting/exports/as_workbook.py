"""The half-month as a workbook: A3 landscape, two rows of merged headings, no names of people."""

import io
from decimal import Decimal
from itertools import groupby
from typing import Any

import xlsxwriter

from grids.models import Division
from mediation.core import clock
from reporting.exports.form import DASH, Column, columns
from reporting.figures import FIGURES, Number
from reporting.periods import Period
from reporting.report import Report
from reporting.selectors import Row, Table

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
A3 = 8
HEAD_ROW = 2  # after the title and the line below it
FIRST_ROW = HEAD_ROW + 2
LEFT = 2  # 序号 and 村（社区）


def name_of(division: Division, period: Period) -> str:
    return f"{division.short_name}半月统计表{period.last_on:%Y-%m-%d}.xlsx"


def half_month(report: Report) -> bytes:
    """The whole workbook: the form, the figures by category and source, what they mean."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        styles = styles_of(book)
        _form(book.add_worksheet("统计表"), report.figures, styles)
        _figures(book.add_worksheet("分类别、分来源"), report.figures, styles)
        _meanings(book.add_worksheet("口径和校验"), report, styles)
    return buffer.getvalue()


def styles_of(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "align": "center", "valign": "vcenter", "font_size": 9}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "plain": book.add_format({"font_size": 10}),
        "head": book.add_format(cell | {"bold": True, "text_wrap": True}),
        "name": book.add_format(cell | {"align": "left"}),
        "count": book.add_format(cell | {"num_format": "0"}),
        "rate": book.add_format(cell | {"num_format": '0.00"%"'}),
        "days": book.add_format(cell | {"num_format": "0.0"}),
        "points": book.add_format(cell | {"num_format": '+0.00"点";-0.00"点";0.00"点"'}),
        "money": book.add_format(cell | {"num_format": "0.00"}),
        "wrong": book.add_format({"font_size": 10, "bold": True}),
    }


def _form(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    shown = columns(table)
    last = LEFT + len(shown)  # the column of 备注
    town = table.division.name
    state = "" if table.is_locked else "（草稿，未锁定）"
    title = f"{town}矛盾纠纷“大排查大起底大化解”专项行动统计表{state}"
    sheet.merge_range(0, 0, 0, last, title, styles["title"])
    sheet.write(1, 0, f"填报单位（章）：{town}", styles["plain"])
    sheet.write(1, 12, f"统计期间：{table.period}", styles["plain"])
    sheet.write(1, 30, f"填报日期：{clock.today():%Y年%-m月%-d日}", styles["plain"])
    _heads(sheet, shown, last, styles["head"])
    for number, row in enumerate((*table.rows, table.total)):
        line = FIRST_ROW + number
        is_total = not row.key
        sheet.write(line, 0, "" if is_total else number + 1, styles["count"])
        sheet.write(line, 1, row.label, styles["name"])
        for place, column in enumerate(shown):
            put(sheet, line, LEFT + place, column.value(table, row), styles, column.style)
        sheet.write(line, last, "", styles["name"])
    below = FIRST_ROW + len(table.rows) + 2
    for place, word in ((0, "填报人："), (8, "审核人："), (16, "单位负责人："), (24, "联系电话：")):
        sheet.write(below, place, word, styles["plain"])
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 16)
    sheet.set_column(LEFT, last - 1, 6.5)
    sheet.set_column(last, last, 10)
    sheet.set_row(HEAD_ROW + 1, 48)
    sheet.freeze_panes(FIRST_ROW, LEFT)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW, HEAD_ROW + 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _heads(sheet: Any, shown: list[Column], last: int, style: Any) -> None:
    for place, label in ((0, "序号"), (1, "村（社区）"), (last, "备注")):
        sheet.merge_range(HEAD_ROW, place, HEAD_ROW + 1, place, label, style)
    heads(sheet, HEAD_ROW, LEFT, [(column.group, column.label) for column in shown], style)


def heads(sheet: Any, row: int, place: int, shown: list[tuple[str, str]], style: Any) -> None:
    """Groups above, columns below; what has no label of its own spans both rows."""
    for group, members in groupby(shown, key=lambda column: column[0]):
        labels = [label for _, label in members]
        if labels == [""]:
            sheet.merge_range(row, place, row + 1, place, group, style)
        elif len(labels) == 1:
            sheet.write(row, place, group, style)
        else:
            sheet.merge_range(row, place, row, place + len(labels) - 1, group, style)
        for offset, label in enumerate(labels):
            if label:
                sheet.write(row + 1, place + offset, label, style)
        place += len(labels)


def put(
    sheet: Any, line: int, place: int, value: Number | str | None, styles: Any, style: str
) -> None:
    if value is None:
        sheet.write_string(line, place, DASH, styles[style])
    else:
        number = float(value) if isinstance(value, Decimal) else value
        sheet.write_number(line, place, number, styles[style])


def _figures(sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    """Every figure of every row, one heading each, with its code name above for programs."""
    units = {"%": "rate", "天": "days", "元": "money"}
    for place, word in ((0, "分组"), (1, "行")):
        sheet.merge_range(0, place, 1, place, word, styles["head"])
    for place, figure in enumerate(FIGURES):
        sheet.write_string(0, LEFT + place, figure.name, styles["head"])
        sheet.write_string(1, LEFT + place, figure.label, styles["head"])
    line = 2
    for group, rows in _groups(table):
        for row in rows:
            sheet.write_string(line, 0, group, styles["name"])
            sheet.write_string(line, 1, row.label, styles["name"])
            for place, figure in enumerate(FIGURES):
                style = units.get(figure.unit, "count")
                put(sheet, line, LEFT + place, row.values[figure.name], styles, style)
            line += 1
    sheet.set_column(0, 1, 14)
    sheet.freeze_panes(2, LEFT)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)


def _groups(table: Table) -> list[tuple[str, tuple[Row, ...]]]:
    return [
        ("村（社区）", table.rows),
        ("类别", table.by_category),
        ("来源", table.by_source),
        ("全部", (table.total,)),
    ]


def _meanings(sheet: Any, report: Report, styles: dict[str, Any]) -> None:
    """What each figure means, and whether the table adds up."""
    sheet.write_row(0, 0, ["指标", "口径"], styles["head"])
    for line, figure in enumerate(FIGURES, start=1):
        sheet.write_row(line, 0, [figure.label, figure.definition], styles["plain"])
    start = len(FIGURES) + 2
    sheet.write_row(start, 0, ["校验", "结果"], styles["head"])
    for line, check in enumerate(report.checks, start=start + 1):
        style = styles["plain" if check.ok else "wrong"]
        sheet.write_row(line, 0, ["一致" if check.ok else "对不上", check.message], style)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
