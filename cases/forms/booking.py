"""What a booking offers: rooms with their hours, who may preside, whom one may ask to come."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from cases.models import Case
from cases.selectors import name_of
from cases.services.invitations import keys_of, outsiders_of
from grids.enums import DepartmentKind, Role
from grids.models import Post
from grids.selectors import departments, handling_people, rooms_of
from mediation.core import clock
from mediation.core.models import User

Pairs = Sequence[tuple[str, str]]
# Mediators whom the parties may choose beside the people of the unit (人民调解法19条).
CHOOSABLE = (DepartmentKind.STREET_ROOM, DepartmentKind.COMMITTEE)


def rooms(case: Case, user: User) -> Pairs:
    return [
        (str(room.pk), f"{room.name}（{room.opens_at:%H:%M}—{room.closes_at:%H:%M}）")
        for room in rooms_of(case.centre)
    ]


def mediators(case: Case, user: User) -> Pairs:
    """The people of the unit, then the mediators of the street's room and of the village."""
    own = [(str(person.pk), person.name) for person in handling_people(case.unit)]
    posts = (
        Post.objects.on(clock.today())
        .filter(
            role=Role.MEDIATOR,
            department__centre=case.centre,
            department__kind__in=CHOOSABLE,
            department__is_active=True,
            user__is_active=True,
        )
        .exclude(department=case.unit)
        .select_related("department", "user")
        .order_by("department__order", "department__code", "user")
    )
    presiding = case.sessions.filter(is_cancelled=False, outcome="", mediator__isnull=False)
    own += [
        (str(one.mediator_id), one.mediator.name)  # type: ignore[union-attr]
        for one in presiding.select_related("mediator").order_by("pk")
        if (str(one.mediator_id), one.mediator.name) not in own  # type: ignore[union-attr]
    ]
    known = {key for key, _ in own}
    others = {
        str(post.user_id): f"{post.user.name}（{post.department.short_name}）"
        for post in posts
        if post.department.kind == DepartmentKind.STREET_ROOM
        or post.department.division_id == case.division_id
    }
    return own + [(key, name) for key, name in others.items() if key not in known]


def guests(case: Case, user: User) -> Pairs:
    """Parties, colleagues of the unit, and the departments."""
    parties = [(f"party:{one.pk}", name_of(one, case)) for one in case.parties.all()]
    staff = [(f"user:{one.pk}", one.name) for one in handling_people(case.unit)]
    units = (
        departments(case.centre)
        .filter(Q(division=None) | Q(division=case.division), is_handling=True)
        .exclude(pk=case.unit_id)
    )
    return [*parties, *staff, *((f"unit:{unit.pk}", unit.short_name) for unit in units)]


def arranged(case: Case, user: User) -> Pairs:
    """Sittings of this case that could be moved."""
    upcoming = case.sessions.filter(
        is_cancelled=False, outcome="", starts_at__gte=clock.now()
    ).order_by("starts_at")
    return [
        (
            str(one.pk),
            f"{clock.local(one.starts_at):%m月%d日 %H:%M} {one.place}",  # type: ignore[arg-type]
        )
        for one in upcoming
    ]


COPIED = ("mode", "kind", "is_public", "is_online", "platform", "is_recorded")
ASKED = ("room", "starts_at", "ends_at", "instead_of")


def initial_for(case: Case, query: Mapping[str, str]) -> dict[str, Any]:
    """What a click on the week, or 改期 of a sitting, puts into the form beforehand."""
    initial: dict[str, Any] = {name: query[name] for name in ASKED if query.get(name)}
    key = initial.get("instead_of", "")
    before = case.sessions.filter(pk=key).first() if key.isdecimal() else None
    if before is None:
        return initial
    initial |= {name: getattr(before, name) for name in COPIED}
    initial |= {
        "room": before.room_id,
        "place": "" if before.room_id else before.place,  # the room may change
        "mediator": before.mediator_id,
        "mediator_chosen_by": before.mediator_chosen_by,
        "has_recording_consent": before.has_recording_consent,
        "starts_at": before.starts_at and clock.local(before.starts_at).replace(tzinfo=None),
        "ends_at": before.ends_at and clock.local(before.ends_at).replace(tzinfo=None),
        "guests": keys_of(before),
        "outsiders": outsiders_of(before),
    }
    return initial
