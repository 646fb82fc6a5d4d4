"""Hand-over sheets: what a party needs to know to take another way (rules.md §2 rows 12–13)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases import access, selectors
from cases.enums import Outcome, PartyRole, TransferKind
from cases.models import Case
from cases.workflow.ways import (
    COME_BACK,
    INTERRUPTION,
    LEGAL_AID,
    TRAFFIC_CATEGORY,
    ways_of,
)
from grids.selectors import department_of
from mediation.core import clock
from mediation.core.accounts import signed_in

# A way of its own period does not live by the limitation of civil claims.
WITHOUT_INTERRUPTION = frozenset({TransferKind.PETITION, "reconsideration", "administrative"})


@never_cache
@require_GET
def case_way(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """One sheet. 404: below the file, or no way that belongs to this case as it stands."""
    user = signed_in(request)
    case = selectors.get_visible(user, pk, "stages", "endings")
    sheet = next((one for one in ways_of(case) if one.code == way), None)
    if case.level < access.FILE or sheet is None:
        raise Http404
    return render(
        request,
        "cases/ways/sheet.html",
        {
            "case": case,
            "way": sheet,
            "unit": last_unit(case),
            "applicants": names(case, is_applicant=True),
            "others": names(case, is_applicant=False),
            "where_to": where_to(case) if case.outcome == Outcome.TRANSFERRED else "",
            "interruption": "" if sheet.code in WITHOUT_INTERRUPTION else INTERRUPTION,
            "legal_aid": LEGAL_AID,
            "come_back": COME_BACK,
            "is_traffic": case.category.code == TRAFFIC_CATEGORY
            and case.outcome == Outcome.TERMINATED,
            "centre_office": department_of("centre", case.centre),
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )


def links_of(case: Case) -> list[dict[str, Any]]:
    """What the case's page links to; needs the endings that came with the case."""
    return [{"code": one.code, "title": one.title} for one in ways_of(case)]


def last_unit(case: Case) -> Any:
    """The unit that handled it before it left for the court."""
    handled = [one for one in case.stages.all() if one.tier != "litigation"]
    return handled[-1].unit if handled else case.unit


def where_to(case: Case) -> str:
    last = max(case.endings.all(), key=lambda one: one.pk, default=None)
    return last.where_to if last is not None else ""


def names(case: Case, *, is_applicant: bool) -> str:
    return "、".join(
        one.name for one in case.parties.all() if (one.role == PartyRole.APPLICANT) is is_applicant
    )
