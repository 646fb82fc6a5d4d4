"""Entering and leaving the rungs of the ladder."""

from cases import enums
from cases.models import Case, Stage
from cases.services.act import Act
from grids.enums import ReceiverNote
from grids.models import Department
from grids.selectors import receiver
from mediation.core.models import User


def current(case: Case) -> Stage:
    """The open stage of an open or referred case; else the last one."""
    return _all(case)[-1]


def before(case: Case) -> Stage | None:
    """The stay before the present one."""
    stays = _all(case)
    return stays[-2] if len(stays) > 1 else None


def _all(case: Case) -> list[Stage]:
    """In their order; the door has read them with the case."""
    return sorted(case.stages.all(), key=lambda stage: stage.seq)


def _forget(case: Case) -> None:
    """What was read before a stage is added is no longer all there is."""
    getattr(case, "_prefetched_objects_cache", {}).pop("stages", None)


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
    responsibility: str = "",
) -> Stage:
    """Open the next stage and put the case on its tier, unit and officer."""
    case = act.case
    seq = len(_all(case)) + 1
    if officer is not None and case.recusals.filter(user=officer).exists():
        officer = None  # nobody gets a case back that he stepped aside from
        act.payload["receiver_note"] = str(ReceiverNote.AWAITING_OWNER)
    act.change(tier=tier, unit=unit, officer=officer, is_recused=False)
    if tier == enums.Tier.LEADER and officer is not None:
        act.change(owner=officer)
    _forget(case)
    return Stage.objects.create(
        centre=case.centre,
        case=case,
        seq=seq,
        tier=tier,
        unit=unit,
        officer=officer,
        sent_by=sent_by,
        responsibility=responsibility,
        entered_on=act.on,
        entered_at=act.now,
    )


def enter_rung(act: Act, tier: str, *, unit: Department | None = None) -> Stage:
    """Enter a tier by rules.md §5; the receiver's note, if any, is for telling."""
    case = act.case
    sender = case.unit if _all(case) else None
    found = receiver(tier, case, act.on)
    if unit is not None and unit != found.unit:
        return enter(act, tier, unit, sent_by=sender)
    if found.note:
        act.payload["receiver_note"] = str(found.note)
    return enter(act, tier, found.unit, found.officer, sent_by=sender)
