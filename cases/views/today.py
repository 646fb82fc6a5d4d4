"""`/`: today's work by role; the leader's is his board."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases import access, labels, selectors
from cases.enums import Verb
from cases.views.board import board_page, for_his_word
from grids.enums import Role
from grids.enums.leads import LEAD_REPORTERS
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
    asked = for_his_word(user)
    context: dict[str, Any] = {
        "today": day,
        "work": work,
        "oldest": work.totals.oldest_days(day),
        **asked,
        "is_empty": work.is_empty and not any(asked.values()),
        "returned": [
            {
                "proposal": one,
                "label": labels.label(Verb, one.verb),
                "title": selectors.title_of(one.case, is_file=True),
            }
            for one in work.returned
        ],
        "said_besides": [block.summary for block in asked["blocks"] if block.summary],
        "unsigned": next((len(s.rows) for s in work.sections if s.key == "unsigned"), 0),
        "may_register": access.may_register(user),
        "may_report": not me.roles.isdisjoint(LEAD_REPORTERS),
        "reads_cases": bool(me.roles - {Role.AUDITOR, Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN}),
    }
    return render(request, "cases/today.html", context)
