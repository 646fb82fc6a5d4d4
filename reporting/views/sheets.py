"""What the half-month page shows, ready for its template: numbers with their addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from cases.enums import Source
from grids.models import Category, Division
from reporting.checks import Check
from reporting.exports.form import DASH
from reporting.figures import CATALOGUE, Figure, Number
from reporting.figures.aims import spelled as percent
from reporting.periods import cut_offs
from reporting.report import Report, Scope
from reporting.selectors import Row, Table, table, trend
from reporting.selectors.comparison import Change, Compared, Comparison, a_year_ago, compare
from reporting.selectors.targets import lines_of
from reporting.views.charts import Chart, chart

# The summary line by line with the half-month before and a year ago.
SUMMARY = (
    "opening",
    "new",
    "reopened",
    "adjusted",
    "resolved",
    "ended",
    "closing",
    "handled_rate",
    "success_rate",
    "success_rate_ended",
    "resolve_rate",
    "resolve_ratio",
    "avg_days",
    "tracking",
)
# The figures of each village, category and source.
ACROSS = (
    "opening",
    "new",
    "reopened",
    "adjusted",
    "resolved",
    "ended",
    "closing",
    "base",
    "handled",
    "handled_rate",
    "succeeded",
    "success_rate",
    "success_rate_ended",
    "resolve_rate",
    "resolve_ratio",
    "resolved_earlier",
    "local_rate",
    "first_rung_rate",
    "avg_days",
    "tracking",
    "court_accepted",
)
DEEP, MIDDLE = 3, 2  # from how many cases on a cell of the matrix is tinted


@dataclass(frozen=True)
class Cell:
    """One number on the page; `url` leads to its cases, `shade` tints it."""

    text: str
    url: str = ""
    shade: str = ""
    is_wrong: bool = False
    mark: str = ""  # ① of what is found there


@dataclass(frozen=True)
class Line:
    """A row of cells under its label."""

    label: str
    cells: tuple[Cell, ...]
    is_total: bool = False


def spelled(value: Number | None, figure: Figure) -> str:
    """As a person reads it: 33.33%, 7.5, 3; a dash on a base of 0."""
    if value is None:
        return DASH
    if isinstance(value, Decimal) and figure.unit == "%":
        return f"{value}%"
    return f"{value}"


def label_of(scope: Scope, key: str, category: str = "") -> str:
    """What the row of a cell is called."""
    label = "合计"
    if key in Source.values:
        label = Source(key).label
    elif key:
        found = Category.objects.filter(code=key).first()
        found = found or Division.objects.filter(code=key).first()
        label = str(found)
    if category:
        label += f" · {Category.objects.get(code=category)}"
    return label


class Sheet:
    """The tables of one half-month page."""

    def __init__(self, report: Report, scope: Scope, *, show_all: bool) -> None:
        self.report = report
        self.table = report.figures
        self.scope = scope
        self.show_all = show_all
        self.summary_figures = [CATALOGUE[name] for name in SUMMARY]
        self.across_figures = [CATALOGUE[name] for name in ACROSS]
        self.marks: Mapping[tuple[str, str, str], str] = {}  # column, row, category
        self._wrong = {
            (cell["column"], cell["row"]) for check in report.wrong for cell in check.cells
        }

    # The summary: this half-month, the one before, the same one a year ago

    @cached_property
    def before(self) -> Table:
        """Read already for the checks, over all rows."""
        read = self.report.before
        return read if self.scope.villages is None else read.limited_to(self.scope.villages)

    @cached_property
    def comparison(self) -> Comparison:
        lines = lines_of(self.scope.centre, self.scope.period.last_on.year)
        year_ago = table(
            self.scope.centre,
            a_year_ago(self.scope.period),
            division=self.scope.division,
            locks=self.table.locks,
        )
        return compare(SUMMARY, self.table, self.before, year_ago, lines)

    @cached_property
    def summary(self) -> list[Line]:
        now = tuple(self._cell(self.table.total, name) for name in SUMMARY)
        figures = self.comparison.figures
        return [
            Line("本期", now, is_total=True),
            Line("底数", tuple(Cell(base_of(each)) for each in figures)),
            Line("上期", self._plain(self.before.total)),
            Line("比上期", tuple(Cell(changed(each, each.since_before)) for each in figures)),
            Line("去年同期", tuple(Cell(spelled(each.year_ago, each.figure)) for each in figures)),
            Line("比去年", tuple(Cell(changed(each, each.since_year_ago)) for each in figures)),
            Line("本年累计", tuple(Cell(spelled(each.year, each.figure)) for each in figures)),
            Line("目标", tuple(Cell(aimed_at(each)) for each in figures)),
        ]

    def _plain(self, row: Row) -> tuple[Cell, ...]:
        values = row.values
        return tuple(Cell(spelled(values[name], CATALOGUE[name])) for name in SUMMARY)

    # 村（社区）× 类别, 新增

    @cached_property
    def categories(self) -> list[Row]:
        """Those with a figure, or all of them."""
        rows = self.table.by_category
        marked = {category for _, _, category in self.marks}
        return [row for row in rows if self.show_all or row["new"] or row.key in marked]

    @property
    def has_more_categories(self) -> bool:
        return len(self.categories) < len(self.table.by_category)

    @cached_property
    def matrix(self) -> list[Line]:
        lines = [self._matrix_line(row) for row in self.table.rows]
        if self.scope.villages is None:
            lines.append(self._matrix_line(self.table.total))
        return lines

    def _matrix_line(self, row: Row) -> Line:
        crossed = self.table.new_by_category
        cells = []
        for category in self.categories:
            count = crossed.get((row.key, category.key), 0) if row.key else int(category["new"])
            shade = "v3" if count >= DEEP else "v2" if count >= MIDDLE else "" if count else "z"
            url = self.cell_url("new", row.key, category.key) if count else ""
            mark = self.marks.get(("new", row.key, category.key), "")
            if not row.key:
                mark = self.marks.get(("new", category.key, ""), "")
            cells.append(Cell(f"{count}", url, shade if row.key else "", bool(mark), mark))
        cells += [self._cell(row, name) for name in ("new", "resolved", "resolve_rate")]
        cells.append(Cell(self._compared(row)))
        return Line(row.short_label, tuple(cells), is_total=not row.key)

    def _compared(self, row: Row) -> str:
        """新增 against the half-month before."""
        earlier = {each.key: each for each in (*self.before.rows, self.before.total)}
        more = row["new"] - (earlier[row.key]["new"] if row.key in earlier else 0)
        return "平" if more == 0 else f"{more:+}"

    # Every figure of every row

    @cached_property
    def places(self) -> list[Line]:
        return self._lines((*self.table.rows, self.table.total))

    @cached_property
    def by_category(self) -> list[Line]:
        return self._lines(row for row in self.table.by_category if any(row.sums.values()))

    @cached_property
    def by_source(self) -> list[Line]:
        return self._lines(row for row in self.table.by_source if any(row.sums.values()))

    def _lines(self, rows: Iterable[Row]) -> list[Line]:
        return [
            Line(
                row.short_label,
                tuple(self._cell(row, name) for name in ACROSS),
                is_total=not row.key,
            )
            for row in rows
        ]

    def _cell(self, row: Row, name: str) -> Cell:
        figure, value = CATALOGUE[name], row.values[name]
        mark = self.marks.get((name, row.key, ""), "")
        has_cases = value is not None and (not figure.is_additive or value != 0)
        if name == "adjusted":  # +1 and −1 make 0, and there is something to see
            has_cases = name in row.sums
        return Cell(
            spelled(value, figure),
            self.cell_url(name, row.key) if has_cases else "",
            "" if value else "z",
            (name, row.key) in self._wrong or bool(mark),
            mark,
        )

    def cell_url(self, name: str, key: str, category: str = "") -> str:
        cut_off = f"{self.scope.period.last_on:%Y-%m-%d}"
        url = reverse("reporting:cell", kwargs={"cut_off": cut_off, "column": name})
        asked = {"row": key, "category": category}
        if self.scope.division != self.scope.centre:
            asked["division"] = self.scope.division.code
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{url}?{query}" if query else url

    # Beside the tables

    @cached_property
    def chart(self) -> Chart:
        return chart(trend(self.scope.centre, self.table))

    @property
    def wrong(self) -> tuple[Check, ...]:
        return self.report.wrong

    @property
    def halves(self) -> list[tuple[str, str, bool]]:
        """The two half-months of this month: label, cut-off, whether it is this one."""
        last_on = self.scope.period.last_on
        early, late = cut_offs(last_on.year, last_on.month)
        return [
            (f"上半月 截至{early.day}日", f"{early:%Y-%m-%d}", early == last_on),
            (f"下半月 截至{late.day}日", f"{late:%Y-%m-%d}", late == last_on),
        ]


def base_of(compared: Compared) -> str:
    """What a rate or a mean is made of: 39/46; nothing beside a number."""
    if compared.whole is None:
        return ""
    return f"{compared.part}/{compared.whole}"


def changed(compared: Compared, change: Change | None) -> str:
    """+3 beside a number, +1.25点 beside a rate (百分点); a dash where one side has no base."""
    if change is None:
        return DASH
    if change.by == 0:
        return "平"
    unit = "点" if compared.figure.unit == "%" else ""
    return f"{change.by:+}{unit}"


def aimed_at(compared: Compared) -> str:
    """The line of a rate, and whether it was reached; a dash where none is drawn."""
    least = compared.line.least if compared.line else None
    if least is None:
        return DASH
    said = f"≥{percent(least)}%"
    if compared.now is None:
        return said
    return f"{said} 未到" if compared.is_below else f"{said} 到了"
