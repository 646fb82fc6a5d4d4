"""What one line of a list says of a case, as far as the reader's level goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from cases import access, enums
from cases.models import Case, Party
from mediation.core import clock
from mediation.core.privacy import mask_name


@dataclass(frozen=True, slots=True)
class Row:
    """`title`, `people` and `stuck` are ready to print; `days` to the due day, negative when late,
    None without a clock or while it is at rest."""

    case: Case
    title: str
    people: str
    stuck: str
    days: int | None
    is_file: bool


def rows(cases: Iterable[Case], today: date | None = None) -> list[Row]:
    """Rows of cases that carry `level` and came through `for_lists`."""
    day = today or clock.today()
    return [row(case, day) for case in cases]


def row(case: Case, today: date) -> Row:
    is_file = level_of(case) >= access.FILE
    return Row(
        case=case,
        title=title_of(case, is_file=is_file),
        people=people_of(case),
        stuck=case.stuck if is_file else "",
        days=None if case.is_resting else days_left(case.due_on, today),
        is_file=is_file,
    )


def level_of(case: Case) -> int:
    """The level that `visible_to` put on the row."""
    return int(getattr(case, "level", 0))


def late_on(today: date) -> Q:
    """Past its day and not at rest: late in lists, counts, filters and on the board."""
    return Q(due_on__lt=today, is_resting=False)


def is_late(case: Case, today: date) -> bool:
    """The same of one case."""
    return case.due_on is not None and case.due_on < today and not case.is_resting


def days_left(due_on: date | None, today: date) -> int | None:
    return None if due_on is None else (due_on - today).days


def title_of(case: Case, *, is_file: bool) -> str:
    """致远社区 3组屋后 邻里纠纷; the place itself belongs to the file."""
    words = [case.division.short_name, case.place if is_file else "", case.category.name]
    return " ".join(word for word in words if word)


def name_of(party: Party, case: Case) -> str:
    """On the card of a case with a safety note or a minor: 张*山 (rules.md §6)."""
    if case.is_masked and level_of(case) < access.FILE:
        return mask_name(party.name)
    return party.name


def people_of(case: Case) -> str:
    """王秀英 与 陈国强; three or more on one side: 王秀英等 3 人."""
    sides = []
    for role in (enums.PartyRole.APPLICANT, enums.PartyRole.RESPONDENT):
        names = [name_of(party, case) for party in case.parties.all() if party.role == role]
        if names:
            sides.append("、".join(names) if len(names) < 3 else f"{names[0]}等 {len(names)} 人")
    return " 与 ".join(sides)
