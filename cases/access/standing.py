"""What a person is in the house today (rules.md §1): read once per request."""

from dataclasses import dataclass, field
from datetime import date

from grids.enums import HANDLING_ROLES, DepartmentKind, Level, Role
from grids.models import Division, Post
from grids.selectors import Standing as PersonStanding
from grids.selectors import (
    standings_today,
    units_behind,
    villages_behind,
    villages_stationed_in,
)
from mediation.core import clock
from mediation.core.models import User

SYSTEM_USERNAME = "system"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a user is in the house today, his own posts and those he stands in for."""

    on: date
    users: frozenset[int]  # himself and whom he deputises
    roles: frozenset[str] = frozenset()
    units: frozenset[int] = frozenset()
    handling_units: frozenset[int] = frozenset()
    answering_units: frozenset[int] = frozenset()  # a leader is addressed by name only
    headed_units: frozenset[int] = frozenset()
    villages_of_committees: frozenset[int] = frozenset()
    stationed_villages: frozenset[int] = frozenset()
    grids: frozenset[int] = frozenset()
    centres: frozenset[int] = frozenset()
    units_by_role: dict[str, frozenset[int]] = field(default_factory=dict)


def standing(user: User) -> Standing:
    """Read once per request and day; kept on the user object of this request."""
    today = clock.today()
    known: Standing | None = user.__dict__.get("_standing")
    if known is None or known.on != today:
        known = user.__dict__["_standing"] = read_standing(user, today)
    return known


def read_standing(user: User, on: date) -> Standing:
    """His own posts and those of the people he stands in for, in four queries."""
    if not user.is_authenticated or not user.is_active:
        return Standing(on, frozenset())
    return standing_of(standings_today(user), on)


def own_standing(user: User) -> Standing:
    """What his own posts alone make him today, nobody's deputy: three queries when asked."""
    return standing_of(standings_today(user)[:1], clock.today())


def standing_of(people: list[PersonStanding], on: date) -> Standing:
    """Several people's posts taken together."""
    posts = [post for person in people for post in person.posts]
    by_role: dict[str, set[int]] = {}
    for post in posts:
        by_role.setdefault(post.role, set()).update(units_behind(post))
    users = frozenset(person.user.pk for person in people)
    return Standing(
        on=on,
        users=users,
        roles=frozenset(by_role),
        units=frozenset(pk for post in posts for pk in units_behind(post)),
        handling_units=frozenset(pk for person in people for pk in person.handling_units),
        answering_units=frozenset(
            pk
            for post in posts
            if post.role in HANDLING_ROLES  # a guidance mediator sees what he was asked to guide
            and post.department.is_handling
            and post.department.kind != DepartmentKind.LEADERSHIP
            for pk in units_behind(post)
        ),
        headed_units=frozenset(pk for person in people for pk in person.headed_units),
        villages_of_committees=frozenset(
            pk
            for post in posts
            if post.role == Role.MEDIATOR and post.department.kind == DepartmentKind.COMMITTEE
            for pk in villages_behind(post)
        ),
        stationed_villages=frozenset(
            villages_stationed_in(users, on).values_list("pk", flat=True)
            if Role.LEADER in by_role
            else ()
        ),
        grids=frozenset(
            post.division_id
            for post in posts
            if post.role == Role.GRID_WORKER and post.division_id is not None
        ),
        centres=_towns_of(posts),
        units_by_role={role: frozenset(units) for role, units in by_role.items()},
    )


def _towns_of(posts: list[Post]) -> frozenset[int]:
    """The towns whose cases these posts may reach: their own, or all below a county's post."""
    centres = {post.department.centre for post in posts}
    towns = {centre.pk for centre in centres if centre.level == Level.TOWN}
    for centre in centres:
        if centre.level != Level.TOWN:
            below = Division.objects.under(centre).filter(level=Level.TOWN)
            towns |= set(below.values_list("pk", flat=True))
    return frozenset(towns)
