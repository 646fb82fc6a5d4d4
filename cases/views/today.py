"""`/`: today's work by role; the leader's is his board."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases import access, labels, selectors, services
from cases.enums import Verb
from cases.views.board import board_page
from cases.views.cases import proposal_lines
from grids.enums import Role
from mediation.core import clock
from mediation.core.accounts import signed_in


@never_cache
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    me = access.standing(user)
    if Role.LEADER in me.roles:
        return board_page(request)
    day = clock.today()
    work = selectors.work_of(user)
    to_sign = [
        {
            "proposal": one,
            "label": labels.label(Verb, one.verb),
            "title": selectors.title_of(one.case, is_file=True),
            "fields": proposal_lines(one),
        }
        for one in work.to_sign
        if services.may_sign(one, user)
    ]
    context: dict[str, Any] = {
        "today": day,
        "work": work,
        "oldest": work.totals.oldest_days(day),
        "to_sign": to_sign,
        "to_answer": [
            {
                "direction": one,
                "title": selectors.title_of(one.case, is_file=True),
                "days": (one.due_on - day).days,
            }
            for one in work.to_answer
        ],
        "returned": [
            {
                "proposal": one,
                "label": labels.label(Verb, one.verb),
                "title": selectors.title_of(one.case, is_file=True),
            }
            for one in work.returned
        ],
        "unsigned": next((len(s.rows) for s in work.sections if s.key == "unsigned"), 0),
        "may_register": access.may_register(user),
        "reads_cases": bool(me.roles - {Role.AUDITOR, Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN}),
    }
    return render(request, "cases/today.html", context)
