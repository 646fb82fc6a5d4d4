"""/exports/: files that one asked for, how far they are, and until when they are kept."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mediation.core.errors import Refused
from reporting import tasks
from reporting.enums import ExportState
from reporting.exports.download import file_of
from reporting.models import Export
from reporting.services import cancel_export, request_export

SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """The list of one's own; POST with the list page's filters asks for a new one."""
    if request.method == "POST":
        return ask(request)
    mine = list(Export.objects.filter(user=request.user)[:SHOWN])
    is_busy = any(each.state in {ExportState.WAITING, ExportState.RUNNING} for each in mine)
    return render(request, "reporting/exports.html", {"exports": mine, "is_busy": is_busy})


def ask(request: HttpRequest) -> HttpResponse:
    params = {
        name: values if len(values) > 1 else values[0]
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "for") and any(values)
    }
    purpose = request.POST.get("for", "")
    try:
        with transaction.atomic():
            tasks.start(request_export(request.user, params, purpose))
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
        return file_of(export)
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("reporting:exports")
