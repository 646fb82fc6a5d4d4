"""`/cases/<pk>/jurisdiction/`: 属地 and 主管 of a case, and whose it is where units differ."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases import access, selectors
from cases.enums import OPEN
from cases.forms.jurisdiction import DisputeForm, PlacingForm
from cases.models import Case
from cases.selectors import jurisdiction as reading
from cases.services import jurisdiction
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from mediation.core.models import User


@never_cache
@require_http_methods(["GET", "POST"])
def case_jurisdiction(request: HttpRequest, pk: int) -> HttpResponse:
    """Readers of the file; `do=raise` by the unit, `do=decide` by the common superior."""
    user = signed_in(request)
    case = selectors.get_visible(user, pk, *selectors.DECIDING)
    if case.level < access.FILE:
        raise Http404
    units = reading.units_for(case)
    do = request.POST.get("do", "")
    raising = DisputeForm(request.POST if do == "raise" else None, units=units)
    placing = PlacingForm(request.POST if do == "decide" else None, units=units)
    if do == "raise" and raising.is_valid():
        try:
            jurisdiction.raise_dispute(case, user, **raising.cleaned_data)
        except Refused as refused:
            put_beside(raising, refused)
        else:
            messages.success(request, f"{case.aloud}：已报共同上级。定以前请接着办。")
            return redirect("cases:jurisdiction", case.pk)
    if do == "decide" and placing.is_valid():
        try:
            done = jurisdiction.decide(case, user, **placing.cleaned_data)
        except Refused as refused:
            put_beside(placing, refused)
        else:
            messages.success(request, f"{case.aloud}：已定由{done.decided_unit}办。")
            return redirect("cases:jurisdiction", case.pk)
    return render(request, "cases/jurisdiction/page.html", page_of(user, case, raising, placing))


def page_of(user: User, case: Case, raising: Any, placing: Any) -> dict[str, Any]:
    today, mine = clock.today(), access.relations(user, case)
    disputes = list(reading.disputes_of(case))
    pending = next((one for one in disputes if one.is_open), None)
    may_raise = (
        pending is None
        and case.status in OPEN
        and case.tier in jurisdiction.LOWER_RUNGS
        and not mine.isdisjoint(jurisdiction.RAISERS)
        and not any(one.unit_id == case.unit_id and not one.lapsed_on for one in disputes)
    )
    may_decide = (
        pending is not None
        and not mine.isdisjoint(jurisdiction.DECIDERS)
        and mine.isdisjoint(jurisdiction.RAISERS)
    )
    return {
        "case": case,
        "places": reading.places_of(case),
        "stage": max(case.stages.all(), key=lambda stage: stage.seq),
        "disputes": disputes,
        "pending": pending,
        "days": (pending.due_on - today).days if pending else None,
        "raising": raising if may_raise else None,
        "placing": placing if may_decide else None,
    }


def put_beside(form: Any, refused: Refused) -> None:
    """A refusal stands at its field, or above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
