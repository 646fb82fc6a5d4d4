"""The register of mediators: who mediates where, until when, and what lies on whose desk."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases.selectors import mediators as register
from grids.filters import MediatorFilter
from grids.selectors import centre_of
from grids.selectors.mediators import mediators as terms_in_force
from mediation.core.accounts import signed_in


@never_cache
@require_GET
def mediators(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    centre = centre_of(user)
    if centre is None or not register.may_read_register(user):
        raise Http404
    chosen = MediatorFilter(request.GET, queryset=terms_in_force(centre), request=request)
    for field in chosen.form.fields.values():
        field.widget.attrs["class"] = "in"
    lines = register.register_lines(user, chosen.qs, centre) if chosen.is_valid() else []
    return render(
        request,
        "cases/mediators/register.html",
        {
            "form": chosen.form,
            "has_filters": any(request.GET.get(name) for name in chosen.filters),
            "lines": lines,
            "has_workload": any(line.workload is not None for line in lines),
            "gaps": register.gaps_for(user, centre),
        },
    )
