"""到了没有 of those who were asked to a sitting, and whether a receipt left the printer."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases import access
from cases.selectors.booked import expected_guest
from cases.selectors.papers import RECEIPT_GIVERS
from cases.services.arrivals import mark_arrival
from cases.services.receipts import note_receipt_printed
from cases.views.window import at_a_window, expected, queue_of
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused


@never_cache
@require_POST
def session_arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """One tap: he has come; another takes it back."""
    user, centre = at_a_window(request)
    guest = expected_guest(user, centre, pk, request.POST.get("guest", ""))
    refused = ""
    try:
        mark_arrival(guest, user, has_come=request.POST.get("has_come") == "yes")
    except Refused as why:
        refused = why.sentence
    if not request.headers.get("HX-Request"):
        if refused:
            messages.warning(request, refused)
        return redirect(reverse("cases:window") + "#booked")
    context = {
        **expected(user, centre),
        "queue": queue_of(request, user, centre),
        "marked": pk,
        "refused": refused,
    }
    return render(request, "cases/window/booked.html", context)


@require_POST
def receipt_printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet went to the printer. 204; Http404 for who may not print it."""
    user = signed_in(request)
    case = access.visible_to(user).filter(pk=pk, level__gte=access.FILE).first()
    if case is None:
        raise Http404
    if access.relations(user, case).isdisjoint(RECEIPT_GIVERS) and case.registered_by_id != user.pk:
        raise Http404
    note_receipt_printed(case)
    return HttpResponse(status=204)
