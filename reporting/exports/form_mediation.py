"""《人民调解案件情况统计表》: for the page, the API and as a workbook (domain.md §5.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mediation.core import clock
from reporting.exports.drawing import (
    A3,
    A4,
    ROUNDING,
    Cell,
    book_of,
    foot,
    heads,
    meanings,
    narrow,
    print_set_up,
    put,
    remarks,
)
from reporting.selectors.mediation_form import MediationForm, Unit

HEAD_ROW = 2
FIRST_ROW = HEAD_ROW + 2
LEFT = 1
TOTAL = "合计"


@dataclass(frozen=True)
class Line:
    """One committee's line; `key` its code, empty for the whole town."""

    key: str
    label: str
    cells: tuple[Cell, ...]


def title_of(form: MediationForm) -> str:
    return f"{form.span}{form.centre.name}人民调解案件情况统计表"


def name_of(form: MediationForm) -> str:
    return f"{form.centre.short_name}人民调解案件情况统计表{form.span.code}.xlsx"


def lines(form: MediationForm) -> list[Line]:
    """One line for each committee, the whole last."""
    return [
        *(Line(unit.code, unit.name, _cells(form, unit)) for unit in form.units),
        Line("", TOTAL, _cells(form, None)),
    ]


def _cells(form: MediationForm, unit: Unit | None) -> tuple[Cell, ...]:
    return tuple(Cell(form.value(column, unit), column.style) for column in form.columns)


def workbook(form: MediationForm) -> bytes:
    """The form, a chart of its kinds, and what the columns count."""

    def draw(book: Any, styles: dict[str, Any]) -> None:
        _form(book.add_worksheet("案件情况统计表"), form, styles)
        _chart(book, book.add_worksheet("类型图"), form, styles)
        heading = ["分组", "栏目", "口径"]
        meanings(book.add_worksheet("口径"), heading, _meanings(form), [16, 24, 100], styles)

    return book_of(draw)


def _form(sheet: Any, form: MediationForm, styles: dict[str, Any]) -> None:
    last = LEFT + len(form.columns) - 1
    sheet.merge_range(0, 0, 0, last, title_of(form), styles["title"])
    for place, word in (
        (0, f"填报单位（章）：{form.centre.name}"),
        (12, f"统计期间：{form.span.period}"),
        (24, f"填报日期：{clock.today():%Y年%-m月%-d日}"),
        (34, f"状态：{form.state.words}"),
    ):
        sheet.write_string(1, place, word, styles["plain"])
    sheet.merge_range(HEAD_ROW, 0, HEAD_ROW + 1, 0, "单位", styles["head"])
    # The unit of a number stands on a line of its own: 调解成功 over （件）.
    shown = [(column.group, column.label.replace("（", "\n（")) for column in form.columns]
    heads(sheet, HEAD_ROW, LEFT, shown, styles["head"])
    drawn = lines(form)
    for row, line in enumerate(drawn, FIRST_ROW):
        sheet.write_string(row, 0, line.label, styles["name"])
        for place, cell in enumerate(line.cells, LEFT):
            put(sheet, row, place, cell.value, styles, cell.style)
    below = remarks(sheet, FIRST_ROW + len(drawn), last, [ROUNDING], styles["wrapped"])
    foot(sheet, below + 1, last, styles)
    sheet.set_default_row(24)
    sheet.set_column(0, 0, 26)
    narrow(sheet, LEFT, (column.style for column in form.columns))
    sheet.set_row(0, 30)
    sheet.set_row(HEAD_ROW + 1, 76)
    sheet.freeze_panes(FIRST_ROW, LEFT)
    print_set_up(sheet, A3, HEAD_ROW, is_landscape=True)


def _chart(book: Any, sheet: Any, form: MediationForm, styles: dict[str, Any]) -> None:
    """The kinds of the town by number, those that have none left out."""
    kinds = [(one.label, form.value(one) or 0) for one in form.columns if one.category]
    kinds = [kind for kind in kinds if kind[1]] or kinds[:1]
    sheet.write_row(0, 0, ["类型", "件数"], styles["head"])
    for row, (label, many) in enumerate(kinds, 1):
        sheet.write_string(row, 0, label, styles["name"])
        put(sheet, row, 1, many, styles, "count")
    sheet.set_column(0, 0, 20)
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "件数",
            "categories": [sheet.name, 1, 0, len(kinds), 0],
            "values": [sheet.name, 1, 1, len(kinds), 1],
            "fill": {"color": "#24444e"},
            "data_labels": {"value": True},
        }
    )
    chart.set_title({"name": f"{form.span}各类型（件）", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"major_gridlines": {"visible": False}, "num_format": "0"})
    chart.set_legend({"none": True})
    chart.set_size({"width": 720, "height": 120 + 32 * len(kinds)})
    sheet.insert_chart("D1", chart)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)


def _meanings(form: MediationForm) -> Iterator[tuple[str, str, str]]:
    yield "", "统计期间", f"{form.span.period}，日子按入账日。"
    yield "", "状态", form.state.words
    for column in form.columns:
        yield column.group, column.label, column.definition
    yield "", "取数", ROUNDING
