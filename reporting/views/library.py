"""`/library/`: the examples, one of them, writing one from a case, consent and publishing."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from rest_framework.utils.urls import replace_query_param

from cases.views.jurisdiction import put_beside
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.access import reader
from reporting.forms.library import ConsentForm, EntryForm, PublishForm, WithdrawForm
from reporting.models import LibraryEntry
from reporting.review_enums import LibraryState
from reporting.selectors import library as reading
from reporting.services import library
from reporting.services.library import FIELDS

PAGE = 30
DONE = {
    "amend": "存好了。",
    "consent": "同意记下了。",
    "take_back": "记下了。已经放入的，现在撤下。",
    "publish": "已放入案例库。",
    "withdraw": "已撤下。",
}


@never_cache
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """What is published, newest first, by category if asked; drafts stand above for their people."""
    user = signed_in(request)
    if not reading.may_read(user):
        raise Http404
    found = reading.visible_entries(user)
    shown = found.filter(state=LibraryState.PUBLISHED)
    if code := request.GET.get("category", ""):
        shown = shown.filter(category__code=code)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    address = request.get_full_path()
    year = clock.today().year
    whose = "全部案件" if reader(user).villages is None else "本村（社区）的案件"
    return render(
        request,
        "reporting/library/list.html",
        {
            "page": page,
            "drafts": found.filter(state=LibraryState.DRAFT)[:PAGE],
            "tables": [
                ("成因", "案例库里的", reading.learnt(user, "cause")),
                ("没谈成的原因", "案例库里的", reading.learnt(user, "reason")),
                (
                    "没谈成的理由",
                    f"{year} 年{whose}，按上报和终止时写的",
                    reading.grounds(user, year),
                ),
            ],
            "next_url": replace_query_param(address, "page", page.number + 1)
            if page.has_next()
            else "",
            "previous_url": replace_query_param(address, "page", page.number - 1)
            if page.has_previous()
            else "",
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """`?case=`: a draft from a case whose file the reader has, its people already left out."""
    user = signed_in(request)
    asked = request.GET.get("case", "")
    if not asked.isdecimal():
        raise Http404
    case = reading.case_of(user, int(asked))
    form = EntryForm(
        request.POST or None, initial={"form_key": uuid.uuid4(), **reading.draft_of(case)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            entry = library.write(
                user,
                case,
                form_key=form.cleaned_data["form_key"] or uuid.uuid4(),
                **told(form),
            )
        except Refused as refused:
            put_beside(form, refused)
        else:
            messages.success(request, "草稿存好了。接着记当事人的同意，再请另一位同志核对放入。")
            return redirect("reporting:library_entry", entry.pk)
    return render(request, "reporting/library/write.html", {"form": form, "case": case})


def told(form: EntryForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in FIELDS}


@never_cache
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry; `do`: amend · consent · take_back · publish · withdraw."""
    user = signed_in(request)
    one = reading.entry_of(user, pk)
    do = request.POST.get("do", "")
    forms = forms_for(user, one, request)
    if request.method == "POST":
        form = forms.get(do)
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                act(user, one, do, form.cleaned_data)
            except Refused as refused:
                put_beside(form, refused)
            else:
                messages.success(request, DONE[do])
                is_gone = not reading.visible_entries(user).filter(pk=one.pk).exists()
                if is_gone:
                    return redirect("reporting:library")
                return redirect("reporting:library_entry", one.pk)
    is_working = "consent" in forms or "take_back" in forms
    return render(
        request,
        "reporting/library/entry.html",
        {
            "one": one,
            "forms": forms,
            "is_working": is_working,
            "consents": list(reading.consents_of(one)) if is_working else [],
            "missing": reading.not_asked(one) if is_working else [],
            "findings": reading.findings_of(user, one)
            if is_working and one.state == LibraryState.DRAFT
            else [],
            "sees_case": reading.sees_case(user, one),
            "waits_for_another": "amend" in forms
            and reading.may_keep(user, one.centre)
            and reading.wrote(user, one),
        },
    )


def forms_for(user: User, one: LibraryEntry, request: HttpRequest) -> dict[str, Any]:
    """A form for each step that is open to the reader now."""
    do = request.POST.get("do", "")

    def typed(name: str) -> Any:
        return request.POST if do == name else None

    keeps, is_own = reading.may_keep(user, one.centre), one.written_by_id == user.pk
    works = (keeps or is_own) and reading.sees_case(user, one)
    forms: dict[str, Any] = {}
    if works and one.state != LibraryState.WITHDRAWN:
        forms["take_back"] = ConsentForm(typed("take_back"))
        if keeps or one.state == LibraryState.DRAFT:
            forms["withdraw"] = WithdrawForm(typed("withdraw"))
    if works and one.state == LibraryState.DRAFT:
        first = {name: getattr(one, name) for name in FIELDS} | {"version": one.version}
        forms["amend"] = EntryForm(typed("amend"), initial=first)
        forms["consent"] = ConsentForm(typed("consent"))
        if keeps and not reading.wrote(user, one):
            forms["publish"] = PublishForm(typed("publish"), initial={"version": one.version})
    return forms


def act(user: User, one: LibraryEntry, do: str, given: dict[str, Any]) -> None:
    """One step; the API takes the same. Raises `Refused`, Http404."""
    if do == "amend":
        told_ = {name: given.get(name, "") for name in FIELDS}
        library.amend(user, one, version=given.get("version") or 0, **told_)
    elif do in ("consent", "take_back"):
        party = get_object_or_404(one.case.parties, pk=given["party"])
        if do == "take_back":
            library.take_back(user, one, party)
        else:
            library.consent(
                user, one, party, is_written=given.get("is_written", False), on=given.get("on")
            )
    elif do == "publish":
        library.publish(
            user,
            one,
            version=given.get("version") or 0,
            is_looked_over=given.get("is_looked_over", False),
        )
    else:
        library.withdraw(user, one, given.get("why", ""))
