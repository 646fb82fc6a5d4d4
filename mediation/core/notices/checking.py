"""Is what was written still so when it is to be sent? Asked of the matter's own app."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.module_loading import import_string

from mediation.core.models import Notice


def still_due(notices: Sequence[Notice]) -> list[Notice]:
    """Without those whose matter has moved on, by the check of the matter's own app.

    `settings.NOTICE_CHECKS` maps the first part of the matter's key ("case") to a dotted callable
    that takes notices and returns the ids of those still to be sent.
    """
    alive: set[int] = set()
    by_app: dict[str, list[Notice]] = {}
    for notice in notices:
        by_app.setdefault(notice.matter_key.partition(":")[0], []).append(notice)
    for app, some in by_app.items():
        dotted = settings.NOTICE_CHECKS.get(app)
        alive |= set(import_string(dotted)(some)) if dotted else {one.pk for one in some}
    return [notice for notice in notices if notice.pk in alive]
