"""A party's numbers in full: POST with a reason, shown once, never cached."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases import access, selectors, services
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused


@never_cache
@require_POST
def party_unmask(request: HttpRequest, pk: int, party_pk: int) -> HttpResponse:
    user = signed_in(request)
    case = selectors.get_visible(user, pk, "directions")
    if case.level < access.FILE or not access.may_see_whole(user, case):
        raise Http404
    party = get_object_or_404(case.parties.all(), pk=party_pk)
    refusal = ""
    try:
        services.unmask(case, party, user, request.POST.get("reason", ""))
    except Refused as refused:
        refusal = refused.sentence
    may_see_address = not party.is_address_hidden or access.may_see_safety(user, case)
    context = {
        "case": case,
        "party": party,
        "refusal": refusal,
        "may_see_address": may_see_address,
    }
    return render(request, "cases/unmasked.html", context)
