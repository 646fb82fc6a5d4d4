"""A petitioner's numbers in full: POST with a reason, shown once, never cached."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from petitions import access, selectors
from petitions.services.unmasking import unmask


@never_cache
@require_POST
def petitioner_unmask(request: HttpRequest, pk: int, petitioner_pk: int) -> HttpResponse:
    user = signed_in(request)
    petition = selectors.get_visible(user, pk)
    if selectors.level_of(petition) < access.FILE or not access.may_see_whole(user, petition):
        raise Http404
    petitioner = get_object_or_404(petition.petitioners.all(), pk=petitioner_pk)
    refusal = ""
    try:
        unmask(petition, petitioner, user, request.POST.get("reason", ""))
    except Refused as refused:
        refusal = refused.sentence
    return render(
        request,
        "petitions/unmasked.html",
        {"petition": petition, "petitioner": petitioner, "refusal": refusal},
    )
