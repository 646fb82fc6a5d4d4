"""任务日历: what each unit owes next, done or late, as read from the things themselves.

Overseers read every unit of their town, everybody else the units for which he works. The number
of queries does not grow with the units.
"""

from dataclasses import dataclass
from datetime import date

from grids.models import Department
from grids.selectors.registers import posts_of
from mediation.core.models import User
from reporting.duties import DUTIES
from reporting.selectors.duty_item import Item
from reporting.selectors.duty_items import items_of
from reporting.selectors.written import OVERSEERS, own_units

KINDS = frozenset(kind for duty in DUTIES for kind in duty.who)


@dataclass(frozen=True, slots=True)
class UnitDuties:
    """One unit's line of the calendar."""

    unit: Department
    items: list[Item]

    @property
    def next(self) -> Item | None:
        """What falls due next; what is late comes first."""
        return next((one for one in self.items if one.is_owed), None)

    @property
    def late(self) -> int:
        return sum(one.is_owed and one.is_late for one in self.items)


def units_in_sight(user: User) -> list[Department]:
    me = posts_of(user)
    units = Department.objects.filter(is_active=True, kind__in=KINDS)
    if me.roles & OVERSEERS:
        towns = Department.objects.none()
        for path in sorted(me.towns):
            towns = towns | units.filter(centre__path__startswith=path)
        found = towns
    else:
        found = units.filter(pk__in=own_units(user))
    return list(found.select_related("centre", "division").order_by("order", "code"))


def may_read_duties(user: User) -> bool:
    return bool(posts_of(user).roles & OVERSEERS) or bool(own_units(user))


def calendar_for(user: User) -> list[UnitDuties]:
    """The units in the reader's sight, his own first, each with what it owes, the longest first."""
    units = units_in_sight(user)
    own = own_units(user)
    by_unit: dict[int, list[Item]] = {unit.pk: [] for unit in units}
    for item in items_of(units):
        by_unit[item.unit.pk].append(item)
    rows = [UnitDuties(unit, sorted(by_unit[unit.pk], key=_order)) for unit in units]
    return sorted(rows, key=lambda row: row.unit.pk not in own)


def _order(item: Item) -> tuple[bool, bool, date, str]:
    return (item.is_done, item.due_on is None, item.due_on or date.max, item.duty.key)
