"""What a person is in the house today (rules.md §1): read once per request."""

from dataclasses import dataclass, field
from datetime import date

from grids.enums import DepartmentKind, Level, Role
from grids.models import Division, Post, Station
from grids.selectors import standings_today
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
    people = standings_today(user)
    posts = [post for person in people for post in person.posts]
    by_role: dict[str, set[int]] = {}
    for post in posts:
        by_role.setdefault(post.role, set()).add(post.department_id)
    users = frozenset(person.user.pk for person in people)
    return Standing(
        on=on,
        users=users,
        roles=frozenset(by_role),
        units=frozenset(post.department_id for post in posts),
        handling_units=frozenset(pk for person in people for pk in person.handling_units),
        answering_units=frozenset(
            post.department_id
            for post in posts
            if post.department.is_handling and post.department.kind != DepartmentKind.LEADERSHIP
        ),
        headed_units=frozenset(pk for person in people for pk in person.headed_units),
        villages_of_committees=frozenset(
            post.department.division_id
            for post in posts
            if post.role == Role.MEDIATOR
            and post.department.kind == DepartmentKind.COMMITTEE
            and post.department.division_id is not None
        ),
        stationed_villages=frozenset(
            Station.objects.on(on).filter(user__in=users).values_list("division_id", flat=True)
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
