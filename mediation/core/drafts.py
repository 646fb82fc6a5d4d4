"""What somebody was typing: kept sealed until the form has been handed in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from mediation.core import clock
from mediation.core.models import Draft, User


class Kept(NamedTuple):
    """A draft as it was last saved."""

    data: Any
    updated_at: datetime


def save(user: User, kind: str, data: Any, key: str = "") -> None:
    """Keep `data` (JSON values) as the one draft of this person, form and key; the last one wins."""
    draft = Draft(user=user, kind=kind, key=key, data=data, updated_at=clock.now())
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["user", "kind", "key"],
        update_fields=["data", "updated_at"],
    )


def load(user: User, kind: str, key: str = "") -> Kept | None:
    """The draft, or None."""
    draft = Draft.objects.filter(user=user, kind=kind, key=key).first()
    return Kept(draft.data, draft.updated_at) if draft else None


def load_shared(kind: str, key: str, may_write: Callable[[User], bool]) -> Kept | None:
    """The draft of this form and key that was saved last by somebody who may write there.

    For what belongs to a ticket and not to a person: the caller has checked that his reader may
    see the ticket. A browser may name any key, so who typed it is asked here.
    """
    if not key:
        return None
    found = Draft.objects.filter(kind=kind, key=key).select_related("user")
    for draft in found.order_by("-updated_at", "-pk"):
        if may_write(draft.user):
            return Kept(draft.data, draft.updated_at)
    return None


def clear_shared(key: str) -> None:
    """Forget what anybody typed under this key in any form: the ticket is finished."""
    if key:
        Draft.objects.filter(key=key).delete()


def clear(user: User, kind: str, key: str = "") -> None:
    """Forget the draft: the form has been handed in, or its writer says so."""
    Draft.objects.filter(user=user, kind=kind, key=key).delete()
