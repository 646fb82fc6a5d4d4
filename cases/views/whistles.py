"""What the case's page says of its whistles, and the caller's word on an answer."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cases import access, selectors, services
from cases.enums import DirectionKind, Satisfaction
from cases.models import Case
from cases.selectors.whistles import whistle_in_sight
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User


def whistles_of(case: Case, user: User, today: date) -> dict[str, Any]:
    """The block of the case's page: whom it was whistled for, who came, who answered. Level file."""
    me = access.standing(user)
    calls = [one for one in case.directions.all() if one.kind == DirectionKind.WHISTLE]
    return {
        "whistles": [
            {
                "direction": one,
                "days": selectors.days_left(one.due_on, today),
                "may_rate": bool(one.answered_at and not one.rating and one.by_id in me.users),
            }
            for one in calls
        ],
        "ratings": Satisfaction.choices,
        "resting": next((one for one in case.pauses.all() if one.to_on is None), None),
        "recusals": list(case.recusals.all()),
    }


@require_POST
def whistle_rate(request: HttpRequest, pk: int, direction_pk: int) -> HttpResponse:
    user = signed_in(request)
    direction = whistle_in_sight(user, pk, direction_pk)
    try:
        services.rate_answer(direction, user, request.POST.get("rating", ""))
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, "评价记下了。")
    return redirect("cases:detail", pk)
