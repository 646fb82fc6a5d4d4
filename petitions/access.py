"""Who sees which petitions and how much, and what he is to one (rules.md §3, §6). Deny by default.

`visible_to(user)` is where every read starts; each row carries `level`: 1 card, 2 file. An
accusation (检举控告) is seen by the discipline post alone; to all others it does not exist.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Case as When_
from django.db.models import IntegerField, Q, QuerySet, Value, When

from cases.access import SYSTEM_USERNAME, Standing, own_standing, standing, standing_of
from grids.enums import Role
from grids.selectors import standings_today
from mediation.core.models import User
from petitions.enums import DirectionKind, Kind
from petitions.enums import Relation as R
from petitions.models import Attachment, Direction, IssuedLetter, Petition

CARD, FILE = 1, 2
SEALED = Q(kind=Kind.ACCUSATION)
REGISTRARS = frozenset({Role.PETITION_OFFICER, Role.WINDOW_CLERK, Role.DISCIPLINE})


@dataclass(frozen=True, slots=True)
class Sight:
    """One cell of rules.md §6 for petitions. "" is anybody with a post."""

    role: str
    level: int
    words: str
    petitions: Callable[[Standing], Q]


def _all(me: Standing) -> Q:
    return Q(centre__in=me.centres)


def _addressed(me: Standing) -> Q:
    """Whoever was asked reads what it is about; not any more once it was handed back."""
    asked = Direction.objects.filter(to_unit__in=me.answering_units, handed_back_at__isnull=True)
    return Q(pk__in=asked.values("petition"))


SIGHTS: tuple[Sight, ...] = (
    Sight(Role.PETITION_OFFICER, FILE, "本中心全部信访件", _all),
    Sight(Role.DIRECTOR, FILE, "本中心全部信访件", _all),
    Sight(Role.PEACE_OFFICER, FILE, "本中心全部信访件", _all),
    Sight(Role.WINDOW_CLERK, CARD, "本中心全部信访件", _all),
    Sight(Role.LEADER, FILE, "自己包案的", lambda me: Q(owner__in=me.users)),
    Sight("", FILE, "交办、批示、督办、吹哨要本单位回话的", _addressed),
)


def visible_to(user: User) -> QuerySet[Petition]:
    """The petitions that this user may see at all, each with its `level`."""
    me = standing(user)
    by_level: dict[int, Q] = {}
    for sight in SIGHTS:
        if sight.role in me.roles or (not sight.role and me.units):
            by_level[sight.level] = by_level.get(sight.level, Q()) | sight.petitions(me)
    clear = Q()
    for condition in by_level.values():
        clear |= condition
    seen = clear & ~SEALED if clear else Q(pk__in=[])
    if Role.DISCIPLINE in me.roles:
        sealed = SEALED & _all(me)
        seen |= sealed
        by_level[FILE] = by_level.get(FILE, Q()) | sealed
    if not by_level:
        return Petition.objects.none().annotate(level=Value(0, IntegerField()))
    branches = [
        When(by_level[level], then=Value(level)) for level in sorted(by_level, reverse=True)
    ]
    level = When_(*branches, default=Value(0), output_field=IntegerField())
    return Petition.objects.filter(seen).annotate(level=level)


def level_of(user: User, petition: Petition) -> int:
    """The level of one petition; 0 where it does not exist for him."""
    found = visible_to(user).filter(pk=petition.pk)
    return found.values_list("level", flat=True).first() or 0  # type: ignore[misc]


def relations(user: User, petition: Petition) -> frozenset[str]:
    """What the user is to this petition now. Of an accusation only K is anything."""
    if user.username == SYSTEM_USERNAME:
        return frozenset() if petition.is_sealed else frozenset({R.PETITIONER})
    return relations_of(standing(user), petition)


def relations_of(me: Standing, petition: Petition) -> frozenset[str]:
    """What the people in `me` are to the petition."""
    if petition.centre_id not in me.centres:
        return frozenset()
    if petition.is_sealed:
        return frozenset({R.DISCIPLINE}) if Role.DISCIPLINE in me.roles else frozenset()
    by_role = {
        Role.PETITION_OFFICER: R.OFFICER,
        Role.DIRECTOR: R.HEAD,
        Role.PEACE_OFFICER: R.PEACE,
        Role.JUSTICE_OFFICER: R.JUSTICE,
        Role.WINDOW_CLERK: R.CLERK,
    }
    found = {str(relation) for role, relation in by_role.items() if role in me.roles}
    if petition.owner_id in me.users:
        found.add(R.OWNER)
    return frozenset(found | _asked(me, petition))


def _asked(me: Standing, petition: Petition) -> set[str]:
    """What the words addressed to his unit make of him (rules.md §3 rows 8, 22)."""
    found: set[str] = set()
    for one in petition.directions.all():
        if one.to_unit_id not in me.answering_units or one.handed_back_at is not None:
            continue
        if one.kind == DirectionKind.ASSIGNMENT:
            found.add(R.UNIT)
            if one.signed_at is None:
                found.add(R.ASSIGNEE)
        if one.answered_at is None:
            found.add(R.ADDRESSEE)
            if one.kind == DirectionKind.WHISTLE:
                found.add(R.UNIT if one.reported_in_at else R.CALLED)
    return found


def stood_for(user: User, petition: Petition, who: Collection[str] = ()) -> User | None:
    """The absent person in whose place the user acts, for the event's 代.

    `who`: the relations by one of which the act is made, () for any. The owner leader for whom he stands; else, where his own posts are none of `who`, the first of
    those for whom he stands whose posts are.
    """
    me = standing(user)
    others = me.users - {user.pk}
    if not others:
        return None
    if petition.owner_id in others:
        return petition.owner
    if _is_one_of(who, relations_of(own_standing(user), petition)):
        return None
    for one in standings_today(user)[1:]:
        if _is_one_of(who, relations_of(standing_of([one], me.on), petition)):
            return one.user
    return None


def _is_one_of(who: Collection[str], mine: frozenset[str]) -> bool:
    return not mine.isdisjoint(who) if who else bool(mine)


def may_register(user: User, kind: str) -> bool:
    """rules.md §3 row 1: PO, C; of an accusation K alone; the system for imports and conversions."""
    if user.username == SYSTEM_USERNAME:
        return kind != Kind.ACCUSATION
    return not standing(user).roles.isdisjoint(registrars_of(kind))


def registrars_of(kind: str) -> frozenset[str]:
    """The roles that register a petition of a kind."""
    if kind == Kind.ACCUSATION:
        return frozenset({Role.DISCIPLINE})
    return frozenset({Role.PETITION_OFFICER, Role.WINDOW_CLERK})


def may_see_whole(user: User, petition: Petition) -> bool:
    """Whole numbers and addresses, by POST with a reason (rules.md §6, column "whole")."""
    me = standing(user)
    if petition.centre_id not in me.centres:
        return False
    if petition.is_sealed:
        return Role.DISCIPLINE in me.roles
    return not me.roles.isdisjoint({Role.PETITION_OFFICER, Role.PEACE_OFFICER, Role.DIRECTOR})


def attachments_for(user: User) -> QuerySet[Attachment]:
    seen = visible_to(user).filter(level__gte=FILE)  # type: ignore[misc]
    return Attachment.objects.filter(petition__in=seen.values("pk"))


def letters_for(user: User) -> QuerySet[IssuedLetter]:
    seen = visible_to(user).filter(level__gte=FILE)  # type: ignore[misc]
    return IssuedLetter.objects.filter(petition__in=seen.values("pk"))
