"""`/reports/workload/`: 工作量 of mediators and grid workers, each his own, a head his people's."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.models import User
from reporting import spans
from reporting.selectors.workload import COLUMNS, GRID_WORKERS, MEDIATORS, Workload, workload
from reporting.spans import Span

TITLES = {MEDIATORS: "调解员", GRID_WORKERS: "网格员"}


def asked_of(user: User, asked: Any) -> tuple[Span, tuple[Span, ...], Workload]:
    """`span` as for 考评, this month by default. Raises Http404."""
    month, quarter, _half, year = spans.around(clock.today())
    choices = (month, quarter, year)
    span = spans.begun_span(asked.get("span", "")) if asked.get("span") else choices[0]
    if span is None:
        raise Http404
    return span, choices, workload(user, span.period)


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    span, choices, found = asked_of(signed_in(request), request.GET)
    blocks = [
        (
            TITLES[kind],
            COLUMNS[kind],
            [
                (load, [load.texts[name] for name, _, _ in COLUMNS[kind]])
                for load in found.kinds[kind]
            ],
        )
        for kind in TITLES
        if found.kinds[kind]
    ]
    context = {
        "span": span,
        "choices": choices,
        "found": found,
        "blocks": blocks,
        "people": sum(len(lines) for _, _, lines in blocks),
    }
    return render(request, "reporting/workload.html", context)
