"""The monthly petition table as a workbook: A3 landscape, two rows of merged headings, no names."""

from typing import Any

from grids.models import Division
from mediation.core import clock
from reporting.exports.drawing import (
    A3,
    A4,
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
from reporting.figures.petitions import PetitionFigure
from reporting.periods import Period
from reporting.selectors.petition_months import MonthTable

HEAD_ROW = 2  # after the title and the line below it
FIRST_ROW = HEAD_ROW + 2
LEFT = 1  # what the row covers
MEANING_WIDTHS = (18, 18, 90)
WAYS = ("visits", "letters", "online", "phone", "other")
CHANGED = (
    "环比和上月比，同比和去年同月比：件数、人次是增减的百分比，比率是增减的百分点；没有可比的写“—”。"
    "检举控告由纪检专岗另行统计，不进本表。"
)


def name_of(town: Division, period: Period) -> str:
    return f"{town.short_name}信访月报{period.first_on:%Y-%m}.xlsx"


def heading_of(group: str, figure: PetitionFigure) -> str:
    """What stands under the group's heading: 批次 under 来访; nothing under one of the same name."""
    return figure.label.removeprefix(group)


def month(table: MonthTable) -> bytes:
    """The whole workbook: the table, a chart of how they came, what each column means."""

    def draw(book: Any, styles: dict[str, Any]) -> None:
        _form(book.add_worksheet("信访月报"), table, styles)
        _chart(book, book.add_worksheet("来源图"), table, styles)
        _meanings(book.add_worksheet("口径"), table, styles)

    return book_of(draw)


def state_of(table: MonthTable) -> str:
    """A month is never locked: what is counted follows the petitions."""
    if table.period.last_on >= clock.today():
        return "草稿，本月还没有过完"
    return "本月已过完；信访件有更正时数字跟着变，以填报日期当天的为准"


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
    words = [f"状态：{state_of(table)}。{ROUNDING}", CHANGED]
    below = remarks(sheet, below - 1, last, words, styles["small"])
    foot(sheet, below + 1, last, styles)
    sheet.set_column(0, 0, 10)
    sheet.set_default_row(24)
    narrow(sheet, LEFT, ("rate" for _ in table.figures))  # 环比 and 同比 are per cent
    sheet.set_row(HEAD_ROW + 1, 66)
    sheet.set_row(0, 30)
    sheet.freeze_panes(FIRST_ROW, LEFT)
    print_set_up(sheet, A3, HEAD_ROW, is_landscape=True)


def _chart(book: Any, sheet: Any, table: MonthTable, styles: dict[str, Any]) -> None:
    """How many came by each way: this month beside the one before and the same of last year."""
    shown = [figure for figure in table.figures if figure.name in WAYS]
    lines = table.lines[:3]
    sheet.write_row(0, 0, ["", *(line.label for line in lines)], styles["head"])
    for row, figure in enumerate(shown, 1):
        sheet.write_string(row, 0, figure.label, styles["name"])
        for place, line in enumerate(lines, 1):
            put(sheet, row, place, line.values[figure.name], styles, "count")
    sheet.set_column(0, 0, 14)
    chart = book.add_chart({"type": "column"})
    for place, colour in enumerate(("#24444e", "#8fb0a9", "#c9b98a"), 1):
        chart.add_series(
            {
                "name": [sheet.name, 0, place],
                "categories": [sheet.name, 1, 0, len(shown), 0],
                "values": [sheet.name, 1, place, len(shown), place],
                "fill": {"color": colour},
            }
        )
    first_on = table.period.first_on
    title = f"{first_on:%Y年}{first_on.month}月来访、来信、网上、来电（件）"
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_y_axis({"num_format": "0", "min": 0})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 360})
    sheet.insert_chart("F1", chart)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)


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
        sheet.set_row(number, height_of(line, MEANING_WIDTHS))
        sheet.write_row(number, 0, line, styles["wrapped"])
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 2, 90)
