"""Closed lists of sweeps (排查)."""

from django.db.models import TextChoices

from grids.enums import DepartmentKind, Role


class RoundKind(TextChoices):
    """Why a round is held. By calendar, matter, place or occasion; never by a group of persons
    (domain.md §7 row 153)."""

    ROLLING = "rolling", "滚动排查"
    CAMPAIGN = "campaign", "专项行动"
    THEME = "theme", "专题排查"
    PLACE = "place", "地域排查"
    HOLIDAY = "holiday", "节点排查"


# Made by hand; the rolling ones the calendar makes (domain.md §7 row 64).
BY_HAND = tuple(one for one in RoundKind if one != RoundKind.ROLLING)

# Every how many months a rolling round may be held; a year is cut into equal ones.
EVERY = (1, 2, 3, 4, 6, 12)

# 各单位: the kinds of units that a rolling round asks.
SWEEPING_KINDS = (
    DepartmentKind.COMMITTEE,
    DepartmentKind.DEPARTMENT,
    DepartmentKind.POLICE_STATION,
    DepartmentKind.JUSTICE_OFFICE,
)

# Who opens a round, urges, excuses a unit, sets the rule (平安办; the director with it).
ROUND_MAKERS = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR})
# Who reads every unit's line; the words of visits only the makers and the unit itself.
ROUND_READERS = ROUND_MAKERS | {Role.LEADER}
# Who hands in a report for the unit.
REPORTERS = frozenset(
    {
        Role.MEDIATOR,
        Role.DEPARTMENT_OFFICER,
        Role.POLICE_OFFICER,
        Role.JUSTICE_OFFICER,
        Role.PEACE_OFFICER,
        Role.PETITION_OFFICER,
        Role.WINDOW_CLERK,
        Role.DIRECTOR,
    }
)
# Who goes and writes a visit down: the reporters, and the grid worker of the village.
SWEEPERS = REPORTERS | {Role.GRID_WORKER}


class UnitState(TextChoices):
    """How a unit stands in a round; computed, never stored."""

    ON_TIME = "on_time", "按时报"
    LATE = "late", "逾期报"
    MISSING = "missing", "缺报"
    WAITING = "waiting", "还没报"
    EXCUSED = "excused", "免报"
    NOT_ASKED = "not_asked", "不用报"
