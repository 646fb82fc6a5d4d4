"""Writing history: one event after the other, each carrying the hash of the one before."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from itertools import groupby
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import models

from mediation.core import clock
from mediation.core.models import AbstractEvent, User
from mediation.core.privacy import find_private_numbers

EventT = TypeVar("EventT", bound=AbstractEvent)

# A payload holds codes: letters, digits and a few signs. Anything that a person says or is called
# stands in the rows of the case, where it can be disposed of.
_CODE = re.compile(r"[0-9A-Za-z_.:+/-]{0,64}", re.ASCII)
_PERSONAL_KEYS = frozenset(
    [
        "name",
        "phone",
        "id_number",
        "address",
        "narrative",
        "demand",
        "text",
        "minutes",
        "terms",
        "place",
        "email",
    ]
)


class PersonalDataInEvent(ValueError):
    """A payload held what belongs into the rows of the matter: a name, a number, a text."""


class BrokenLink(NamedTuple):
    """Where a chain does not hold: the event's id and what is wrong with it."""

    event_id: int
    fault: str


def append(
    model: type[EventT],
    matter_field: str,
    matter: models.Model,
    *,
    verb: str,
    actor: User,
    on: date | None = None,
    booked_on: date | None = None,
    payload: Mapping[str, Any] | None = None,
    on_behalf_of: User | None = None,
    prepared_by: User | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> EventT:
    """Write the next event of `matter` under the matter's row lock (call it in a transaction).

    `on` is the day of the act (default today), `booked_on` the day it counts for (default `on`),
    `fields` are columns that the concrete table adds; they stand outside the hash.
    Raises PersonalDataInEvent when the payload holds more than codes, ids, dates, field names.
    """
    type(matter)._base_manager.select_for_update().values_list("pk").get(pk=matter.pk)
    last = (
        model._base_manager.filter(**{matter_field: matter})
        .order_by("-seq")
        .values_list("seq", "hash")
        .first()
    )
    seq, previous_hash = last or (0, "")
    on = on or clock.today()
    event = model(
        **{matter_field: matter},
        seq=seq + 1,
        verb=verb,
        actor=actor,
        on_behalf_of=on_behalf_of,
        prepared_by=prepared_by,
        at=at or clock.now(),
        on=on,
        booked_on=booked_on or on,
        payload=plain(payload or {}),
        previous_hash=previous_hash,
        **fields,
    )
    event.hash = link_hash(event, matter.pk)
    event.save(force_insert=True)
    return event


def link_hash(event: AbstractEvent, matter_id: int) -> str:
    """SHA-256 over the event's canonical JSON, the previous hash included: 64 hex digits."""
    body = {
        "matter": matter_id,
        "seq": event.seq,
        "verb": str(event.verb),
        "actor": event.actor_id,
        "on_behalf_of": event.on_behalf_of_id,
        "prepared_by": event.prepared_by_id,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "on": event.on.isoformat(),
        "booked_on": event.booked_on.isoformat(),
        "payload": event.payload,
        "previous_hash": event.previous_hash,
    }
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def verify_chain(
    events: models.QuerySet[EventT], matter_field: str = "case"
) -> Iterator[BrokenLink]:
    """Recompute the chains of all matters in `events` (a queryset of whole chains)."""
    matter_id = f"{matter_field}_id"
    ordered = events.order_by(matter_id, "seq").iterator(chunk_size=5000)
    for key, chain in groupby(ordered, key=lambda event: getattr(event, matter_id)):
        previous_hash = ""
        for place, event in enumerate(chain, start=1):
            if event.seq != place:
                yield BrokenLink(event.pk, f"seq {event.seq}, expected {place}")
                break
            if event.previous_hash != previous_hash:
                yield BrokenLink(event.pk, "does not follow the event before")
            if event.hash != link_hash(event, key):
                yield BrokenLink(event.pk, "was changed after it was written")
            previous_hash = event.hash


def plain(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload as JSON values; raises PersonalDataInEvent for anything that is no code."""
    return {str(key): _plain(value, str(key)) for key, value in payload.items()}


def _plain(value: Any, key: str) -> Any:
    if key in _PERSONAL_KEYS:
        raise PersonalDataInEvent(f"{key}: belongs into the matter's rows")
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        return plain(value)
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [_plain(item, "") for item in items]
    if isinstance(value, int | Decimal | UUID | date | str):
        return _code(value, key)
    raise PersonalDataInEvent(f"{key}: {type(value).__name__} is no code")


def _code(value: int | Decimal | UUID | date | str, key: str) -> int | str:
    text = value.isoformat() if isinstance(value, date) else str(value)
    if not _CODE.fullmatch(text):
        raise PersonalDataInEvent(f"{key}: a text, not a code")
    if find_private_numbers(text):
        raise PersonalDataInEvent(f"{key}: looks like a private number")
    return value if isinstance(value, int) else text
