"""交办, 批示, 督办, 吹哨 and the answers to them (rules.md §3 rows 8, 22)."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from cases.access import standing
from cases.enums import UrgeMeans, WhistleKind
from grids.models import Department
from mediation.core.errors import Refused
from petitions.enums import DirectionKind, Letter
from petitions.models import Direction
from petitions.services import letters
from petitions.services.act import Act


def unit_of(act: Act, key: Any, field: str) -> Department:
    found = Department.objects.filter(pk=key).first() if str(key).isdecimal() else None
    if found is None or found.centre_id != act.petition.centre_id or not found.is_handling:
        raise Refused("invalid_choice", "请选本街道的一个承办单位。", field=field)
    return found


def write(act: Act, kind: str, unit: Department, due_on: date, **more: Any) -> Direction:
    direction = Direction.objects.create(
        centre=act.petition.centre,
        petition=act.petition,
        kind=kind,
        text=act.text("text"),
        to_unit=unit,
        due_on=due_on,
        on=act.on,
        by=act.on_behalf_of or act.actor,
        at=act.now,
        **more,
    )
    act.payload |= {"direction": direction.pk, "unit": unit.pk, "due_on": due_on}
    return direction


def instruct(act: Act) -> None:
    due_on = future_day(act)
    unit = unit_of(act, act.data["to"], "to")
    act.due_on = due_on
    act.directions = (write(act, DirectionKind.INSTRUCTION, unit, due_on),)


def urge(act: Act) -> None:
    """Its day comes from the rule."""
    means = act.one_of("means", UrgeMeans) if act.data.get("means") else ""
    unit = unit_of(act, act.data["to"], "to")
    act.directions = (write(act, DirectionKind.URGING, unit, act.on, means=means),)


def whistle(act: Act) -> None:
    """One direction and one clock for each unit."""
    keys = act.data["units"]
    kind = act.one_of("kind", WhistleKind, default=WhistleKind.HANDLE)
    act.due_on = due_on = future_day(act)
    units = [unit_of(act, key, "units") for key in (keys if isinstance(keys, list) else [keys])]
    act.directions = tuple(
        write(act, DirectionKind.WHISTLE, unit, due_on, whistle_kind=kind) for unit in units
    )
    act.payload["units"] = [unit.pk for unit in units]


def future_day(act: Act) -> date:
    due_on = act.day("due_on")
    if due_on < act.on:
        raise Refused("invalid_day", "回话的日子不能早于今天。", field="due_on")
    return due_on


def to_me(act: Act, **only: Any) -> QuerySet[Direction]:
    """Those that were addressed to a unit of the actor."""
    units = standing(act.actor).answering_units
    return act.petition.directions.filter(to_unit__in=units, **only)


def report_in(act: Act) -> None:
    waiting = to_me(
        act,
        kind=DirectionKind.WHISTLE,
        reported_in_at__isnull=True,
        answered_at__isnull=True,
        handed_back_at__isnull=True,
    )
    direction = waiting.order_by("due_on", "pk").first()
    if direction is None:
        raise Refused("invalid_choice", "没有等您报到的吹哨。")
    direction.reported_in_at, direction.reported_in_by = act.now, act.actor
    direction.save(update_fields=["reported_in_at", "reported_in_by"])
    act.payload["direction"] = direction.pk


def answer(act: Act) -> None:
    """The addressee's word, of an assignment its closing report (F13); the one named, else the
    one that is due first."""
    waiting = to_me(act, answered_at__isnull=True, handed_back_at__isnull=True)
    key = str(act.data.get("direction") or "")
    found = waiting.filter(pk=key) if key.isdecimal() else waiting.order_by("due_on", "pk")
    direction = found.first()
    if direction is None:
        raise Refused("invalid_choice", "没有等您回话的交办、批示、督办或吹哨。", field="direction")
    direction.answer = act.text("text")
    direction.answered_on, direction.answered_at = act.on, act.now
    direction.answered_by = act.actor
    if direction.signed_at is None:
        direction.signed_at, direction.signed_by = act.now, act.actor
    direction.save()
    act.directions = (direction,)
    act.payload |= {"direction": direction.pk, "kind": direction.kind}
    if direction.kind == DirectionKind.ASSIGNMENT:
        letters.issue(
            act, Letter.REPORT, subject=f"direction:{direction.pk}", text=act.text("text")
        )
