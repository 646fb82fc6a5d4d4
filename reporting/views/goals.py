"""两升三降四提高 of a year (issue 7, Build 9)."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from grids.models import Division
from grids.registers import KINDS
from grids.selectors.registers import may_read
from mediation.core import clock
from mediation.core.models import User
from reporting.access import reader
from reporting.exports.form import DASH
from reporting.figures import Number
from reporting.figures.goals import Goal, Wish
from reporting.selectors.goals import REGISTER, GoalLine, goals_of
from reporting.spans import begun_span


@dataclass(frozen=True)
class Shown:
    """One line of the page, spelled."""

    goal: Goal
    now: str
    then: str
    change: str
    line: GoalLine


def goals_for(user: User, year: str, code: str = "") -> tuple[Division, int, list[GoalLine]]:
    """Of the town of the reader, or of the one that `code` names. Raises Http404."""
    span = begun_span(year)
    who = reader(user)
    town = Division.objects.filter(code=code).first() if code else None
    centre = who.town_of(town) if who.may_read and (town or not code) else None
    if span is None or not span.is_year or centre is None:
        raise Http404
    if town is not None and town != centre:
        raise Http404
    return centre, span.year, goals_of(user, centre, span.year)


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    if not reader(request.user).may_read:  # type: ignore[arg-type]
        raise Http404
    return redirect("reporting:goals", year=f"{clock.today().year:04}")


@require_safe
def goals(request: HttpRequest, year: str) -> HttpResponse:
    centre, number, lines = goals_for(request.user, year, request.GET.get("town", ""))  # type: ignore[arg-type]
    shown = [
        Shown(
            one.goal,
            spelled(one.this.value, one.goal),
            spelled(one.before.value, one.goal),
            grown(one.change, one.goal),
            one,
        )
        for one in lines
    ]
    register = ""
    if may_read(request.user, KINDS[REGISTER]):  # type: ignore[arg-type]
        register = reverse("grids:register", kwargs={"kind": REGISTER})
    context = {
        "centre": centre,
        "year": number,
        "groups": [(wish.value, [one for one in shown if one.goal.wish is wish]) for wish in Wish],
        "later": number + 1 if number < clock.today().year else None,
        "register_url": register,
        "missing": sum(one.this.value is None for one in lines),
        "is_over": number < clock.today().year,
    }
    return render(request, "reporting/goals.html", context)


def spelled(value: Number | None, goal: Goal) -> str:
    if value is None:
        return DASH
    return f"{value}%" if goal.unit == "%" else f"{value}"


def grown(change: Decimal | None, goal: Goal) -> str:
    """+3.20 个百分点, −12 批次, 平; a dash where there is nothing to compare with."""
    if change is None:
        return DASH
    if not change:
        return "平"
    unit = "个百分点" if goal.unit == "%" else goal.unit
    return f"{'+' if change > 0 else '−'}{abs(change)} {unit}"
