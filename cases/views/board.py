"""The leader's board (screens e and f): what is late, what falls due, and one click to answer it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases import access, labels, selectors, services
from cases.enums import Verb
from cases.selectors.steps import steps_to_do
from cases.views.cases import proposal_lines
from cases.views.moves import ANSWER_WORKDAYS
from grids.enums import Role
from mediation.core import calendar, clock
from mediation.core.accounts import signed_in
from mediation.core.models import User

SHOWN_OF = {"": "全部", "own": "我包案的", "station": "我驻的村"}


@never_cache
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    if Role.LEADER not in access.standing(signed_in(request)).roles:
        raise Http404
    return board_page(request)


def board_page(request: HttpRequest) -> HttpResponse:
    user, today = signed_in(request), clock.today()
    of = request.GET.get("of", "")
    found = selectors.board_of(user, of)
    return render(
        request,
        "cases/board.html",
        {
            "today": today,
            "board": found,
            "oldest": found.totals.oldest_days(today),
            "answer_on": calendar.load().add_workdays(today, ANSWER_WORKDAYS),
            "of": of,
            "shown_of": SHOWN_OF,
            **for_his_word(user),
            "here": reverse("cases:board") + (f"?of={of}" if of in SHOWN_OF and of else ""),
        },
    )


def for_his_word(user: User) -> dict[str, Any]:
    """What waits for this person's signature or answer, on his first page whichever it is."""
    me, seen, today = access.standing(user), access.visible_to(user), clock.today()
    return {
        "to_sign": [
            {
                "proposal": one,
                "label": labels.label(Verb, one.verb),
                "title": selectors.title_of(one.case, is_file=True),
                "fields": proposal_lines(one),
            }
            for one in selectors.to_sign(user, me, seen)
            if services.may_sign(one, user)
        ],
        "to_answer": [
            {
                "direction": one,
                "title": selectors.title_of(one.case, is_file=True),
                "days": (one.due_on - today).days,
            }
            for one in selectors.to_answer(me, seen)
        ],
        "invited": selectors.invitations_of(user),
        "steps_to_do": steps_to_do(user, today),
        "blocks": [block for hook in settings.TODAY_BLOCKS for block in import_string(hook)(user)],
    }
