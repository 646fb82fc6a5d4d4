"""The duty roster: who of a unit sits in the centre on which day (seed 002)."""

from datetime import date, timedelta

from django.db import transaction

from grids.access import POST_KEEPERS, roles_with_deputies
from grids.enums import Role
from grids.enums.changes import Attendance
from grids.models import Department, DutyDay, Post
from grids.selectors import standings_today
from mediation.core import calendar, clock
from mediation.core.errors import Refused
from mediation.core.models import User

DAY = timedelta(days=1)
LONGEST = 31  # days set in one act
PLANNERS = POST_KEEPERS | {Role.PEACE_OFFICER}


def may_plan(user: User, unit: Department) -> bool:
    """平安办, the director and the keeper of posts plan for every unit, a head for his own."""
    mine = standings_today(user)
    if not any(one.centre and one.centre.pk == unit.centre_id for one in mine):
        return False
    is_head = any(unit.pk in one.headed_units for one in mine)
    return is_head or bool(roles_with_deputies(user) & PLANNERS)


@transaction.atomic
def plan_duty(
    unit: Department, person: User, actor: User, *, from_on: date, to_on: date | None = None
) -> int:
    """`person` sits for the unit on each working day given; who is planned already stays.

    Days without work are left out where the span is longer than one day. Returns the number of
    days. Raises `Refused`: not_yours · invalid_day · invalid_person · not_now.
    """
    _check(unit, actor)
    to_on = to_on or from_on
    if from_on < clock.today() or to_on < from_on or (to_on - from_on).days >= LONGEST:
        raise Refused("invalid_day", f"请从今天起排，一次最多排 {LONGEST} 天。", field="from_on")
    held = Post.objects.on(from_on).filter(user=person, department=unit, user__is_active=True)
    if not held.exists():
        raise Refused("invalid_person", "这位同志当天不在这个单位任职。", field="person")
    days = [from_on + number * DAY for number in range((to_on - from_on).days + 1)]
    if len(days) > 1:
        known = calendar.load()
        days = [one for one in days if known.is_workday(one)] or days
    made = 0
    for one in days:
        _, is_new = DutyDay.objects.get_or_create(
            department=unit,
            on=one,
            user=person,
            defaults={"centre": unit.centre, "by": actor, "at": clock.now()},
        )
        made += is_new
    return made


@transaction.atomic
def clear_duty(row: DutyDay, actor: User) -> None:
    """Takes one day off the plan; what has been stays. Raises `Refused`: not_yours · not_now."""
    _check(row.department, actor)
    if row.on < clock.today():
        raise Refused("not_now", "已经过去的值班不再改动。")
    row.delete()


@transaction.atomic
def set_attendance(unit: Department, actor: User, attendance: str) -> None:
    """How the unit is present: 常驻, 轮驻, 随驻, or not at all. Raises `Refused`."""
    _check(unit, actor)
    if attendance and attendance not in Attendance.values:
        raise Refused("invalid_choice", "请从列出的入驻方式里选一个。", field="attendance")
    unit.attendance = attendance
    unit.save(update_fields=["attendance"])


def _check(unit: Department, actor: User) -> None:
    if not may_plan(actor, unit):
        raise Refused("not_yours", "值班由本单位负责人、平安办或者中心主任来排。")
