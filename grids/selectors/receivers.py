"""Who receives a case on each rung of the ladder (rules.md §5). Nobody's case is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from grids.enums import DepartmentKind, ReceiverNote
from grids.models import Category, Department, Division, Subtype
from grids.selectors.people import (
    deputised,
    duty_people,
    handling_people,
    heads_of,
    stationed_leader,
)
from grids.selectors.places import committee_of, department_of
from grids.selectors.routing import lead_department
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User


class Placed(Protocol):
    """What must be known of a case to say who receives it; a `Case` has all of it."""

    division: Division
    centre: Division
    category: Category
    subtype: Subtype | None
    lead_department: Department | None
    owner: User | None


@dataclass(frozen=True)
class Receiver:
    """Unit and officer of the next stage. No officer: the first of the unit to sign for it.

    `note` is a `ReceiverNote`, empty in the ordinary case; `tell` are units to be told of it.
    """

    unit: Department
    officer: User | None = None
    note: str = ReceiverNote.NONE
    tell: tuple[Department, ...] = ()


def receiver(tier: str, case: Placed, on: date | None = None) -> Receiver:
    """Who takes the case on a rung (`village street leader litigation`) on a day.

    Raises `Refused` ("no_centre") only where the town has no centre at all.
    """
    return _RECEIVERS[tier](case, on or clock.today())


def _village(case: Placed, on: date) -> Receiver:
    return _first_to_sign(committee_of(case.division), case, on)


def _street(case: Placed, on: date) -> Receiver:
    return _first_to_sign(department_of(DepartmentKind.STREET_ROOM, case.centre), case, on)


def _leader(case: Placed, on: date) -> Receiver:
    unit = department_of(DepartmentKind.LEADERSHIP, case.centre) or _centre(case)
    officer = _at_work(case.owner, on) or stationed_leader(case.division, on)
    officer = officer or _at_work(_leader_in_charge(case, on), on)
    if officer is None:
        return Receiver(unit, None, ReceiverNote.AWAITING_OWNER, _peace_office(case))
    return Receiver(unit, officer)


def _litigation(case: Placed, on: date) -> Receiver:
    unit = department_of(DepartmentKind.JUSTICE_OFFICE, case.centre)
    if unit is None:
        return Receiver(_centre(case), None, ReceiverNote.NO_POST_HOLDER, _peace_office(case))
    officer = duty_people(unit, on).first() or heads_of(unit, on).first()
    return Receiver(unit, officer) if officer else _first_to_sign(unit, case, on)


_RECEIVERS: dict[str, Callable[[Placed, date], Receiver]] = {
    "village": _village,
    "street": _street,
    "leader": _leader,
    "litigation": _litigation,
}


def _first_to_sign(unit: Department | None, case: Placed, on: date) -> Receiver:
    """The unit; where nobody is at work there, a deputy, else the head, else the centre."""
    if unit is not None:
        if handling_people(unit, on).exists():
            return Receiver(unit)
        officer = _deputy_in(unit, on) or heads_of(unit, on).first()
        if officer is not None:
            return Receiver(unit, officer)
    return Receiver(_centre(case), None, ReceiverNote.NO_POST_HOLDER, _peace_office(case))


def _deputy_in(unit: Department, on: date) -> User | None:
    """Who stands for a post-holder of the unit whose account is closed for a time."""
    away = User.objects.filter(is_active=False, pk__in=unit.posts.on(on).values("user")).order_by(
        "pk"
    )
    return next((found for user in away if (found := deputised(user, on).first())), None)


def _at_work(user: User | None, on: date) -> User | None:
    """The person, or his deputy while his account is closed."""
    if user is None or user.is_active:
        return user
    return deputised(user, on).first()


def _leader_in_charge(case: Placed, on: date) -> User | None:
    unit = case.lead_department or lead_department(case.category, case.subtype, case.centre, on=on)
    return unit.main_responsible if unit else None


def _centre(case: Placed) -> Department:
    unit = department_of(DepartmentKind.CENTRE, case.centre)
    if unit is None:
        raise Refused(
            code="no_centre",
            message=f"{case.centre.short_name}还没有设置调处中心，案件暂时无处可送。",
            who="安全管理员",
            instead="请安全管理员先在单位表里添加调处中心。",
        )
    return unit


def _peace_office(case: Placed) -> tuple[Department, ...]:
    unit = department_of(DepartmentKind.PEACE_OFFICE, case.centre)
    return (unit,) if unit else ()
