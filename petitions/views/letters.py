"""The letters of a petition: issuing one, its Word, PDF and print page, delivery and scans."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.enums import DeliverWay
from cases.views.prints import blocks_of, filled
from mediation.core import clock, documents
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.files import response_of
from mediation.core.models import User
from petitions import access
from petitions.enums import Letter, Verb
from petitions.forms.letters import LetterForm
from petitions.letters.table import LETTERS
from petitions.models import IssuedLetter, Petition
from petitions.selectors.letters import file_with_letters, issuable, letter_lines, letter_of
from petitions.services import issuing, letters
from petitions.views.detail import note_opening
from petitions.workflow import GRAPH

FORMS = ("docx", "pdf", "print")


@never_cache
@require_GET
def letter_list(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for delivery, what can be issued now, what was issued with versions and scans."""
    user = signed_in(request)
    petition = file_with_letters(user, pk)
    return render(request, "petitions/letters/page.html", letters_of(petition, user))


def letters_of(petition: Petition, user: User) -> dict[str, Any]:
    """What the block on the petition's page and the page of its own show."""
    relations = access.relations(user, petition)
    lines = letter_lines(petition, user)
    by_hand = issuable(petition, user)
    return {
        "petition": petition,
        "letter_lines": lines,
        "waiting_letters": [one for one in lines if one.is_waiting],
        "issuable": by_hand,
        "may_receipt": LETTERS[Letter.RECEIPT] in by_hand,
        "may_deliver": Verb.DELIVER in GRAPH.available(petition, relations),
        "may_scan": not petition.is_sealed and not relations.isdisjoint(issuing.FILERS),
        "ways": DeliverWay.choices,
        "today": clock.today(),
        "has_pdf": documents.converter() is not None,
    }


@never_cache
@require_http_methods(["GET", "POST"])
def letter_new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The form of a letter; POST issues it. 404 for a kind that is none."""
    user = signed_in(request)
    petition = file_with_letters(user, pk)
    if kind not in LETTERS:
        raise Http404
    letter_type = LETTERS[kind]
    try:
        issuing.check_may_issue(letter_type, petition, user)
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("petitions:letters", petition.pk)
    if request.method == "GET":
        initial = {"letter": request.GET.get("letter", "")}
        return show(request, petition, LetterForm(letter_type, petition, initial=initial))
    form = LetterForm(letter_type, petition, request.POST)
    if not form.is_valid():
        return show(request, petition, form)
    try:
        letter = issuing.issue_letter(petition, kind, user, **form.given())
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return show(request, petition, form)
    messages.success(request, f"{letter_type.label}出好了，编号 {letter.number}。")
    return redirect("petitions:letters", petition.pk)


def show(request: HttpRequest, petition: Petition, form: LetterForm) -> HttpResponse:
    errors = [
        {"id": f"id_{name}", "text": f"{form.fields[name].label}：{text}"}
        if name in form.fields
        else {"id": "", "text": text}
        for name, texts in form.errors.items()
        for text in texts
    ]
    context = {
        "petition": petition,
        "form": form,
        "letter_type": form.letter_type,
        "errors": errors,
    }
    return render(request, "petitions/letters/form.html", context)


@require_POST
def letter_again(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """A further version of a letter that was not sent yet."""
    user = signed_in(request)
    petition, letter = letter_of(user, pk, letter_pk)
    try:
        issuing.issue_again(letter, user)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, "按现在的卷重新出了一份，文号不变，旧的留着。")
    return redirect("petitions:letters", petition.pk)


@require_POST
def letter_draw(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """Lock the Word file of a letter that was issued with its act."""
    user = signed_in(request)
    petition, letter = letter_of(user, pk, letter_pk)
    try:
        letters.draw_up(letter, user)
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, "Word 文件生成好了。")
    return redirect("petitions:letters", petition.pk)


@require_POST
def letter_scan(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """Add the scan of the signed letter or of its 送达回证."""
    user = signed_in(request)
    petition, letter = letter_of(user, pk, letter_pk)
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise Refused("needs_file", "请先选一个文件。", field="file")
        issuing.attach_scan(letter, user, upload, signed_by=request.POST.get("signed_by", ""))
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, "扫描件存好了。")
    return redirect("petitions:letters", petition.pk)


@never_cache
@require_GET
def letter_file(request: HttpRequest, pk: int, letter_pk: int, form: str) -> HttpResponse:
    """The Word file as it was locked, a PDF of it, or the page to print."""
    user = signed_in(request)
    petition, letter = letter_of(user, pk, letter_pk)
    if form not in FORMS:
        raise Http404
    note_opening(petition, user, "letter")
    if form == "print":
        return print_page(request, letter, user)
    try:
        return response_of(*file_as(letter, form))
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("petitions:letters", petition.pk)


def file_as(letter: IssuedLetter, form: str) -> tuple[bytes, str]:
    """The bytes and the file's name. Raises Refused as `document_of` and `to_pdf`."""
    docx = letters.document_of(letter)
    body = documents.to_pdf(docx) if form == "pdf" else docx
    return body, f"{letter.label} {letter.number}.{form}"


def print_page(request: HttpRequest, letter: IssuedLetter, user: User) -> HttpResponse:
    """The words it was issued with, on A4."""
    letter_type, data = LETTERS[letter.kind], letters.words_of(letter)
    return render(
        request,
        "petitions/letters/sheet.html",
        {
            "petition": letter.petition,
            "paper": letter,
            "title": filled(letter_type.title, data),
            "layout": letter_type.layout,
            "data": data,
            "blocks": blocks_of(letter_type.layout, data),
            "seal": filled(letter_type.layout.seal, data),
            "file_number": data[letter_type.layout.file_number.name],
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )
