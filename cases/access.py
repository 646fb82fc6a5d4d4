"""Who sees how much of a case, and what he is to it (rules.md §1, §6). Deny by default.

`visible_to(user)` is where every read starts; each row carries `level`: 1 card, 2 file, 3 record.
The object check is the same queryset with a primary key. `relations` feeds the workflow.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Case as When_
from django.db.models import IntegerField, Q, QuerySet, Value, When

from cases import enums
from cases.enums import Relation as R
from cases.enums import Verb
from cases.models import Attachment, Case, Direction, Guidance, Stage, TeamMember
from grids.access import REGISTRARS
from grids.enums import DepartmentKind, Level, Role
from grids.models import Division, Post, Station
from grids.selectors import standings_today
from mediation.core import clock
from mediation.core.models import User

CARD, FILE, RECORD = 1, 2, 3
RETRACT_WITHIN = timedelta(seconds=10)  # rules.md §2 row 35
RETRACTABLE = frozenset({Verb.INSTRUCT, Verb.URGE, Verb.ASSIGN})
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


@dataclass(frozen=True, slots=True)
class Sight:
    """One cell of rules.md §6: a role sees these cases at this level. "" is anybody with a post."""

    role: str
    level: int
    words: str
    cases: Callable[[Standing, frozenset[int]], Q]  # (standing, units in which he has the role)


def _stage_in(units: Collection[int]) -> Q:
    return Q(pk__in=Stage.objects.filter(unit__in=units).values("case"))


def _passed_up() -> Q:
    escalated = Stage.objects.filter(outcome=enums.StageOutcome.ESCALATED)
    return Q(pk__in=escalated.values("case"))


def _team(me: Standing) -> Q:
    return Q(pk__in=TeamMember.objects.filter(user__in=me.users).values("case"))


def _guided(me: Standing) -> QuerySet[Any]:
    """Keys of the cases that he guides (as long as he holds that post)."""
    return Guidance.objects.filter(user__in=me.users, ended_at__isnull=True).values("case")


def _addressed(me: Standing) -> Q:
    asked = Direction.objects.filter(Q(to_user__in=me.users) | Q(to_unit__in=me.answering_units))
    asked = asked.filter(retracted_at__isnull=True)
    return Q(pk__in=asked.values("case"))


def _all(me: Standing, units: frozenset[int]) -> Q:
    return Q(centre__in=me.centres)


SIGHTS: tuple[Sight, ...] = (
    Sight(Role.WINDOW_CLERK, CARD, "本中心全部案件", _all),
    Sight(
        Role.WINDOW_CLERK,
        FILE,
        "窗口登记、还没结案的",
        lambda me, units: Q(is_window_registered=True) & ~Q(status=enums.Status.CLOSED),
    ),
    Sight(
        Role.MEDIATOR,
        CARD,
        "本村（社区）的",
        lambda me, units: Q(division__in=me.villages_of_committees),
    ),
    Sight(Role.MEDIATOR, RECORD, "本单位办着或办过的", lambda me, units: _stage_in(units)),
    Sight(
        Role.LEADER,
        FILE,
        "所驻村（社区）的",
        lambda me, units: Q(division__in=me.stationed_villages),
    ),
    Sight(Role.LEADER, RECORD, "自己包案的", lambda me, units: Q(owner__in=me.users)),
    Sight(Role.PEACE_OFFICER, FILE, "本中心全部案件", _all),
    Sight(Role.DIRECTOR, FILE, "本中心全部案件", _all),
    Sight(Role.JUSTICE_OFFICER, CARD, "本中心全部案件", _all),
    Sight(
        Role.JUSTICE_OFFICER,
        RECORD,
        "村和街道两级的人民调解，全部引导诉讼的",
        lambda me, units: (
            Q(tier__in=[enums.Tier.VILLAGE, enums.Tier.STREET]) | Q(outcome=enums.Outcome.REFERRED)
        ),
    ),
    Sight(
        Role.POLICE_OFFICER,
        CARD,
        "上报过的、公安移交的",
        lambda me, units: Q(source=enums.Source.POLICE) | _passed_up(),
    ),
    Sight(Role.POLICE_OFFICER, FILE, "红色风险的", lambda me, units: Q(risk=enums.Risk.RED)),
    Sight(
        Role.DEPARTMENT_OFFICER,
        CARD,
        "本单位牵头类别的",
        lambda me, units: Q(lead_department__in=units),
    ),
    Sight(
        Role.DEPARTMENT_OFFICER, RECORD, "本单位办着或办过的", lambda me, units: _stage_in(units)
    ),
    Sight(Role.GRID_WORKER, CARD, "本网格的", lambda me, units: Q(grid__in=me.grids)),
    Sight(Role.GRID_WORKER, FILE, "自己在责任组里的", lambda me, units: _team(me)),
    Sight(Role.GUIDANCE_MEDIATOR, RECORD, "指派自己指导的", lambda me, units: Q(pk__in=_guided(me))),
    # Whoever was asked for a word must be able to read what it is about.
    Sight("", FILE, "批示、督办、吹哨要自己回话的", lambda me, units: _addressed(me)),
)


def _sights_of(me: Standing) -> list[Sight]:
    return [sight for sight in SIGHTS if sight.role in me.roles or (not sight.role and me.units)]


def sees_all(user: User) -> bool:
    """Whether he sees every case of his town, at whatever level."""
    return any(sight.cases is _all for sight in _sights_of(standing(user)))


def visible_to(user: User) -> QuerySet[Case]:
    """The cases that this user may see at all, each with its `level`."""
    me = standing(user)
    by_level: dict[int, Q] = {}
    for sight in _sights_of(me):
        units = me.units_by_role.get(sight.role, frozenset())
        by_level[sight.level] = by_level.get(sight.level, Q()) | sight.cases(me, units)
    seen = Q()
    for condition in by_level.values():
        seen |= condition
    if not seen:
        return Case.objects.none().annotate(level=Value(0, IntegerField()))
    branches = [
        When(by_level[level], then=Value(level)) for level in sorted(by_level, reverse=True)
    ]
    cases = Case.objects.filter(centre__in=me.centres)
    # Who sees all of the town is asked nothing else, so that its indexes serve.
    if not sees_all(user):
        cases = cases.filter(seen)
    return cases.annotate(level=When_(*branches, default=Value(0), output_field=IntegerField()))


def relations(user: User, case: Case) -> frozenset[str]:
    """What the user is to this case now (rules.md §1); a deputy is whom he stands for.

    A recused officer is nobody until somebody else is named.
    """
    if user.username == SYSTEM_USERNAME:
        return frozenset({R.SYSTEM})
    me = standing(user)
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
        and level_of(user, case) >= FILE
    ):
        found.add(R.HANDLER)
    if is_guided_by(user, case):
        found.add(R.HANDLER)
    return frozenset(found)


def is_guided_by(user: User, case: Case) -> bool:
    """A guidance mediator reads and advises, and changes nothing (rules.md §6)."""
    me = standing(user)
    return Role.GUIDANCE_MEDIATOR in me.roles and _guided(me).filter(case=case).exists()


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


def level_of(user: User, case: Case) -> int:
    """How much of this case the user sees: 0 nothing, else as `visible_to` says."""
    known: int | None = case.__dict__.get("level")
    if known is not None:
        return known
    found = visible_to(user).filter(pk=case.pk).first()
    return int(getattr(found, "level", 0))


def stood_for(user: User, case: Case) -> User | None:
    """The absent person in whose place the user acts on this case, for the event's 代."""
    me = standing(user)
    if case.officer_id in me.users - {user.pk}:
        return case.officer
    if case.owner_id in me.users - {user.pk}:
        return case.owner
    return None


