"""What the page of a month, quarter or year shows, ready for its template."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from mediation.core import clock
from reporting.exports.form import DASH
from reporting.figures import CATALOGUE, Number
from reporting.figures import quality as figures
from reporting.report import Scope
from reporting.selectors import Row, Table, table
from reporting.selectors.quality import QualityRow, QualityTable, quality_table
from reporting.spans import Span, around
from reporting.views.sheets import ACROSS, SUMMARY, Cell, Line, spelled


@dataclass(frozen=True)
class Tab:
    """A way to another stretch of the same days."""

    label: str
    name: str
    is_this: bool


class PeriodSheet:
    """The tables of one stretch; each is read when the template comes to it."""

    def __init__(self, span: Span, scope: Scope) -> None:
        self.span = span
        self.scope = scope
        self.summary_figures = [CATALOGUE[name] for name in SUMMARY]
        self.across_figures = [CATALOGUE[name] for name in ACROSS]
        self.quality_figures = figures.FIGURES

    @cached_property
    def table(self) -> Table:
        return self._of(self.span)

    def _of(self, span: Span) -> Table:
        return table(
            self.scope.centre,
            span.period,
            division=self.scope.division,
            shown=self.scope.villages,
        )

    @cached_property
    def summary(self) -> list[Line]:
        """This one, the one before, the same of last year; each number leads to its cases."""
        stretches = (self.span, self.span.moved(-1), self.span.year_ago)
        tables = (self.table, *map(self._of, stretches[1:]))
        return [
            Line(label, tuple(self._cell(found.total, name, span) for name in SUMMARY), place == 0)
            for place, (label, span, found) in enumerate(
                zip(self.span.words, stretches, tables, strict=True)
            )
        ]

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
                tuple(self._cell(row, name, self.span) for name in ACROSS),
                is_total=not row.key,
            )
            for row in rows
        ]

    def _cell(self, row: Row, name: str, span: Span) -> Cell:
        figure, value = CATALOGUE[name], row.values[name]
        has_cases = value is not None and (not figure.is_additive or value != 0)
        if name == "adjusted":  # +1 and −1 make 0, and there is something to see
            has_cases = name in row.sums
        url = self._url(span, name, row.key) if has_cases else ""
        return Cell(spelled(value, figure), url, "" if value else "z")

    # 办理质量

    @cached_property
    def quality(self) -> QualityTable:
        """Of the town, or of the one village that was asked for."""
        shown, place = self.scope.villages, self.scope.division
        if place == self.scope.centre:
            return quality_table(self.scope.centre, self.span.period, shown)
        found = quality_table(self.scope.centre, self.span.period, {place.pk})
        only = [replace(row, division=None, label="合计") for row in found.rows]
        return replace(found, total=only[0] if only else found.total)

    @cached_property
    def quality_lines(self) -> list[Line]:
        rows = (*self.quality.rows, self.quality.total)
        return [
            Line(
                row.label,
                tuple(self._quality_cell(row, figure) for figure in figures.FIGURES),
                is_total=not row.key,
            )
            for row in rows
        ]

    def _quality_cell(self, row: QualityRow, figure: figures.QualityFigure) -> Cell:
        value = row.values[figure.name]
        leads = value is not None and (value != 0 or figure.is_rate) and figure.has_cases
        url = self._url(self.span, figure.name, row.key) if leads else ""
        return Cell(in_units(value, figure), url, "" if value else "z")

    def _url(self, span: Span, name: str, key: str) -> str:
        url = reverse("reporting:period_cell", kwargs={"name": span.code, "column": name})
        asked = {"row": key}
        if self.scope.division != self.scope.centre:
            asked["division"] = self.scope.division.code
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{url}?{query}" if query else url

    # Around them

    @property
    def tabs(self) -> list[Tab]:
        """The month, quarter, half-year and year that its last day (or today) lies in."""
        ways = around(min(self.span.period.last_on, clock.today()))
        return [
            Tab(label, one.code, one == self.span)
            for label, one in zip(("月", "季", "半年", "年"), ways, strict=True)
        ]

    @property
    def earlier(self) -> Span:
        return self.span.moved(-1)

    @property
    def later(self) -> Span | None:
        after = self.span.moved(1)
        return after if after.has_begun else None


def in_units(value: Number | None, figure: figures.QualityFigure) -> str:
    """33.33%, 7.5, 3; a dash on a base of 0."""
    if value is None:
        return DASH
    return f"{value}%" if figure.unit == "%" else f"{value}"
