"""Posts, deputies and the duty roster as their keepers see them; nothing about a case."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from grids.access import may_read_posts
from grids.models import (
    Department,
    Deputy,
    Division,
    DutyDay,
    Handover,
    Post,
    PostChange,
    Station,
    TeamSeat,
)
from grids.selectors.people import centre_of, with_predecessors
from mediation.core import clock
from mediation.core.accounts import SYSTEM
from mediation.core.models import User

WEEK = 7


def _town(user: User) -> Division | None:
    return centre_of(user) if may_read_posts(user) else None


def visible_posts(user: User) -> QuerySet[Post]:
    """Posts of the units of the user's town, for who keeps them; else none."""
    centre = _town(user)
    if centre is None:
        return Post.objects.none()
    found = Post.objects.filter(department__centre=centre)
    return with_predecessors(found).select_related("user", "department__centre", "division")


def held_posts(user: User) -> QuerySet[Post]:
    """Those of units in use that run today or later, unit by unit, the head first."""
    lasting = Q(to_on=None) | Q(to_on__gte=clock.today())
    found = visible_posts(user).filter(lasting, department__is_active=True)
    return found.order_by("department__order", "department__code", "-is_head", "pk")


def visible_staff(user: User) -> QuerySet[User]:
    """People with a post in the town today, whose accounts are open."""
    centre = centre_of(user)
    if centre is None:
        return User.objects.none()
    posts = Post.objects.on(clock.today()).filter(
        department__centre=centre, department__is_active=True
    )
    return User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("pk")


def visible_candidates(user: User) -> QuerySet[User]:
    """Who may be given a post in the town: its staff, and new accounts that have no post yet."""
    centre = _town(user)
    if centre is None:
        return User.objects.none()
    posts = Post.objects.on(clock.today()).filter(department__is_active=True)
    is_new = ~Exists(posts.filter(user=OuterRef("pk")))
    here = Q(pk__in=posts.filter(department__centre=centre).values("user"))
    accounts = User.objects.filter(is_active=True).exclude(username=SYSTEM)
    return accounts.filter(here | is_new).order_by("pk")


def visible_units(user: User) -> QuerySet[Department]:
    """Units of the town in use, for who keeps its posts."""
    centre = _town(user)
    if centre is None:
        return Department.objects.none()
    return Department.objects.filter(centre=centre, is_active=True).select_related(
        "centre", "division", "first_responsible", "main_responsible"
    )


def visible_seats(user: User) -> QuerySet[TeamSeat]:
    """Seats of the town's villages that run today or later, for who keeps the posts."""
    centre = _town(user)
    if centre is None:
        return TeamSeat.objects.none()
    return TeamSeat.objects.filter(
        Q(to_on=None) | Q(to_on__gte=clock.today()), division__path__startswith=centre.path
    ).select_related("user", "division")


def visible_stations(user: User) -> QuerySet[Station]:
    """Leaders stationed in the town's villages today or later, for who keeps the posts."""
    centre = _town(user)
    if centre is None:
        return Station.objects.none()
    return Station.objects.filter(
        Q(to_on=None) | Q(to_on__gte=clock.today()), division__path__startswith=centre.path
    ).select_related("user", "division")


def visible_post_changes(user: User) -> QuerySet[PostChange]:
    """Who gave whom which post, newest first."""
    centre = _town(user)
    if centre is None:
        return PostChange.objects.none()
    return PostChange.objects.filter(centre=centre).select_related(
        "person", "unit", "division", "by", "on_behalf_of"
    )


def visible_deputies(user: User) -> QuerySet[Deputy]:
    """Deputies for people of the town that run today or later, by their first day."""
    centre = _town(user)
    if centre is None:
        return Deputy.objects.none()
    people = Post.objects.filter(department__centre=centre).values("user")
    return (
        Deputy.objects.filter(Q(to_on=None) | Q(to_on__gte=clock.today()), user__in=people)
        .select_related("user", "deputy")
        .order_by("from_on", "pk")
    )


def visible_handovers(user: User) -> QuerySet[Handover]:
    centre = _town(user)
    if centre is None:
        return Handover.objects.none()
    return Handover.objects.filter(centre=centre).select_related(
        "from_user", "to_user", "post__department", "by", "on_behalf_of"
    )


def rostered_units(user: User) -> QuerySet[Department]:
    """Units of the user's town that are present at the centre in one of the three ways."""
    centre = centre_of(user)
    if centre is None:
        return Department.objects.none()
    return Department.objects.filter(centre=centre, is_active=True).exclude(attendance="")


@dataclass(frozen=True)
class RosterLine:
    """A unit and who sits for it on each day of the week."""

    unit: Department
    days: tuple[tuple[date, tuple[DutyDay, ...]], ...]


def week_of(day: date) -> list[date]:
    """Monday to Sunday of the day's week."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(WEEK)]


def duty_of_week(user: User, day: date) -> QuerySet[DutyDay]:
    """Who sits at the user's centre in the week of a day."""
    days = week_of(day)
    return (
        DutyDay.objects.filter(on__range=(days[0], days[-1]), department__in=rostered_units(user))
        .select_related("user", "department")
        .order_by("on", "department__order", "pk")
    )


def roster(user: User, day: date) -> list[RosterLine]:
    """The week by unit, two queries."""
    days = week_of(day)
    units = list(rostered_units(user))
    by_cell: dict[tuple[int, date], list[DutyDay]] = {}
    for row in duty_of_week(user, day):
        by_cell.setdefault((row.department_id, row.on), []).append(row)
    return [
        RosterLine(unit, tuple((one, tuple(by_cell.get((unit.pk, one), ()))) for one in days))
        for unit in units
    ]