def may_register(user: User) -> bool:
    """rules.md §2 row 1: a window, whoever handles cases of a unit; the system for imports."""
    return user.username == SYSTEM_USERNAME or not standing(user).roles.isdisjoint(REGISTRARS)


def may_see_whole(user: User, case: Case) -> bool:
    """Whole numbers and addresses, by POST with a reason (rules.md §6, column "whole")."""
    me = standing(user)
    if case.centre_id not in me.centres:
        return False
    if me.roles & {Role.PEACE_OFFICER, Role.DIRECTOR}:
        return True
    if case.owner_id in me.users:
        return True
    if case.is_open and case.unit_id in me.handling_units and case.tier != enums.Tier.LEADER:
        return True
    if is_whistled_police(me, case):
        return True
    if Role.WINDOW_CLERK in me.roles and case.registered_by_id == user.pk:
        return clock.local_day(case.registered_at) == clock.today()
    return Role.JUSTICE_OFFICER in me.roles and case.outcome == enums.Outcome.REFERRED


def is_whistled_police(me: Standing, case: Case) -> bool:
    """派出所 that was whistled for, as long as the case is open."""
    stations = me.units_by_role.get(Role.POLICE_OFFICER, frozenset())
    return case.is_open and any(
        one.kind == enums.DirectionKind.WHISTLE
        and one.to_unit_id in stations
        and one.retracted_at is None
        for one in case.directions.all()
    )


