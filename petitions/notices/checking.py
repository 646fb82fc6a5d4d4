"""Which notices of petitions are still true when they are about to be sent."""

from collections.abc import Iterable, Sequence

from mediation.core.models import Notice


def still_due(notices: Sequence[Notice]) -> Iterable[int]:
    return [notice.pk for notice in notices]
