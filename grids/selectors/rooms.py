"""Rooms of a centre, and when something is free."""

from collections.abc import Collection
from datetime import datetime, time, timedelta

from django.db.models import QuerySet

from grids.models import Division, Occupancy, Resource, Room
from mediation.core import calendar, clock

LOOKED_AHEAD = timedelta(days=14)
# When people are met where there is no room with hours of its own.
OFFICE_OPENS, OFFICE_CLOSES = time(8, 30), time(17, 30)


def rooms_of(centre: Division) -> QuerySet[Room]:
    """The rooms in use, in the order in which they were set up."""
    return Room.objects.filter(centre=centre, is_active=True).order_by("pk")


def taken(resources: Collection[Resource], start: datetime, end: datetime) -> QuerySet[Occupancy]:
    """What occupies any of these in [start, end); end = next start is no clash."""
    return Occupancy.objects.filter(
        resource__in=resources, is_cancelled=False, during__overlap=(start, end)
    ).order_by("during")


def next_free(
    resources: Collection[Resource], start: datetime, end: datetime, room: Room | None = None
) -> datetime | None:
    """The first moment from `start` on at which all of these are free for as long.

    Within the hours of the room, on working days of the next two weeks; None when there is none.
    """
    length = end - start
    busy = [
        (one.during.lower, one.during.upper)
        for one in taken(resources, start, start + LOOKED_AHEAD)
    ]
    days = calendar.load()
    opens = room.opens_at if room else OFFICE_OPENS
    closes = room.closes_at if room else OFFICE_CLOSES
    day, last = clock.local_day(start), clock.local_day(start + LOOKED_AHEAD)
    while day <= last:
        midnight, _ = clock.day_bounds(day)
        zone = midnight.tzinfo
        moment = max(datetime.combine(day, opens, zone), start)
        for lower, upper in busy:
            if lower < moment + length and moment < upper:
                moment = clock.local(upper)
        if moment + length <= datetime.combine(day, closes, zone) and days.is_workday(day):
            return clock.local(moment)
        day += timedelta(days=1)
    return None
