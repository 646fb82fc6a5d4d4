"""咨询: the list, answering on the spot, one question with its print, and carrying it over."""

import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from cases import enums
from cases.forms.inquiries import InquiryForm
from cases.forms.register import initial_from
from cases.models import Inquiry, Visit
from cases.selectors import inquiries as asked
from cases.selectors.legal_aid import may_check
from cases.selectors.visits import typed_at_windows, visible_visits
from cases.services import inquiries
from cases.views import visit_forms
from grids.access import may_register
from grids.selectors import centre_of, department_of
from mediation.core import clock, drafts
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

DRAFT = "inquiry"
SEARCHED_DAYS = timedelta(days=365)


class Pages(CursorPagination):
    page_size = 50
    ordering = ("-pk",)


@never_cache
@require_GET
def inquiry_list(request: HttpRequest) -> HttpResponse:
    """The centre's questions, newest first, and how many there were by topic."""
    user, today = signed_in(request), clock.today()
    centre = centre_of(user)
    if centre is None or not asked.may_count_inquiries(user):
        raise Http404
    found, words = asked.visible_inquiries(user), request.GET.get("q", "").strip()[:40]
    if words:
        found = asked.found_by(found, words, today - SEARCHED_DAYS)
    pages = Pages()
    page = pages.paginate_queryset(found, Request(request))
    counts = asked.inquiry_counts(centre, today)
    return render(
        request,
        "cases/inquiries/list.html",
        {
            "inquiries": page or [],
            "words": words,
            "counts": counts,
            "today_count": sum(one.day for one in counts),
            "month_count": sum(one.month for one in counts),
            "may_answer": asked.may_answer(user),
            "may_read": asked.may_read_inquiries(user),
            "next_url": pages.get_next_link(),
            "previous_url": pages.get_previous_link(),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def inquiry_new(request: HttpRequest) -> HttpResponse:
    """The form, from a visit (`?visit=`) or by itself. `ready` puts a 常用答复 into it."""
    user = signed_in(request)
    if not asked.may_answer(user):
        raise Http404
    visit = visit_of(user, request.GET.get("visit", ""))
    if request.method == "GET":
        if away := visit_forms.not_here(request, visit):
            return away
        return page_new(request, user, visit, InquiryForm(initial=beginning(request, user, visit)))
    if "ready" in request.POST:
        typed = initial_from(InquiryForm, request.POST) | with_ready(request.POST["ready"])
        return page_new(request, user, visit, InquiryForm(initial=typed))
    form = InquiryForm(request.POST)
    if form.is_valid():
        try:
            done = inquiries.answer_on_the_spot(user, **form.cleaned_data, visit=visit)
        except Refused as refused:
            field = refused.field if refused.field in form.fields else None
            form.add_error(field, refused.sentence)
        else:
            if visit is None:
                drafts.clear(user, DRAFT)
            else:
                drafts.clear_shared(visit_forms.draft_key(visit))
            messages.success(request, f"{done.number} 记下了。要带走答复的，请打印。")
            return redirect("cases:inquiry", done.pk)
    return page_new(request, user, visit, form)


def visit_of(user: User, key: str) -> Visit | None:
    """The visit that the page was opened from. Raises Http404 for one out of sight."""
    if not key:
        return None
    return get_object_or_404(visible_visits(user), pk=key if key.isdecimal() else 0)


def beginning(request: HttpRequest, user: User, visit: Visit | None) -> dict[str, Any]:
    """What the form begins with: the unfinished one, else what was said at the door."""
    key = visit_forms.draft_key(visit)
    kept = typed_at_windows(DRAFT, key) if visit else drafts.load(user, DRAFT)
    version = visit.version if visit else None
    if kept is not None and not is_answered(kept.data):
        return initial_from(InquiryForm, kept.data) | {"version": version}
    window = visit.window if visit else request.session.get("window")
    return {
        "form_key": uuid.uuid4(),
        "version": version,
        "asked": visit.said if visit else "",
        "window": window if window in enums.Window.values else enums.Window.LEGAL,
    } | with_ready(request.GET.get("ready", ""))


def is_answered(typed: Any) -> bool:
    """A late save crossed the hand-in on its way: that form is done."""
    try:
        key = uuid.UUID(str(typed.get("form_key", "")))
    except ValueError:
        return False
    return Inquiry.objects.filter(form_key=key).exists()


def with_ready(key: str) -> dict[str, Any]:
    """The words of a 常用答复, to be changed as the matter needs."""
    ready = asked.ready_answer(key)
    if ready is None:
        return {}
    words: dict[str, Any] = {"answer": ready.answer, "law": ready.law}
    return words | ({"topic": ready.topic.code} if ready.topic else {})


def page_new(
    request: HttpRequest, user: User, visit: Visit | None, form: InquiryForm
) -> HttpResponse:
    errors = [
        {"id": f"id_{name}" if name in form.fields else "", "text": text}
        for name, texts in form.errors.items()
        for text in texts
    ]
    return render(
        request,
        "cases/inquiries/new.html",
        {
            "form": form,
            "visit": visit,
            "errors": errors,
            "answers": asked.common_answers(),
            "draft_url": visit_forms.draft_url(DRAFT, visit),
        },
    )


def inquiry_of(user: User, pk: int) -> Inquiry:
    """Raises Http404: not of the user's centre, or not his to read."""
    return get_object_or_404(asked.visible_inquiries(user), pk=pk)


@never_cache
@require_GET
def inquiry(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    found = inquiry_of(user, pk)
    return render(
        request,
        "cases/inquiries/detail.html",
        {
            "inquiry": found,
            "may_carry": asked.may_answer(user),
            "may_check_aid": may_check(user),
            "is_registrar": may_register(user),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def inquiry_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer on A5. The button posts, which keeps that it was printed; a GET shows the sheet."""
    user = signed_in(request)
    found = inquiry_of(user, pk)
    if request.method == "POST":
        inquiries.note_printed(found)
        return redirect("cases:inquiry_print", found.pk)
    return render(
        request,
        "cases/inquiries/print.html",
        {
            "inquiry": found,
            "centre_office": department_of("centre", found.centre),
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )


@require_POST
def inquiry_carry(request: HttpRequest, pk: int) -> HttpResponse:
    """It is a dispute (or a petition) after all: to the register form, with nothing typed twice."""
    user = signed_in(request)
    found = inquiry_of(user, pk)
    try:
        visit = inquiries.carry_over(found, user)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("cases:inquiry", found.pk)
    query = {"inquiry": found.pk} | ({"visit": visit.pk} if visit else {})
    form = "cases:new" if may_register(user) else "petitions:new"
    return redirect(f"{reverse(form)}?{urlencode(query)}")
