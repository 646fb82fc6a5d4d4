"""撤销刚才的: a slip of the last ten seconds (rules.md §2 row 35). Both events stay."""

from cases.enums import StageOutcome, Verb
from cases.models import Direction
from cases.services import keeping, stages
from cases.services.act import Act
from mediation.core.errors import Refused
from mediation.core.notices import drop_unsent


def retract(act: Act) -> None:
    """Take back what the same person did just now, and what was about to be told of it."""
    if act.case.last_verb == Verb.ASSIGN:
        take_back_assignment(act)
    else:
        take_back_direction(act)
    drop_unsent(f"event:{act.case.events.latest('seq').pk}")
    act.payload["verb"] = act.case.last_verb


def take_back_direction(act: Act) -> None:
    """The word stands in the history; nobody owes an answer to it any more."""
    direction: Direction = act.case.directions.latest("pk")
    if not direction.is_waiting:
        raise Refused("answered_already", "对方已经回话，不用撤销了。")
    direction.retracted_at = act.now
    direction.save(update_fields=["retracted_at"])
    act.direction = direction
    act.payload["direction"] = direction.pk


def take_back_assignment(act: Act) -> None:
    """Back to the officer before, or to the unit before; RUNG runs on as if nothing had been."""
    case, stage = act.case, stages.current(act.case)
    before = stages.before(case)
    changed_units = before is not None and before.outcome == StageOutcome.REASSIGNED
    if before and changed_units and before.left_at == stage.entered_at == case.last_moved_at:
        keeping.check_may_take_back(case)
        owner = case.owner
        stages.leave(act, StageOutcome.REASSIGNED)
        again = stages.enter(act, before.tier, before.unit, before.officer, sent_by=before.sent_by)
        again.signed_at, again.signed_by = before.signed_at, before.signed_by
        again.save(update_fields=["signed_at", "signed_by"])
        act.change(owner=owner)
        act.payload["unit"] = before.unit_id
        return
    officer = stage.officer = stage.officer_before
    stage.save(update_fields=["officer"])
    is_recused = officer is not None and case.recusals.filter(user=officer).exists()
    act.change(officer=officer, owner=stage.owner_before, is_recused=is_recused)
    act.payload["officer"] = officer.pk if officer else None
