"""The list of petitions, as far as the reader's level goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from rest_framework.request import Request

from cases.access import standing
from cases.views.cases import COUNTED_IN_PART, COUNTED_UP_TO, Pages, dress
from grids.access import CASE_READERS, EXPORTERS
from grids.enums import Role
from grids.selectors import centre_of, villages
from mediation.core.accounts import signed_in
from mediation.core.purposes import ExportPurpose
from petitions import access, selectors
from petitions.filters import PetitionFilter

SEES_ALL = frozenset({Role.PETITION_OFFICER, Role.DIRECTOR, Role.PEACE_OFFICER, Role.WINDOW_CLERK})
SEALED_TAB = "sealed"


@require_GET
def petition_list(request: HttpRequest) -> HttpResponse:
    """Filters, search, cursor pages; counts stop at 10,000. Accusations have a heading of their own,
    for the discipline post alone."""
    user = signed_in(request)
    roles = standing(user).roles
    is_discipline = Role.DISCIPLINE in roles
    others = roles - {Role.DISCIPLINE}
    is_sealed = is_discipline and (request.GET.get("of") == SEALED_TAB or not others)
    seen = access.visible_to(user)
    seen = seen.filter(access.SEALED) if is_sealed else seen.exclude(access.SEALED)
    chosen = PetitionFilter(request.GET, queryset=seen, request=request)
    dress(chosen.form)
    is_valid = chosen.is_valid()
    petitions = chosen.qs if is_valid else seen.none()
    cap, counted = COUNTED_UP_TO, petitions.order_by()
    if request.GET.get("q") or roles.isdisjoint(SEES_ALL):
        # Many conditions, and no index that has them all: walk the newest, and not far.
        cap, counted = COUNTED_IN_PART, petitions.order_by("-registered_at", "-pk")
    found = counted.values("pk")[: cap + 1].count()
    pages = Pages(chosen.form.cleaned_data.get("ordering", "") if is_valid else "")
    page = pages.paginate_queryset(selectors.for_lists(petitions), Request(request))
    centre = centre_of(user)
    typed = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if value and name not in ("cursor", "of")
    ]
    return render(
        request,
        "petitions/petition_list.html",
        {
            "form": chosen.form,
            "q": request.GET.get("q", ""),
            "division": request.GET.get("division", ""),
            "has_filters": any(name != "q" for name, _ in typed),
            "typed": typed,
            "rows": selectors.rows(page or []),
            "found": min(found, cap),
            "is_capped": found > cap,
            "next_url": pages.get_next_link(),
            "previous_url": pages.get_previous_link(),
            "villages": villages(centre) if centre else [],
            "may_export": not roles.isdisjoint(EXPORTERS),
            "purposes": ExportPurpose.choices,
            "may_register": not roles.isdisjoint(access.REGISTRARS),
            "reads_cases": not roles.isdisjoint(CASE_READERS),
            "is_sealed": is_sealed,
            "has_tabs": is_discipline and bool(others),
        },
    )
