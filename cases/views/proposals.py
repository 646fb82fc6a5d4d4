"""One click to sign what was prepared, or back with a reason (DESIGN idea 11)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from cases import access, labels, selectors, services
from cases.enums import Verb
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused


@require_POST
def proposal_decide(request: HttpRequest, pk: int, proposal_pk: int) -> HttpResponse:
    user = signed_in(request)
    case = selectors.get_visible(user, pk)
    if case.level < access.FILE:
        raise Http404
    proposal = get_object_or_404(case.proposals.select_related("case", "by"), pk=proposal_pk)
    what = labels.label(Verb, proposal.verb)
    try:
        if request.POST.get("decision") == "sign":
            services.sign(proposal, user)
            messages.success(request, f"{case.aloud}：{what}，已签。")
        else:
            services.give_back(proposal, user, request.POST.get("reason", ""))
            messages.success(request, f"{case.aloud}：{what}，已退回{proposal.by.name}。")
    except Refused as refused:
        messages.warning(request, refused.sentence)
    if request.POST.get("next") == "today":
        return redirect("cases:today")
    if access.visible_to(user).filter(pk=case.pk).exists():
        return redirect("cases:detail", case.pk)
    return redirect("cases:today")
