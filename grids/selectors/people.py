"""Who holds which post on a day, who stands for whom. Days are local; `on=None` means today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from grids.enums import HANDLING_ROLES, DeputyKind
from grids.models import Department, Deputy, Division, DutyDay, Post, Station, TeamSeat
from mediation.core import clock
from mediation.core.models import User
from mediation.core.notices.rows import Told


@dataclass(frozen=True)
class Standing:
    """Everything a person's posts say about him on one day, read in one query."""

    user: User
    posts: tuple[Post, ...]
    on_behalf_of: User | None = None

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(post.role for post in self.posts)

    @property
    def units(self) -> frozenset[int]:
        """Ids of the departments in which he holds any post, and of those that they succeeded."""
        return frozenset(pk for post in self.posts for pk in units_behind(post))

    @property
    def handling_units(self) -> frozenset[int]:
        """Ids of the departments whose cases he may take into his hands."""
        return frozenset(
            pk
            for post in self.posts
            if post.role in HANDLING_ROLES and post.department.is_handling
            for pk in units_behind(post)
        )

    @property
    def headed_units(self) -> frozenset[int]:
        return frozenset(pk for post in self.posts if post.is_head for pk in units_behind(post))

    @property
    def centre(self) -> Division | None:
        return self.posts[0].department.centre if self.posts else None


def units_behind(post: Post) -> tuple[int, ...]:
    """The post's own department and those whose work it took over (villages that merged)."""
    return (post.department_id, *getattr(post, "predecessors", ()))


def villages_behind(post: Post) -> tuple[int, ...]:
    """The village of the post's committee and those that were merged into it."""
    own = post.department.division_id
    return () if own is None else (own, *getattr(post, "merged_villages", ()))


def with_predecessors(posts: QuerySet[Post]) -> QuerySet[Post]:
    """Reads in the same query what `units_behind` and `villages_behind` ask for."""
    succeeded = Department.objects.filter(succeeded_by=OuterRef("department"))
    merged = Division.objects.filter(merged_into=OuterRef("department__division"))
    return posts.annotate(
        predecessors=ArraySubquery(succeeded.order_by("pk").values("pk")),
        merged_villages=ArraySubquery(merged.order_by("pk").values("pk")),
    )


def standing(user: User, on: date | None = None) -> Standing:
    """The person's own posts on a day."""
    return Standing(user, tuple(with_predecessors(posts_of(user, on))))


def standings_today(user: User) -> list[Standing]:
    """`standings` of today, read once for a user object, which lives as long as its request."""
    today = clock.today()
    known: tuple[date, list[Standing]] | None = user.__dict__.get("_standings")
    if known is None or known[0] != today:
        known = user.__dict__["_standings"] = (today, standings(user, today))
    return known[1]


def standings(user: User, on: date | None = None) -> list[Standing]:
    """His own standing first, then one for each person whom he stands for that day."""
    day = on or clock.today()
    principals = list(stands_for(user, day))
    posts = list(
        with_predecessors(
            Post.objects.on(day).filter(user__in=[user, *principals], department__is_active=True)
        ).select_related("department__centre", "department__division", "division", "user")
    )
    return [
        Standing(
            person,
            tuple(post for post in posts if post.user_id == person.pk),
            on_behalf_of=None if person == user else person,
        )
        for person in [user, *principals]
    ]


def in_whose_role(user: User, roles: Collection[str]) -> User | None:
    """For whom the user acts in one of the roles today: the first of those for whom he stands who
    has it; None where he has it himself, or nobody has."""
    own, *others = standings_today(user)
    if not own.roles.isdisjoint(roles):
        return None
    return next((one.user for one in others if not one.roles.isdisjoint(roles)), None)


def posts_of(user: User, on: date | None = None) -> QuerySet[Post]:
    """Posts that the user holds on a day, with department, centre and grid."""
    return (
        Post.objects.on(on or clock.today())
        .filter(user=user, department__is_active=True)
        .select_related("department__centre", "department__division", "division")
    )


def roles_of(user: User, on: date | None = None) -> frozenset[str]:
    """Codes of `Role` that the user's own posts give him."""
    return frozenset(posts_of(user, on).values_list("role", flat=True))


def units_of(user: User, on: date | None = None, *, handling: bool = False) -> QuerySet[Department]:
    """Departments in which the user holds a post; `handling`: whose cases he may handle."""
    posts = posts_of(user, on)
    if handling:
        posts = posts.filter(role__in=HANDLING_ROLES, department__is_handling=True)
    return Department.objects.filter(pk__in=posts.values("department"))


def centre_of(user: User, on: date | None = None) -> Division | None:
    """The town whose centre the user works for; None for somebody without a post."""
    post = posts_of(user, on).first()
    return post.department.centre if post else None


