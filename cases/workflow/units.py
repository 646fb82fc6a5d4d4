"""Which kinds of unit may hold a case on which rung."""

from cases.enums import Tier
from grids.enums import DepartmentKind

# "Unit of the same tier" (rules.md §2 row 5): the street's rung may lie with a lead department.
UNITS_OF_TIER: dict[str, frozenset[str]] = {
    Tier.VILLAGE: frozenset({DepartmentKind.COMMITTEE}),
    Tier.STREET: frozenset(
        {
            DepartmentKind.STREET_ROOM,
            DepartmentKind.DEPARTMENT,
            DepartmentKind.JUSTICE_OFFICE,
            DepartmentKind.POLICE_STATION,
        }
    ),
    Tier.LEADER: frozenset(
        {DepartmentKind.LEADERSHIP, DepartmentKind.STREET_ROOM, DepartmentKind.DEPARTMENT}
    ),
}
