"""Is what was written of a lead still so when it is to be sent? (settings.NOTICE_CHECKS)"""

from collections.abc import Iterable, Sequence

from grids.models import Lead
from mediation.core.models import Notice


def still_due(notices: Sequence[Notice]) -> Iterable[int]:
    """ "New, please follow" is not said of a lead that somebody took up or answered since."""
    moved_on = set(
        Lead.objects.filter(
            pk__in={one.matter_key.partition(":")[2] for one in notices},
            followed_at__isnull=False,
        ).values_list("pk", flat=True)
    )
    return [
        one.pk
        for one in notices
        if not (one.subject.endswith(":reported") and _lead(one) in moved_on)
    ]


def _lead(notice: Notice) -> int:
    return int(notice.matter_key.partition(":")[2])
