"""The table of rules.md §6 as querysets: who sees which cases, and how much of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as When_
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from cases import enums
from cases.access.standing import Standing, standing
from cases.models import Case, Direction, Guidance, Stage, TeamMember
from grids.enums import Role
from grids.models import Lead
from mediation.core.models import User

CARD, FILE, RECORD = 1, 2, 3


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
    """Asked case by case: the list of all that were ever passed up outgrows the memory of a query."""
    escalated = Stage.objects.filter(outcome=enums.StageOutcome.ESCALATED, case=OuterRef("pk"))
    return Q(Exists(escalated))


def _team(me: Standing) -> Q:
    return Q(pk__in=TeamMember.objects.filter(user__in=me.users).values("case"))


def _reported(me: Standing) -> QuerySet[Any]:
    return Lead.objects.filter(reported_by__in=me.users).values("pk")


def guided_by(me: Standing) -> QuerySet[Any]:
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
    Sight(
        Role.GRID_WORKER, FILE, "自己上报的苗头转成的", lambda me, units: Q(lead__in=_reported(me))
    ),
    Sight(
        Role.GUIDANCE_MEDIATOR, RECORD, "指派自己指导的", lambda me, units: Q(pk__in=guided_by(me))
    ),
    Sight(
        Role.PETITION_OFFICER,
        FILE,
        "同信访件相连的",
        lambda me, units: Q(petition_link__isnull=False),
    ),
    # Whoever was asked for a word must be able to read what it is about.
    Sight("", FILE, "批示、督办、吹哨要自己回话的", lambda me, units: _addressed(me)),
)


def _sights_of(me: Standing) -> list[Sight]:
    return [sight for sight in SIGHTS if sight.role in me.roles or (not sight.role and me.units)]


def sees_all(user: User) -> bool:
    """Whether he sees every case of his town, at whatever level."""
    return _sees_all(standing(user))


def _sees_all(me: Standing) -> bool:
    return any(sight.cases is _all for sight in _sights_of(me))


def visible_to(user: User) -> QuerySet[Case]:
    """The cases that this user may see at all, each with its `level`."""
    return visible_for(standing(user))


def visible_for(me: Standing) -> QuerySet[Case]:
    """The cases that these people's posts open, each with its `level`."""
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
    if not _sees_all(me):
        cases = cases.filter(seen)
    return cases.annotate(level=When_(*branches, default=Value(0), output_field=IntegerField()))


def level_of(user: User, case: Case) -> int:
    """How much of this case the user sees: 0 nothing, else as `visible_to` says."""
    known: int | None = case.__dict__.get("level")
    if known is not None:
        return known
    found = visible_to(user).filter(pk=case.pk).first()
    return int(getattr(found, "level", 0))


def is_guided_by(user: User, case: Case) -> bool:
    """A guidance mediator reads and advises, and changes nothing (rules.md §6)."""
    return guides(standing(user), case)


def guides(me: Standing, case: Case) -> bool:
    return Role.GUIDANCE_MEDIATOR in me.roles and guided_by(me).filter(case=case).exists()
