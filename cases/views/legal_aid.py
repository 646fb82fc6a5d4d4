"""`/legal-aid/`: the list, a new check from a question or a case, one check, its sheet."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from cases.forms.legal_aid import AidForm, AnswerForm, ForwardForm
from cases.models import LegalAidCheck
from cases.selectors import legal_aid as reading
from cases.services import legal_aid
from cases.views.jurisdiction import put_beside
from grids.selectors import centre_of, department_of
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User


class Pages(CursorPagination):
    page_size = 50
    ordering = ("-pk",)


@never_cache
@require_GET
def check_list(request: HttpRequest) -> HttpResponse:
    """The window's checks, newest first; the director sees the numbers alone."""
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None or not reading.may_count(user):
        raise Http404
    pages = Pages()
    year = clock.today().year
    return render(
        request,
        "cases/legal_aid/list.html",
        {
            "checks": pages.paginate_queryset(reading.visible_checks(user), Request(request)) or [],
            "counts": reading.check_counts(centre, year),
            "year": year,
            "may_check": reading.may_check(user),
            "next_url": pages.get_next_link(),
            "previous_url": pages.get_previous_link(),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def check_new(request: HttpRequest) -> HttpResponse:
    """`?inquiry=` or `?case=` of the reader's sight, else 404."""
    user = signed_in(request)
    if not reading.may_check(user):
        raise Http404
    inquiry, case = reading.matter_of(
        user, request.GET.get("inquiry", ""), request.GET.get("case", "")
    )
    form = AidForm(request.POST or None, initial={"form_key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            done = legal_aid.check(user, **form.cleaned_data, inquiry=inquiry, case=case)
        except Refused as refused:
            put_beside(form, refused)
        else:
            messages.success(request, f"{done.number} 记下了。请打印，由申请人核对签名。")
            return redirect("cases:legal_aid_check", done.pk)
    return render(
        request, "cases/legal_aid/new.html", {"form": form, "inquiry": inquiry, "case": case}
    )


def check_of(user: User, pk: int) -> LegalAidCheck:
    return get_object_or_404(reading.visible_checks(user), pk=pk)


@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """One check; `do=forward`, then `do=answer`."""
    user = signed_in(request)
    found = check_of(user, pk)
    do = request.POST.get("do", "")
    forwarding: Any = ForwardForm(request.POST if do == "forward" else None)
    form: Any = AnswerForm(request.POST if do == "answer" else None)
    asked = {"forward": forwarding, "answer": form}.get(do)
    if asked is not None and asked.is_valid():
        try:
            if do == "forward":
                legal_aid.forward(found, user, **asked.cleaned_data)
            else:
                legal_aid.note_answer(found, user, **asked.cleaned_data)
        except Refused as refused:
            if refused.field in asked.fields:
                put_beside(asked, refused)
            else:  # the step is not this one's turn: its form is not on the page
                messages.error(request, refused.sentence)
        else:
            return redirect("cases:legal_aid_check", found.pk)
    return render(
        request,
        "cases/legal_aid/detail.html",
        {
            "check": found,
            "forwarding": forwarding,
            "form": form,
            "days": (found.due_on - clock.today()).days if found.due_on else None,
        },
    )


@never_cache
@require_GET
def check_print(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    found = check_of(user, pk)
    return render(
        request,
        "cases/legal_aid/print.html",
        {
            "check": found,
            "justice": department_of("justice_office", found.centre),
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )
