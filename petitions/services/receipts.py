"""The receipts of a registration: that those who brought it left with them (信访工作条例22条)."""

from mediation.core import clock
from petitions.models import Petition


def note_receipt_printed(petition: Petition) -> None:
    """Keep the first time; no move, for the matter does not change by it.

    The caller has checked that the sheets are his to print.
    """
    Petition.objects.filter(pk=petition.pk, receipt_printed_at__isnull=True).update(
        receipt_printed_at=clock.now()
    )
