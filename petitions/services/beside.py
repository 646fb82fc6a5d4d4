"""Acts that are no verbs of the graph: they change no status, but stand in the history."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mediation.core import clock, door
from mediation.core.models import User
from petitions import access
from petitions.models import Petition
from petitions.services.act import Act


def begin(
    petition: Petition,
    verb: str,
    actor: User,
    *,
    on: date | None = None,
    payload: Mapping[str, Any] | None = None,
) -> Act:
    """The act on a locked petition; `services.door.finish` ends it. Raises Refused: invalid_day."""
    now = clock.now()
    return Act(
        petition=petition,
        verb=verb,
        actor=actor,
        on=door.check_day(on, clock.local_day(now), petition.received_on),
        now=now,
        status_before=petition.status,
        on_behalf_of=access.stood_for(actor, petition),
        payload=dict(payload or {}),
    )
