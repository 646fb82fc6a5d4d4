"""《矛盾纠纷排查情况表》, 52 lines at their levels: for the page, the API and as a workbook
(domain.md §5.1, after the form of 四川省综治委办公室)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from mediation.core import clock
from reporting.exports.drawing import (
    A4,
    ROUNDING,
    Cell,
    book_of,
    heads,
    meanings,
    merged_runs,
    print_set_up,
    put,
    remarks,
)
from reporting.figures.survey import LINES, MAJOR_RATE, figure_of
from reporting.selectors.survey import LEVELS, SWEEPS, Survey

COUNTY = "县市区"
SUM, YEAR = "小计", "年度累计"
COLUMNS = (COUNTY, *LEVELS.values(), SUM, YEAR)
KEYS = ("county", *LEVELS, "sum", "year")
FIRST_ROW = 4
NAMES = 4  # columns on the left: 序号, 内容 in three
LAST = NAMES + len(COLUMNS) - 1

TOTALS = (
    ("排查数（件）", "new"),
    ("调处数（件）", "handled"),
    ("调处率", "handled_rate"),
    ("成功数（件）", "succeeded"),
    ("成功率", "success_rate"),
)
PEOPLE = (
    ("50人以下（起）", "people_under_50"),
    ("50至99人（起）", "people_50_99"),
    ("100至499人（起）", "people_100_499"),
    ("500人以上（起）", "people_500_up"),
)
MAJOR = (
    ("排查数（件）", "major_new"),
    ("调处数（件）", "major_handled"),
    ("成功数（件）", "major_succeeded"),
)
MAJOR_GROUP = "重大矛盾纠纷"
LEVEL_WORDS = (
    "层级按最先承办的一级分：先由村（社区）办的在“村居”，由街道（乡镇）直接办的在“乡镇街道”；"
    "升级、退回不改变层级。“县市区”一栏由上级填写。"
)
LINE_WORDS = (
    "类别由系统的 18 类和 GB/T 31000 事件类别对照而来，细类优先，都对不上的归“其他”；"
    "“军转干部、复原退伍军人安置”按案由（细类“优抚救助”）归，不按人；"
    "“企业改制”系统不单独归类，写“—”，有的请另行填报。"
)


@dataclass(frozen=True)
class Wanted:
    """What one line of the form asks for: a figure, of one kind or of all."""

    group: str
    kind: str
    label: str
    figure: str
    line: str = ""


WANTED: tuple[Wanted, ...] = (
    *(Wanted("总况", "总况", label, figure) for label, figure in TOTALS),
    *(
        Wanted("分类", kind, label, figure, line)
        for line, kind in LINES.labels.items()
        for label, figure in TOTALS[:2]
    ),
    *(Wanted("涉及人数", "涉及人数", label, figure) for label, figure in PEOPLE),
    *(Wanted(MAJOR_GROUP, MAJOR_GROUP, label, figure) for label, figure in MAJOR),
    Wanted(MAJOR_GROUP, MAJOR_GROUP, "成功率", MAJOR_RATE.name),
    Wanted("集中排查", "集中排查", "开展集中排查（次）", SWEEPS),
)


@dataclass(frozen=True)
class Line:
    """One line of the form: its number, its place in the content, its five cells."""

    number: int
    group: str
    kind: str
    label: str
    figure: str
    cells: tuple[Cell, ...]


def title_of(form: Survey) -> str:
    return f"{form.span}{form.unit}矛盾纠纷排查情况表"


def name_of(form: Survey) -> str:
    return f"{form.centre.short_name}矛盾纠纷排查情况表{form.span.code}.xlsx"


def lines(form: Survey) -> list[Line]:
    """All 52 lines in the form's order."""
    return [
        Line(number, one.group, one.kind, one.label, one.figure, _cells(form, one))
        for number, one in enumerate(WANTED, 1)
    ]


def is_counted(wanted: Wanted) -> bool:
    """Cases may stand behind its numbers: it counts cases, of a kind that we tell apart."""
    return wanted.figure != SWEEPS and (not wanted.line or LINES.is_told_apart(wanted.line))


def _cells(form: Survey, wanted: Wanted) -> tuple[Cell, ...]:
    figure, line = wanted.figure, wanted.line
    style = "rate" if figure.endswith("_rate") else "count"
    if line and not LINES.is_told_apart(line):
        return tuple(Cell(None, style) for _ in COLUMNS)
    return (
        Cell(None, style),
        *(Cell(form.now.value(figure, line, level), style) for level in LEVELS),
        Cell(form.now.value(figure, line), style),
        Cell(form.year.value(figure, line), style),
    )


def workbook(form: Survey) -> bytes:
    """The form, a chart of its kinds, and what the numbers mean."""

    def draw(book: Any, styles: dict[str, Any]) -> None:
        shown = lines(form)
        _form(book.add_worksheet("排查情况表"), form, shown, styles)
        _chart(book, book.add_worksheet("分类图"), form, shown, styles)
        meanings(book.add_worksheet("口径"), ["项目", "口径"], _meanings(form), [24, 110], styles)

    return book_of(draw)


