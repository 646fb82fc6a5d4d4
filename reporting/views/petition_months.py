"""The monthly petition table: figures beside their definitions, and the petitions behind a number."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from rest_framework.utils.urls import replace_query_param

from mediation.core import clock
from petitions.selectors import for_lists, rows
from reporting import periods
from reporting.access import petition_town
from reporting.exports import as_workbook, petition_workbook
from reporting.exports.form import DASH
from reporting.figures import Number
from reporting.figures.petitions import PetitionFigure
from reporting.periods import Period
from reporting.selectors.petition_months import (
    MonthTable,
    behind,
    figure_of,
    month_table,
    stretches,
)

PAGE = 50
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Cell:
    """One number; `head` is what it covers, `url` leads to its petitions."""

    head: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One figure across the page: what it means, and its number in each stretch of time."""

    figure: PetitionFigure
    heading: str
    cells: tuple[Cell, ...]


def for_month(view: View) -> View:
    """The view with the reader's town and the month; 404 for who may not read, and for no month."""

    @wraps(view)
    def found(request: HttpRequest, month: str, **names: Any) -> HttpResponse:
        town, period = petition_town(request.user), periods.begun_month(month)
        if town is None or period is None:
            raise Http404
        return view(request, town, period, **names)

    return found


def address(period: Period, name: str = "petition_month", **more: str) -> str:
    return reverse(f"reporting:{name}", kwargs={"month": f"{period.first_on:%Y-%m}"} | more)


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """To this month, or to the one that was asked for."""
    period = periods.begun_month(request.GET.get("month") or f"{clock.today():%Y-%m}")
    if petition_town(request.user) is None or period is None:
        raise Http404
    return redirect(address(period))


@require_safe
@for_month
def petition_month(request: HttpRequest, town: Any, period: Period) -> HttpResponse:
    table = month_table(request.user, town, period)
    before = period.first_on - timedelta(days=1)
    after = period.last_on + timedelta(days=1)
    context = {
        "table": table,
        "groups": [(label, list(lines(table, label, figures))) for label, figures in table.groups],
        "heads": [line.label for line in table.lines] + [label for _, label, _ in table.changes],
        "earlier": f"{before:%Y-%m}",
        "later": f"{after:%Y-%m}" if after <= clock.today() else "",
        "is_over": period.last_on < clock.today(),
    }
    return render(request, "reporting/petitions/month.html", context)


def lines(table: MonthTable, group: str, figures: Iterable[PetitionFigure]) -> Iterator[Line]:
    for figure in figures:
        numbers = [
            Cell(line.label, spelled(value, figure), url_of(table, figure, line.key, value))
            for line in table.lines
            for value in [line.values[figure.name]]
        ]
        grown = [
            Cell(label, growth(values[figure.name], figure)) for _, label, values in table.changes
        ]
        heading = petition_workbook.heading_of(group, figure) or group
        yield Line(figure, heading, (*numbers, *grown))


def url_of(table: MonthTable, figure: PetitionFigure, key: str, value: Number | None) -> str:
    if not value or not figure.has_petitions:
        return ""
    url = address(table.period, "petition_cell", column=figure.name)
    return url if key == "this" else f"{url}?row={key}"


def spelled(value: Number | None, figure: PetitionFigure) -> str:
    """As a person reads it: 33.33%, 3; a dash on a base of 0."""
    if value is None:
        return DASH
    return f"{value}%" if figure.is_rate else f"{value}"


def growth(value: Number | None, figure: PetitionFigure) -> str:
    if value is None:
        return DASH
    unit = " 个百分点" if figure.is_rate else "%"
    return f"{Decimal(value):+}{unit}" if value else f"0.00{unit}"


@require_safe
@for_month
def cell(request: HttpRequest, town: Any, period: Period, column: str) -> HttpResponse:
    figure, stretch = figure_of(column), stretches(period).get(request.GET.get("row", "this"))
    if figure is None or stretch is None:
        raise Http404
    label, within = stretch
    part, whole = behind(request.user, town, figure, within)
    context = {
        "period": period,
        "within": within,
        "row_label": label,
        "figure": figure,
        "listed": listed(request, part, "page"),
        "of_listed": None if whole is None else listed(request, whole, "of_page"),
    }
    return render(request, "reporting/petitions/cell.html", context)


def listed(request: HttpRequest, found: Any, parameter: str) -> dict[str, Any]:
    """One page of petitions; the parameter is this list's own, the rest of the address stays."""
    page = Paginator(for_lists(found), PAGE).get_page(request.GET.get(parameter))

    def at(number: int) -> str:
        url = replace_query_param(request.get_full_path(), parameter, str(number))
        return f"{url}#{parameter}"

    return {
        "anchor": parameter,
        "page": page,
        "rows": rows(page),
        "previous_url": at(page.previous_page_number()) if page.has_previous() else "",
        "next_url": at(page.next_page_number()) if page.has_next() else "",
    }


@require_safe
@for_month
def workbook(request: HttpRequest, town: Any, period: Period) -> HttpResponse:
    content = petition_workbook.month(month_table(request.user, town, period))
    response = HttpResponse(content, content_type=as_workbook.CONTENT_TYPE)
    name = petition_workbook.name_of(town, period)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
