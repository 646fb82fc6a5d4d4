"""The dossier of a case: what lies in it, what is missing, one PDF, one zip, the archive."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access
from cases.enums import Clock, DossierPart, Status
from cases.models import Case
from cases.selectors import dossier as found
from cases.services import dossier
from cases.views.ways import links_of
from mediation.core import binding, clock, documents
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.files import response_of
from mediation.core.models import User


@never_cache
@require_http_methods(["GET", "POST"])
def case_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the twelve places in order. POST: to the archive. Below the record: 404."""
    user = signed_in(request)
    case = found.dossier_of(user, pk)
    refusal, typed = "", ""
    if request.method == "POST":
        typed = request.POST.get("explanation", "")
        try:
            dossier.archive(case, user, explanation=typed)
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, "归档好了，卷宗已经锁定。")
            return redirect("cases:dossier", case.pk)
    context = context_of(case, user) | {"refusal": refusal, "explanation": typed}
    return render(request, "cases/dossier/page.html", context, status=409 if refusal else 200)


def context_of(case: Case, user: User) -> dict[str, Any]:
    shown = found.entries(case, access.readable_stages(user, case))
    shelves = found.shelves(case, shown)
    kept = found.archived(case)
    pages = {
        (line["kind"], line["key"]): line
        for line in (kept.contents if kept else ())
        if "first" in line
    }
    return {
        "case": case,
        "name": found.name_of_dossier(case),
        "number": dossier.number_of(case),
        "kept": kept,
        "retention": kept.retention if kept else str(found.retention_of(case) or ""),
        "shelves": [
            {
                "shelf": shelf,
                "entries": [
                    {
                        "entry": one,
                        "placed": pages.get(("paper" if one.is_paper else "file", one.row.pk)),
                    }
                    for one in shelf.entries
                ],
            }
            for shelf in shelves
        ],
        "gaps": [shelf.gap for shelf in shelves if shelf.gap],
        "parts": DossierPart.choices,
        "files": [one.row for one in shown if not one.is_paper],
        "has_note": found.has_note(case),
        "may_archive": dossier.may_archive(case, user),
        "cannot_pdf": why_no_pdf(),
        "is_waiting": any(
            one.clock == Clock.ARCHIVE and one.is_running for one in case.deadlines.all()
        ),
    }


def why_no_pdf() -> str:
    """What the PDF button says where this machine cannot make one."""
    if documents.converter() is None:
        return "这台服务器没有装 LibreOffice，出不了 PDF。压缩包和打印页可以用。"
    if binding.typeface() is None:
        return "这台服务器没有中文字体，出不了 PDF。压缩包和打印页可以用。"
    return ""


@never_cache
@require_GET
def dossier_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """`pdf`, `zip`, or `print`: cover, contents and back cover for the browser to print."""
    user = signed_in(request)
    case = found.dossier_of(user, pk)
    for_court = bool(request.GET.get("for_court"))
    if form == "print":
        return printed(request, case, user)
    if form not in dossier.FORMS:
        raise Http404
    try:
        package = dossier.package_for(case, user, form, for_court=for_court)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("cases:dossier", case.pk)
    dossier.note_access(case, user, form, for_court)
    return response_of(package.body, package.name)


def printed(request: HttpRequest, case: Case, user: User) -> HttpResponse:
    context = context_of(case, user)
    kept = context["kept"]
    lines = [one for row in context["shelves"] for one in row["entries"]]
    context |= {
        "cover": dossier.cover_of(case),
        "lines": lines,
        "count": len(lines),
        "pages": kept.pages if kept else None,
        "printed_by": user.name,
        "printed_at": clock.now(),
    }
    return render(request, "cases/dossier/print.html", context)


@require_POST
def dossier_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts one file into another place of the order."""
    user = signed_in(request)
    case = found.dossier_of(user, pk)
    key = request.POST.get("file", "")
    try:
        dossier.place_file(
            case, user, int(key) if key.isdecimal() else 0, request.POST.get("part", "")
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, "放好了。")
    return redirect("cases:dossier", case.pk)


def dossier_block(case: Case, *, may_read_record: bool) -> dict[str, Any]:
    """What the case's page says of its dossier and its ways out; no query of its own."""
    is_archived = case.status == Status.CLOSED and any(
        one.clock == Clock.ARCHIVE
        and one.stopped_by == dossier.ARCHIVED
        and one.start_on == case.closed_on
        for one in case.deadlines.all()
    )
    is_reader = may_read_record and case.level >= access.RECORD
    return {
        "ways": links_of(case),
        "is_archived": is_archived,
        "dossier_url": reverse("cases:dossier", args=[case.pk]) if is_reader else "",
    }
