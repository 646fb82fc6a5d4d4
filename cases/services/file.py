"""Keeping the file true: risk, corrections, where it is stuck, more time (rows 25, 28, 31, 32)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from cases import enums
from cases.enums import Clock, ExtendClock
from cases.models import Note
from cases.services import assessments, clocks, duties, parties
from cases.services.act import Act
from cases.services.limiting import limitation_day
from grids.enums import Level
from grids.models import Category, Division, Subtype
from grids.selectors import routing, village_of
from mediation.core import clock
from mediation.core.errors import Refused

# A correction of these changes figures or routing, so it says why (rules.md §2 row 31).
NEEDS_REASON = frozenset({"division", "category", "source", "people_count", "amount"})
TEXTS = ("narrative", "demand", "place", "risk_reason", "external_number")


def reassess(act: Act) -> None:
    """The risk of the case, never of a person; going lower says what changed."""
    case = act.case
    risk = act.one_of("risk", enums.Risk)
    reason = act.text("reason")[:200]
    assessments.assess(act, risk, reason)
    act.revisions["risk_reason"] = case.risk_reason
    act.payload |= {"from": case.risk, "to": risk}
    if risk == enums.Risk.RED and case.risk != risk:  # 调解法25条, answered on the safety page
        duties.ask(case, enums.DutyKind.CRIME_FEARED, by=act.actor, on=act.on, at=act.now)
    act.change(risk=risk, risk_reason=reason)
    for name, choices in (("trend", enums.Trend), ("difficulty", enums.Difficulty)):
        if act.data.get(name):
            act.change(**{name: act.one_of(name, choices)})


def note(act: Act) -> None:
    stuck, next_step = act.text("stuck"), act.text("next_step")
    Note.objects.create(
        centre=act.case.centre,
        case=act.case,
        stuck=stuck,
        next_step=next_step,
        on=act.on,
        by=act.actor,
        at=act.now,
    )
    act.change(stuck=stuck, next_step=next_step, stuck_by=act.actor, stuck_at=act.now)


def extend(act: Act) -> None:
    """MEDIATION and RUNG while mediating, REFERRAL while referred; consent for MEDIATION."""
    try:
        days = int(act.data["days"])
    except (TypeError, ValueError):
        raise Refused("invalid_days", "延几天请填数字。", field="days") from None
    clock_code = act.one_of("clock", ExtendClock)
    has_consent = bool(act.data.get("consent"))
    clocks.extend(act, Clock(clock_code), days, act.text("reason"), has_consent=has_consent)


def amend(act: Act) -> None:
    """Correct the file; what stood before is kept, the event only names the fields."""
    case = act.case
    wanted = {name: value for name, value in act.data.items() if name in CORRECTIONS}
    for name, value in wanted.items():
        CORRECTIONS[name](act, name, value)
    if act.data.get("parties"):
        parties.correct(act, act.data["parties"])
    if not act.changed:
        raise Refused("nothing_changed", "没有改动，不用保存。")
    if act.changed & NEEDS_REASON and not act.text("reason"):
        raise Refused("needs", "改村、类别、来源、人数或金额时，请写一句理由。", field="reason")
    act.payload["fields"] = sorted(act.changed)
    if act.text("reason"):
        act.revisions["reason"] = act.text("reason")
    if "category" in act.changed:
        found = routing(case.category, case.subtype, case.centre, case.narrative)
        act.change(lead_department=found.lead if found else None)
    if "source" in act.changed and case.source != enums.Source.SWEEP:
        act.change(sweep=None)
    if "received_on" in act.changed:
        for deadline in case.deadlines.filter(clock=Clock.ANSWER, stopped_on__isnull=True):
            clocks.redate(deadline, start_on=case.received_on)


def _set(act: Act, name: str, value: Any) -> None:
    before = getattr(act.case, name)
    if before != value:
        act.revisions[name] = "" if before is None else str(getattr(before, "code", before))
        act.change(**{name: value})


def _text(act: Act, name: str, value: Any) -> None:
    text = str(value or "").strip()
    if name == "narrative" and not text:
        raise Refused("needs_narrative", "怎么回事不能空着。", field="narrative")
    _set(act, name, text)


def _code(choices: type[models.TextChoices]) -> Any:
    return lambda act, name, value: _set(act, name, act.one_of(name, choices))


def _place(act: Act, name: str, value: Any) -> None:
    found = find_division(value, act.case.centre)
    _set(act, "division", village_of(found))
    _set(act, "grid", found if found.level == Level.GRID else None)


def _category(act: Act, name: str, value: Any) -> None:
    found = Category.objects.filter(code=getattr(value, "code", value), is_active=True).first()
    if found is None:
        raise Refused("invalid_choice", "请从列出的类别里选一个。", field=name)
    _set(act, name, found)


def _subtype(act: Act, name: str, value: Any) -> None:
    found = Subtype.objects.filter(code=getattr(value, "code", value)).first() if value else None
    _set(act, name, found)


def _count(act: Act, name: str, value: Any) -> None:
    if not str(value).isdecimal() or not 1 <= int(value) <= 999_999:
        raise Refused("invalid_number", "人数请填 1 以上的数字。", field=name)
    _set(act, name, int(value))


def _amount(act: Act, name: str, value: Any) -> None:
    _set(act, name, Decimal(str(value)) if value not in (None, "") else None)


def _day(act: Act, name: str, value: Any) -> None:
    if value and (not isinstance(value, date) or value > clock.today()):
        raise Refused("invalid_day", "日期不能晚于今天，请再看一眼。", field=name)
    if name == "received_on" and not value:
        raise Refused("needs_received_on", "收到日期不能空着。", field=name)
    _set(act, name, value or None)


def _limitation(act: Act, name: str, value: Any) -> None:
    _set(act, name, limitation_day(value))


CORRECTIONS: Mapping[str, Any] = {
    **dict.fromkeys(TEXTS, _text),
    "division": _place,
    "category": _category,
    "subtype": _subtype,
    "source": _code(enums.Source),
    "scale": _code(enums.Scale),
    "people_count": _count,
    "amount": _amount,
    "occurred_on": _day,
    "limitation_on": _limitation,
    "received_on": _day,
}


def find_division(value: Any, centre: Division) -> Division:
    """A village or grid of the centre by row or code. Raises Refused beside the field."""
    code = getattr(value, "code", value)
    found = Division.objects.filter(code=str(code or ""), is_active=True).first()
    if (
        found is None
        or found.level not in {Level.VILLAGE, Level.GRID}
        or not found.is_under(centre)
    ):
        raise Refused("invalid_division", "没有找到这个村（社区），请重新选。", field="division")
    return found
