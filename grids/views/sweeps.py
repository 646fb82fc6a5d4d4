"""排查: the matrix of a year, a round with its units, one unit's report, a visit, urging."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grids.access import may_register
from grids.enums.sweeps import RoundKind
from grids.exports.sweeps import MARKS, coverage_book
from grids.forms.sweeps import ReportForm, RoundForm, RuleForm, SweepVisitForm, UrgeForm, WhyForm
from grids.models import Department, SweepRound, SweepUnit
from grids.selectors import campaigns, centre_of, leads, posts_of
from grids.selectors import sweeps as found
from grids.services import sweeps
from mediation.core import clock, workbooks
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

SHOWN_VISITS = 50


def reader(request: HttpRequest) -> User:
    """Raises Http404 for who has nothing to do with sweeps."""
    user = signed_in(request)
    if not found.towns_read(user) and not found.units_swept(user):
        raise Http404
    return user


def year_asked(request: HttpRequest) -> int:
    """`?year=`, this year by default. Raises Http404."""
    asked = request.GET.get("year") or str(clock.today().year)
    if not asked.isdecimal() or not 1949 <= int(asked) <= 9998:
        raise Http404
    return int(asked)


def put(form: Any, refused: Refused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)


def error_lines(form: Any) -> list[dict[str, str]]:
    return [
        {"id": form[name].id_for_label, "text": f"{form.fields[name].label}：{text}"}
        if name in form.fields
        else {"id": "", "text": str(text)}
        for name, texts in form.errors.items()
        for text in texts
    ]


# --- the matrix ---------------------------------------------------------------------------------


@never_cache
@require_GET
def sweep_table(request: HttpRequest) -> HttpResponse:
    """Units × rounds of a year; who is missing stands above it."""
    user = reader(request)
    year, today = year_asked(request), clock.today()
    coverage = found.coverage_of(user, year)
    return render(
        request,
        "grids/sweeps/table.html",
        {
            "coverage": coverage,
            "years": found.years_of(user),
            "columns": list(zip(coverage.rounds, coverage.feet, strict=True)),
            "apart": found.visible_rounds(user)
            .filter(from_on__year=year)
            .exclude(called_off_at__isnull=True, from_on__lte=today)
            .order_by("from_on", "pk"),
            "owing": found.owing(user),
            "definition": found.RATE,
            "marks": MARKS,
            "may_make": bool(found.towns_made(user)),
        },
    )


@never_cache
@require_GET
def sweep_export(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    year = year_asked(request)
    return workbooks.download(f"sweeps-{year}", coverage_book(found.coverage_of(user, year)))


# --- rounds -------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def sweep_new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None or centre.pk not in found.towns_made(user):
        raise Http404
    going_on = campaigns.going_on(user)
    begun: dict[str, Any] = {"from_on": clock.today()}
    if asked := going_on.filter(pk=number_asked(request, "campaign")).first():
        begun |= {"kind": RoundKind.CAMPAIGN, "campaign": asked.pk, "title": f"{asked}排查"[:60]}
    form = RoundForm(request.POST or None, centre=centre, campaigns=going_on, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            made = sweeps.open_round(user, **form.round())
        except Refused as refused:
            put(form, refused)
        else:
            messages.success(request, f"{made}开好了，{made.units.count()} 个单位已经收到通知。")
            return redirect("grids:sweep", made.pk)
    return render(request, "grids/sweeps/new.html", {"form": form, "errors": error_lines(form)})


def number_asked(request: HttpRequest, name: str) -> int:
    """A key in the address; 0, which no row has, for anything else."""
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= 18 else 0


@never_cache
@require_http_methods(["GET", "POST"])
def sweep_rule(request: HttpRequest) -> HttpResponse:
    """本镇规定 of rolling rounds."""
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None or centre.pk not in found.towns_made(user):
        raise Http404
    rule = found.rule_of(centre)
    begun = {"months": rule.months, "days_after": rule.days_after, "is_on": rule.is_on}
    form = RuleForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            sweeps.set_rule(user, **form.cleaned_data)
        except Refused as refused:
            put(form, refused)
        else:
            messages.success(request, "规定存好了，从下一轮起照新的办。")
            return redirect("grids:sweeps")
    return render(
        request,
        "grids/sweeps/rule.html",
        {"form": form, "rule": rule, "errors": error_lines(form)},
    )


def round_of(user: User, pk: int) -> SweepRound:
    """Raises Http404: out of his sight."""
    return get_object_or_404(found.visible_rounds(user), pk=pk)


@never_cache
@require_GET
def sweep(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: how each unit stands, what was found, where it led, the visits."""
    user = reader(request)
    round_ = round_of(user, pk)
    lines = found.lines_of(user, round_)
    visits = list(found.visible_visits(user).filter(round=round_)[: SHOWN_VISITS + 1])
    may_make = round_.centre_id in found.towns_made(user)
    return render(
        request,
        "grids/sweeps/round.html",
        {
            "round": round_,
            "campaign": campaigns.visible_campaigns(user).filter(pk=round_.campaign_id).first(),
            "lines": lines,
            "counts": found.counts_of(lines),
            "kinds": found.found_by_category(user, round_),
            "themes": [theme.category for theme in round_.themes.select_related("category")],
            "visits": visits[:SHOWN_VISITS],
            "has_more": len(visits) > SHOWN_VISITS,
            "may_report_leads": leads.may_report(user),
            "results": [import_string(one)(user, round_) for one in settings.SWEEP_RESULTS],
            "own": [line for line in lines if line.asked.unit_id in found.units_swept(user)],
            "definition": found.RATE,
            "may_make": may_make and not round_.is_called_off,
            "may_urge": may_make
            and not round_.is_called_off
            and round_.from_on <= clock.today()
            and any(line.is_owing for line in lines),
            "is_running": is_running(round_),
            "may_register": may_register(user),
            "why_form": WhyForm(),
            "urge_form": UrgeForm(),
        },
    )


