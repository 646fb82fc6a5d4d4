"""The receipt of a registration: that the visitor left with it (ui/DESIGN screen c2)."""

from cases.models import Case
from mediation.core import clock


def note_receipt_printed(case: Case) -> None:
    """Keep the first time; a second sheet changes nothing.

    No move: the matter does not change by it. The caller has checked that the sheet is his to print.
    """
    Case.objects.filter(pk=case.pk, receipt_printed_at__isnull=True).update(
        receipt_printed_at=clock.now()
    )
