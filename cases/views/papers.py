"""The papers of a case: issuing one, its Word and PDF file, the scan of the signed one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access, labels, selectors, services
from cases.enums import Document, Verb
from cases.forms.papers import PaperForm
from cases.models import Case, Paper
from cases.papers.table import PAPERS
from cases.workflow import GRAPH
from mediation.core import documents
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.files import response_of
from mediation.core.models import User

ROWS = (
    *selectors.DECIDING,
    "events",
    "papers",
    "sessions",
    "agreements",
    "follow_ups",
    "attachments",
)
FORMS = ("docx", "pdf")


def file_of(user: User, pk: int) -> tuple[Case, set[int]]:
    """The case and the stages whose record the user reads; 404 below the file."""
    case = selectors.get_visible(user, pk, *ROWS)
    if case.level < access.FILE:
        raise Http404
    return case, access.readable_stages(user, case)


def paper_of(user: User, pk: int, paper_pk: int) -> tuple[Case, Paper]:
    """An issued paper that the user may read; 404 for any other, and for the receipt."""
    case, readable = file_of(user, pk)
    found = next((one for one in case.papers.all() if one.pk == paper_pk), None)
    if found is None or found.kind not in PAPERS:
        raise Http404
    if not selectors.may_read_paper(found, case, readable):
        raise Http404
    return case, found


@never_cache
@require_GET
def paper_list(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be issued now, what was issued with its versions and scans."""
    user = signed_in(request)
    case, readable = file_of(user, pk)
    relations = access.relations(user, case)
    return render(
        request,
        "cases/papers/page.html",
        {
            "case": case,
            "papers": paper_lines(case, user, readable),
            "issuable": selectors.issuable(case, user, readable),
            "may_note": Verb.NOTE in GRAPH.available(case, relations),
            "has_pdf": documents.converter() is not None,
        },
    )


def paper_lines(case: Case, user: User, readable: set[int]) -> list[dict[str, Any]]:
    """Issued papers with the page that prints each; the receipt only for who hands it out."""
    relations = access.relations(user, case)
    has_receipt = (
        not relations.isdisjoint(selectors.RECEIPT_GIVERS) or case.registered_by_id == user.pk
    )
    return [
        {
            "paper": one,
            "label": labels.label(Document, one.kind),
            "scans": scans,
            "has_file": one.kind in PAPERS,
            "url": reverse("cases:print", args=[case.pk, one.kind]) + f"?version={one.version}"
            if one.kind in PAPERS
            else reverse("cases:receipt", args=[case.pk]),
        }
        for one, scans in selectors.issued(case, readable, has_receipt=has_receipt)
    ]


@never_cache
@require_http_methods(["GET", "POST"])
def paper_new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The form of a paper; POST issues it. 404 for a kind that is none."""
    user = signed_in(request)
    case, _ = file_of(user, pk)
    if kind not in PAPERS:
        raise Http404
    paper_type = PAPERS[kind]
    try:
        services.check_may_issue(paper_type, case, user)
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("cases:papers", case.pk)
    if request.method == "GET":
        return show(request, case, PaperForm(paper_type, case, user))
    form = PaperForm(paper_type, case, user, request.POST)
    if not form.is_valid():
        return show(request, case, form)
    try:
        paper = services.issue_paper(case, kind, user, **form.given())
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return show(request, case, form)
    messages.success(request, f"{paper_type.label}出好了，编号 {paper.number}。")
    return redirect("cases:papers", case.pk)


def show(request: HttpRequest, case: Case, form: PaperForm) -> HttpResponse:
    errors = [
        {"id": f"id_{name}", "text": f"{form.fields[name].label}：{text}"}
        if name in form.fields
        else {"id": "", "text": text}
        for name, texts in form.errors.items()
        for text in texts
    ]
    context = {"case": case, "form": form, "paper_type": form.paper_type, "errors": errors}
    return render(request, "cases/papers/form.html", context)


@never_cache
@require_GET
def paper_file(request: HttpRequest, pk: int, paper_pk: int, form: str) -> HttpResponse:
    """The Word file as it was locked, or a PDF of it."""
    user = signed_in(request)
    case, paper = paper_of(user, pk, paper_pk)
    if form not in FORMS:
        raise Http404
    try:
        return response_of(*file_as(paper, form))
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("cases:papers", case.pk)


def file_as(paper: Paper, form: str) -> tuple[bytes, str]:
    """The bytes and the file's name. Raises Refused as `document_of` and `to_pdf`."""
    docx = services.document_of(paper)
    body = documents.to_pdf(docx) if form == "pdf" else docx
    return body, f"{labels.label(Document, paper.kind)} {paper.number}.{form}"


@require_POST
def paper_draw(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """Lock the Word file of a paper that was issued with its act."""
    user = signed_in(request)
    case, paper = paper_of(user, pk, paper_pk)
    try:
        services.draw_up(paper, user)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, "Word 文件生成好了。")
    return redirect("cases:papers", case.pk)


@require_POST
def paper_scan(request: HttpRequest, pk: int, paper_pk: int) -> HttpResponse:
    """Add the scan of the signed paper."""
    user = signed_in(request)
    case, paper = paper_of(user, pk, paper_pk)
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise Refused("needs_file", "请先选一个文件。", field="file")
        services.attach_scan(paper, user, upload, signed_by=request.POST.get("signed_by", ""))
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, "扫描件存好了。")
    return redirect("cases:papers", case.pk)