def is_running(round_: SweepRound) -> bool:
    return not round_.is_called_off and round_.from_on <= clock.today()


@require_POST
def sweep_urge(request: HttpRequest, pk: int) -> HttpResponse:
    """Urge every unit that has not reported and was not urged today."""
    user = reader(request)
    round_ = round_of(user, pk)
    form = UrgeForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "要说的话太长了，请精简一些。")
        return redirect("grids:sweep", round_.pk)
    try:
        many = sweeps.urge_missing(round_, user, form.cleaned_data["text"])
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        said = f"催了 {many} 个单位，已经通知。" if many else "没有要催的：都报了，或者今天催过了。"
        messages.success(request, said)
    return redirect("grids:sweep", round_.pk)


@require_POST
def sweep_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    user = reader(request)
    round_ = round_of(user, pk)
    try:
        sweeps.call_off(round_, user, request.POST.get("why", ""))
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"{round_}撤销了，还没报的单位不用报了。")
    return redirect("grids:sweep", round_.pk)


# --- a unit's line ------------------------------------------------------------------------------


def line_of(user: User, pk: int, asked_pk: int) -> SweepUnit:
    """Raises Http404: out of his sight."""
    return get_object_or_404(found.visible_units(user), pk=asked_pk, round=pk)


@never_cache
@require_http_methods(["GET", "POST"])
def sweep_unit(request: HttpRequest, pk: int, asked_pk: int) -> HttpResponse:
    """One unit in one round: its reports, its visits; POST hands in a report."""
    user = reader(request)
    asked = line_of(user, pk, asked_pk)
    reports = list(found.visible_reports(user, asked))
    may_report = (
        asked.unit_id in found.units_reported(user)
        and is_running(asked.round)
        and asked.excused_at is None
    )
    form = ReportForm(
        request.POST or None, is_correction=bool(reports), initial=begun_with(reports)
    )
    if request.method == "POST":
        if not may_report:
            raise Http404
        if form.is_valid():
            try:
                sweeps.report(asked, user, **form.report())
            except Refused as refused:
                put(form, refused)
            else:
                messages.success(request, "报好了，谢谢。")
                return redirect("grids:sweep_unit", asked.round_id, asked.pk)
    may_make = asked.centre_id in found.towns_made(user) and is_running(asked.round)
    (line,) = found.lines(
        SweepUnit.objects.filter(pk=asked.pk).select_related("round", "unit__division"),
        clock.today(),
    )
    return render(
        request,
        "grids/sweeps/unit.html",
        {
            "asked": asked,
            "round": asked.round,
            "line": line,
            "reports": reports,
            "visits": found.visible_visits(user).filter(round=asked.round, unit=asked.unit),
            "urges": asked.urges.select_related("by"),
            "form": form,
            "counts": form.counts(),
            "errors": error_lines(form),
            "may_report": may_report,
            "may_visit": asked.unit_id in found.units_swept(user) and is_running(asked.round),
            "may_urge": may_make and line.is_owing,
            "why_form": WhyForm(),
            "urge_form": UrgeForm(),
        },
    )


