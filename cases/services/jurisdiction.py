"""管辖争议: 不归我管 is said once, with its ground; the common superior says whose it is.

Units of one town have the town as their common superior: its director decides, or 平安办 for him
(信访工作条例 24; 本镇规定 for the time; domain.md §7 row 20).
"""

from typing import Any

from django.db import transaction

from cases import access, enums
from cases.enums import OPEN, Beside, Tier
from cases.enums import Relation as R
from cases.models import Case, JurisdictionDispute
from cases.services import keeping, writing
from cases.services.act import Act
from cases.services.door import finish, lock, move
from cases.workflow import UNITS_OF_TIER
from grids.models import Department
from mediation.core import calendar, clock
from mediation.core.deadlines import pick, rows
from mediation.core.errors import Refused
from mediation.core.models import Rule, User

CLOCK = "JURISDICTION"
WORKDAYS = 3  # where the town's table of rules has no row
RAISERS = frozenset({R.OFFICER, R.HEAD})
DECIDERS = frozenset({R.DIRECTOR, R.PEACE})
LOWER_RUNGS = frozenset({Tier.VILLAGE, Tier.STREET})
LONGEST = 500


@transaction.atomic
def raise_dispute(
    case: Case,
    actor: User,
    *,
    ground: str,
    reason: str,
    proposed_unit: Any = None,
) -> JurisdictionDispute:
    """The unit that has the case says why it is not its own, and whose it may be.

    It keeps the case until the decision: clocks run on, whoever came is not sent away.
    Raises `Refused`: not_yours · not_now · wrong_tier · in_dispute · placed_here · raised_before ·
    needs · invalid….
    """
    case = lock(case)
    writing.check_may(case, actor, RAISERS, "提出管辖争议")
    writing.check_status(case, OPEN, "提出管辖争议")
    if case.tier not in LOWER_RUNGS:
        raise Refused("wrong_tier", "包案领导这一级由领导定，不用提管辖争议。")
    keeping.check_may_hand_back(case)
    if case.jurisdiction_disputes.filter(unit=case.unit, lapsed_on__isnull=True).exists():
        raise Refused("raised_before", "本单位对这件事已经提过一次，上级也定过了。")
    if ground not in enums.NotOurs.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="ground")
    proposed = None
    if proposed_unit:
        proposed = _unit_of_tier(case, proposed_unit, "proposed_unit")
        if proposed.pk == case.unit_id:
            raise Refused("invalid_choice", "请建议另一个单位。", field="proposed_unit")
    act = _begin(case, actor, Beside.DISPUTED)
    due = _due(act)
    found = JurisdictionDispute.objects.create(
        centre=case.centre,
        case=case,
        unit=case.unit,
        ground=ground,
        reason=writing.words(reason, "reason", LONGEST),
        proposed_unit=proposed,
        raised_on=act.on,
        by=actor,
        at=act.now,
        **due,
    )
    act.payload |= {"dispute": found.pk, "ground": ground, "due_on": due["due_on"]}
    finish(act)
    return found


@transaction.atomic
def decide(
    case: Case, actor: User, *, unit: Any, responsibility: str, decision: str
) -> JurisdictionDispute:
    """The common superior names the unit, on which ground of responsibility, and why.

    Where it is another one the case is assigned to it in the same transaction; it cannot hand
    it back. Raises `Refused`: not_yours · not_now · no_dispute · own_unit · needs · invalid….
    """
    case = lock(case)
    mine = writing.check_may(case, actor, DECIDERS, "指定管辖")
    found = keeping.open_dispute(case)
    if found is None:
        raise Refused("no_dispute", "这件事现在没有管辖争议。", instead="请刷新页面看一看")
    if mine & RAISERS:
        raise Refused(
            "own_unit",
            "争议是您所在的单位提出的，要由没有关系的一方来定。",
            who="由另一位中心主任或平安办同志来定",
        )
    if responsibility not in enums.Responsibility.values:
        raise Refused("invalid_choice", "请选责任依据。", field="responsibility")
    named = _unit_of_tier(case, unit, "unit")
    stays = named.pk == case.unit_id
    act = _begin(case, actor, Beside.PLACED)
    found.decided_unit = named
    found.responsibility = responsibility
    found.decision = writing.words(decision, "decision", LONGEST)
    found.decided_on, found.decided_at, found.decided_by = act.on, act.now, actor
    found.save()
    act.payload |= {
        "dispute": found.pk,
        "raised_by": found.unit_id,
        "unit": named.pk,
        "stays": stays,
        "responsibility": responsibility,
    }
    finish(act)
    if not stays:
        move(
            case,
            enums.Verb.ASSIGN,
            actor,
            unit=named.pk,
            reason=found.decision,
            responsibility=responsibility,
        )
    return found


def _begin(case: Case, actor: User, verb: str) -> Act:
    now = clock.now()
    act = Act(case=case, verb=verb, actor=actor, on=clock.local_day(now), now=now)
    act.tier_before, act.status_before = case.tier, case.status
    act.on_behalf_of = access.stood_for(actor, case)
    return act


def _due(act: Act) -> dict[str, Any]:
    """The day by which it must be decided, and how it was reckoned."""
    days = calendar.load()
    rule = pick(Rule.objects.filter(clock=CLOCK).order_by("pk"), CLOCK, act.on)
    if rule is None:
        return {"due_on": days.add_workdays(act.on, WORKDAYS)}
    columns = rows.started(rule, act.on, days, act_on=act.on)
    return {"due_on": columns["due_on"], "due_basis": columns["basis"]}


def _unit_of_tier(case: Case, value: Any, field: str) -> Department:
    unit = writing.unit_of(value, case.centre, field)
    if unit.kind not in UNITS_OF_TIER[case.tier] or not unit.is_handling:
        raise Refused("invalid_choice", "这个单位不承办这一级的案件，请换一个。", field=field)
    return unit
