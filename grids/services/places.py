"""Small changes to posts, stations and rooms, each leaving the earlier row in place."""

from datetime import date, time, timedelta

from django.db import transaction

from grids.enums import ResourceKind
from grids.models import Department, Division, Post, Resource, Room, StaffResource, Station
from mediation.core.models import User


def appoint(
    user: User,
    department: Department,
    role: str,
    from_on: date,
    *,
    division: Division | None = None,
    is_head: bool = False,
    is_duty: bool = False,
) -> Post:
    """Give the user a post; one who holds the same open post keeps it as it is."""
    post, _ = Post.objects.get_or_create(
        user=user,
        department=department,
        role=role,
        division=division,
        to_on=None,
        defaults={"from_on": from_on, "is_head": is_head, "is_duty": is_duty},
    )
    return post


@transaction.atomic
def station(user: User, village: Division, from_on: date) -> Station:
    """Station a leader in a village from a day on; his predecessor's last day is the day before."""
    before = Station.objects.select_for_update().filter(division=village, to_on=None).first()
    if before is not None:
        if before.user == user:
            return before
        before.to_on = max(before.from_on, from_on - timedelta(days=1))
        before.save(update_fields=["to_on"])
    return Station.objects.create(user=user, division=village, from_on=from_on)


@transaction.atomic
def add_room(
    centre: Division,
    name: str,
    kind: str,
    *,
    seats: int = 8,
    opens_at: time = time(9),
    closes_at: time = time(17, 30),
) -> Room:
    """Add a room with its own resource; a room of that name stays as it is."""
    room = Room.objects.filter(centre=centre, name=name).first()
    if room is not None:
        return room
    return Room.objects.create(
        centre=centre,
        name=name,
        kind=kind,
        seats=seats,
        opens_at=opens_at,
        closes_at=closes_at,
        resource=Resource.objects.create(kind=ResourceKind.ROOM),
    )


@transaction.atomic
def staff_resource(user: User) -> Resource:
    """The resource under which a member of staff is booked, made on first use."""
    known = StaffResource.objects.select_related("resource").filter(user=user).first()
    if known is not None:
        return known.resource
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # of two that come first, one
    known = StaffResource.objects.select_related("resource").filter(user=user).first()
    if known is not None:
        return known.resource
    resource = Resource.objects.create(kind=ResourceKind.STAFF)
    return StaffResource.objects.create(user=user, resource=resource).resource
