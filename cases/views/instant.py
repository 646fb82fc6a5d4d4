"""突发情况即时报: list, the report sheet, its time line, its print."""

import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from cases import access, selectors
from cases.forms.urgent import StepForm, UrgentForm
from cases.models import Case
from cases.selectors import instant as found
from cases.services.instant import add_step, may_add_step, report_instantly
from grids.models import Lead
from grids.selectors.leads import visible_leads
from mediation.core import clock, drafts
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

DRAFT = "instant-report"


class NewestReports(CursorPagination):
    page_size = 50
    ordering = ("-at", "-pk")


@dataclass(frozen=True, slots=True)
class Matter:
    """What the report is about, if it is about something that is already written down."""

    case: Case | None = None
    lead: Lead | None = None

    @property
    def key(self) -> str:
        """Under which the draft of its report is kept."""
        if self.case is not None:
            return f"case-{self.case.pk}"
        return f"lead-{self.lead.pk}" if self.lead is not None else ""


@never_cache
@require_GET
def instant_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    reports = found.instant_reports_for(user)
    if not found.may_read_reports(user) and not reports.exists():
        raise Http404
    pages = NewestReports()
    page = pages.paginate_queryset(reports, Request(request))
    return render(
        request,
        "cases/instant/list.html",
        {
            "reports": page or [],
            "may_report": found.may_report_instantly(user),
            "next_url": pages.get_next_link(),
            "previous_url": pages.get_previous_link(),
        },
    )


def matter_asked(user: User, case: Any, lead: Any) -> Matter:
    """The case (at file level) or the lead of these keys. Raises Http404 where he may not report."""
    if case:
        row = selectors.get_visible(user, _key(case), *selectors.DECIDING)
        if row.level < access.FILE or not found.may_report_instantly(user, row):
            raise Http404
        return Matter(case=row)
    if lead:
        seen = visible_leads(user).filter(pk=_key(lead)).first()
        if seen is None:
            raise Http404
        return Matter(lead=seen)
    if not found.may_report_instantly(user):
        raise Http404
    return Matter()


def _key(asked: Any) -> int:
    text = str(asked)
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)


@never_cache
@require_http_methods(["GET", "POST"])
def instant_new(request: HttpRequest) -> HttpResponse:
    """`?case=` or `?lead=`: what it is about."""
    user = signed_in(request)
    matter = matter_asked(user, request.GET.get("case", ""), request.GET.get("lead", ""))
    form = UrgentForm(request.POST or None, initial=initial_of(matter) | begun(user, matter))
    if request.method == "POST" and form.is_valid():
        try:
            made = report_instantly(
                user,
                form_key=key_of(request.POST.get("form_key", "")),
                case=matter.case,
                lead=matter.lead,
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            drafts.clear(user, DRAFT, matter.key)
            messages.success(request, f"{made.number} 报出去了，经过记在下面。")
            return redirect("cases:instant_report", made.pk)
    return render(
        request,
        "cases/instant/new.html",
        {
            "form": form,
            "form_key": key_of(request.POST.get("form_key", "")) or uuid.uuid4(),
            "matter": matter,
            "errors": error_lines(form),
            "draft_url": f"{reverse('core:draft', args=[DRAFT])}?{urlencode({'key': matter.key})}",
        },
    )


def key_of(sent: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(sent)
    except ValueError:
        return None


def begun(user: User, matter: Matter) -> dict[str, Any]:
    """What he had begun to write of the same event."""
    kept = drafts.load(user, DRAFT, matter.key)
    written = kept.data if kept is not None else {}
    return {name: value for name, value in written.items() if name in UrgentForm.base_fields}


def initial_of(matter: Matter) -> dict[str, Any]:
    """What the file already says of the event."""
    start: dict[str, Any] = {"happened_at": clock.now()}
    if matter.case is not None:
        case = matter.case
        start |= {
            "place": " ".join(filter(None, [case.division.short_name, case.place])),
            "head_count": case.people_count,
            "demands": case.demand,
        }
    if matter.lead is not None:
        lead = matter.lead
        start["place"] = " ".join(filter(None, [lead.where.short_name, lead.place]))
    return start


@never_cache
@require_http_methods(["GET", "POST"])
def instant_report(request: HttpRequest, report_pk: int) -> HttpResponse:
    """The sheet and its time line; POST adds a line."""
    user = signed_in(request)
    report = found.get_instant_report(user, report_pk)
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
            return redirect("cases:instant_report", report.pk)
    case = None
    if report.case_id is not None:
        case = access.visible_to(user).filter(pk=report.case_id).first()
    return render(
        request,
        "cases/instant/page.html",
        {
            "report": report,
            "case": case,
            "steps": list(report.steps.all()),
            "may_add": may_add_step(user, report),
            "form": form,
            "errors": error_lines(form),
        },
    )


@never_cache
@require_GET
def instant_print(request: HttpRequest, report_pk: int) -> HttpResponse:
    """突发情况即时报 on A4."""
    user = signed_in(request)
    report = found.get_instant_report(user, report_pk)
    return render(
        request,
        "cases/instant/print.html",
        {
            "report": report,
            "steps": list(report.steps.all()),
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )


def error_lines(form: Any) -> list[dict[str, str]]:
    """Lines of the error summary, each with the id and the name of its field."""
    return [
        {"id": form[name].id_for_label, "text": f"{form.fields[name].label}：{text}"}
        if name in form.fields
        else {"id": "", "text": str(text)}
        for name, texts in form.errors.items()
        for text in texts
    ]
