"""`/window/`: the counter of one clerk."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases.selectors.visits import may_read_window
from mediation.core.accounts import signed_in


@never_cache
@require_GET
def window(request: HttpRequest) -> HttpResponse:
    """The queue, the search and what was left undone. Raises Http404 for who has no window."""
    if not may_read_window(signed_in(request)):
        raise Http404
    return render(request, "cases/window/page.html")
