"""The half-month as a workbook: A3 landscape, two rows of merged headings, no names of people."""

from typing import Any

from grids.models import Division
from mediation.core import clock
from reporting.exports.drawing import (
    A3,
    A4,
    CONTENT_TYPE,
    ROUNDING,
    book_of,
    foot,
    heads,
    height_of,
    narrow,
    print_set_up,
    put,
    remarks,
)
from reporting.exports.form import Column, columns
from reporting.figures import FIGURES
from reporting.periods import Period
from reporting.report import Report
from reporting.selectors import Row, Table, trend

__all__ = ["CONTENT_TYPE", "half_month", "name_of"]

HEAD_ROW = 2  # after the title and the line below it
FIRST_ROW = HEAD_ROW + 2
LEFT = 2  # 序号 and 村（社区）
MEANING_WIDTHS = (16, 90)
REMARK = "来源六栏、类别各栏和人数四档的合计都等于新增；表里没有人名。"


def name_of(division: Division, period: Period) -> str:
    return f"{division.short_name}半月统计表{period.last_on:%Y-%m-%d}.xlsx"


def half_month(report: Report) -> bytes:
    """The whole workbook: the form, its trend, the figures by category and source, their meaning."""

    def draw(book: Any, styles: dict[str, Any]) -> None:
        table = report.figures
        _form(book.add_worksheet("统计表"), table, styles)
        if table.division == table.centre:
            _trend(book, book.add_worksheet("趋势和类别图"), table, styles)
        _figures(book.add_worksheet("分类别、分来源"), table, styles)
        _meanings(book.add_worksheet("口径和校验"), report, styles)

    return book_of(draw)


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
    words = [f"状态：{_state(table)}。{ROUNDING}", REMARK]
    below = remarks(sheet, FIRST_ROW + len(table.rows) + 1, last, words, styles["small"])
    foot(sheet, below + 1, last, styles)
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 18)
    sheet.set_default_row(18)
    narrow(sheet, LEFT, (column.style for column in shown), 3.7)
    for place, column in enumerate(shown, LEFT):
        if column.label.isdecimal():  # 12345 in one piece
            sheet.set_column(place, place, 5.6)
    sheet.set_column(last, last, 10)
    sheet.set_row(HEAD_ROW + 1, 76)
    sheet.set_row(0, 30)
    sheet.freeze_panes(FIRST_ROW, LEFT)
    print_set_up(sheet, A3, HEAD_ROW, is_landscape=True)


def _state(table: Table) -> str:
    if table.is_locked:
        return "已锁定"
    said = table.half_month.get_state_display() if table.half_month else "未锁定"
    return f"草稿，{said}"


def _trend(book: Any, sheet: Any, table: Table, styles: dict[str, Any]) -> None:
    """新增 and 化解 of the last thirteen half-months, and 新增 by kind, with their numbers."""
    steps = trend(table.centre, table)
    many = table.total_by_category
    kinds = [row for row in table.by_category if many.get(row.key)] or list(table.by_category[:1])
    sheet.write_row(0, 0, ["截止日", "新增", "化解"], styles["head"])
    for row, step in enumerate(steps, 1):
        sheet.write_string(row, 0, f"{step.period.last_on:%Y-%m-%d}", styles["name"])
        put(sheet, row, 1, step.new, styles, "count")
        put(sheet, row, 2, step.resolved, styles, "count")
    sheet.write_row(0, 4, ["类别", "本期新增"], styles["head"])
    for row, kind in enumerate(kinds, 1):
        sheet.write_string(row, 4, kind.label, styles["name"])
        put(sheet, row, 5, many.get(kind.key, 0), styles, "count")
    sheet.set_column(0, 0, 12)
    sheet.set_column(4, 4, 20)
    lines = book.add_chart({"type": "line"})
    for place, (label, colour) in enumerate((("新增", "#24444e"), ("化解", "#28683b")), 1):
        lines.add_series(
            {
                "name": label,
                "categories": [sheet.name, 1, 0, len(steps), 0],
                "values": [sheet.name, 1, place, len(steps), place],
                "line": {"color": colour, "width": 2},
                "marker": {"type": "circle", "size": 5, "fill": {"color": colour}},
            }
        )
    lines.set_title({"name": "近 13 期新增、化解（件）", "name_font": {"size": 12}})
    lines.set_y_axis({"num_format": "0", "min": 0})
    bars = book.add_chart({"type": "bar"})
    bars.add_series(
        {
            "name": "本期新增",
            "categories": [sheet.name, 1, 4, len(kinds), 4],
            "values": [sheet.name, 1, 5, len(kinds), 5],
            "fill": {"color": "#24444e"},
            "data_labels": {"value": True},
        }
    )
    bars.set_title({"name": f"{table.period}新增分类别（件）", "name_font": {"size": 12}})
    bars.set_y_axis({"reverse": True})
    bars.set_x_axis({"major_gridlines": {"visible": False}, "num_format": "0"})
    lines.set_legend({"position": "bottom"})
    bars.set_legend({"none": True})
    lines.set_size({"width": 720, "height": 320})
    bars.set_size({"width": 720, "height": 120 + 28 * len(kinds)})
    sheet.insert_chart("H1", lines)
    sheet.insert_chart("H18", bars)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)


def _heads(sheet: Any, shown: list[Column], last: int, style: Any) -> None:
    for place, label in ((0, "序号"), (1, "村（社区）"), (last, "备注")):
        sheet.merge_range(HEAD_ROW, place, HEAD_ROW + 1, place, label, style)
    named = [(column.group, column.label.replace("（", "\n（")) for column in shown]
    heads(sheet, HEAD_ROW, LEFT, named, style)


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
    """Kinds and sources are of the rows above; the total is the town's for every reader."""
    of = "（只计上列各村、社区）" if table.is_limited else ""
    return [
        ("村（社区）", table.rows),
        (f"类别{of}", table.by_category),
        (f"来源{of}", table.by_source),
        (f"全部（{table.division.short_name}合计）" if of else "全部", (table.total,)),
    ]


def _meanings(sheet: Any, report: Report, styles: dict[str, Any]) -> None:
    """What each figure means, and whether the table adds up."""
    sheet.write_row(0, 0, ["指标", "口径"], styles["head"])
    for line, figure in enumerate(FIGURES, start=1):
        words = [figure.label, figure.definition]
        sheet.set_row(line, height_of(words, MEANING_WIDTHS))
        sheet.write_row(line, 0, words, styles["wrapped"])
    start = len(FIGURES) + 2
    sheet.write_row(start, 0, ["校验", "结果"], styles["head"])
    for line, check in enumerate(report.checks, start=start + 1):
        style = styles["plain" if check.ok else "wrong"]
        sheet.write_row(line, 0, ["一致" if check.ok else "对不上", check.message], style)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
