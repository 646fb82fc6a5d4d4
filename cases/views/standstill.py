"""停滞清单 and 进展清单: what stands still, and what owes a note."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases.access import standing
from cases.selectors.standstill import progress_of, progress_rule, standing_still
from grids.access import MATTER_KEEPERS
from grids.enums import Role
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.models import User

# Who urges in every matter of the town (rules.md §2 row 21); others do it on the page of theirs.
URGING = frozenset({Role.PEACE_OFFICER, Role.JUSTICE_OFFICER, Role.DIRECTOR})


def reader(user: User) -> User:
    """Raises Http404 for whoever neither handles matters nor answers for them."""
    if standing(user).roles.isdisjoint(MATTER_KEEPERS):
        raise Http404
    return user


@never_cache
@require_GET
def ageing(request: HttpRequest) -> HttpResponse:
    """`?division=` and `?unit=` (codes) narrow the list; the heaps stay whole."""
    user = reader(signed_in(request))
    division, unit = request.GET.get("division", ""), request.GET.get("unit", "")
    found = standing_still(user, clock.today(), division=division, unit=unit)
    return render(
        request,
        "cases/standstill/ageing.html",
        {
            "found": found,
            "count": sum(one.count for one in found.places),
            "longest": max((one.longest for one in found.places), default=0),
            "may_urge": not standing(user).roles.isdisjoint(URGING),
            "division": division,
            "unit": unit,
        },
    )


@never_cache
@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    user, today = reader(signed_in(request)), clock.today()
    rows = progress_of(user, today)
    return render(
        request,
        "cases/standstill/progress.html",
        {
            "rows": rows,
            "late": sum(1 for one in rows if one.days < 0),
            "rule": progress_rule(today),
        },
    )
