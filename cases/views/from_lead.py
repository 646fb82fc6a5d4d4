"""One tap on a lead's page: it becomes a case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from cases import access
from cases.services.from_lead import LONGEST_NAME, turn_into_case
from grids.selectors.leads import visible_leads
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused


@require_POST
def from_lead(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    lead = get_object_or_404(visible_leads(user), pk=pk)
    names = {
        side: request.POST.get(side, "").strip()[:LONGEST_NAME]
        for side in ("applicant", "respondent")
    }
    try:
        case = turn_into_case(lead, user, **names)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("grids:lead", lead.pk)
    messages.success(request, f"转好了，编号 {case.number}。上报人会看到。")
    if access.visible_to(user).filter(pk=case.pk).exists():
        return redirect("cases:detail", case.pk)
    return redirect("grids:lead", lead.pk)
