"""Posts: who holds which, who acts for whom, handing over, and who sits in the centre today."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grids.access import may_change_posts, may_read_posts
from grids.enums.changes import Attendance
from grids.forms import posts as forms
from grids.models import Department, DutyDay, Post
from grids.selectors import centre_of
from grids.selectors import posts as posts_of_town
from grids.services import duty, handover
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User

SHOWN = 20  # of what was done before
KINDS = {
    "cases": "案件",
    "petitions": "信访件",
    "directions": "待回话",
    "steps": "方案步骤",
    "seats": "责任组席位",
    "sittings": "约好的调解",
    "sittings_left": "时间冲突、要改约的调解",
}


@never_cache
@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not may_read_posts(user) or centre_of(user) is None:
        raise Http404
    today = clock.today()
    held = posts_of_town.held_posts(user)
    return render(
        request,
        "grids/posts/list.html",
        {
            "posts": held,
            "in_post": sum(1 for one in held if one.from_on <= today),
            "deputies": posts_of_town.visible_deputies(user),
            "handovers": posts_of_town.visible_handovers(user)[:SHOWN],
            "changes": posts_of_town.visible_post_changes(user)[:SHOWN],
            "may_change": may_change_posts(user),
            "today": today,
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """All open work of one post to a successor."""
    user = signed_in(request)
    post = get_object_or_404(posts_of_town.visible_posts(user), pk=pk)
    if not may_change_posts(user):
        raise Http404
    staff = posts_of_town.visible_staff(user).exclude(pk__in=[post.user_id, user.pk])
    form = forms.HandoverForm(
        request.POST or None, staff=staff, initial={"on": clock.today(), "gives_post": True}
    )
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            done = handover.hand_over(post, given.pop("successor"), user, **given)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            moved = counted(done.moved) or "手里没有没办完的事"
            messages.success(
                request, f"{post.user.name}的工作已移交给{done.to_user.name}：{moved}。"
            )
            return redirect("grids:posts")
    return render(
        request,
        "grids/posts/handover.html",
        {"post": post, "form": form, "open_work": counted(handover.open_with(post))},
    )


@never_cache
@require_http_methods(["GET", "POST"])
def deputy_new(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not may_change_posts(user):
        raise Http404
    staff = posts_of_town.visible_staff(user).exclude(pk=user.pk)
    form = forms.DeputyForm(request.POST or None, staff=staff, initial={"from_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            made = handover.name_deputy(given.pop("user"), given.pop("deputy"), user, **given)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            until = f"到 {made.to_on:%Y-%m-%d}，过后自动收回" if made.to_on else ""
            messages.success(request, f"{made.deputy.name}代{made.user.name}办理{until}。")
            return redirect("grids:posts")
    return render(request, "grids/posts/deputy.html", {"form": form})


@require_POST
def deputy_end(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    row = get_object_or_404(posts_of_town.visible_deputies(user), pk=pk)
    if not may_change_posts(user):
        raise Http404
    form = forms.EndDeputyForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("invalid_day", "请填结束日期，写成 2026-11-14 这样。")
        handover.end_deputy(row, user, to_on=form.cleaned_data["to_on"])
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"{row.deputy.name}的代理改好了。")
    return redirect("grids:posts")


@never_cache
@require_GET
def roster(request: HttpRequest) -> HttpResponse:
    """The week by unit: read by everybody of the house, written by heads and 平安办."""
    user = signed_in(request)
    if centre_of(user) is None:
        raise Http404
    return show_roster(request, user, _day(request.GET.get("day", "")))


@require_POST
def roster_change(request: HttpRequest) -> HttpResponse:
    """`do`: plan · clear · attendance."""
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None:
        raise Http404
    do = request.POST.get("do", "")
    form = None
    try:
        if do == "plan":
            form = _duty_form(user, request.POST)
            if not form.is_valid():
                return show_roster(request, user, clock.today(), form)
            given = form.cleaned_data
            days = duty.plan_duty(
                given["unit"],
                given["person"],
                user,
                from_on=given["from_on"],
                to_on=given["to_on"],
            )
            messages.success(request, f"排好了，共 {days} 天。")
        elif do == "clear":
            key = request.POST.get("duty", "")
            row = get_object_or_404(
                DutyDay.objects.filter(centre=centre).select_related("department"),
                pk=int(key) if key.isdecimal() else 0,
            )
            duty.clear_duty(row, user)
            messages.success(request, "这一天的值班取消了。")
        elif do == "attendance":
            key = request.POST.get("unit", "")
            unit = get_object_or_404(
                Department.objects.filter(centre=centre, is_active=True),
                pk=int(key) if key.isdecimal() else 0,
            )
            duty.set_attendance(unit, user, request.POST.get("attendance", ""))
            messages.success(request, f"{unit.short_name}的入驻方式改好了。")
        else:
            raise Http404
    except Refused as refused:
        if form is not None:
            add_refusal(form, refused)
            return show_roster(request, user, clock.today(), form)
        messages.warning(request, refused.sentence)
    return redirect("grids:roster")


def show_roster(request: HttpRequest, user: User, day: date, form: Any = None) -> HttpResponse:
    days = posts_of_town.week_of(day)
    planned = _planned(user)
    return render(
        request,
        "grids/posts/roster.html",
        {
            "days": days,
            "lines": [
                {"line": one, "may_plan": any(unit.pk == one.unit.pk for unit in planned)}
                for one in posts_of_town.roster(user, day)
            ],
            "today": clock.today(),
            "before": days[0] - duty.DAY,
            "after": days[-1] + duty.DAY,
            "planned": planned,
            "form": form or (_duty_form(user) if planned else None),
            "ways": Attendance.choices,
        },
    )


def _planned(user: User) -> list[Department]:
    """Units for which he plans."""
    centre = centre_of(user)
    units = Department.objects.filter(centre=centre, is_active=True).select_related("centre")
    return [one for one in units if duty.may_plan(user, one)]


def _duty_form(user: User, data: Any = None) -> forms.DutyForm:
    units = Department.objects.filter(pk__in=[one.pk for one in _planned(user)])
    held = Post.objects.on(clock.today()).filter(department__in=units, user__is_active=True)
    staff = User.objects.filter(pk__in=held.values("user")).order_by("pk")
    return forms.DutyForm(data, units=units, staff=staff, initial={"from_on": clock.today()})


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return clock.today()


def add_refusal(form: Any, refused: Refused) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)


def counted(counts: dict[str, int]) -> str:
    return "、".join(f"{KINDS[kind]} {count} 件" for kind, count in counts.items() if kind in KINDS)
