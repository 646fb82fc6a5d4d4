"""The half-month page: figures, checks, the cases behind a number, the lock (screen h)."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from rest_framework.utils.urls import replace_query_param

from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from reporting import periods, report
from reporting.exports import as_json, as_workbook
from reporting.figures import CATALOGUE, FIGURES
from reporting.periods import NotACutOff, Period
from reporting.report import Scope
from reporting.selectors import Behind, behind
from reporting.selectors.corrections import last_correction
from reporting.services.steps import lock_approved
from reporting.views import board, sheets

CASES_PAGE = 50
View = Callable[..., HttpResponse]


def for_scope(view: View) -> View:
    """The view with the reader's scope; 404 for who may not read, with a way on for no cut-off."""

    @wraps(view)
    def found(request: HttpRequest, cut_off: str, **names: Any) -> HttpResponse:
        code = request.POST.get("division") or request.GET.get("division", "")
        try:
            scope = report.scope_of(request.user, date.fromisoformat(cut_off), code)
        except NotACutOff as refusal:
            if not report.may_read(request.user):
                raise Http404 from refusal
            context = {"refusal": refusal, "nearest": refusal.nearest}
            return render(request, "reporting/not_a_cut_off.html", context, status=404)
        except ValueError as error:
            raise Http404 from error
        if scope is None:
            raise Http404
        return view(request, scope, **names)

    return found


def address(scope_or_period: Scope | Period, name: str = "half_month", **more: str) -> str:
    period = getattr(scope_or_period, "period", scope_or_period)
    kwargs = {"cut_off": f"{period.last_on:%Y-%m-%d}"} | more
    return reverse(f"reporting:{name}", kwargs=kwargs)


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """To the half-month of today, or of the day that was asked for."""
    try:
        day = periods.in_range(date.fromisoformat(request.GET.get("day", "")))
    except ValueError:
        day = clock.today()
    if not report.may_read(request.user):
        raise Http404
    return redirect(address(periods.period_of(day)))


@require_safe
@for_scope
def half_month(request: HttpRequest, scope: Scope) -> HttpResponse:
    found = report.open_report(scope)
    sheet = sheets.Sheet(found, scope, show_all="all" in request.GET)
    own = board.board_of(signed_in(request), scope, found, sheet.before)
    if own is not None:
        sheet.marks = own.marks
    context = {
        "report": found,
        "table": found.figures,
        "scope": scope,
        "sheet": sheet,
        "board": own,
        "steps": board.steps_shown(found, own),
        "corrected": last_correction(found.figures.half_month),
        "earlier": periods.previous(scope.period),
        "later": periods.following(scope.period),
        "today": clock.today(),
    }
    return render(request, "reporting/half_month.html", context)


@require_safe
@for_scope
def cell(request: HttpRequest, scope: Scope, column: str) -> HttpResponse:
    figure = CATALOGUE.get(column)
    key = request.GET.get("row", "")
    category = request.GET.get("category", "")
    row = report.row_of(scope, key, category)
    if figure is None or figure not in FIGURES or row is None:
        raise Http404
    under = behind(request.user, figure, scope.centre, scope.period, row)
    context = {
        "scope": scope,
        "under": under,
        "row_label": sheets.label_of(scope, key, category),
        "listed": listed(request, under, "page"),
        "of_listed": listed(request, under.of, "of_page") if under.of else None,
    }
    return render(request, "reporting/cell.html", context)


def listed(request: HttpRequest, under: Behind, parameter: str) -> dict[str, Any]:
    """One page of cases; the parameter is this list's own, the rest of the address stays."""
    page = under.page(request.GET.get(parameter), CASES_PAGE)

    def address_of(number: int) -> str:
        address = replace_query_param(request.get_full_path(), parameter, str(number))
        return f"{address}#{parameter}"

    return {
        "anchor": parameter,
        "page": page,
        "hidden": as_json.remark(under),
        "previous_url": address_of(page.previous_page_number()) if page.has_previous() else "",
        "next_url": address_of(page.next_page_number()) if page.has_next() else "",
    }


@require_POST
@for_scope
def lock_it(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Only 平安办 locks, what was approved, and after saying that the figures were looked over."""
    if not scope.reader.may_lock:
        raise Http404
    if request.POST.get("is_checked") != "yes":
        messages.warning(request, "请先在“我核对过了”前面打勾，再锁定。")
        return redirect(address(scope))
    try:
        lock_approved(scope.centre, scope.period.last_on, request.user)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, "已锁定。以后补录和更正都记到下一期，本期数字不再变动。")
    return redirect(address(scope))


@require_safe
@for_scope
def workbook(request: HttpRequest, scope: Scope) -> HttpResponse:
    content = as_workbook.half_month(report.open_report(scope))
    name = as_workbook.name_of(scope.division, scope.period)
    response = HttpResponse(content, content_type=as_workbook.CONTENT_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
