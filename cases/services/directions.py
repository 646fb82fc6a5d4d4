"""批示, 督办 and the answers to them and to 吹哨 (rules.md §2 rows 20–22)."""

from datetime import date

from django.db.models import Q

from cases import enums
from cases.access import standing
from cases.models import Case, Direction
from cases.services.act import Act
from cases.services.ladder import find
from cases.workflow.conditions import came_from_below
from grids.models import Department
from mediation.core.errors import Refused


def instruct(act: Act) -> None:
    """A leader's word with a day to answer by; to whoever handles it unless another is named."""
    due_on = act.data["due_on"]
    if not isinstance(due_on, date) or due_on < act.on:
        raise Refused("invalid_day", "回话的日子不能早于今天。", field="due_on")
    key = act.data.get("to")
    unit = find(Department, key, "to") if key else usual_addressee(act.case)
    if unit.centre_id != act.case.centre_id:
        raise Refused("invalid_choice", "这个单位不在本街道，请换一个。", field="to")
    act.due_on = due_on
    act.direction = _write(act, enums.DirectionKind.INSTRUCTION, unit, due_on)


def usual_addressee(case: Case) -> Department:
    """The handling unit; on the leader's rung the unit that passed the case up to him, so that
    nobody is asked to answer himself."""
    if case.tier != enums.Tier.LEADER:
        return case.unit
    below = came_from_below(case)
    return below.unit if below else case.lead_department or case.unit


def urge(act: Act) -> None:
    """督办 to the handling unit; its day comes from the rule."""
    means = act.one_of("means", enums.UrgeMeans) if act.data.get("means") else ""
    act.direction = _write(act, enums.DirectionKind.URGING, act.case.unit, act.on, means=means)


def _write(act: Act, kind: str, unit: Department, due_on: date, *, means: str = "") -> Direction:
    direction = Direction.objects.create(
        centre=act.case.centre,
        case=act.case,
        kind=kind,
        text=act.text("text"),
        means=means,
        to_unit=unit,
        to_user=act.case.officer if unit.pk == act.case.unit_id else None,
        due_on=due_on,
        on=act.on,
        by=act.on_behalf_of or act.actor,
        at=act.now,
    )
    act.payload |= {"direction": direction.pk, "unit": unit.pk, "due_on": due_on}
    return direction


def answer(act: Act) -> None:
    """The addressee's word; to the one named, else to the oldest that waits for him."""
    me = standing(act.actor)
    unanswered = act.case.directions.filter(answered_at__isnull=True, retracted_at__isnull=True)
    waiting = unanswered.filter(Q(to_user__in=me.users) | Q(to_unit__in=me.answering_units))
    key = act.data.get("direction")
    direction = waiting.filter(pk=key).first() if key else waiting.order_by("due_on", "pk").first()
    if direction is None:
        raise Refused("invalid_choice", "没有等您回话的批示、督办或吹哨。", field="direction")
    direction.answer = act.text("text")
    direction.answered_on, direction.answered_at = act.on, act.now
    direction.answered_by = act.actor
    direction.save()
    act.direction = direction
    act.payload["direction"] = direction.pk
