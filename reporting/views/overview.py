"""概览: village × state, as a matrix and as tiles."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from grids.models import Division
from mediation.core import clock
from mediation.core.models import User
from reporting import periods
from reporting.access import reader
from reporting.selectors.overview import COLUMNS, Overview, overview


def overview_of(user: User, code: str) -> Overview:
    """Of the town of the reader, or of the one that `code` names. Raises Http404."""
    who = reader(user)
    town = Division.objects.filter(code=code).first() if code else None
    if not who.may_read or (code and town is None):
        raise Http404
    centre = who.town_of(town)
    if centre is None or (town is not None and town != centre):
        raise Http404
    today = clock.today()
    return overview(user, who, centre, periods.period_of(today), today)


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    found = overview_of(request.user, request.GET.get("town", ""))  # type: ignore[arg-type]
    return render(
        request,
        "reporting/overview.html",
        {
            "found": found,
            "columns": COLUMNS,
            "busy": sum(1 for one in found.rows if one.counts["open"]),
        },
    )
