"""归档: one click on the page of a closed petition."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from mediation.core.accounts import signed_in
from mediation.core.errors import Refused
from petitions import access, selectors
from petitions.services.archiving import archive
from petitions.views.moves import loaded_version


@require_POST
def petition_archive(request: HttpRequest, pk: int) -> HttpResponse:
    petition = selectors.get_visible(signed_in(request), pk)
    if selectors.level_of(petition) < access.FILE:
        raise Http404
    try:
        archive(petition, signed_in(request), version=loaded_version(request.POST))
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, "记好了，已归档。")
    return redirect("petitions:detail", petition.pk)
