"""A village's page, what is written on it, and the card that hangs outside."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grids import selectors
from grids.access import may_change_posts
from grids.forms.village import DeskForm, EndForm, StaffForm
from grids.models import Division
from grids.selectors import village as of_village
from grids.selectors.registers import kinds_for
from grids.services import village as services
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

SIZES = ("a4", "a3")
CHECKS = "station"  # 阵地检查, a kind of grids.registers


def in_sight(user: User, code: str) -> Division:
    return get_object_or_404(of_village.visible_villages(user), code=code)


def writable(user: User, code: str) -> Division:
    """The village, for who may write its page. Raises Http404 for everybody else."""
    village = in_sight(user, code)
    if not of_village.may_write_village(user, village):
        raise Http404
    return village


def checks_url(user: User) -> str:
    """The register of checks of desks (七有五有), for who may read it."""
    if any(kind.code == CHECKS for kind in kinds_for(user)):
        return reverse("grids:register", args=[CHECKS])
    return ""


@require_GET
def village_list(request: HttpRequest) -> HttpResponse:
    """Villages of the reader's town, by code."""
    found = of_village.visible_villages(signed_in(request))
    return render(request, "grids/village/list.html", {"villages": found})


@never_cache
@require_GET
def village(request: HttpRequest, code: str) -> HttpResponse:
    user = signed_in(request)
    place = in_sight(user, code)
    page = of_village.village_page(place)
    return render(
        request,
        "grids/village/page.html",
        {
            "page": page,
            "responsible": of_village.responsible_for(page.committee),
            "may_write": of_village.may_write_village(user, place),
            "may_seat": may_change_posts(user),
            "today": clock.today(),
            "grids": selectors.grids_of(place).order_by("code"),
            "checks_url": checks_url(user),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest, code: str) -> HttpResponse:
    """Where and when the village receives people."""
    user = signed_in(request)
    place = writable(user, code)
    written = of_village.village_page(place).desk
    form = DeskForm(
        request.POST or None,
        initial={name: getattr(written, name) for name in DeskForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        services.write_desk(place, user, **form.cleaned_data)
        messages.success(request, f"{place.short_name}：受理点写好了。")
        return redirect("grids:village", place.code)
    return _form(request, place, form, "受理点", "写好")


@never_cache
@require_http_methods(["GET", "POST"])
def staff_new(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody more who stands by the village."""
    user = signed_in(request)
    place = writable(user, code)
    form = StaffForm(request.POST or None, initial={"from_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_staff(place, user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            messages.success(request, f"{added.get_duty_display()}{added.name}登记好了。")
            return redirect("grids:village", place.code)
    return _form(request, place, form, "登记村级队伍", "登记")


@require_POST
def staff_change(request: HttpRequest, pk: int, change: str) -> HttpResponse:
    """`end` with his last day, `consent`, or `silence`: he takes his consent back."""
    user = signed_in(request)
    row = get_object_or_404(of_village.visible_staff(user).select_related("division"), pk=pk)
    if not of_village.may_write_village(user, row.division):
        raise Http404
    form = EndForm(request.POST)
    try:
        if change == "end":
            if not form.is_valid():
                raise Refused("invalid_to_on", "请填结束日期，写成 2026-11-14 这样。")
            services.end_staff(row, user, form.cleaned_data["to_on"])
        elif change in ("consent", "silence"):
            services.set_consent(row, user, has_consented=change == "consent")
        else:
            raise Http404
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"{row.name}：改好了。")
    return redirect("grids:village", row.division.code)


@login_not_required
@require_GET
def notice_card(request: HttpRequest, code: str) -> HttpResponse:
    """公示牌, open to everybody: names and posts of those who serve, on A4 or `?size=a3`."""
    place = get_object_or_404(of_village.public_villages(), code=code)
    size = request.GET.get("size", "")
    page = of_village.village_page(place)
    return render(
        request,
        "grids/notice_card/card.html",
        {
            "page": page,
            "lines": of_village.posts_on_the_wall(place),
            "size": size if size in SIZES else SIZES[0],
            "printed_on": clock.today(),
        },
    )


def _form(
    request: HttpRequest, place: Division, form: Any, title: str, button: str
) -> HttpResponse:
    return render(
        request,
        "grids/village/form.html",
        {"village": place, "form": form, "title": title, "button": button},
    )