def may_see_safety(user: User, case: Case) -> bool:
    """Violence, minors, hidden address: O, H and L of the case, and whoever was whistled for it
    as long as his answer is waited for."""
    found = relations(user, case)
    if not found.isdisjoint({R.OFFICER, R.HEAD, R.LEADER}):
        return True
    me = standing(user)
    return R.ADDRESSEE in found and any(
        direction.is_for_safety
        and direction.is_waiting
        and (direction.to_user_id in me.users or direction.to_unit_id in me.answering_units)
        for direction in case.directions.all()
    )


def may_raise_sign(user: User, case: Case) -> bool:
    """Any member of staff who works with the file says what he saw (未成年人保护法11条)."""
    return level_of(user, case) >= FILE and bool(relations(user, case))


def readable_stages(user: User, case: Case) -> set[int]:
    """Stages whose minutes, terms and consents this user may read (column "record").

    A village committee its own; the street's room its own and the lower ones; the owner and the
    justice office all of them.
    """
    me = standing(user)
    stages = list(case.stages.all())
    if case.owner_id in me.users or is_guided_by(user, case):
        return {stage.pk for stage in stages}
    if Role.JUSTICE_OFFICER in me.roles and (
        case.tier in {enums.Tier.VILLAGE, enums.Tier.STREET}
        or case.outcome == enums.Outcome.REFERRED
    ):
        return {stage.pk for stage in stages}
    rooms = me.units_by_role.get(Role.MEDIATOR, frozenset())
    is_street = any(s.unit_id in rooms and s.tier == enums.Tier.STREET for s in stages)
    return {
        stage.pk
        for stage in stages
        if stage.unit_id in me.handling_units or (is_street and stage.tier == enums.Tier.VILLAGE)
    }


def _records(me: Standing) -> Q:
    """The same as a condition on rows that have a `case` and a `stage`."""
    whole = Q(case__owner__in=me.users)
    if Role.JUSTICE_OFFICER in me.roles:
        whole |= Q(case__tier__in=[enums.Tier.VILLAGE, enums.Tier.STREET])
        whole |= Q(case__outcome=enums.Outcome.REFERRED)
    if Role.GUIDANCE_MEDIATOR in me.roles:
        whole |= Q(case__in=_guided(me))
    rooms = me.units_by_role.get(Role.MEDIATOR, frozenset())
    been_there = Stage.objects.filter(unit__in=rooms, tier=enums.Tier.STREET)
    return (
        whole
        | Q(stage__unit__in=me.handling_units)
        | Q(stage__tier=enums.Tier.VILLAGE, case__in=been_there.values("case"))
    )


def attachments_for(user: User) -> QuerySet[Attachment]:
    """Files this user may take out: of the file, and those of the record with the record."""
    seen = visible_to(user)
    return Attachment.objects.filter(
        Q(is_record=False, case__in=seen.filter(level__gte=FILE).values("pk"))  # type: ignore[misc]
        | Q(_records(standing(user)), case__in=seen.filter(level__gte=RECORD).values("pk"))  # type: ignore[misc]
    )
