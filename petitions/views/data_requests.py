"""查阅 复制 更正 删除 解释: the requests of one petition, and the register of the centre."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cases.access import standing
from cases.selectors.requests import waiting_requests as waiting_case_requests
from grids.access import REQUEST_READERS
from grids.enums import Role
from grids.selectors import centre_of
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from petitions import access, selectors
from petitions.forms.data_requests import DataRequestForm, DecisionForm
from petitions.selectors.data_requests import counts_by_kind, requests_of, waiting_requests
from petitions.services import data_requests
from petitions.views.supports import error_lines

MOST_ROWS = 200
READERS = REQUEST_READERS | {Role.PETITION_OFFICER}
DECIDERS = frozenset({Role.PETITION_OFFICER, Role.DIRECTOR})


@never_cache
@require_http_methods(["GET", "POST"])
def petition_requests(request: HttpRequest, pk: int) -> HttpResponse:
    """The requests of one petition: write one down (office, window), answer one (office)."""
    user = signed_in(request)
    petition = selectors.get_visible(user, pk, "directions")
    may_ask = data_requests.may_ask(user, petition)
    may_decide = data_requests.may_decide(user, petition)
    if not (may_ask or may_decide):
        raise Http404
    is_file = selectors.level_of(petition) >= access.FILE
    is_answer = "row" in request.POST
    is_asked = request.method == "POST" and not is_answer
    form = DataRequestForm(petition, request.POST if is_asked else None)
    if request.method == "POST":
        try:
            if is_answer:
                asked = requests_of(petition).filter(pk=_key(request.POST["row"]))
                found = get_object_or_404(asked)
                data_requests.decide(found, user, **clean(DecisionForm(request.POST)))
            elif form.is_valid():
                data_requests.ask(petition, user, **form.cleaned_data)
        except Refused as refused:
            if not is_answer and refused.field in form.fields:
                form.add_error(refused.field, refused.sentence)
            else:
                messages.warning(request, refused.sentence)
        else:
            if is_answer or not form.errors:
                messages.success(request, f"{petition.aloud}：记下了。")
                return redirect("petitions:requests", petition.pk)
    today = clock.today()
    context = {
        "petition": petition,
        "row": selectors.row(petition, today),
        # A reader of the card writes down what is asked of him and reads nothing of the file.
        "requests": [
            {"request": one, "days": (one.due_on - today).days} for one in requests_of(petition)
        ]
        if is_file
        else [],
        "is_file": is_file,
        "form": form if may_ask else None,
        "errors": [] if is_answer else error_lines(form),
        "may_decide": may_decide,
    }
    return render(request, "petitions/requests/petition.html", context)


def _key(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0


def clean(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        fault = next(iter(form.errors.values()))[0]
        raise Refused("invalid", str(fault))
    return dict(form.cleaned_data)


@never_cache
@require_GET
def request_register(request: HttpRequest) -> HttpResponse:
    """Those that wait, of petitions and of cases, and how many of each kind this year."""
    user, today = signed_in(request), clock.today()
    roles = standing(user).roles
    if roles.isdisjoint(READERS):
        raise Http404
    centre = centre_of(user)
    return render(
        request,
        "petitions/requests/register.html",
        {
            "rows": [
                {"request": one, "matter": one.petition, "days": (one.due_on - today).days}
                for one in waiting_requests(user)[:MOST_ROWS]
            ],
            "case_rows": [
                {"request": one, "matter": one.case, "days": (one.due_on - today).days}
                for one in waiting_case_requests(user)[:MOST_ROWS]
            ],
            "may_open": not roles.isdisjoint(DECIDERS),
            "year": today.year,
            "counts": counts_by_kind(centre, today.year, today) if centre else [],
        },
    )
