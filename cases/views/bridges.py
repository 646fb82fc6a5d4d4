"""来函: what courts, police, petition offices and arbitration send, and what goes back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cases import access, enums
from cases.forms.bridges import LetterCaseForm, LetterForm
from cases.forms.safety import first_fault
from cases.models import BridgeLetter
from cases.selectors.bridges import answered_letters, letters_for, waiting_letters
from cases.services import bridges
from grids.access import BRIDGE_READERS
from grids.selectors import department_of
from mediation.core import clock, numbers
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

MOST_ROWS = 200
MOST_ANSWERED = 20


def reader(request: HttpRequest) -> User:
    user = signed_in(request)
    if access.standing(user).roles.isdisjoint(BRIDGE_READERS):
        raise Http404
    return user


@never_cache
@require_http_methods(["GET", "POST"])
def bridge_list(request: HttpRequest) -> HttpResponse:
    """What waits for its reply, nearest due first; POST registers a letter."""
    user = reader(request)
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            letter = bridges.receive_letter(user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            messages.success(request, f"{letter.their_number} 登记好了。")
            return redirect("cases:bridge", letter.pk)
    rows = waiting_letters(user, clock.today(), MOST_ROWS)
    return render(
        request,
        "cases/bridges/list.html",
        {
            "rows": rows,
            "late": sum(1 for row in rows if row.days < 0),
            "answered": answered_letters(user, MOST_ANSWERED),
            "form": form,
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def bridge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: its case (registered or found), its reply, its sending."""
    user = reader(request)
    letter = get_object_or_404(letters_for(user), pk=pk)
    centre = letter.centre
    is_register = request.POST.get("act") == "register"
    case_form = LetterCaseForm(request.POST if is_register else None, centre=centre)
    refusal = ""
    if request.method == "POST":
        try:
            said = ACTS.get(request.POST.get("act", ""), _unknown)(letter, user, request, case_form)
        except Refused as refused:
            refusal = refused.sentence
            if is_register and refused.field in case_form.fields:
                case_form.add_error(refused.field, refused.sentence)
        else:
            messages.success(request, said)
            return redirect("cases:bridge", letter.pk)
    case = letter.case
    may_reply = case is not None and not access.relations(user, case).isdisjoint(bridges.MAY_REPLY)
    return render(
        request,
        "cases/bridges/detail.html",
        {
            "letter": letter,
            "case": case,
            "case_form": case_form,
            "may_register": access.may_register(user),
            "may_reply": may_reply,
            "results": enums.BridgeResult.choices,
            "suggested": suggested(case),
            "refusal": refusal,
            "days": (letter.reply_due_on - clock.today()).days,
        },
    )


def suggested(case: Any) -> str:
    """The result that fits how the case ended; "" while it is open."""
    outcome = case.outcome if case else None
    return next((result for result, fits in bridges.RESULTS.items() if outcome in fits), "")


@never_cache
@require_GET
def bridge_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The reply on A4: the result and nothing of what was said."""
    user = reader(request)
    letter = get_object_or_404(letters_for(user), pk=pk, reply_number__isnull=False)
    case = letter.case
    assert case is not None  # noqa: S101 - bridge_reply_in_full
    return render(
        request,
        "prints/bridge_reply.html",
        {
            "letter": letter,
            "case": case,
            "parties": list(case.parties.all()),
            "unit": case.unit,
            "centre_office": department_of("centre", case.centre),
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )


def _register(letter: BridgeLetter, user: User, request: HttpRequest, form: LetterCaseForm) -> str:
    if not form.is_valid():
        raise Refused("invalid", first_fault(form))
    case = bridges.register_case(letter, user, **form.fields_for_case())
    return f"登记好了，编号 {case.number}。"


def _attach(letter: BridgeLetter, user: User, request: HttpRequest, form: LetterCaseForm) -> str:
    asked = numbers.parse_number(request.POST.get("number", ""))
    found = (
        access.visible_to(user)
        .filter(short_number=asked.number, year=asked.year or clock.today().year)
        .select_related("centre", "category", "unit", "division")
        .first()
        if asked
        else None
    )
    if found is None:
        raise Refused("invalid_case", "没有找到这个案号，请再看一眼。", field="number")
    case = bridges.attach_case(letter, user, found)
    return f"归到 {case.aloud} 了。"


def _reply(letter: BridgeLetter, user: User, request: HttpRequest, form: LetterCaseForm) -> str:
    done = bridges.prepare_reply(letter, user, result=request.POST.get("result", ""))
    return f"复函文号 {done.reply_number}，请打印、盖章、发出。"


def _send(letter: BridgeLetter, user: User, request: HttpRequest, form: LetterCaseForm) -> str:
    bridges.send_reply(letter, user)
    return "发出日期记好了。"


def _unknown(letter: BridgeLetter, user: User, request: HttpRequest, form: LetterCaseForm) -> str:
    raise Http404


ACTS: dict[str, Callable[[BridgeLetter, User, HttpRequest, LetterCaseForm], str]] = {
    "register": _register,
    "attach": _attach,
    "reply": _reply,
    "send": _send,
}
