"""Naming the 责任组 of a case."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases import access, selectors
from cases.forms.teams import TeamForm
from cases.selectors.teams import present_team, usual_team
from cases.services.teams import may_name_team, name_team
from cases.views.moves import loaded_version
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused


@never_cache
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: who sits where, the village's own team where `?usual=1` asks for it. POST: change it."""
    user = signed_in(request)
    case = selectors.get_visible(user, pk, *selectors.DECIDING)
    if case.level < access.FILE or not may_name_team(user, case):
        raise Http404
    if request.method == "POST":
        form = TeamForm(case, present_team(case), request.POST)
        if form.is_valid():
            try:
                name_team(case, user, form.seats(), version=loaded_version(request))
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, f"{case.aloud}：责任组定好了。")
                return redirect("cases:detail", case.pk)
    else:
        sitting = usual_team(case) if request.GET.get("usual") else present_team(case)
        form = TeamForm(case, sitting)
    return render(request, "cases/teams/form.html", {"case": case, "form": form})
