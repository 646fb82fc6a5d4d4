"""Handing out a sheet of people's matters at once; whoever calls has checked who may read it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from grids.services.sheets import record_sheet
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused


def hand_out(
    request: HttpRequest, file: HttpResponse, back: str, *, what: str, rows: int
) -> HttpResponse:
    """The file, once it is written down; without a purpose the page it was asked from, with why."""
    try:
        record_sheet(signed_in(request), request.GET.get("for", ""), what, rows)
    except Refused as refused:
        messages.warning(request, refused.sentence)
        asked = request.GET.copy()
        asked.pop("for", None)
        return redirect(f"{back}?{asked.urlencode()}" if asked else back)
    return file