def heads_of(unit: Department, on: date | None = None) -> QuerySet[User]:
    """Heads of a unit on a day; a unit without a head's post has its first responsible person."""
    heads = _holders(
        Post.objects.on(on or clock.today()).filter(department__in=_at_work(unit), is_head=True)
    )
    if unit.first_responsible_id is not None and not heads.exists():
        return User.objects.filter(pk=unit.first_responsible_id, is_active=True)
    return heads


def handling_people(unit: Department, on: date | None = None) -> QuerySet[User]:
    """People who may take a case of the unit into their hands on a day."""
    if not unit.is_handling:
        return User.objects.none()
    return _holders(
        Post.objects.on(on or clock.today()).filter(
            department__in=_at_work(unit), role__in=HANDLING_ROLES
        )
    )


def duty_people(unit: Department, on: date | None = None) -> QuerySet[User]:
    """Who is on duty for the unit on a day: whom the roster names, else whose post says so."""
    day = on or clock.today()
    posts = Post.objects.on(day).filter(department__in=_at_work(unit))
    rostered = DutyDay.objects.filter(department=unit, on=day).values("user")
    named = _holders(posts.filter(user__in=rostered))
    return named if named.exists() else _holders(posts.filter(is_duty=True))


def people_with_role(role: str, centre: Division, on: date | None = None) -> QuerySet[User]:
    """Everybody who holds a role in the centre's units on a day."""
    return _holders(
        Post.objects.on(on or clock.today()).filter(
            role=role, department__centre=centre, department__is_active=True
        )
    )


def stationed_leader(division: Division, on: date | None = None) -> User | None:
    """The leader stationed in the village (or the grid's village) on a day."""
    station = (
        Station.objects.on(on or clock.today())
        .filter(division__path=division.path[:12], user__is_active=True)
        .select_related("user")
        .order_by("-from_on", "-pk")
        .first()
    )
    return station.user if station else None


def stationed_villages(user: User, on: date | None = None) -> QuerySet[Division]:
    """Villages in which the user is the stationed leader on a day."""
    stations = Station.objects.on(on or clock.today()).filter(user=user)
    return Division.objects.filter(pk__in=stations.values("division"))


def villages_stationed_in(users: Collection[int], on: date) -> QuerySet[Division]:
    """Villages in which one of the users is stationed, and those that were merged into them."""
    own = Station.objects.on(on).filter(user__in=users).values("division")
    return Division.objects.filter(Q(pk__in=own) | Q(merged_into__in=own)).order_by("pk")


def deputised(user: User, on: date | None = None) -> QuerySet[User]:
    """Deputies who act for the user on a day; liaisons are not among them."""
    return User.objects.filter(
        is_active=True,
        pk__in=Deputy.objects.on(on or clock.today())
        .filter(user=user, kind=DeputyKind.DEPUTY)
        .values("deputy"),
    ).order_by("pk")


def deputies_on(day: date) -> dict[int, tuple[User, ...]]:
    """Who acts for whom on a day: key of the absent person → his deputies. One query."""
    found: dict[int, tuple[User, ...]] = {}
    rows = Deputy.objects.on(day).filter(kind=DeputyKind.DEPUTY, deputy__is_active=True)
    for row in rows.select_related("deputy").order_by("pk"):
        found[row.user_id] = (*found.get(row.user_id, ()), row.deputy)
    return found


def with_deputies(told: Told) -> Told:
    """Whoever stands for somebody today is told what he is told: nothing of his waits."""
    deputies = deputies_on(clock.today())
    for people, text, is_urgent in told:
        named = list(people)
        standing_in = [one for person in named for one in deputies.get(person.pk, ())]
        yield [*named, *standing_in], text, is_urgent


def liaisons_of(user: User, on: date | None = None) -> QuerySet[User]:
    """People who may type for a leader; what they type carries his name and 代."""
    return User.objects.filter(
        is_active=True,
        pk__in=Deputy.objects.on(on or clock.today())
        .filter(user=user, kind=DeputyKind.LIAISON)
        .values("deputy"),
    ).order_by("pk")


def stands_for(user: User, on: date | None = None) -> QuerySet[User]:
    """People for whom the user acts on a day, as deputy or as liaison."""
    return User.objects.filter(
        pk__in=Deputy.objects.on(on or clock.today()).filter(deputy=user).values("user")
    ).order_by("pk")


def team_of(division: Division, on: date | None = None) -> QuerySet[TeamSeat]:
    """Seats of the village's responsibility team 1+1+1+3 on a day."""
    return (
        TeamSeat.objects.on(on or clock.today())
        .filter(division__path=division.path[:12], user__is_active=True)
        .select_related("user")
    )


def _at_work(unit: Department) -> tuple[int, ...]:
    """The unit, and who took its work over: nothing of a closed unit is nobody's."""
    return tuple(pk for pk in (unit.pk, unit.succeeded_by_id) if pk is not None)


def _holders(posts: QuerySet[Post]) -> QuerySet[User]:
    return User.objects.filter(is_active=True, pk__in=posts.values("user")).order_by("pk")
