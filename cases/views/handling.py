"""`/window/handling/`: windows × ways of handling in a month, and the matters behind a cell."""

from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases import enums
from cases.enums.handling import DEFINITIONS, Handling
from cases.selectors import handling as reading
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.models import User


def asked(request: HttpRequest) -> tuple[User, date, date]:
    """The reader and the month (`?month=2026-11`; what is none means this month)."""
    user = signed_in(request)
    if not reading.may_read_handling(user):
        raise Http404
    try:
        day = datetime.strptime(request.GET.get("month", ""), "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        day = clock.today()
    return user, *reading.month_of(day)


@never_cache
@require_GET
def handling(request: HttpRequest) -> HttpResponse:
    user, first, last = asked(request)
    return render(
        request,
        "cases/handling/matrix.html",
        {
            "month": first,
            "lines": reading.matrix(user, first, last),
            "kinds": [
                (name, label, DEFINITIONS[Handling(name)]) for name, label in Handling.choices
            ],
        },
    )


@never_cache
@require_GET
def handling_cell(request: HttpRequest, window: str, kind: str) -> HttpResponse:
    user, first, last = asked(request)
    windows, kinds = dict(enums.Window.choices), dict(Handling.choices)
    if window not in windows or kind not in kinds:
        raise Http404
    return render(
        request,
        "cases/handling/cell.html",
        {
            "month": first,
            "window": windows[window],
            "kind": kinds[kind],
            "definition": DEFINITIONS[Handling(kind)],
            "rows": reading.behind(user, window, kind, first, last),
        },
    )
