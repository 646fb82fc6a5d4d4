"""`/wall/` and `/situation/`: how the town stands, on a screen without a keyboard and on a page.

Both are behind the log-in. `/wall/?hall=1` is for the screen of the public hall (ui/DESIGN §10). A
screen at which nobody sits keeps one wall by a pass (`/wall/kept/`), and opens nothing else.
"""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from grids.models import Division
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.models import User
from reporting.access import petition_town, reader
from reporting.figures import Number
from reporting.figures.petitions import CATALOGUE
from reporting.periods import Period, natural_month
from reporting.selectors.petition_months import sight_of, values_of
from reporting.selectors.situation import situation
from reporting.services import wall_pass
from reporting.small_cells import said
from reporting.wall import Board, Tile, board, spelled

log = logging.getLogger(__name__)
COOKIE = "wall"
VIEWS = {"overview": "总览", "petitions": "信访", "rooms": "调解室"}
PETITION_TILES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("本月收到", ("items_in", "letters", "visits", "claims")),
    ("办理", ("accepted", "guided", "forwarded", "assigned", "concluded")),
    ("办得怎么样", ("timely_rate", "on_time_rate", "unit_rate")),
)
# A total less its other parts would be a number that the hall does not say.
NOT_IN_THE_HALL = frozenset({"items_in"})


@dataclass(frozen=True)
class Wall:
    """What one wall shows, and which of its views this reader has."""

    board: Board
    view: str
    views: tuple[tuple[int, str, str], ...]  # key, name, words
    month: Period | None
    petitions: tuple[tuple[str, tuple[Tile, ...]], ...]


def town_of(user: User, code: str, *, is_hall: bool) -> Division:
    """The town whose wall the user may put up. Raises Http404.

    Whoever reads the rows of all its villages; the wall of the hall says less, and every reader of
    figures may put it up.
    """
    who = reader(user)
    town = Division.objects.filter(code=code).first() if code else None
    centre = who.town_of(town)
    is_whole = is_hall or who.villages is None
    if not who.may_read or not is_whole or centre is None or (code and town != centre):
        raise Http404
    return centre


def wall_of(user: User, asked: Any) -> Wall:
    """The wall that an address asks for: `hall`, `view`, `town`. Raises Http404."""
    is_hall = asked.get("hall") == "1"
    centre = town_of(user, asked.get("town", ""), is_hall=is_hall)
    has_petitions = petition_town(user) == centre
    names = [name for name in VIEWS if has_petitions or name != "petitions"]
    view = asked.get("view", "overview")
    if view not in names:
        raise Http404
    today = clock.today()
    month = natural_month(today.year, today.month)
    return Wall(
        board=board(situation(user, centre), is_hall=is_hall),
        view=view,
        views=tuple(
            (place, name, words)
            for place, (name, words) in enumerate(VIEWS.items(), start=1)
            if name in names
        ),
        month=month,
        petitions=petition_tiles(user, centre, month, is_hall=is_hall)
        if view == "petitions"
        else (),
    )


def petition_tiles(
    user: User, centre: Division, month: Period, *, is_hall: bool
) -> tuple[tuple[str, tuple[Tile, ...]], ...]:
    """信访 of the month, without 检举控告; in the hall no rate, no total, no 1 and no 2."""
    values = values_of(sight_of(user, centre), month)
    return tuple(
        (
            heading,
            tuple(
                _tile(name, values[name], is_hall=is_hall)
                for name in names
                if not (is_hall and name in NOT_IN_THE_HALL)
            ),
        )
        for heading, names in PETITION_TILES
        if not (is_hall and CATALOGUE[names[0]].is_rate)
    )


def _tile(name: str, value: Number | None, *, is_hall: bool) -> Tile:
    figure = CATALOGUE[name]
    if is_hall and isinstance(value, int):
        return Tile(figure.label, said(value), unit=figure.unit)
    return Tile(figure.label, spelled(value), unit="" if value is None else figure.unit)


@never_cache
@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The whole page; asked by itself every minute, its board alone."""
    if request.htmx:  # type: ignore[attr-defined]
        # PrivatePages counts no half hour anew for it.
        request.asks_by_itself = True  # type: ignore[attr-defined]
    found = wall_of(signed_in(request), request.GET)
    return shown(request, found, town=request.GET.get("town", ""), may_keep=True)


def shown(request: HttpRequest, found: Wall, *, town: str, may_keep: bool) -> HttpResponse:
    context = {"wall": found, "town": town, "may_keep": may_keep}
    is_asked_by_itself = bool(request.htmx)  # type: ignore[attr-defined]
    template = "reporting/wall/board.html" if is_asked_by_itself else "reporting/wall/wall.html"
    return render(request, template, context)


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Leave this wall on the screen: the log-in ends, the screen keeps the wall and nothing else."""
    user = signed_in(request)
    is_hall = request.POST.get("hall") == "1"
    centre = town_of(user, request.POST.get("town", ""), is_hall=is_hall)
    word = wall_pass.issue(user, centre.code, is_hall=is_hall)
    # Keys and codes alone: the log is no place for a name.
    log.info("wall pass: user %s, town %s, %s", user.pk, centre.code, "hall" if is_hall else "room")
    logout(request)
    answer = redirect("reporting:wall_kept")
    answer.set_cookie(
        COOKIE,
        word,
        max_age=wall_pass.LASTS,
        path=reverse("reporting:wall_kept"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@login_not_required
@never_cache
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """The wall of a screen with a pass: only the wall that it was given for."""
    found = wall_pass.read(request.COOKIES.get(COOKIE, ""))
    if found is None:
        return redirect_to_login(reverse("reporting:wall"))
    asked = {"town": found.town, "hall": "1" if found.is_hall else ""}
    asked |= {"view": request.GET.get("view", "overview")}
    try:
        return shown(request, wall_of(found.user, asked), town="", may_keep=False)
    except Http404:
        return redirect_to_login(reverse("reporting:wall"))


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """态势: the same board as a page of the house, its numbers leading to their cases."""
    user = signed_in(request)
    centre = town_of(user, request.GET.get("town", ""), is_hall=False)
    found = board(situation(user, centre), is_hall=False)
    return render(request, "reporting/situation.html", {"board": found})
