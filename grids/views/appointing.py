"""Giving and ending posts, who answers for a unit, and a village's team: for who keeps the posts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grids.access import may_change_posts, may_read_posts
from grids.enums import Level, Role
from grids.forms import posts as forms
from grids.models import Division
from grids.selectors import centre_of, people_with_role
from grids.selectors import posts as posts_of_town
from grids.selectors.village import village_page, visible_villages
from grids.services import posts as services
from grids.views.posts import add_refusal
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

NOT_A_DAY = Refused("invalid_day", "请填最后一天，写成 2026-11-14 这样。")


def keeper(request: HttpRequest) -> tuple[User, Division]:
    """Who keeps the posts, and his town. Raises Http404 for everybody else."""
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None or not may_change_posts(user):
        raise Http404
    return user, centre


@never_cache
@require_http_methods(["GET", "POST"])
def post_new(request: HttpRequest) -> HttpResponse:
    user, centre = keeper(request)
    grids = Division.objects.active().under(centre).filter(level=Level.GRID).order_by("code")
    form = forms.PostForm(
        request.POST or None,
        units=posts_of_town.visible_units(user),
        staff=posts_of_town.visible_candidates(user).exclude(pk=user.pk),
        grids=grids,
        initial={"from_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            made = services.give_post(given.pop("unit"), given.pop("person"), user, **given)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(
                request,
                f"{made.user.name}从 {made.from_on:%Y-%m-%d} 起任"
                f"{made.department.short_name}{made.get_role_display()}。",
            )
            return redirect("grids:posts")
    return _form(
        request, form, "任命", "一个人在一个单位的岗位，从哪天到哪天；看得到什么随岗位来。"
    )


@require_POST
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    user, _ = keeper(request)
    post = get_object_or_404(posts_of_town.visible_posts(user), pk=pk)
    form = forms.EndPostForm(request.POST)
    try:
        if not form.is_valid():
            raise NOT_A_DAY
        services.end_post(post, user, to_on=form.cleaned_data["to_on"])
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"{post.user.name}的这个岗位写好了最后一天。")
    return redirect("grids:posts")


@never_cache
@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Each unit's 第一责任人 and 主要责任人."""
    user = signed_in(request)
    if not may_read_posts(user) or centre_of(user) is None:
        raise Http404
    found = posts_of_town.visible_units(user)
    return render(
        request,
        "grids/posts/units.html",
        {
            "units": found,
            "vacant": sum(1 for one in found if one.first_responsible_id is None),
            "may_change": may_change_posts(user),
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def unit_responsible(request: HttpRequest, pk: int) -> HttpResponse:
    user, _ = keeper(request)
    unit = get_object_or_404(posts_of_town.visible_units(user), pk=pk)
    form = forms.ResponsibleForm(
        request.POST or None,
        staff=posts_of_town.visible_staff(user),
        initial={"first": unit.first_responsible_id, "main": unit.main_responsible_id},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.set_responsible(unit, user, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"{unit.short_name}的责任人写好了。")
            return redirect("grids:units")
    says = "两位责任人会写在这个单位承办的每一件案子上。"
    return _form(request, form, f"{unit.short_name}：责任人", says, "grids:units")


@never_cache
@require_http_methods(["GET", "POST"])
def village_team(request: HttpRequest, code: str) -> HttpResponse:
    """Seats 1+1+1+3 and the stationed leader; `do`: seat · end · station."""
    user, centre = keeper(request)
    village = get_object_or_404(visible_villages(user), code=code)
    staff = posts_of_town.visible_staff(user)
    leaders = people_with_role(Role.LEADER, centre)
    do = request.POST.get("do", "")
    today = {"from_on": clock.today()}
    seat = forms.SeatForm(
        request.POST if do == "seat" else None, staff=staff, initial=today, auto_id="seat_%s"
    )
    station = forms.StationForm(
        request.POST if do == "station" else None,
        leaders=leaders, initial=today, auto_id="station_%s",
    )  # fmt: skip
    if request.method == "POST" and do not in ("seat", "station", "end"):
        raise Http404
    form = {"seat": seat, "station": station}.get(do)
    try:
        said = _do(request, user, village, do, form) if do else ""
    except Refused as refused:
        if form is not None:
            add_refusal(form, refused)
        else:
            messages.warning(request, refused.sentence)
            return redirect("grids:village_team", code)
        said = ""
    if said:
        messages.success(request, said)
        return redirect("grids:village_team", code)
    return render(
        request,
        "grids/village/team.html",
        {
            "village": village,
            "seats": posts_of_town.visible_seats(user).filter(division=village),
            "stations": posts_of_town.visible_stations(user).filter(division=village),
            "team": village_page(village).team,
            "seat_form": seat,
            "station_form": station,
            "today": clock.today(),
        },
    )


def _do(request: HttpRequest, user: User, village: Division, do: str, form: Any) -> str:
    """What was done, in words; nothing where the form is not filled. Raises `Refused`."""
    if do == "end":
        key = request.POST.get("seat", "")
        rows = posts_of_town.visible_seats(user).filter(division=village)
        row = get_object_or_404(rows, pk=int(key) if key.isdecimal() and len(key) < 19 else 0)
        end = forms.EndPostForm(request.POST)
        if not end.is_valid():
            raise NOT_A_DAY
        services.end_seat(row, user, to_on=end.cleaned_data["to_on"])
        return f"{row.user.name}的席位写好了最后一天。"
    if not form.is_valid():
        return ""
    given = dict(form.cleaned_data)
    person = given.pop("person")
    if do == "station":
        services.station_leader(village, person, user, **given)
        return f"{person.name}驻{village.short_name}。"
    row = services.give_seat(village, person, user, **given)
    return f"{person.name}任{village.short_name}{row.get_seat_display()}。"


def _form(
    request: HttpRequest, form: Any, title: str, says: str, back: str = "grids:posts"
) -> HttpResponse:
    return render(
        request,
        "grids/posts/form.html",
        {"form": form, "title": title, "says": says, "back": back},
    )
