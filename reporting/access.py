"""Who reads figures, over which villages, and who locks them (rules.md §6, last paragraphs)."""

from dataclasses import dataclass

from grids.access import FIGURE_READERS, PETITION_FIGURE_READERS, roles_with_deputies
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
