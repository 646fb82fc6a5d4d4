"""What must always hold of petitions (`check_invariants`)."""

from collections.abc import Iterator

from mediation.core import events
from petitions.models import Event


def faults() -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    for link in events.verify_chain(Event.objects.all(), "petition"):
        yield f"petitions: event {link.event_id} {link.fault}"
