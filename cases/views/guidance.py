"""Naming guidance mediators for one case: one page, two buttons."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases import access, selectors
from cases.models import Case
from cases.selectors.guidance import guidance_offered, guidances_of, may_name_guidance
from cases.services.guidance import end_guidance, name_guidance
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

CHOOSE = "请从名单里选一位调解指导员。"


@never_cache
@require_http_methods(["GET", "POST"])
def guidance(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    case = selectors.get_visible(user, pk, *selectors.DECIDING)
    if case.level < access.FILE:
        raise Http404
    if request.method == "POST":
        return change(request, case, user)
    may_name = may_name_guidance(user, case)
    return render(
        request,
        "cases/guidance/guidance.html",
        {
            "case": case,
            "guidances": guidances_of(case),
            "may_name": may_name,
            "offered": guidance_offered(case) if may_name and case.is_open else [],
        },
    )


def change(request: HttpRequest, case: Case, user: User) -> HttpResponse:
    """Name whoever was chosen, or end what was clicked."""
    ended, chosen = request.POST.get("end", ""), request.POST.get("user", "")
    try:
        if ended.isdecimal():
            found = case.guidances.filter(pk=ended).first()
            if found is None:
                raise Http404
            name = end_guidance(found, user).user.name
            messages.success(request, f"{name}不再指导这件事。")
        else:
            person = User.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
            if person is None:
                raise Refused("invalid_user", CHOOSE, field="user")
            named = name_guidance(case, user, person)
            messages.success(request, f"已请{named.user.name}指导这件事，提醒已经发出。")
    except Refused as refused:
        messages.warning(request, refused.sentence)
    return redirect("cases:guidance", case.pk)
