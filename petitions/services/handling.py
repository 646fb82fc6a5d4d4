"""Handling an accepted petition (rules.md §3 rows 8–12)."""

from typing import Any

from cases import services as case_services
from mediation.core.accounts import system_user
from mediation.core.errors import Refused
from petitions import enums
from petitions.enums import Clock, DirectionKind, Letter, RecordKind
from petitions.models import Demand, PetitionCase, Record
from petitions.services import clocks, directions, letters
from petitions.services.act import Act
from petitions.workflow.conditions import can_hand_back


def assign(act: Act) -> None:
    """交办 of some demands to a unit, to be answered by a day not after CONCLUDE's (F5)."""
    unit = directions.unit_of(act, act.data["unit"], "unit")
    demands = demands_of(act, act.data["demands"])
    due_on = act.day("due_on")
    conclude = clocks.running(act.petition, Clock.CONCLUDE)
    if due_on < act.on:
        raise Refused("invalid_day", "反馈的日子不能早于今天。", field="due_on")
    if conclude is not None and due_on > conclude.due_on:
        raise Refused(
            "invalid_day",
            f"反馈的日子不能晚于办理期限（{conclude.due_on:%Y-%m-%d}）。",
            field="due_on",
        )
    act.due_on = due_on
    direction = directions.write(act, DirectionKind.ASSIGNMENT, unit, due_on)
    direction.demands.set(demands)
    Demand.objects.filter(pk__in=[one.pk for one in demands]).update(unit=unit)
    letters.issue(
        act,
        Letter.ASSIGNMENT,
        subject=f"direction:{direction.pk}",
        to=unit.name,
        text=act.text("text"),
        due_on=due_on.isoformat(),
        demands=[one.text for one in demands],
    )
    act.directions = (direction,)


def demands_of(act: Act, keys: Any) -> list[Demand]:
    wanted = {str(key) for key in (keys if isinstance(keys, list | tuple) else [keys])}
    found = [one for one in act.petition.demands.all() if str(one.pk) in wanted]
    if not found or len(found) != len(wanted):
        raise Refused("invalid_choice", "请从这件信访的诉求里选。", field="demands")
    return found


def sign_for(act: Act) -> None:
    waiting = directions.to_me(
        act, kind=DirectionKind.ASSIGNMENT, signed_at__isnull=True, handed_back_at__isnull=True
    )
    for one in waiting:
        one.signed_at, one.signed_by = act.now, act.actor
        one.save(update_fields=["signed_at", "signed_by"])
        act.payload["direction"] = one.pk


def hand_back(act: Act) -> None:
    """不属本单位 within two working days; the demands are nobody's until assigned again."""
    waiting = directions.to_me(
        act, kind=DirectionKind.ASSIGNMENT, answered_at__isnull=True, handed_back_at__isnull=True
    )
    direction = next((one for one in waiting.order_by("-pk") if can_hand_back(one)), None)
    if direction is None:
        raise Refused(
            "too_late",
            "没有还能退回的交办：收到后 2 个工作日以内才可以退回。",
            instead="请向信访接待员说明，由他另行交办",
        )
    direction.handed_back_at, direction.handed_back_by = act.now, act.actor
    direction.hand_back_reason = act.text("reason")
    direction.save()
    direction.demands.filter(unit=direction.to_unit).update(unit=None)
    act.directions = (direction,)
    act.payload["direction"] = direction.pk


def record(act: Act) -> None:
    """调查核实, 接谈, or the follow-up after the reply."""
    kind = act.one_of("kind", RecordKind, default=RecordKind.INQUIRY)
    demand = demands_of(act, act.data["demand"])[0] if act.data.get("demand") else None
    write_record(act, kind, demand=demand)


def hear(act: Act) -> None:
    """A hearing at our own level stops nothing (row 9); F12."""
    write_record(act, RecordKind.HEARING, view=act.text("view"))
    letters.issue(
        act,
        Letter.HEARING,
        text=act.text("text"),
        place=act.text("place"),
        people=act.text("people"),
        view=act.text("view"),
    )


def write_record(act: Act, kind: str, **more: Any) -> Record:
    act.payload["kind"] = kind
    return Record.objects.create(
        centre=act.petition.centre,
        petition=act.petition,
        kind=kind,
        text=act.text("text"),
        place=act.text("place")[:100],
        people=act.text("people")[:300],
        on=act.on,
        by=act.actor,
        at=act.now,
        **more,
    )


def mediate(act: Act) -> None:
    """Opens a case of source petition; both link, CONCLUDE runs on (条例33)."""
    petition = act.petition
    wanted = demands_of(act, act.data["demands"]) if act.data.get("demands") else []
    people = [
        {"role": "applicant", "kind": "person", "name": one.name, "phone": one.phone,
         "id_number": one.id_number, "id_kind": one.id_kind, "address": one.address}
        for one in petition.petitioners.all()
    ]  # fmt: skip
    people.append({"role": "respondent", "kind": "person", "name": act.text("respondent")})
    case = case_services.register(
        system_user(),
        centre=petition.centre,
        keeps_numbers=True,
        source="petition",
        category=str(act.data["category"]),
        narrative=petition.narrative,
        demand="；".join(one.text for one in wanted),
        division=petition.division.code,
        place=petition.place,
        people_count=max(petition.head_count + 1, 2),
        risk=petition.risk,
        risk_reason=petition.risk_reason or "由信访转入调解",
        external_number=petition.number,
        received_on=act.on,
        parties=people,
    ).case
    link = PetitionCase.objects.create(
        centre=petition.centre, petition=petition, case=case, on=act.on, by=act.actor, at=act.now
    )
    link.demands.set(wanted)
    act.payload["case"] = case.pk


def extend(act: Act) -> None:
    """Once, by at most thirty days, before it is over; F7 must be delivered (row 11)."""
    try:
        days = int(act.data["days"])
    except (TypeError, ValueError):
        raise Refused("invalid_days", "延几天请填数字。", field="days") from None
    deadline = clocks.extend(act, days, act.text("reason"))
    letters.issue(
        act,
        Letter.EXTENSION,
        reason=act.text("reason"),
        days=days,
        due_on=deadline.due_on.isoformat(),
    )


def reply(act: Act) -> None:
    """F8: each demand with finding, opinion and basis; the review body and thirty days named."""
    chosen = act.data.get("resolutions") or []
    if not set(chosen) <= set(enums.Resolution.values):
        raise Refused("invalid_choice", "请从列出的选项里选。", field="resolutions")
    act.change(replied_on=act.on, resolutions=list(chosen))
    letters.issue(act, Letter.OPINION, review_body=act.text("review_body"))
