"""What a person is to one case now (rules.md §1): the letters that the graph's edges name."""

from collections.abc import Collection
from datetime import timedelta

from cases import enums
from cases.access.sights import FILE, guides, level_of, visible_for
from cases.access.standing import SYSTEM_USERNAME, Standing, own_standing, standing, standing_of
from cases.enums import Relation as R
from cases.enums import Verb
from cases.models import Case
from grids.access import REGISTRARS
from grids.enums import Role
from grids.selectors import standings_today
from mediation.core import clock
from mediation.core.models import User

RETRACT_WITHIN = timedelta(seconds=10)  # rules.md §2 row 35
RETRACTABLE = frozenset({Verb.INSTRUCT, Verb.URGE, Verb.ASSIGN})


def relations(user: User, case: Case) -> frozenset[str]:
    """What the user is to this case now (rules.md §1); a deputy is whom he stands for.

    A recused officer is nobody until somebody else is named.
    """
    if user.username == SYSTEM_USERNAME:
        return frozenset({R.SYSTEM})
    return relations_of(standing(user), user, case)


def relations_of(me: Standing, user: User, case: Case) -> frozenset[str]:
    """`relations` of the people in `me`: himself, or himself and whom he stands for."""
    if case.centre_id not in me.centres:
        return frozenset()
    recused = {one.user_id for one in case.recusals.all()}
    if user.pk in recused or (case.is_recused and case.officer_id in me.users):
        return frozenset()
    found: set[str] = set()
    is_on_leader_rung = case.tier == enums.Tier.LEADER and case.is_open
    if case.owner_id in me.users:
        found.add(R.LEADER)
        if case.tier == enums.Tier.LEADER:
            found |= {R.OFFICER, R.HEAD}
    if case.officer_id in me.users or (
        case.officer_id is None and case.unit_id in me.handling_units and not is_on_leader_rung
    ):
        found.add(R.OFFICER)
    if case.unit_id in me.headed_units and case.tier != enums.Tier.LEADER:
        found.add(R.HEAD)
    if case.division_id in me.stationed_villages:
        found.add(R.STATIONED)
    by_role = {
        Role.WINDOW_CLERK: R.CLERK,
        Role.PEACE_OFFICER: R.PEACE,
        Role.JUSTICE_OFFICER: R.JUSTICE,
        Role.POLICE_OFFICER: R.POLICE,
        Role.DIRECTOR: R.DIRECTOR,
    }
    found |= {relation for role, relation in by_role.items() if role in me.roles}
    found |= _asked(me, case)
    if any(
        one.mediator_id in me.users and not one.is_cancelled and not one.outcome
        for one in case.sessions.all()
    ):
        found.add(R.CHAIR)
    if is_last_author(user, case):
        found.add(R.AUTHOR)
    is_grid_worker = Role.GRID_WORKER in me.roles
    if is_grid_worker and any(member.user_id in me.users for member in case.team.all()):
        found.add(R.TEAM)
    if (
        me.handling_units
        and found.isdisjoint({R.OFFICER, R.HEAD, R.LEADER})
        and _level(me, user, case) >= FILE
    ):
        found.add(R.HANDLER)
    if guides(me, case):
        found.add(R.HANDLER)
    return frozenset(found)


def _level(me: Standing, user: User, case: Case) -> int:
    """How much of the case these people see; known already for the user as he logged in."""
    if me is standing(user):
        return level_of(user, case)
    found = visible_for(me).filter(pk=case.pk).first()
    return int(getattr(found, "level", 0))


def _asked(me: Standing, case: Case) -> set[str]:
    """What the words addressed to him or to his unit make of him (rules.md §2 rows 8, 22, 24)."""
    found: set[str] = set()
    for one in case.directions.all():
        is_his = one.to_user_id in me.users or one.to_unit_id in me.answering_units
        if not is_his or one.retracted_at is not None:
            continue
        is_whistle = one.kind == enums.DirectionKind.WHISTLE
        if one.answered_at is None:
            found.add(R.ADDRESSEE)
            if is_whistle and one.reported_in_at is None:
                found.add(R.CALLED)
        if is_whistle and one.reported_in_at is not None and one.to_unit_id in me.answering_units:
            found.add(R.CO_HANDLER)
    return found


def is_last_author(user: User, case: Case) -> bool:
    """Whether what he did last, within ten seconds, may be taken back (rules.md §2 row 35)."""
    return (
        case.last_moved_by_id == user.pk
        and case.last_verb in RETRACTABLE
        and clock.now() - case.last_moved_at <= RETRACT_WITHIN
    )


def stood_for(user: User, case: Case, who: Collection[str] = ()) -> User | None:
    """The absent person in whose place the user acts on this case, for the event's 代.

    `who`: the relations by one of which the act is made, () for any. The officer or owner for whom he stands; else, where his own posts are none of `who`, the first
    of those for whom he stands whose posts are.
    """
    me = standing(user)
    others = me.users - {user.pk}
    if not others:
        return None
    if case.officer_id in others:
        return case.officer
    if case.owner_id in others:
        return case.owner
    if _is_one_of(who, relations_of(own_standing(user), user, case)):
        return None
    for one in standings_today(user)[1:]:
        if _is_one_of(who, relations_of(standing_of([one], me.on), one.user, case)):
            return one.user
    return None


def _is_one_of(who: Collection[str], mine: frozenset[str]) -> bool:
    return not mine.isdisjoint(who) if who else bool(mine)


def may_register(user: User) -> bool:
    """rules.md §2 row 1: a window, whoever handles cases of a unit; the system for imports."""
    return user.username == SYSTEM_USERNAME or not standing(user).roles.isdisjoint(REGISTRARS)
