"""A collective dispute: whom the parties chose to speak for them (at most five)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases import access, enums, selectors, services
from cases.models import Case
from cases.views.moves import loaded_version
from cases.workflow import GRAPH
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused

COLLECTIVE_FROM = 5  # people: as many as may be chosen


def collective_of(case: Case) -> dict[str, Any] | None:
    """Head count, common demands and who was chosen; None where it is between a few."""
    chosen = [party for party in case.parties.all() if party.representative_seat]
    is_collective = case.scale != enums.Scale.INDIVIDUAL or case.people_count >= COLLECTIVE_FROM
    if not is_collective and not chosen:
        return None
    chosen.sort(key=lambda party: party.representative_seat or 0)
    return {"people_count": case.people_count, "demand": case.demand, "chosen": chosen}


@never_cache
@require_http_methods(["GET", "POST"])
def representatives(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    case = selectors.get_visible(user, pk, *selectors.DECIDING)
    may_amend = enums.Verb.AMEND in GRAPH.available(case, access.relations(user, case))
    if case.level < access.FILE or not may_amend:
        raise Http404
    chosen = {str(party.pk) for party in case.parties.all() if party.representative_seat}
    refusal, version = "", case.version
    if request.method == "POST":
        chosen = set(request.POST.getlist("representatives"))
        version = loaded_version(request) or case.version
        try:
            services.choose_representatives(case, user, sorted(chosen), version=version)
        except Refused as refused:
            refusal = refused.sentence
            version = (refused.current or {}).get("version", version)
        else:
            messages.success(request, f"{case.aloud}：推选的代表记下了。")
            return redirect("cases:detail", case.pk)
    context = {
        "case": case,
        "parties": [(party, str(party.pk) in chosen) for party in case.parties.all()],
        "refusal": refusal,
        "version": version,
    }
    return render(request, "cases/sessions/representatives.html", context)
