"""The poster of /about/: the same words on a sheet of A3 for the wall of the hall."""

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from grids.selectors import towns
from mediation.core import clock
from petitions.selectors.about import blocks


@login_not_required
@require_GET
def poster(request: HttpRequest) -> HttpResponse:
    address = request.build_absolute_uri(reverse("cases:lookup"))
    qr = segno.make(address, error="m").svg_inline(border=0, omitsize=True)
    return render(
        request,
        "petitions/about/poster.html",
        {
            "blocks": blocks(),
            "towns": towns().order_by("code"),
            "printed_on": clock.today(),
            "qr": mark_safe(qr),  # noqa: S308 (drawn here, from our own address)
        },
    )
