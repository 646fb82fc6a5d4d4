"""Entering and leaving the rungs of the ladder."""

from cases import enums
from cases.models import Case, Stage
from cases.services.act import Act
from grids.models import Department
from grids.selectors import receiver
from mediation.core.models import User


def current(case: Case) -> Stage:
    """The open stage of an open or referred case; else the last one."""
    return case.stages.order_by("-seq").first()


def leave(
    act: Act, outcome: str, *, ground: str = "", reason: str = "", summary: str = ""
) -> Stage:
    """Close the stage with its outcome and, where it passed the case on, the reasons."""
    stage = current(act.case)
    stage.left_on, stage.left_at, stage.outcome = act.on, act.now, outcome
    stage.ground, stage.reason, stage.summary = ground, reason, summary
    stage.save()
    return stage


def enter(
    act: Act,
    tier: str,
    unit: Department,
    officer: User | None = None,
    *,
    sent_by: Department | None = None,
) -> Stage:
    """Open the next stage and put the case on its tier, unit and officer."""
    case = act.case
    last = case.stages.order_by("-seq").first()
    act.change(tier=tier, unit=unit, officer=officer)
    if tier == enums.Tier.LEADER and officer is not None:
        act.change(owner=officer)
    return Stage.objects.create(
        centre=case.centre,
        case=case,
        seq=last.seq + 1 if last else 1,
        tier=tier,
        unit=unit,
        officer=officer,
        sent_by=sent_by,
        entered_on=act.on,
        entered_at=act.now,
    )


def enter_rung(act: Act, tier: str, *, unit: Department | None = None) -> Stage:
    """Enter a tier by rules.md §5; the receiver's note, if any, is for telling."""
    case = act.case
    sender = case.unit if case.stages.exists() else None
    found = receiver(tier, case, act.on)
    if unit is not None and unit != found.unit:
        return enter(act, tier, unit, sent_by=sender)
    if found.note:
        act.payload["receiver_note"] = str(found.note)
    return enter(act, tier, found.unit, found.officer, sent_by=sender)
