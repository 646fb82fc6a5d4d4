"""`/reports/assessment/`: 考评 of the villages over a month, a quarter or a year."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.models import User
from reporting import spans
from reporting.access import reader
from reporting.figures import FIGURES, quality
from reporting.selectors.assessment import (
    COLUMNS,
    AssessedRow,
    Assessment,
    Column,
    Share,
    assessment,
)
from reporting.spans import Span

OF_CASES = {one.name for one in FIGURES} | {one.name for one in quality.FIGURES if one.has_cases}


@dataclass(frozen=True)
class Asked:
    """The stretch that was asked for, those that a click leads to, and the table."""

    span: Span
    choices: tuple[Span, ...]
    table: Assessment


def asked_of(user: User, asked: Any) -> Asked:
    """`span` (2026-11, 2026-Q4, 2026; this quarter by default), `town`. Raises Http404.

    A committee reads its own rows and the town's total.
    """
    who = reader(user)
    month, quarter, _half, year = spans.around(clock.today())
    choices = (month, quarter, year)
    span = spans.begun_span(asked.get("span", "")) if asked.get("span") else choices[1]
    code = asked.get("town", "")
    centre = next((town for town in who.towns if code in ("", town.code)), None)
    if span is None or centre is None:
        raise Http404
    return Asked(span, choices, assessment(centre, span.period, who.villages))


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    found = asked_of(signed_in(request), request.GET)
    below = sum(share.is_below for row in found.table.rows for share in row.shares)
    context = {
        "asked": found,
        "table": found.table,
        "columns": COLUMNS,
        "below": below,
        "places": [line_of(found.span, row) for row in found.table.rows],
        "town": line_of(found.span, found.table.total),
    }
    return render(request, "reporting/assessment.html", context)


@dataclass(frozen=True)
class Line:
    """A row with the address of the cases behind each of its shares, where there are any."""

    row: AssessedRow
    cells: list[tuple[Share, str]]


def line_of(span: Span, row: AssessedRow) -> Line:
    cells = zip(COLUMNS, row.shares, strict=True)
    return Line(row, [(share, address(span, column, row)) for column, share in cells])


def address(span: Span, column: Column, row: AssessedRow) -> str:
    """The cases behind a share, or behind what it is a share of; "" for what is not of cases."""
    name = next((one for one in (column.name, column.whole) if one in OF_CASES), "")
    if not name:
        return ""
    cell = reverse("reporting:period_cell", kwargs={"name": span.code, "column": name})
    return f"{cell}?row={row.code}" if row.code else cell
