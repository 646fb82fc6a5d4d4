"""`/resources/`: units at the centre, experts and volunteers, studios; one page for the town."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from grids.forms.resources import HelperForm, KindForm, ResidentForm
from grids.selectors import centre_of
from grids.selectors import resources as reading
from grids.services import resources
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.privacy import mask_phone


@never_cache
@require_http_methods(["GET", "POST"])
def resource_page(request: HttpRequest) -> HttpResponse:
    """Everybody of the town reads it; `do=resident` and `do=helper` by who keeps the lists.

    Raises Http404 for a POST of anybody else, and without a town.
    """
    user = signed_in(request)
    centre = centre_of(user)
    may_manage = reading.may_manage_resources(user)
    if centre is None or (request.method == "POST" and not may_manage):
        raise Http404
    do = request.POST.get("do", "")
    resident_form: Any = ResidentForm(request.POST if do == "resident" else None, centre=centre)
    helper_form: Any = HelperForm(request.POST if do == "helper" else None, auto_id="helper_%s")
    adding = {
        "resident": (resident_form, resources.add_resident),
        "helper": (helper_form, resources.add_helper),
    }
    if do in adding:
        form, add = adding[do]
        if form.is_valid():
            try:
                done = add(user, **form.cleaned_data)
            except Refused as refused:
                form.add_error(
                    refused.field if refused.field in form.fields else None, refused.sentence
                )
            else:
                messages.success(request, f"{done} 列入了。")
                return redirect("grids:resources")
    kind = KindForm(request.GET)
    category = kind.cleaned_data["category"] if kind.is_valid() else None
    return render(
        request,
        "grids/resources/page.html",
        {
            "kind": kind,
            "category": category,
            "residents": list(reading.visible_residents(user)),
            "helpers": [
                (one, one.phone if may_manage else mask_phone(one.phone) if one.phone else "")
                for one in reading.visible_helpers(user, category=category)
            ],
            "studios": list(reading.studios(centre, category=category)),
            "rooms": list(reading.brand_rooms(centre)),
            "resident_form": resident_form if may_manage else None,
            "helper_form": helper_form if may_manage else None,
        },
    )


@require_POST
def resource_end(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A unit left, or somebody helps no more. Raises Http404 out of sight."""
    user = signed_in(request)
    lists: dict[str, Any] = {
        "unit": reading.visible_residents,
        "helper": reading.visible_helpers,
    }
    if kind not in lists or centre_of(user) is None:
        raise Http404
    row = get_object_or_404(lists[kind](user), pk=pk)
    try:
        resources.end(row, user)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, f"{row}：今天起结束，记录还在。")
    return redirect("grids:resources")