def begun_with(reports: list[Any]) -> dict[str, Any]:
    """A correction begins with what was reported last."""
    if not reports:
        return {}
    last = reports[0]
    return {
        "is_zero": last.is_zero,
        "settled_count": last.settled_count or "",
        "analysis": last.analysis,
    } | {f"c{one.category.code}": one.count for one in last.findings.all()}


@require_POST
def sweep_unit_urge(request: HttpRequest, pk: int, asked_pk: int) -> HttpResponse:
    user = reader(request)
    asked = line_of(user, pk, asked_pk)
    try:
        sweeps.urge(asked, user, request.POST.get("text", ""))
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"催了{found.unit_name(asked.unit)}，已经通知。")
    return redirect("grids:sweep_unit", asked.round_id, asked.pk)


@require_POST
def sweep_unit_excuse(request: HttpRequest, pk: int, asked_pk: int) -> HttpResponse:
    user = reader(request)
    asked = line_of(user, pk, asked_pk)
    try:
        sweeps.excuse(asked, user, request.POST.get("why", ""))
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"{found.unit_name(asked.unit)}这一轮免报。")
    return redirect("grids:sweep_unit", asked.round_id, asked.pk)


# --- a visit ------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
def sweep_visit_new(request: HttpRequest, pk: int, asked_pk: int) -> HttpResponse:
    """Where somebody of the unit went. Works on a phone without a script."""
    user = reader(request)
    asked = line_of(user, pk, asked_pk)
    round_, unit = asked.round, asked.unit
    if unit.pk not in found.units_swept(user) or not is_running(round_):
        raise Http404
    form = SweepVisitForm(
        request.POST or None, unit=unit, round_=round_, initial=first_guess(user, unit)
    )
    if request.method == "POST" and form.is_valid():
        try:
            sweeps.record_visit(round_, user, unit=unit, **form.cleaned_data)
        except Refused as refused:
            put(form, refused)
        else:
            messages.success(request, "走访记好了。有纠纷的，可以接着记苗头或者登记。")
            return redirect("grids:sweep_unit", round_.pk, asked.pk)
    return render(
        request,
        "grids/sweeps/visit_new.html",
        {"asked": asked, "round": round_, "form": form, "errors": error_lines(form)},
    )


def first_guess(user: User, unit: Department) -> dict[str, Any]:
    """Today, himself, and his own grid where he has one in the unit."""
    posts = posts_of(user).filter(department=unit)
    grid = next((post.division.code for post in posts if post.division is not None), "")
    return {"on": clock.today(), "goers": [str(user.pk)], "division": grid}
