"""Campaigns (专项行动): list, new, one with everything of it, acceptance, summary."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from grids.access import CAMPAIGN_READERS, roles_with_deputies
from grids.enums.campaigns import Measure
from grids.exports.campaigns import book_of, summary_of
from grids.exports.handing_out import hand_out
from grids.forms import campaigns as forms
from grids.models import Campaign, CampaignPhase, CampaignUnit, Department
from grids.selectors import campaigns as found
from grids.selectors import centre_of
from grids.selectors.sweeps import towns_made
from grids.services import campaign_work as work
from grids.services import campaigns as services
from grids.views.registers import error_lines, take
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.files import response_of
from mediation.core.models import User
from mediation.core.purposes import ExportPurpose
from mediation.core.workbooks import download


class Pages(CursorPagination):
    page_size = 30
    ordering = ("-starts_on", "-pk")


def in_sight(user: User, pk: int) -> Campaign:
    """Raises Http404."""
    return get_object_or_404(found.visible_campaigns(user), pk=pk)


@never_cache
@require_GET
def campaign_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    campaigns = found.visible_campaigns(user)
    if not roles_with_deputies(user) & CAMPAIGN_READERS and not campaigns.exists():
        raise Http404
    pages = Pages()
    page = pages.paginate_queryset(campaigns, Request(request)) or []
    today = clock.today()
    return render(
        request,
        "grids/campaigns/list.html",
        {
            "campaigns": page,
            "today": today,
            "tasks": list(found.open_tasks(user)[:20]),
            "may_open": found.may_open(user),
            "next_url": pages.get_next_link(),
            "previous_url": pages.get_previous_link(),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def campaign_new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None or not found.may_open(user):
        raise Http404
    form = forms.NewCampaignForm(request.POST or None, centre=centre)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_campaign(user, **form.cleaned_data)
        except Refused as refused:
            take(form, refused)
        else:
            messages.success(request, f"{made.name}建好了，接着定领导小组、阶段、目标和任务。")
            return redirect("grids:campaign", made.pk)
    return render(
        request,
        "grids/campaigns/form.html",
        {"form": form, "errors": error_lines(form), "campaign": None, "theirs": None},
    )


@never_cache
@require_http_methods(["GET", "POST"])
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    campaign = in_sight(user, pk)
    if not found.may_lead(user, campaign):
        raise Http404
    names = forms.CampaignForm.base_fields
    initial = {name: getattr(campaign, name) or "" for name in names}  # `version` too
    form = forms.CampaignForm(request.POST or None, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            services.amend_campaign(campaign, user, **form.cleaned_data)
        except Refused as refused:
            take(form, refused)
            if refused.current is not None:
                # His words stay beside what stands now; sent again they take its place.
                theirs = in_sight(user, pk)
                typed = request.POST.copy()
                typed["version"] = str(refused.current["version"])
                form.data = typed
        else:
            messages.success(request, "改好了。")
            return redirect("grids:campaign", campaign.pk)
    return render(
        request,
        "grids/campaigns/form.html",
        {"form": form, "errors": error_lines(form), "campaign": campaign, "theirs": theirs},
    )


# What is done on the page of a campaign: the form by its name, and the service that takes it.
LEADING: dict[str, tuple[type[forms.OfCampaign], Callable[..., Any]]] = {
    "file": (forms.FileForm, services.keep_file),
    "units": (forms.UnitsForm, services.add_units),
    "seat": (forms.SeatForm, services.seat),
    "phase": (forms.PhaseForm, services.set_phase),
    "drop": (forms.DropForm, services.drop),
    "target": (forms.TargetForm, services.set_target),
    "task": (forms.TaskForm, services.add_task),
    "criterion": (forms.CriterionForm, work.add_criterion),
    "close": (forms.CloseForm, work.close_campaign),
}
OWN: dict[str, tuple[type[forms.OfCampaign], Callable[..., Any]]] = {
    "progress": (forms.ProgressForm, work.report_progress),
    "done": (forms.DoneForm, work.finish_task),
}
ACTS = LEADING | OWN


@never_cache
@require_http_methods(["GET", "POST"])
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything of it; POST does what `do` names."""
    user = signed_in(request)
    row = in_sight(user, pk)
    if request.method == "GET":
        return show(request, user, row)
    do = request.POST.get("do", "")
    if do not in ACTS:
        raise Http404
    shape, serve = ACTS[do]
    more = shape_of(do, user, row)
    form = shape(request.POST, request.FILES, campaign=row, units=units_for(user, row, do), **more)
    if form.is_valid():
        try:
            run(serve, row, user, dict(form.cleaned_data), do)
        except Refused as refused:
            take(form, refused)
        else:
            messages.success(request, "记好了。")
            return redirect("grids:campaign", row.pk)
    return show(request, user, row, {do: form})


def run(
    serve: Callable[..., Any], campaign: Campaign, user: User, typed: dict[str, Any], do: str
) -> None:
    """Raises Refused, Http404."""
    if do == "done":
        tasks = campaign.tasks.filter(unit__in=found.own_units(user, campaign))
        serve(get_object_or_404(tasks, pk=typed.pop("task")), user, **typed)
    elif do == "units":
        serve(campaign, user, typed["units"])
    else:
        serve(campaign, user, **typed)


def phase_form(campaign: Campaign, phase: CampaignPhase) -> forms.PhaseForm:
    """With what stands now."""
    begun = {name: getattr(phase, name) for name in ("name", "from_on", "to_on", "work")}
    return forms.PhaseForm(
        campaign=campaign, initial=begun | {"phase": phase.pk}, auto_id=f"phase{phase.pk}_%s"
    )


def shape_of(do: str, user: User, campaign: Campaign) -> dict[str, Any]:
    """What a small form takes besides its units."""
    return {"months": found.months_owed(user, campaign)} if do == "progress" else {}


def units_for(user: User, campaign: Campaign, do: str) -> list[Department]:
    """Units that a small form offers: one's own, or all that take part."""
    parts = CampaignUnit.objects.filter(campaign=campaign)
    if do in OWN:
        parts = parts.filter(unit__in=found.own_units(user, campaign))
    return [one.unit for one in parts.select_related("unit").order_by("unit__order", "unit__code")]


def show(
    request: HttpRequest, user: User, campaign: Campaign, bound: dict[str, Any] | None = None
) -> HttpResponse:
    whole = found.whole(user, campaign)
    may_lead = found.may_lead(user, campaign)
    is_open = campaign.closed_at is None
    offered = {**(LEADING if may_lead else {}), **(OWN if whole.own and is_open else {})}
    every = [row.unit for row in whole.rows]
    own = [unit for unit in every if unit.pk in whole.own]
    small = {
        do: (bound or {}).get(do)
        or shape(
            campaign=campaign,
            units=own if do in OWN else every,
            **shape_of(do, user, campaign),
        )
        for do, (shape, _) in offered.items()
    }
    return render(
        request,
        "grids/campaigns/page.html",
        {
            "campaign": campaign,
            "whole": whole,
            "tasks": [
                {
                    "task": one,
                    "is_late": found.is_late(one, clock.today()),
                    "is_own": is_open and one.done_on is None and one.unit_id in whole.own,
                }
                for one in whole.tasks
            ],
            "phases": [
                {"phase": one, "form": phase_form(campaign, one) if may_lead else None}
                for one in whole.phases
            ],
            "targets": [
                {"target": one, "swept": whole.swept.get(one.unit_id)}
                if one.measure == Measure.SWEEP_RATE
                else {"target": one, "swept": None}
                for one in whole.targets
            ],
            "small": small,
            "may_open_round": is_open and campaign.centre_id in towns_made(user),
            "open_form": next(iter(bound or {}), ""),
            "errors": [line for one in (bound or {}).values() for line in error_lines(one)],
            "may_lead": may_lead,
            "purposes": ExportPurpose.choices,
            "today": clock.today(),
        },
    )


# --- acceptance, papers ----------------------------------------------------------------------------


def unit_of(user: User, campaign: Campaign, unit: int) -> found.UnitRow:
    """A unit that takes part, in the reader's sight. Raises Http404."""
    for row in found.whole(user, campaign).rows:
        if row.unit.pk == unit:
            return row
    raise Http404


@never_cache
@require_http_methods(["GET", "POST"])
def campaign_accept(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    user = signed_in(request)
    row = in_sight(user, pk)
    part = unit_of(user, row, unit)
    if not found.may_lead(user, row):
        raise Http404
    form = forms.AcceptanceForm(
        request.POST or None, campaign=row, unit=part.unit, standing=part.acceptance
    )
    if request.method == "POST" and form.is_valid():
        try:
            work.accept_unit(row, user, unit=part.unit, **form.as_given())
        except Refused as refused:
            take(form, refused)
        else:
            messages.success(request, f"{part.unit.short_name}验收好了，可以打印验收表。")
            return redirect("grids:campaign", row.pk)
    return render(
        request,
        "grids/campaigns/accept.html",
        {"campaign": row, "part": part, "form": form, "errors": error_lines(form)},
    )


@never_cache
@require_GET
def campaign_sheet(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """验收表 of one unit on A4; before the acceptance with empty boxes."""
    user = signed_in(request)
    row = in_sight(user, pk)
    part = unit_of(user, row, unit)
    whole = found.whole(user, row)
    scores = (
        {one.criterion_id: one for one in part.acceptance.scores.all()} if part.acceptance else {}
    )
    return render(
        request,
        "grids/campaigns/sheet.html",
        {
            "campaign": row,
            "part": part,
            "lines": [{"criterion": one, "score": scores.get(one.pk)} for one in whole.criteria],
            "points": sum(one.points for one in whole.criteria),
            "total": sum(one.points for one in scores.values()) if scores else None,
            "targets": [one for one in whole.targets if one.unit_id == part.unit.pk],
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )


@never_cache
@require_GET
def campaign_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    row = in_sight(user, pk)
    whole = found.whole(user, row)
    file = download(f"campaign-{row.pk}", book_of(whole))
    back = reverse("grids:campaign", args=[row.pk])
    lines = sum(len(one.cells) for one in whole.rows)
    return hand_out(request, file, back, what=f"campaign.months.{row.pk}", rows=lines)


@never_cache
@require_GET
def campaign_summary(request: HttpRequest, pk: int) -> HttpResponse:
    """The closing summary as Word, for who reads all of the campaign."""
    user = signed_in(request)
    row = in_sight(user, pk)
    whole = found.whole(user, row)
    if not whole.is_all:
        raise Http404
    file = response_of(summary_of(whole), f"{row.name}工作总结.docx")
    back = reverse("grids:campaign", args=[row.pk])
    return hand_out(request, file, back, what=f"campaign.summary.{row.pk}", rows=len(whole.rows))
