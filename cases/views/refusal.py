"""One click: a party does not want to be mediated any more (人民调解法 23)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases import access, selectors
from cases.enums import PartyRole, Verb
from cases.models import Case
from cases.services.refusing import refuse_mediation
from cases.views.moves import loaded_version, not_now, where_next
from cases.workflow import GRAPH
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

DONE = "已终止调解。终止调解告知书写明了其他途径和时效，请打印后送给双方。"


@never_cache
@require_http_methods(["GET", "POST"])
def refusal(request: HttpRequest, pk: int) -> HttpResponse:
    """GET offers a button for each party; POST with `party` ends the mediation."""
    user = signed_in(request)
    case = selectors.get_visible(user, pk, *selectors.DECIDING)
    if case.level < access.FILE:
        raise Http404
    if request.method == "POST":
        return refuse(request, case, user)
    if Verb.TERMINATE not in GRAPH.available(case, access.relations(user, case)):
        return not_now(request, case, Verb.TERMINATE, user)
    return show(request, case, case.version)


def refuse(request: HttpRequest, case: Case, user: User) -> HttpResponse:
    loaded = loaded_version(request)
    try:
        refuse_mediation(
            case,
            user,
            request.POST.get("party", ""),
            version=loaded,
            reason=request.POST.get("reason", ""),
        )
    except Refused as refused:
        messages.warning(request, refused.sentence)
        return redirect("cases:refusal", case.pk)
    messages.success(request, DONE)
    return redirect(where_next(request, case, user))


def show(request: HttpRequest, case: Case, version: int) -> HttpResponse:
    parties = [one for one in case.parties.all() if one.role != PartyRole.THIRD_PARTY]
    return render(
        request,
        "cases/agreement/refusal.html",
        {"case": case, "version": version, "parties": parties},
    )
