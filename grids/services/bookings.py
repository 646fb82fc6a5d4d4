"""Taking a resource for a span, and giving it back. The database refuses a second taker."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from grids.models import Occupancy, Resource, Room
from grids.selectors import next_free, taken
from mediation.core import clock
from mediation.core.errors import Refused

NO_OVERLAP = "grids_occupancy_no_overlap"


@dataclass(frozen=True, slots=True)
class Wish:
    """A resource that is asked for, what a reader calls it, and the field beside which to say so."""

    resource: Resource
    name: str
    field: str = ""


def nothing_more(occupancy: Occupancy) -> str:
    return ""


@transaction.atomic
def take(
    wishes: Sequence[Wish],
    start: datetime,
    end: datetime,
    *,
    reason: str = "",
    room: Room | None = None,
    said_of: Callable[[Occupancy], str] = nothing_more,
) -> list[Occupancy]:
    """Occupy all of these for [start, end), or none.

    `reason` names no person. `said_of` adds who occupies it, as far as the reader may know.
    Raises Refused: occupied · closed (outside the room's hours).
    """
    if room is not None:
        check_hours(room, start, end)
    # One after the other and in one order: two that checked the constraint against each other's row
    # would wait for each other.
    ordered = sorted(wishes, key=lambda wish: wish.resource.pk)
    things = Resource.objects.filter(pk__in=[wish.resource.pk for wish in ordered])
    list(things.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return [_take_one(wish, ordered, start, end, reason, room, said_of) for wish in ordered]


def _take_one(
    wish: Wish,
    wishes: Sequence[Wish],
    start: datetime,
    end: datetime,
    reason: str,
    room: Room | None,
    said_of: Callable[[Occupancy], str],
) -> Occupancy:
    try:
        with transaction.atomic():
            return Occupancy.objects.create(
                resource=wish.resource, during=(start, end), reason=reason
            )
    except IntegrityError as fault:
        if NO_OVERLAP not in str(fault):
            raise
    before = taken([wish.resource], start, end).first()
    when, more = (span(before), said_of(before)) if before else (_words(start, end), "")
    free = next_free([one.resource for one in wishes], start, end, room)
    raise Refused(
        "occupied",
        f"{wish.name} {when} 已有安排{f'（{more}）' if more else ''}",
        instead=f"最近的空档是 {moment(free)}" if free else "两周内没有空档，请换一间或换一位",
        field=wish.field,
    )


def check_hours(room: Room, start: datetime, end: datetime) -> None:
    """Raises Refused("closed") where a room is asked for outside its hours."""
    first, last = clock.local(start), clock.local(end)
    if (
        first.date() == last.date()
        and room.opens_at <= first.time()
        and last.time() <= room.closes_at
    ):
        return
    raise Refused(
        "closed",
        f"{room.name}的开放时间是 {room.opens_at:%H:%M}—{room.closes_at:%H:%M}",
        instead="请改到开放时间里，或换一个地方",
        field="starts_at",
    )


def release(occupancies: Iterable[Occupancy]) -> int:
    """Give them back; how many were still held."""
    held = Occupancy.objects.filter(pk__in=[one.pk for one in occupancies], is_cancelled=False)
    return held.update(is_cancelled=True)


def span(occupancy: Occupancy) -> str:
    return _words(occupancy.during.lower, occupancy.during.upper)


def _words(start: datetime, end: datetime) -> str:
    return f"{moment(start)}—{clock.local(end):%H:%M}"


def moment(instant: datetime) -> str:
    """11月17日 09:00."""
    local = clock.local(instant)
    return f"{local.month}月{local.day}日 {local:%H:%M}"
