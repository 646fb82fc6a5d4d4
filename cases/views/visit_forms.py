"""A registration form that belongs to a ticket (`?visit=12`): what was said at the door is filled in,
what is typed is kept under the ticket, and the registration ends the visit.

The same for disputes and for petitions, so that whoever is sent from one window to the other finds
there what was typed at the first.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from cases.models import Visit
from cases.selectors.inquiries import said_in
from cases.selectors.visits import may_serve, visible_visits
from cases.services import visits
from cases.services.sweeps import found_by_sweep
from grids.models import Division
from grids.selectors import find_places
from mediation.core.accounts import signed_in
from mediation.core.models import User

NAME = re.compile(r"[一-鿿·]{2,4}")
LONGEST_WORDS = 60
FROM_THE_GUIDE = ("category", "prior_step")


def visit_of(request: HttpRequest) -> Visit | None:
    """The ticket of the address; None without one. Raises Http404 for one that is not his to see."""
    key = request.GET.get("visit", "")
    if not key:
        return None
    user = signed_in(request)
    if not may_serve(user) or not (key.isdecimal() and len(key) <= 18):
        raise Http404
    found: Visit | None = visible_visits(user).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def not_here(request: HttpRequest, visit: Visit | None) -> HttpResponse | None:
    """Back to the queue where the ticket is finished, or at another desk; else None."""
    if visit is None:
        return None
    if visit.left_at is not None:
        words = f"{visit.label} 已经办完：{visit.get_outcome_display()}。"
    elif visit.served_by_id not in (None, signed_in(request).pk):
        words = f"{visit.label} 正由{visit.served_by.name}接待，需要接过来的，请他转到您的窗口。"
    else:
        return None
    messages.warning(request, words)
    return redirect("cases:window")


def draft_key(visit: Visit | None) -> str:
    """Under which key the form is kept: the ticket's, or the person's one form without a ticket."""
    return visit.draft_key if visit else ""


def draft_url(kind: str, visit: Visit | None) -> str:
    url = reverse("core:draft", args=[kind])
    return f"{url}?{urlencode({'key': draft_key(visit)})}" if visit else url


def same_form(name: str, visit: Visit | None) -> str:
    """The address of the form, with its ticket."""
    return reverse(name) + (f"?{urlencode({'visit': visit.pk})}" if visit else "")


def said_at_the_door(visit: Visit | None, *, name_field: str) -> dict[str, str]:
    """What the ticket knows: the words, the place, how he wants to be called."""
    if visit is None:
        return {}
    told = {
        "narrative": visit.said,
        "division": visit.division.code if visit.division else "",
        name_field: visit.name_to_call,
    }
    return {name: value for name, value in told.items() if value}


def advised(request: HttpRequest) -> dict[str, str]:
    """What an answer on the spot (`?inquiry=`) or the guide (`?category=`, `?prior_step=`) found
    out already: a form begins with it, and what is typed later stays."""
    begun = said_in(signed_in(request), request.GET.get("inquiry", ""))
    begun |= {name: request.GET[name][:20] for name in FROM_THE_GUIDE if name in request.GET}
    begun |= found_by_sweep(signed_in(request), request.GET.get("sweep", ""))
    return {name: value for name, value in begun.items() if value}


def words_carried(
    request: HttpRequest, centre: Division, typed: Mapping[str, Any], names: tuple[str, ...]
) -> dict[str, str]:
    """`?words=`, which the search did not find, put where they belong: the first free name, the
    place, or the story. What was typed already stays."""
    words = request.GET.get("words", "").strip()[:LONGEST_WORDS]
    if not words:
        return {}
    places = find_places(centre, words, 1)
    place = places[0].code if len(words) > 1 and places else ""
    if place and not typed.get("division"):
        return {"division": place}
    free = next((name for name in names if not typed.get(name)), "")
    if NAME.fullmatch(words):
        is_there = any(typed.get(name) == words for name in names)
        return {} if is_there or not free else {free: words}
    return {} if typed.get("narrative") else {"narrative": words}


def end_with(
    user: User, visit: Visit | None, outcome: str, matter_key: str, *, forgets: bool = False
) -> None:
    """The visit has become this matter; call it in the transaction that registers it. `forgets`:
    an accusation, of which the ticket keeps no word.

    Raises `Refused`: what `visits.finish` refuses.
    """
    if visit is not None:
        visits.finish(visit, user, outcome, matter_key=matter_key, forgets=forgets)
