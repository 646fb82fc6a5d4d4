"""查阅更正: what parties ask about their own data, of one case and of all in sight."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cases import access, labels, selectors
from cases.enums import Document, PartyRequestKind
from cases.forms.requests import DecisionForm, RequestForm
from cases.forms.safety import first_fault
from cases.selectors.requests import request_counts, requests_of, waiting_requests
from cases.services import copies, requests
from grids.access import REQUEST_READERS
from grids.selectors import centre_of, department_of
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused

MOST_ROWS = 200


@never_cache
@require_http_methods(["GET", "POST"])
def case_requests(request: HttpRequest, pk: int) -> HttpResponse:
    """The requests of one case: write one down (window, unit), answer one (unit)."""
    user = signed_in(request)
    case = selectors.get_visible(user, pk, *selectors.DECIDING)
    relations = access.relations(user, case)
    may_ask = not relations.isdisjoint(requests.MAY_ASK)
    may_decide = not relations.isdisjoint(requests.MAY_DECIDE)
    if case.level < access.FILE or not (may_ask or may_decide):
        raise Http404
    is_answer = "row" in request.POST
    form = RequestForm(None if is_answer else request.POST or None, case=case)
    refusal = ""
    if request.method == "POST":
        try:
            if is_answer:
                key = request.POST["row"]
                asked = get_object_or_404(case.party_requests, pk=key if key.isdecimal() else 0)
                requests.decide(asked, user, **clean(DecisionForm(request.POST)))
            else:
                requests.ask(case, user, **clean(form))
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, f"{case.aloud}：记下了。")
            return redirect("cases:requests", case.pk)
    context = {
        "case": case,
        "requests": [{"request": one, "words": due_words(one)} for one in requests_of(case)],
        "form": form if may_ask else None,
        "may_decide": may_decide,
        "refusal": refusal,
    }
    return render(request, "cases/requests/case.html", context)


@never_cache
@require_GET
def request_answer(request: HttpRequest, pk: int, asked: int) -> HttpResponse:
    """The answer to one request, to print: what the party may take, or why not. A request that
    waits for its answer leads back to the list."""
    user = signed_in(request)
    case = selectors.get_visible(user, pk, *selectors.DECIDING)
    if case.level < access.FILE or access.relations(user, case).isdisjoint(
        requests.MAY_ASK | requests.MAY_DECIDE
    ):
        raise Http404
    found = get_object_or_404(case.party_requests.select_related("party"), pk=asked)
    if found.decided_on is None:
        return redirect("cases:requests", case.pk)
    is_copy = found.is_granted and found.kind == PartyRequestKind.COPY
    copy = copies.hand_out(found, case, user) if is_copy else None
    papers = copy.papers if copy else []
    return render(
        request,
        "cases/requests/answer.html",
        {
            "case": case,
            "asked": found,
            "copy": copy,
            "papers": [(labels.label(Document, one.kind), one) for one in papers],
            "office": department_of("centre", case.centre),
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )


def clean(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        raise Refused("invalid", first_fault(form))
    return dict(form.cleaned_data)


def due_words(request: Any) -> str:
    return "" if request.decided_on else labels.due_words(request.due_on, clock.today())


@never_cache
@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    """Those that wait for an answer, by case number, and how many the centre had this year."""
    user, today = signed_in(request), clock.today()
    if access.standing(user).roles.isdisjoint(REQUEST_READERS):
        raise Http404
    centre = centre_of(user)
    waiting = list(waiting_requests(user)[: MOST_ROWS + 1])
    return render(
        request,
        "cases/requests/list.html",
        {
            "rows": [
                {
                    "request": one,
                    "days": (one.due_on - today).days,
                }
                for one in waiting[:MOST_ROWS]
            ],
            "is_capped": len(waiting) > MOST_ROWS,
            "year": today.year,
            "counts": request_counts(centre, today.year, today) if centre else {},
        },
    )
