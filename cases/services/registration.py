"""A dispute comes in: number, first stage, clocks, receipt, look-up code (rules.md §2 row 1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cases import access, enums
from cases.models import Case, Party, TeamMember
from cases.services import papers, search_text, stages
from cases.services import parties as party_rows
from cases.services.act import Act
from cases.services.door import finish
from cases.services.file import find_division
from cases.services.limiting import EARLIEST_YEAR, limitation_day
from cases.services.sweeps import sweep_for
from grids.access import REGISTRARS
from grids.enums import Level, Role
from grids.models import Category, Division, Subtype
from grids.selectors import (
    Routing,
    centre_of,
    department_of,
    in_whose_role,
    routing,
    team_of,
    village_of,
)
from mediation.core import clock, numbers
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.privacy import find_private_numbers


@dataclass(frozen=True, slots=True)
class Registered:
    """The case, and whether this call made it (False: the form key was used before)."""

    case: Case
    is_new: bool


def register(
    actor: User,
    *,
    parties: Sequence[Mapping[str, Any]],
    form_key: UUID | str | None = None,
    centre: Division | None = None,
    keeps_numbers: bool = False,
    **fields: Any,
) -> Registered:
    """Register a case. Fields are those of DESIGN §5.4, places and categories by code.

    The same `form_key` again returns the first case. `keeps_numbers`: the writer insists on an
    ID or phone number inside the narrative. Raises `Refused` with `field` beside every fault.
    """
    if not access.may_register(actor):
        raise Refused(
            "not_yours", "登记要由窗口或承办单位来做。", instead="请把来访人带到窗口登记。"
        )
    if form_key and (known := _known(form_key)):
        return Registered(known, False)
    try:
        with transaction.atomic():
            case = _register(actor, parties, form_key, centre, keeps_numbers, fields)
    except IntegrityError:
        if form_key and (known := _known(form_key)):
            return Registered(known, False)
        raise
    return Registered(case, True)


def _known(form_key: UUID | str) -> Case | None:
    return Case.objects.filter(form_key=form_key).select_related("centre", "unit").first()


def _register(
    actor: User,
    rows: Sequence[Mapping[str, Any]],
    form_key: UUID | str | None,
    centre: Division | None,
    keeps_numbers: bool,
    fields: Mapping[str, Any],
) -> Case:
    now, today = clock.now(), clock.today()
    town = centre or centre_of(actor)
    if town is None:
        raise Refused("no_centre", "您还没有岗位，不能登记。", instead="请找安全管理员。")
    case, led = _new_case(actor, town, fields, today, keeps_numbers)
    case.form_key = UUID(str(form_key)) if form_key else None
    people = party_rows.build(case, rows)
    case.has_minor = bool(fields.get("has_minor")) or party_rows.has_minor(people)
    case.registered_at = case.last_moved_at = now
    case.last_act_on = case.worked_on = case.received_on
    # The number last: nothing that can be refused comes after it, and its row lock is short.
    case.year = today.year
    case.short_number = numbers.take("case", town.code, today.year)
    case.number = numbers.case_number(town.serial_label, today.year, case.short_number)
    case.save()
    for party in people:
        party.case = case
    Party.objects.bulk_create(people)
    case.co_departments.set(led.co_departments if led else ())
    TeamMember.objects.bulk_create(
        (
            TeamMember(centre=town, case=case, user=seat.user, seat=seat.seat)
            for seat in team_of(case.division, today)
        ),
        ignore_conflicts=True,
    )
    act = Act(case=case, verb=enums.Verb.REGISTER, actor=actor, on=case.received_on, now=now)
    act.on_behalf_of = in_whose_role(actor, REGISTRARS)
    if fields.get("entered_later"):
        act.payload["entered_later"] = True
    arrive(act, today)
    return case


def arrive(act: Act, today: date) -> None:
    """The first stage begins today, whatever day the letter is from; ANSWER runs from that day."""
    case = act.case
    received_on, act.on = act.on, today
    tier = enums.Tier.STREET if case.route == enums.Route.STREET else enums.Tier.VILLAGE
    stage = stages.enter_rung(act, tier)
    papers.issue(act, enums.Document.RECEIPT, stage)
    search_text.refresh(case)
    act.payload |= {"tier": tier, "unit": case.unit_id, "source": case.source}
    act.clock_day, act.on = today, received_on
    finish(act)


def _new_case(
    actor: User, town: Division, fields: Mapping[str, Any], today: date, keeps_numbers: bool
) -> tuple[Case, Routing | None]:
    place = find_division(fields.get("division"), town)
    category = Category.objects.filter(code=fields.get("category"), is_active=True).first()
    if category is None:
        raise Refused("needs_category", "请选一个纠纷类别。", field="category")
    narrative = _narrative(fields, keeps_numbers)
    subtype = _subtype(fields)
    route = _code(fields, "route", enums.Route, enums.Route.VILLAGE)
    route_reason = _code(fields, "route_reason", enums.RouteReason, "")
    if route == enums.Route.STREET and not route_reason:
        raise Refused("needs_route_reason", "直接由街道办的，请选一个理由。", field="route_reason")
    risk_reason = str(fields.get("risk_reason") or "").strip()
    if not risk_reason:
        raise Refused("needs_risk_reason", "请写一句为什么定这个等级。", field="risk_reason")
    received_on = _day(fields, "received_on", today) or today
    occurred_on = _day(fields, "occurred_on", today)
    led = routing(category, subtype, town, narrative)
    unit = department_of("centre", town)
    if unit is None:
        raise Refused("no_centre", "还没有设置调处中心。", instead="请找安全管理员。")
    case = Case(
        version=0,
        centre=town,
        unit=unit,
        window=_code(fields, "window", enums.Window, enums.Window.MEDIATION),
        source=_code(fields, "source", enums.Source, None),
        sweep=sweep_for(actor, town, fields),
        category=category,
        subtype=subtype,
        lead_department=led.lead if led else None,
        narrative=narrative,
        demand=str(fields.get("demand") or "").strip(),
        division=village_of(place),
        grid=place if place.level == Level.GRID else None,
        place=str(fields.get("place") or "").strip()[:100],
        occurred_on=occurred_on,
        limitation_on=limitation_day(fields.get("limitation_on")),
        people_count=_count(fields),
        amount=_amount(fields),
        scale=_code(fields, "scale", enums.Scale, enums.Scale.INDIVIDUAL),
        difficulty=_code(fields, "difficulty", enums.Difficulty, enums.Difficulty.GENERAL),
        trend=_code(fields, "trend", enums.Trend, enums.Trend.STEADY),
        risk=_code(fields, "risk", enums.Risk, None),
        risk_reason=risk_reason[:200],
        safety_note=str(fields.get("safety_note") or "").strip(),
        external_number=str(fields.get("external_number") or "").strip()[:60],
        route=route,
        route_reason=route_reason,
        received_on=received_on,
        registered_by=actor,
        is_window_registered=Role.WINDOW_CLERK in access.standing(actor).roles,
    )
    return case, led


def _narrative(fields: Mapping[str, Any], keeps_numbers: bool) -> str:
    text = str(fields.get("narrative") or "").strip()
    if not text:
        raise Refused("needs_narrative", "怎么回事还没有写。", field="narrative")
    if not keeps_numbers and (found := find_private_numbers(text)):
        kind = "身份证号" if found[0].kind == "id_number" else "电话"
        raise Refused(
            "invalid_private_number",
            f"这里写了一个{kind}，请移到当事人那一栏。",
            instead="确实要留在这里的，请勾选“号码要留在正文里”。",
            field="narrative",
        )
    return text


def _subtype(fields: Mapping[str, Any]) -> Subtype | None:
    code = fields.get("subtype")
    if not code:
        return None
    found = Subtype.objects.filter(code=code, is_active=True).first()
    if found is None:
        raise Refused("invalid_choice", "没有这个细类，请重新选。", field="subtype")
    return found


def _code(fields: Mapping[str, Any], name: str, choices: Any, default: str | None) -> str:
    value = fields.get(name) or default
    if value is None:
        raise Refused(f"needs_{name}", "这一格还没有选。", field=name)
    if value and value not in choices.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field=name)
    return str(value)


def _day(fields: Mapping[str, Any], name: str, today: date) -> date | None:
    value = fields.get(name)
    if not value:
        return None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise Refused("invalid_day", "日期没看懂，请重新选。", field=name) from None
    if day > today:
        raise Refused("invalid_day", "日期不能晚于今天，请再看一眼。", field=name)
    if day.year < EARLIEST_YEAR:
        raise Refused("invalid_day", f"日期早于 {EARLIEST_YEAR} 年，请再看一眼年份。", field=name)
    return day


def _count(fields: Mapping[str, Any]) -> int:
    value = fields.get("people_count") or 2
    if not str(value).isdecimal() or not 1 <= int(value) <= 999_999:
        raise Refused("invalid_number", "人数请填 1 以上的数字。", field="people_count")
    return int(value)


def _amount(fields: Mapping[str, Any]) -> Decimal | None:
    value = fields.get("amount")
    if value in (None, ""):
        return None
    try:
        amount = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        raise Refused("invalid_number", "金额请填数字，单位是元。", field="amount") from None
    if amount < 0 or amount >= Decimal(10) ** 12:
        raise Refused("invalid_number", "金额请填 0 以上的数字，单位是元。", field="amount")
    return amount.quantize(Decimal("0.01"))
