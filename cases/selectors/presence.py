"""今天谁在: who of the staff is at the centre today, who stands in, and when each sits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from cases.enums import Attendance
from cases.models import MediationSession
from grids.enums import DepartmentKind, DeputyKind, Role
from grids.models import Deputy, Division, Post
from mediation.core import clock
from mediation.core.models import User

# Whose desks are at the centre every day; of the others, who is on duty or has a sitting.
RESIDENT = (DepartmentKind.CENTRE, DepartmentKind.STREET_ROOM)
BEHIND_THE_DESKS = (Role.AUDITOR, Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN, Role.DISCIPLINE)


@dataclass(frozen=True, slots=True)
class Here:
    """One of the staff; `deputies` stand in for him while he is away."""

    name: str
    is_duty: bool
    deputies: list[str]
    times: list[str]  # 09:00—10:30, his sittings of the day


@dataclass(slots=True)
class Desk:
    """A unit and who of it is here today."""

    unit: str
    people: list[Here] = field(default_factory=list)


def who_is_in(centre: Division, today: date, sittings: Iterable[MediationSession]) -> list[Desk]:
    """By unit, in the order of the units; `sittings` are those of today that the reader may know.

    Two queries.
    """
    times: dict[int, list[str]] = {}
    for session in sittings:
        for person in _staff_in(session):
            times.setdefault(person.pk, []).append(_time_of(session))
    posts = (
        Post.objects.on(today)
        .filter(
            Q(department__kind__in=RESIDENT) | Q(is_duty=True) | Q(user__in=list(times)),
            department__centre=centre,
            department__is_active=True,
            user__is_active=True,
        )
        .exclude(role__in=BEHIND_THE_DESKS)
        .select_related("department", "user")
        .order_by("department__order", "department__code", "-is_head", "pk")
    )
    away: dict[int, list[str]] = {}
    standing_in = Deputy.objects.on(today).filter(
        kind=DeputyKind.DEPUTY, user__posts__department__centre=centre, deputy__is_active=True
    )
    for row in standing_in.select_related("deputy").order_by("pk").distinct():
        away.setdefault(row.user_id, []).append(row.deputy.name)
    desks: dict[int, Desk] = {}
    said: set[int] = set()
    for post in posts:
        if post.user_id in said:
            continue
        said.add(post.user_id)
        desk = desks.setdefault(post.department_id, Desk(post.department.short_name))
        desk.people.append(
            Here(
                post.user.name,
                post.is_duty,
                away.get(post.user_id, []),
                times.get(post.user_id, []),
            )
        )
    return list(desks.values())


def _staff_in(session: MediationSession) -> Iterable[User]:
    """The mediator and the staff who were asked by name and have not said no."""
    found = {session.mediator.pk: session.mediator} if session.mediator else {}
    for guest in session.guests.all():
        if guest.user is not None and guest.answer != Attendance.UNABLE:
            found[guest.user.pk] = guest.user
    return found.values()


def _time_of(session: MediationSession) -> str:
    assert session.starts_at is not None  # noqa: S101 - `arranged`
    assert session.ends_at is not None  # noqa: S101
    return f"{clock.local(session.starts_at):%H:%M}—{clock.local(session.ends_at):%H:%M}"
