"""Whether the receipts of a petition left the printer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mediation.core.accounts import signed_in
from petitions import access, enums, selectors
from petitions.services.receipts import note_receipt_printed


@require_POST
def receipt_printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheets went to the printer. 204; Http404 for who may not print them."""
    user = signed_in(request)
    petition = selectors.get_visible(user, pk)
    is_officer = enums.Relation.OFFICER in access.relations(user, petition)
    if petition.is_sealed or not (is_officer or petition.registered_by_id == user.pk):
        raise Http404
    note_receipt_printed(petition)
    return HttpResponse(status=204)
