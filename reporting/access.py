"""Who reads figures, over which villages, and who locks them (rules.md §6, last paragraphs)."""

from dataclasses import dataclass

from grids.access import (
    EXPORT_OVERSEERS,
    EXPORTERS,
    FIGURE_READERS,
    PETITION_FIGURE_READERS,
    roles_with_deputies,
)
from grids.enums import DepartmentKind, Level, Role
from grids.models import Division
from grids.selectors import centre_of, standings_today, towns, villages_behind
from mediation.core.models import User


@dataclass(frozen=True)
class Reader:
    """What a user may read of the figures: towns, and in them only some villages if named.

    `villages` None: every row. Otherwise his own rows, and the town's total row.
    """

    towns: tuple[Division, ...] = ()
    villages: frozenset[int] | None = frozenset()
    may_lock: bool = False

    @property
    def may_read(self) -> bool:
        return bool(self.towns)

    def town_of(self, division: Division | None) -> Division | None:
        """The town in which a place lies; the first one of his if no place is named."""
        if division is None:
            return self.towns[0] if self.towns else None
        return next((town for town in self.towns if division.is_under(town)), None)

    def may_read_row(self, division: Division) -> bool:
        """A village of his; a town as a whole is its total row, open to every reader of it."""
        if division.level == Level.TOWN:
            return division in self.towns
        return self.town_of(division) is not None and (
            self.villages is None or division.pk in self.villages
        )


def reader(user: User) -> Reader:
    """Read once per request: the posts of the user and of those he stands for today."""
    if not user.is_authenticated or not user.is_active:
        return Reader()
    posts = [
        post
        for standing in standings_today(user)
        for post in standing.posts
        if post.role in FIGURE_READERS
    ]
    if not posts:
        return Reader()
    villages: frozenset[int] | None = None
    if all(post.department.kind == DepartmentKind.COMMITTEE for post in posts):
        villages = frozenset(pk for post in posts for pk in villages_behind(post))
    centres = {post.department.centre for post in posts}
    own = [centre for centre in centres if centre.level == Level.TOWN]
    higher = [centre for centre in centres if centre.level != Level.TOWN]
    if higher:
        own += [town for town in towns() if any(town.is_under(each) for each in higher)]
    return Reader(
        towns=tuple(sorted(set(own), key=lambda town: town.code)),
        villages=villages,
        may_lock=any(post.role == Role.PEACE_OFFICER for post in posts),
    )


def petition_town(user: User) -> Division | None:
    """The town whose monthly petition table the user reads; None for whoever reads none."""
    if roles_with_deputies(user).isdisjoint(PETITION_FIGURE_READERS):
        return None
    return centre_of(user)


def may_export(user: User) -> bool:
    """Whether his posts today, or those of whom he stands for, let him take lists along."""
    return user.is_active and not roles_with_deputies(user).isdisjoint(EXPORTERS)


def oversees_exports(user: User) -> bool:
    """Who sees which files left the house: whoever audits it, and whoever answers for it."""
    return user.is_active and not roles_with_deputies(user).isdisjoint(EXPORT_OVERSEERS)


def posts_today(user: User) -> list[int]:
    """Keys of the posts by which he reads today, those of whom he stands for among them."""
    if not user.is_active:
        return []
    return sorted(post.pk for standing in standings_today(user) for post in standing.posts)


def centre_today(user: User) -> Division | None:
    """The centre for which he works today, else that of somebody for whom he stands."""
    return next((one.centre for one in standings_today(user) if one.centre), None)


# Who reads what every village reports: whoever keeps the table, and who answers for it.
RETURN_READERS = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR, Role.LEADER})
# Who approves a half-month that 平安办 submitted: a leader of the town, or 中心主任 for it.
APPROVERS = frozenset({Role.DIRECTOR, Role.LEADER})


@dataclass(frozen=True)
class Desk:
    """What a person does with the returns of villages, by ids of towns and villages.

    `read`: towns whose every return he reads · `kept`: where he keeps them (平安办) · `approved`:
    where he approves · `signed`: villages for which he confirms · `prepared`: villages for which
    he writes, and their head confirms.
    """

    read: frozenset[int] = frozenset()
    kept: frozenset[int] = frozenset()
    approved: frozenset[int] = frozenset()
    signed: frozenset[int] = frozenset()
    prepared: frozenset[int] = frozenset()

    @property
    def written(self) -> frozenset[int]:
        return self.signed | self.prepared

    def may_open(self, centre: int, village: int) -> bool:
        return centre in self.read or village in self.written


def desk(user: User) -> Desk:
    """Read once per request: the posts of the user and of those he stands for today."""
    if not user.is_authenticated or not user.is_active:
        return Desk()
    posts = [post for standing in standings_today(user) for post in standing.posts]
    committee = [
        post
        for post in posts
        if post.role == Role.MEDIATOR and post.department.kind == DepartmentKind.COMMITTEE
    ]
    signed = frozenset(pk for post in committee if post.is_head for pk in villages_behind(post))

    def towns_as(roles: frozenset[str]) -> frozenset[int]:
        return frozenset(post.department.centre_id for post in posts if post.role in roles)

    return Desk(
        read=towns_as(RETURN_READERS),
        kept=towns_as(frozenset({Role.PEACE_OFFICER})),
        approved=towns_as(APPROVERS),
        signed=signed,
        prepared=frozenset(pk for post in committee for pk in villages_behind(post)) - signed,
    )
