"""One click to sign what was prepared, or back with a reason (DESIGN idea 11)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from petitions import access, labels, selectors, services


@require_POST
def proposal_decide(request: HttpRequest, pk: int, proposal_pk: int) -> HttpResponse:
    user = signed_in(request)
    petition = selectors.get_visible(user, pk)
    if selectors.level_of(petition) < access.FILE:
        raise Http404
    proposal = get_object_or_404(
        petition.proposals.select_related("petition", "by"), pk=proposal_pk
    )
    what = labels.button(proposal.verb)
    try:
        if request.POST.get("decision") == "sign":
            services.sign(proposal, user)
            messages.success(request, f"{petition.aloud}：{what}，已签。")
        else:
            services.give_back(proposal, user, request.POST.get("reason", ""))
            messages.success(request, f"{petition.aloud}：{what}，已退回{proposal.by.name}。")
    except Refused as refused:
        messages.warning(request, refused.sentence)
    if request.POST.get("next") == "today":
        return redirect("cases:today")
    return redirect("petitions:detail", petition.pk)