def _form(sheet: Any, form: Survey, shown: list[Line], styles: dict[str, Any]) -> None:
    sheet.merge_range(0, 0, 0, LAST, title_of(form), styles["title"])
    unit = f"填报单位（盖章）：{form.unit}"
    sheet.merge_range(1, 0, 1, NAMES, unit, styles["plain"])
    said = f"填报{form.span.word}：{form.span}（{form.span.period}）"
    sheet.merge_range(1, NAMES + 1, 1, LAST, said, styles["plain"])
    sheet.merge_range(2, 0, 3, NAMES - 1, "内容", styles["head"])
    heads(sheet, 2, NAMES, [("层级", label) for label in COLUMNS], styles["head"])
    for row, line in enumerate(shown, FIRST_ROW):
        sheet.write_number(row, 0, line.number, styles["count"])
        sheet.write_string(row, 3, line.label, styles["name"])
        for place, cell in enumerate(line.cells, NAMES):
            put(sheet, row, place, cell.value, styles, cell.style)
    _content(sheet, shown, styles)
    below = remarks(
        sheet, FIRST_ROW + len(shown), LAST, [form.state.words, ROUNDING], styles["wrapped"]
    )
    for row in (below - 2, below - 1):
        sheet.set_row(row, 26)
    today = f"填报日期：{clock.today():%Y年%-m月%-d日}"
    for place, word in ((0, "签发人："), (3, "制表人："), (6, today)):
        sheet.write_string(below, place, word, styles["plain"])
    for place, width in ((0, 5), (1, 8), (2, 26), (3, 17)):
        sheet.set_column(place, place, width)
    sheet.set_column(NAMES, LAST, 10)
    sheet.set_default_row(15.5)
    sheet.set_row(0, 30)
    sheet.freeze_panes(FIRST_ROW, NAMES)
    print_set_up(sheet, A4, 2, is_landscape=False)


def _content(sheet: Any, shown: list[Line], styles: dict[str, Any]) -> None:
    """分类 has its kinds beside it; what has none stands over both columns."""
    first = FIRST_ROW
    while first < FIRST_ROW + len(shown):
        line = shown[first - FIRST_ROW]
        run = [each for each in shown[first - FIRST_ROW :] if each.group == line.group]
        last = first + len(run) - 1
        if line.group != line.kind:
            sheet.merge_range(first, 1, last, 1, line.group, styles["head"])
            merged_runs(sheet, first, 2, [each.kind for each in run], styles["name"])
        else:
            sheet.merge_range(first, 1, last, 2, line.group, styles["head"])
        first = last + 1


def _chart(book: Any, sheet: Any, form: Survey, shown: list[Line], styles: dict[str, Any]) -> None:
    """排查 and 调处 of each kind that has any, beside their numbers."""
    kinds = [
        (new.kind, new.cells[-2].value or 0, handled.cells[-2].value or 0)
        for new, handled in pairwise(shown)
        if new.kind == handled.kind and new.figure == "new" and new.group == "分类"
    ]
    kinds = [kind for kind in kinds if kind[1] or kind[2]] or kinds[:1]
    sheet.write_row(0, 0, ["类别", "排查数", "调处数"], styles["head"])
    for row, (kind, new, handled) in enumerate(kinds, 1):
        sheet.write_string(row, 0, kind, styles["name"])
        put(sheet, row, 1, new, styles, "count")
        put(sheet, row, 2, handled, styles, "count")
    sheet.set_column(0, 0, 30)
    chart = book.add_chart({"type": "bar"})
    for place, (label, colour) in enumerate((("排查数", "#24444e"), ("调处数", "#8fb0a9")), 1):
        chart.add_series(
            {
                "name": label,
                "categories": [sheet.name, 1, 0, len(kinds), 0],
                "values": [sheet.name, 1, place, len(kinds), place],
                "fill": {"color": colour},
                "data_labels": {"value": True},
            }
        )
    chart.set_title({"name": f"{form.span}分类排查、调处（件）", "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"major_gridlines": {"visible": False}, "num_format": "0"})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 120 + 44 * len(kinds)})
    sheet.insert_chart("E1", chart)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 1)


def _meanings(form: Survey) -> Iterator[tuple[str, str]]:
    yield "统计期间", f"{form.span.period}；年度累计从 1 月 1 日到期末。日子按入账日。"
    yield "状态", form.state.words
    yield "层级", LEVEL_WORDS
    yield "类别", LINE_WORDS
    for label, figure in (*TOTALS, *PEOPLE, *MAJOR):
        found = figure_of(figure)
        yield label, f"{found.label}：{found.definition}"
    yield MAJOR_RATE.label, MAJOR_RATE.definition
    yield "调处率", "调处数含以前各期排查、本期仍在册的，所以调处率不是上面两个数相除。"
    yield "集中排查", "本期报了几轮排查，各类排查都算，一轮只算一次；村居一栏是各村（社区）合计。"
    yield "取数", ROUNDING
