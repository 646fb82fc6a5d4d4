"""/exports/: files that one asked for, how far they are, until when they are kept; who fetched
which, for whoever watches over that."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.purposes import ExportPurpose
from reporting import tasks
from reporting.access import may_export, oversees_exports
from reporting.enums import ExportFormat
from reporting.exports.download import file_of
from reporting.exports.lists import LISTS, title_of
from reporting.exports.sheets import sheet_title
from reporting.models import Export, ExportAccess
from reporting.selectors.exports import own_exports, visible_exports, visible_sheets
from reporting.services import cancel_export, request_again, request_export

SHOWN = 30
SHEETS_SHOWN = 100
NO_FILTERS = frozenset({"csrfmiddlewaretoken", "for", "as"})


class Pages(CursorPagination):
    page_size = 50
    ordering = ("-created_at", "id")


@dataclass(frozen=True)
class ExportRow:
    """A request as a page shows it: never what was filtered by, which may be somebody's name."""

    export: Export
    title: str
    fetched: list[ExportAccess]


def rows(exports: list[Export]) -> list[ExportRow]:
    return [ExportRow(one, title_of(one.listing), list(one.accesses.all())) for one in exports]


@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """The list of one's own; POST with the list page's filters asks for a new one."""
    user = signed_in(request)
    if request.method == "POST":
        return ask(request)
    if request.htmx:  # type: ignore[attr-defined]
        # PrivatePages counts no half hour anew for it.
        request.asks_by_itself = True  # type: ignore[attr-defined]
    mine = list(own_exports(user)[:SHOWN])
    return render(
        request,
        "reporting/exports.html",
        {
            "rows": rows(mine),
            "is_busy": any(one.is_unfinished for one in mine),
            "may_export": may_export(user),
            "oversees": oversees_exports(user),
            "lists": [(name, one.title) for name, one in LISTS.items() if not one.is_form],
            "purposes": ExportPurpose.choices,
            "formats": ExportFormat.choices,
        },
    )


def ask(request: HttpRequest) -> HttpResponse:
    params = {
        name: values if len(values) > 1 else values[0]
        for name, values in request.POST.lists()
        if name not in NO_FILTERS and any(values)
    }
    purpose, format = request.POST.get("for", ""), request.POST.get("as") or ExportFormat.XLSX
    user = signed_in(request)
    return started(request, lambda: request_export(user, params, purpose, format))


@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask once more for one that did not come."""
    export = get_object_or_404(Export, pk=pk, user=request.user)
    return started(request, lambda: request_again(export))


def started(request: HttpRequest, asked: Callable[[], Export]) -> HttpResponse:
    try:
        with transaction.atomic():
            tasks.start(asked())
    except Refused as refused:
        messages.warning(request, refused.sentence)
    except ValidationError as error:
        messages.warning(request, "；".join(error.messages))
    return redirect("reporting:exports")


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    cancel_export(get_object_or_404(Export, pk=pk, user=request.user))
    return redirect("reporting:exports")


@require_safe
def export_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    export = get_object_or_404(Export, pk=pk, user=request.user)
    try:
        return file_of(export, signed_in(request))
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("reporting:exports")


@require_safe
def export_log(request: HttpRequest) -> HttpResponse:
    """Which files left the house: who asked, for what, how many rows, who fetched them when."""
    user = signed_in(request)
    pages = Pages()
    page = pages.paginate_queryset(visible_exports(user), Request(request))
    return render(
        request,
        "reporting/export_log.html",
        {
            "rows": rows(list(page or [])),
            "sheets": [
                {"fetched": one, "title": sheet_title(one.what)}
                for one in visible_sheets(user)[:SHEETS_SHOWN]
            ],
            "sheets_shown": SHEETS_SHOWN,
            "oversees": oversees_exports(user),
            "next_url": pages.get_next_link(),
            "previous_url": pages.get_previous_link(),
        },
    )
