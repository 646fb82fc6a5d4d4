"""月、季、年报: the table of a natural month, quarter, half-year or year, and the cases behind a number."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from grids.models import Division
from mediation.core import clock
from mediation.core.models import User
from reporting import report
from reporting.access import reader
from reporting.figures import CATALOGUE, FIGURES, Figure, Share
from reporting.figures import quality as figures
from reporting.report import Scope
from reporting.selectors import Behind, Slice, behind
from reporting.selectors import quality as selectors
from reporting.spans import Span, begun_span, month_of
from reporting.views import sheets
from reporting.views.half_months import listed
from reporting.views.period_sheets import PeriodSheet

View = Callable[..., HttpResponse]


def scope_of(user: User, span: Span, code: str = "") -> Scope | None:
    """The scope a user asks for, or None where there is none for him; as of a half-month."""
    who = reader(user)
    division = Division.objects.filter(code=code).first() if code else None
    if not who.may_read or (code and (division is None or not who.may_read_row(division))):
        return None
    centre = who.town_of(division)
    return Scope(who, centre, division or centre, span.period) if centre else None


def for_period(view: View) -> View:
    """The view with the stretch and the reader's scope; 404 for who may not read, and for none."""

    @wraps(view)
    def found(request: HttpRequest, name: str, **names: Any) -> HttpResponse:
        span = begun_span(name)
        scope = scope_of(request.user, span, request.GET.get("division", "")) if span else None  # type: ignore[arg-type]
        if span is None or scope is None:
            raise Http404
        return view(request, span, scope, **names)

    return found


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """To this month, or to the stretch that was asked for."""
    span = begun_span(request.GET.get("name") or month_of(clock.today()).code)
    if span is None or not report.may_read(request.user):  # type: ignore[arg-type]
        raise Http404
    return redirect("reporting:period", name=span.code)


@require_safe
@for_period
def period(request: HttpRequest, span: Span, scope: Scope) -> HttpResponse:
    sheet = PeriodSheet(span, scope)
    context = {
        "span": span,
        "scope": scope,
        "sheet": sheet,
        "total": sheet.table.total.values,
    }
    return render(request, "reporting/period.html", context)


@require_safe
@for_period
def cell(request: HttpRequest, span: Span, scope: Scope, column: str) -> HttpResponse:
    key = request.GET.get("row", "")
    row = report.row_of(scope, key)
    under = under_of(request.user, scope, column, row)  # type: ignore[arg-type]
    context = {
        "span": span,
        "under": under,
        "is_rate": isinstance(under.figure.query, Share),
        "row_label": sheets.label_of(scope, key),
        "listed": listed(request, under, "page"),
        "of_listed": listed(request, under.of, "of_page") if under.of else None,
    }
    return render(request, "reporting/period_cell.html", context)


def under_of(user: User, scope: Scope, column: str, row: Slice | None) -> Behind:
    """The cases behind a number. Raises Http404 for what is no column, or no row of his.

    The figures of quality have rows by village alone.
    """
    if row is None:
        raise Http404
    figure: Figure | None = CATALOGUE.get(column)
    if figure is not None and figure in FIGURES:
        return behind(user, figure, scope.centre, scope.period, row)
    of_quality = next((one for one in figures.FIGURES if one.name == column), None)
    if of_quality is None or not of_quality.has_cases or row.category or row.source:
        raise Http404
    return selectors.behind(user, of_quality, scope.centre, scope.period, row)
