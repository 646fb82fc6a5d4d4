"""吹哨报到: calling departments in, and their coming (rules.md §2 rows 23–24, seed 002)."""

from django.db.models import Q

from cases import enums
from cases.access import may_see_safety, standing
from cases.models import Direction
from cases.services.act import Act
from cases.services.ladder import find
from grids.enums import DepartmentKind
from grids.models import Department
from mediation.core.errors import Refused


def whistle(act: Act) -> None:
    """One row per unit, each with its own clock; RUNG runs on.

    Raises Refused: invalid_day · invalid_choice (a unit of another town, without people who
    answer, or the one that handles the case itself).
    """
    due_on = act.day("due_on")
    if due_on < act.on:
        raise Refused("invalid_day", "回话的日子不能早于今天。", field="due_on")
    kind = act.one_of("kind", enums.WhistleKind, default=enums.WhistleKind.HANDLE)
    if act.data.get("for_safety") and not may_see_safety(act.actor, act.case):
        raise Refused(
            "not_yours", "人身安全情况由承办的人来给看。", instead="请不勾这一格，或告诉承办人"
        )
    units = {unit.pk: unit for unit in (_callable(act, key) for key in act.data["units"])}
    act.due_on = due_on
    act.directions = tuple(
        Direction.objects.create(
            centre=act.case.centre,
            case=act.case,
            kind=enums.DirectionKind.WHISTLE,
            whistle_kind=kind,
            text=act.text("text"),
            to_unit=unit,
            due_on=due_on,
            is_for_safety=bool(act.data.get("for_safety")),
            on=act.on,
            by=act.on_behalf_of or act.actor,
            at=act.now,
        )
        for unit in units.values()
    )
    act.payload |= {
        "directions": [one.pk for one in act.directions],
        "units": list(units),
        "kind": kind,
        "due_on": due_on,
    }


def _callable(act: Act, key: object) -> Department:
    unit = find(Department, key, "units")
    if unit.centre_id != act.case.centre_id or not may_be_called(unit):
        raise Refused("invalid_choice", "这个单位不能吹哨，请换一个。", field="units")
    if unit.pk == act.case.unit_id:
        raise Refused("invalid_choice", "承办单位自己不用吹哨，请选别的单位。", field="units")
    return unit


def may_be_called(unit: Department) -> bool:
    """Leaders are not whistled for: they are asked by name."""
    return unit.is_active and unit.is_handling and unit.kind != DepartmentKind.LEADERSHIP


def report_in(act: Act) -> None:
    """Once per whistle, by whoever may answer for the unit; 到场: this is the arrival."""
    me = standing(act.actor)
    calls = act.case.directions.filter(
        kind=enums.DirectionKind.WHISTLE,
        reported_in_at__isnull=True,
        answered_at__isnull=True,
        retracted_at__isnull=True,
    ).filter(Q(to_user__in=me.users) | Q(to_unit__in=me.answering_units))
    direction = calls.order_by("due_on", "pk").first()
    if direction is None:
        raise Refused("reported_already", "没有等您报到的吹哨。", instead="要回话的，请办“回话”。")
    direction.reported_in_at, direction.reported_in_by = act.now, act.actor
    direction.report = act.text("text")
    direction.save(update_fields=["reported_in_at", "reported_in_by", "report"])
    act.direction = direction
    act.payload |= {"direction": direction.pk, "kind": direction.whistle_kind}
