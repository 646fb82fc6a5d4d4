"""重大紧急信访事项: list, the report sheet, its time line, its print."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access, selectors
from petitions.forms.urgent import StepForm, UrgentForm
from petitions.models import Petition
from petitions.selectors import urgent as found
from petitions.services.urgent import add_step, may_add_step, report_urgent
from petitions.views.supports import error_lines


class NewestReports(CursorPagination):
    page_size = 50
    ordering = ("-at", "-pk")


@never_cache
@require_GET
def urgent_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    reports = found.urgent_reports_for(user)
    if not found.may_read_urgent(user) and not reports.exists():
        raise Http404
    pages = NewestReports()
    page = pages.paginate_queryset(reports, Request(request))
    return render(
        request,
        "petitions/urgent/list.html",
        {
            "reports": page or [],
            "may_report": found.may_report_urgent(user),
            "next_url": pages.get_next_link(),
            "previous_url": pages.get_previous_link(),
        },
    )


def petition_asked(request: HttpRequest, user: User) -> Petition | None:
    """`?petition=`: the petition that it is about. Raises Http404 where he may not report of it."""
    asked = request.GET.get("petition", "")
    if not asked:
        if not found.may_report_urgent(user):
            raise Http404
        return None
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    petition = selectors.get_visible(user, int(asked), "directions", "demands")
    if selectors.level_of(petition) < access.FILE:
        raise Http404
    if not found.may_report_urgent(user, petition):
        raise Http404
    return petition


@never_cache
@require_http_methods(["GET", "POST"])
def urgent_new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    petition = petition_asked(request, user)
    form = UrgentForm(request.POST or None, initial=initial_of(petition))
    if request.method == "POST" and form.is_valid():
        try:
            made = report_urgent(user, petition=petition, **form.cleaned_data)
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            messages.success(request, f"{made.number} 报出去了，经过记在下面。")
            return redirect("petitions:urgent", made.pk)
    return render(
        request,
        "petitions/urgent/new.html",
        {"form": form, "petition": petition, "errors": error_lines(form)},
    )


def initial_of(petition: Petition | None) -> dict[str, Any]:
    """What the file already says of the event."""
    start: dict[str, Any] = {"happened_at": clock.now()}
    if petition is not None:
        place = [petition.division.short_name if petition.division else "", petition.place]
        demands = [one.text for one in petition.demands.all()]
        start |= {
            "place": " ".join(filter(None, place)),
            "head_count": petition.head_count,
            "demands": "；".join(demands),
        }
    return start


@never_cache
@require_http_methods(["GET", "POST"])
def urgent(request: HttpRequest, report_pk: int) -> HttpResponse:
    """The sheet and its time line; POST adds a line."""
    user = signed_in(request)
    report = found.get_urgent_report(user, report_pk)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_step(report, user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            messages.success(request, "记好了。")
            return redirect("petitions:urgent", report.pk)
    petition = None
    if report.petition_id is not None:
        petition = access.visible_to(user).filter(pk=report.petition_id).first()
    return render(
        request,
        "petitions/urgent/page.html",
        {
            "report": report,
            "petition": petition,
            "steps": list(report.steps.all()),
            "may_add": may_add_step(user, report),
            "form": form,
            "errors": error_lines(form),
        },
    )


@never_cache
@require_GET
def urgent_print(request: HttpRequest, report_pk: int) -> HttpResponse:
    """重大紧急信访事项报告单 (F15) on A4."""
    user = signed_in(request)
    report = found.get_urgent_report(user, report_pk)
    return render(
        request,
        "petitions/urgent/print.html",
        {
            "report": report,
            "steps": list(report.steps.all()),
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )
