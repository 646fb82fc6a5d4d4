"""苗头: the phone page (screen i), the list, one lead and what is done about it."""

import uuid
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from grids.access import EXPORTERS, may_register, roles_with_deputies
from grids.enums import Level, Role
from grids.enums.leads import LeadKind, LeadStatus
from grids.filters import LeadFilter
from grids.forms.leads import AnswerForm, LeadForm, PassForm, SortForm, WordsForm
from grids.models import Lead
from grids.selectors import leads as seen
from grids.selectors import roles_of
from grids.services import leads
from mediation.core import clock, files
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.purposes import ExportPurpose

NEAR = 3
FILTERS = ("status", "kind", "division", "reported_after", "reported_before")


class Pages(CursorPagination):
    page_size = 50
    ordering = ("-reported_at", "-pk")


def reporter(request: HttpRequest) -> User:
    """Raises Http404: no post that reports from the field."""
    user = signed_in(request)
    if not seen.may_report(user):
        raise Http404
    return user


def lead_of(user: User, pk: int) -> Lead:
    return get_object_or_404(
        seen.visible_leads(user).select_related(
            "centre", "category", "division", "grid__parent", "unit", "case",
            "reported_by", "followed_by", "answered_by",
        ),
        pk=pk,
    )  # fmt: skip


@never_cache
@require_GET
def lead_list(request: HttpRequest) -> HttpResponse:
    """Newest first; by state, kind, place and day."""
    user = reporter(request)
    found = seen.for_lists(seen.visible_leads(user))
    filtered = LeadFilter(request.GET, queryset=found, request=request)
    pages = Pages()
    page = pages.paginate_queryset(filtered.qs, Request(request))
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    typed = [(name, value) for name, value in asked.items() if value]
    return render(
        request,
        "grids/leads/list.html",
        {
            "leads": page or [],
            "statuses": LeadStatus.choices,
            "kinds": LeadKind.choices,
            "places": seen.places_for(user).filter(level=Level.VILLAGE),
            "errors": [text for texts in filtered.errors.values() for text in texts],
            "asked": asked,
            "typed": typed,
            "has_filters": any(name != "status" for name, _ in typed),
            "may_export": not roles_with_deputies(user).isdisjoint(EXPORTERS),
            "purposes": ExportPurpose.choices,
            "waiting": seen.visible_leads(user).filter(answered_at__isnull=True).count(),
            "next_url": pages.get_next_link(),
            "previous_url": pages.get_previous_link(),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def lead_new(request: HttpRequest) -> HttpResponse:
    """The phone page. The script keeps what is sent in the browser until it was answered; without
    a script the same form is sent as it is."""
    user = reporter(request)
    if request.method == "GET":
        sweep = request.GET.get("sweep", "")
        begun = {"form_key": uuid.uuid4(), "sweep": sweep if sweep.isdecimal() else ""}
        return _page_new(request, user, LeadForm(user=user, initial=begun))
    form = LeadForm(request.POST, request.FILES, user=user)
    is_settled = request.POST.get("act") == "settle"
    if form.is_valid():
        if is_settled and not form.cleaned_data["settled"]:
            form.add_error("settled", "怎么调好的，写一句就行")
        else:
            try:
                done = leads.report(
                    user,
                    **form.cleaned_data | ({} if is_settled else {"settled": ""}),
                    pictures=request.FILES.getlist("photos"),
                )
            except Refused as refused:
                field = refused.field if refused.field in form.fields else None
                form.add_error(field, refused.sentence)
            else:
                messages.success(request, f"{done.lead.number} 报上了。")
                return redirect("grids:lead", done.lead.pk)
    return _page_new(request, user, form)


def _page_new(request: HttpRequest, user: User, form: LeadForm) -> HttpResponse:
    is_of_a_grid = Role.GRID_WORKER in roles_of(user)
    return render(
        request,
        "grids/leads/new.html",
        {
            "form": form,
            "own_place": seen.own_place(user),
            "is_of_a_grid": is_of_a_grid,
            "most_photos": leads.MOST_PHOTOS,
            "has_points": seen.has_points(user),
        },
    )


@never_cache
@require_GET
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, lead_of(reporter(request), pk))


def _page(
    request: HttpRequest, found: Lead, bound: dict[str, forms.Form] | None = None
) -> HttpResponse:
    user = signed_in(request)
    may_follow = found.is_waiting and seen.actor_of(user, found) is not None
    shapes = {
        "settle": WordsForm(auto_id="settle_%s"),
        "answer": AnswerForm(auto_id="answer_%s"),
        "note": WordsForm(auto_id="note_%s"),
        "pass": PassForm(lead=found, auto_id="pass_%s"),
        "sort": SortForm(
            auto_id="sort_%s",
            initial={
                "kind": found.kind,
                "category": found.category.code if found.category else "",
            },
        ),
    }
    return render(
        request,
        "grids/leads/detail.html",
        {
            "lead": found,
            "case": getattr(found, "case", None),
            "steps": found.steps.select_related("by", "on_behalf_of", "to_unit"),
            "photos": found.photos.order_by("pk"),
            "may_follow": may_follow,
            "may_take_up": may_follow and found.status == LeadStatus.REPORTED,
            "may_become_case": may_follow
            and found.kind == LeadKind.DISPUTE
            and may_register(user),
            "sees_danger": seen.may_see_danger(user, found),
            "near": seen.still_open_near(user, found.where, found)[:NEAR],
            "is_mine": found.reported_by_id == user.pk,
            "forms": shapes | (bound or {}),
        },
    )  # fmt: skip


@never_cache
@require_POST
def lead_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """跟踪、补一条、当场调好、反馈、转给、改类别."""
    user = reporter(request)
    found = lead_of(user, pk)
    shape = SHAPES.get(act)
    if shape is None:
        raise Http404
    form = shape(request.POST, found)
    if not form.is_valid():
        return _page(request, found, {act: form})
    try:
        photos = {"pictures": request.FILES.getlist("photos")} if act == "note" else {}
        leads.ACTS[act](found, user, **form.cleaned_data, **photos)
    except Refused as refused:
        if refused.status == 400 and "words" in form.fields:  # what was typed stays
            form.add_error("words", refused.sentence)
            return _page(request, found, {act: form})
        messages.error(request, refused.sentence)
    else:
        messages.success(request, SAID[act])
    return redirect("grids:lead", found.pk)


SHAPES: dict[str, Callable[[Any, Lead], forms.Form]] = {
    "follow": lambda post, lead: forms.Form(post),
    "note": lambda post, lead: WordsForm(post, auto_id="note_%s"),
    "settle": lambda post, lead: WordsForm(post, auto_id="settle_%s"),
    "answer": lambda post, lead: AnswerForm(post, auto_id="answer_%s"),
    "pass": lambda post, lead: PassForm(post, lead=lead, auto_id="pass_%s"),
    "sort": lambda post, lead: SortForm(post, auto_id="sort_%s"),
}
SAID = {
    "follow": "记下了：您在跟踪。",
    "note": "补上了。",
    "settle": "记下了：当场调好，上报人会看到。",
    "answer": "反馈给上报人了。",
    "pass": "转过去了，那边会收到提醒。",
    "sort": "改好了。",
}


@never_cache
@require_GET
def lead_photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    user = reporter(request)
    return files.response_for(get_object_or_404(seen.visible_photos(user), pk=photo, lead=pk))


@never_cache
@require_GET
def lead_outbox(request: HttpRequest) -> HttpResponse:
    """What the phone asks before it sends what it kept: who is signed in, and with which token."""
    return JsonResponse({"user": str(reporter(request).pk), "token": get_token(request)})


@never_cache
@require_POST
def lead_nearest(request: HttpRequest) -> HttpResponse:
    """The grid nearest to a position; the position is neither kept nor logged."""
    user = reporter(request)
    try:
        latitude = Decimal(request.POST.get("latitude", "")[:12])
        longitude = Decimal(request.POST.get("longitude", "")[:12])
    except InvalidOperation:
        return JsonResponse({"code": "", "label": ""}, status=400)
    is_on_earth = latitude.is_finite() and longitude.is_finite()
    if not is_on_earth or abs(latitude) > 90 or abs(longitude) > 180:
        return JsonResponse({"code": "", "label": ""}, status=400)
    found = seen.nearest_place(user, latitude, longitude)
    label = found.short_name if found else ""
    return JsonResponse({"code": found.code if found else "", "label": label})


@never_cache
@require_GET
def lead_near(request: HttpRequest) -> JsonResponse:
    """可能报过 (screen i): what is open at the place that is being typed, as far as he sees it."""
    user = reporter(request)
    place = seen.places_for(user).filter(code=request.GET.get("division", "")[:14]).first()
    found = seen.still_open_near(user, place)[:NEAR] if place else []
    return JsonResponse({"results": [_near(one) for one in found]})


def _near(lead: Lead) -> dict[str, Any]:
    case: Any = getattr(lead, "case", None)
    at = clock.local(lead.reported_at)
    return {
        "id": lead.pk,
        "label": lead.aloud,
        "on": f"{at.month}月{at.day}日",
        "words": Truncator(lead.shown_words).chars(30),
        "says": f"{case.aloud}在办" if case is not None else lead.get_status_display(),
    }


@never_cache
@require_GET
def lead_worker(request: HttpRequest) -> HttpResponse:
    """The service worker of `/leads/`: it opens the phone page where there is no network."""
    reporter(request)
    return render(request, "grids/leads/worker.js", content_type="text/javascript; charset=utf-8")
