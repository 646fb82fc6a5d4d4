"""`/reports/written/`: reports of the house, one of them with its figures, words and receipts."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.utils.urls import replace_query_param

from grids.selectors.campaigns import leads, visible_campaigns
from mediation.core import clock, drafts
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.access import reader
from reporting.enums import ReportState
from reporting.exports.written import CONTENT_TYPE, FONTS_HINT, file_name, report_file
from reporting.forms.written import NewReportForm, ReasonForm, ReceiptForm, SectionsForm
from reporting.models import WrittenReport
from reporting.selectors import written as reading
from reporting.selectors.facts import as_of_words
from reporting.services import report_receipts, reports

PAGE = 50
DRAFT = "report"


@never_cache
@require_http_methods(["GET", "POST"])
def written_list(request: HttpRequest) -> HttpResponse:
    """The reports in sight; POST begins one, or opens the one that was begun."""
    user = signed_in(request)
    found = reading.visible_reports(user)
    choices = new_choices(user)
    if not choices and not reader(user).may_read and not found.exists():
        raise Http404
    form = NewReportForm(
        request.POST if request.method == "POST" else None,
        choices=choices,
        initial=asked_for(request, choices),
    )
    if request.method == "POST" and form.is_valid():
        try:
            report = begin(user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("on" if refused.field == "day" else None, refused.sentence)
        else:
            return redirect("reporting:written", report.pk)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reporting/written/list.html",
        {
            "page": page,
            "form": form if choices else None,
            "to_sign": sum(
                reading.may_sign(user, one) for one in found.filter(state=ReportState.TO_SIGN)
            ),
            "drafts": found.filter(state=ReportState.DRAFT).count(),
            "today": clock.today(),
            **pager(request, page),
        },
    )


def pager(request: HttpRequest, page: Any) -> dict[str, str]:
    address = request.get_full_path()

    def of(number: int) -> str:
        return str(replace_query_param(address, "page", str(number)))

    return {
        "next_url": of(page.next_page_number()) if page.has_next() else "",
        "previous_url": of(page.previous_page_number()) if page.has_previous() else "",
    }


def new_choices(user: User) -> list[tuple[str, str]]:
    """What the user may begin: kind:unit, and campaign:key for those that his unit leads."""
    found = reading.kinds_for(user)
    is_one = len({unit.pk for _, unit in found}) == 1
    rows = [
        (f"{kind.code}:{unit.pk}", kind.label if is_one else f"{unit.short_name} {kind.label}")
        for kind, unit in found
    ]
    own = reading.own_units(user)
    rows += [
        (f"campaign:{one.pk}", f"“{one.name}”专项行动总结")
        for one in visible_campaigns(user).filter(lead_unit__in=own)
        if leads(user, one)
    ]
    return rows


def asked_for(request: HttpRequest, choices: list[tuple[str, str]]) -> dict[str, Any]:
    """What the duties calendar asks to be written, if the reader may."""
    asked = request.GET
    what = f"{asked.get('kind', '')}:{asked.get('unit', '')}"
    if "campaign" in asked:
        what = f"campaign:{asked['campaign']}"
    known = {key for key, _ in choices}
    try:
        on = date.fromisoformat(asked.get("day", ""))
    except ValueError:
        on = clock.today()
    return {"what": what if what in known else "", "on": on}


def begin(user: User, *, what: str, on: date) -> WrittenReport:
    """Raises `Refused` as the services do."""
    kind, _, key = what.partition(":")
    if kind == "campaign":
        campaign = get_object_or_404(visible_campaigns(user), pk=key)
        return reports.open_campaign_report(user, campaign)
    return reports.open_report(user, kind, int(key), day=on)


# --- one report ---------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def written(request: HttpRequest, pk: int) -> HttpResponse:
    """`do=write` `submit` `sign` `return` `receive` `receipt` `correct`."""
    user = signed_in(request)
    report = reading.get_report(user, pk)
    if request.method == "POST":
        step = STEPS.get(request.POST.get("do", ""))
        if step is None:
            raise Http404
        return step(request, user, report)
    return show(request, user, report)


def show(request: HttpRequest, user: User, report: WrittenReport, **typed: Any) -> HttpResponse:
    kind = reading.kind_of(report)
    is_writer = reading.may_write(user, report)
    is_draft = report.state == ReportState.DRAFT
    own = reading.own_units(user)
    facts = reading.facts_now(report)
    context = {
        "report": report,
        "kind": kind,
        "title": reading.title_of(report).replace("\n", ""),
        "facts": facts,
        "as_of": as_of_words(facts),
        "sections": [(section, report.sections.get(section.name, "")) for section in kind.sections],
        "form": sections_form(user, report) if is_writer and is_draft else None,
        "draft_url": f"{reverse('core:draft', args=[DRAFT])}?key={report.pk}",
        "is_draft": is_draft,
        "may_write": is_writer,
        "may_sign": reading.may_sign(user, report) and (not is_draft or is_writer),
        "recipients": [
            {
                "row": one,
                "is_ours": one.unit_id in own,
                "may_record": is_writer and one.unit_id is None,
            }
            for one in report.recipients.all()
        ],
        "correction": WrittenReport.objects.filter(corrects=report).first(),
        "may_correct": is_writer and report.state == ReportState.SENT,
        "events": report.events.select_related("actor").order_by("seq"),
        "return_form": ReasonForm(prefix="return"),
        "correct_form": ReasonForm(prefix="correct"),
        "receipt_form": ReceiptForm(),
        "fonts_hint": FONTS_HINT,
        "stored": [],
    }
    return render(request, "reporting/written/page.html", context | typed)


def sections_form(user: User, report: WrittenReport, data: Any = None) -> SectionsForm:
    """The words as they were stored, over them what was being typed since."""
    kept = drafts.load(user, DRAFT, str(report.pk))
    standing = {"disclosure": report.disclosure, **report.sections}
    return SectionsForm(
        data,
        kind=reading.kind_of(report),
        is_of_town=reading.is_of_town(report),
        initial=standing | (kept.data if kept and isinstance(kept.data, dict) else {}),
    )


def _version(request: HttpRequest) -> int | None:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() else None


def _write(request: HttpRequest, user: User, report: WrittenReport) -> HttpResponse:
    """Store what was typed, and go on with `then`: submit or sign."""
    form = sections_form(user, report, request.POST)
    if not form.is_valid():
        return show(request, user, report, form=form)
    then = request.POST.get("then", "")
    try:
        report = reports.write_report(
            report,
            user,
            version=_version(request),
            sections=form.sections,
            disclosure=form.cleaned_data["disclosure"],
        )
        drafts.clear(user, DRAFT, str(report.pk))
        if then == "submit":
            reports.submit_report(report, user)
            messages.success(request, "已送签发。签发以前，数字按现在的留着。")
        elif then == "sign":
            done = reports.sign_report(report, user)
            messages.success(request, f"{done.number} 已签发报送。")
        else:
            messages.success(request, "存好了。")
    except Refused as refused:
        report = reading.get_report(user, report.pk)
        for name, lines in (refused.fields or {refused.field: [refused.sentence]}).items():
            for line in lines:
                form.add_error(name if name in form.fields else None, line)
        if refused.fields:
            form.add_error(None, refused.sentence if then else refused.message)
        return show(request, user, report, form=form, stored=stored_beside(report, form, refused))
    return redirect("reporting:written", report.pk)


def stored_beside(
    report: WrittenReport, form: SectionsForm, refused: Refused
) -> list[tuple[str, str]]:
    """For who came second: what is stored now where it is not what he typed."""
    if refused.code != "stale":
        return []
    return [
        (section.label, report.sections.get(section.name, ""))
        for section in reading.kind_of(report).sections
        if report.sections.get(section.name, "") != form.sections.get(section.name, "")
    ]


def _said(
    request: HttpRequest, report: WrittenReport, act: Callable[[], Any], done: str
) -> HttpResponse:
    """An act whose refusal is a sentence above the page."""
    try:
        act()
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, done)
    return redirect("reporting:written", report.pk)


def _sign(request: HttpRequest, user: User, report: WrittenReport) -> HttpResponse:
    def act() -> None:
        reports.sign_report(report, user, version=_version(request))

    return _said(request, report, act, "已签发报送，这份报告不再变动。")


def _return(request: HttpRequest, user: User, report: WrittenReport) -> HttpResponse:
    form = ReasonForm(request.POST, prefix="return")
    if not form.is_valid():
        return show(request, user, report, return_form=form)
    why = form.cleaned_data["reason"]
    return _said(
        request, report, lambda: reports.return_report(report, user, why), "已退回起草的同志。"
    )


def _correct(request: HttpRequest, user: User, report: WrittenReport) -> HttpResponse:
    form = ReasonForm(request.POST, prefix="correct")
    if not form.is_valid():
        return show(request, user, report, correct_form=form)
    try:
        edition = reports.correct_report(report, user, form.cleaned_data["reason"])
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("reporting:written", report.pk)
    messages.success(request, "更正稿开好了，原来的一份不动。")
    return redirect("reporting:written", edition.pk)


def _recipient(request: HttpRequest, report: WrittenReport) -> Any:
    key = request.POST.get("recipient", "")
    return get_object_or_404(report.recipients.all(), pk=int(key) if key.isdecimal() else 0)


def _receive(request: HttpRequest, user: User, report: WrittenReport) -> HttpResponse:
    one = _recipient(request, report)
    return _said(request, report, lambda: report_receipts.receive_report(one, user), "已签收。")


def _receipt(request: HttpRequest, user: User, report: WrittenReport) -> HttpResponse:
    one = _recipient(request, report)
    by = request.POST.get("received_by", "")
    return _said(
        request, report, lambda: report_receipts.record_receipt(one, user, by), "签收登记好了。"
    )


STEPS: dict[str, Callable[[HttpRequest, User, WrittenReport], HttpResponse]] = {
    "write": _write,
    "sign": _sign,
    "return": _return,
    "correct": _correct,
    "receive": _receive,
    "receipt": _receipt,
}


@never_cache
@require_safe
def written_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a Word file, a draft as a draft."""
    return docx_of(signed_in(request), pk)


def docx_of(user: User, pk: int) -> HttpResponse:
    """Raises Http404."""
    report = reading.get_report(user, pk)
    content = report_file(report, reading.facts_now(report))
    return word_file(content, file_name(reading.title_of(report)))


def word_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
