"""Registers as a person may read them: his own unit's lines, those addressed to it, or the town's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from grids.enums import HANDLING_ROLES
from grids.enums.registers import RegisterState
from grids.models import ChecklistItem, Department, Register, RegisterFile
from grids.registers import ELSEWHERE, KINDS, Elsewhere, Kind
from grids.selectors import matters
from grids.selectors.people import standings_today
from mediation.core import clock
from mediation.core.models import User


@dataclass(frozen=True, slots=True)
class Posts:
    """What his posts, and those he stands in for, say about registers: role → units and towns."""

    roles: frozenset[str]
    units_by_role: dict[str, frozenset[int]]
    towns: frozenset[str]  # paths

    def units(self, roles: Iterable[str]) -> frozenset[int]:
        return frozenset(pk for role in roles for pk in self.units_by_role.get(role, ()))


def posts_of(user: User) -> Posts:
    posts = [post for standing in standings_today(user) for post in standing.posts]
    by_role: dict[str, set[int]] = {}
    for post in posts:
        by_role.setdefault(post.role, set()).add(post.department_id)
    return Posts(
        roles=frozenset(by_role),
        units_by_role={role: frozenset(units) for role, units in by_role.items()},
        towns=frozenset(post.department.centre.path for post in posts),
    )


def visible_registers(user: User) -> QuerySet[Register]:
    """Every line that the user may read, of all kinds. Where each read begins."""
    me = posts_of(user)
    in_town = Q()
    for path in me.towns:
        in_town |= Q(centre__path__startswith=path)
    seen = Q(pk__in=())
    whole = [kind.code for kind in KINDS.values() if me.roles & kind.readers]
    if whole and me.towns:
        seen |= Q(kind__in=whole) & in_town
    for kind in KINDS.values():
        if units := me.units(kind.writers):
            seen |= Q(kind=kind.code, unit__in=units)
    addressed = [kind.code for kind in KINDS.values() if "to_unit" in kind.names]
    if units := me.units(HANDLING_ROLES):
        # What was struck was never said to them.
        seen |= Q(kind__in=addressed, to_unit__in=units) & ~Q(state=RegisterState.STRUCK)
    return Register.objects.filter(seen).select_related("unit", "to_unit", "by")


def may_read(user: User, kind: Kind) -> bool:
    """Whether the register is his business at all: its page opens, perhaps empty."""
    me = posts_of(user)
    return bool(me.roles & (kind.readers | kind.writers))


def writing_units(user: User, kind: Kind) -> QuerySet[Department]:
    """The units for which he may write in this register."""
    return Department.objects.filter(
        pk__in=posts_of(user).units(kind.writers), is_active=True
    ).select_related("centre")


def kinds_for(user: User) -> list[Kind]:
    """The registers that the user reads or writes, or in which something is addressed to him."""
    me = posts_of(user)
    open_to = {code for code, kind in KINDS.items() if me.roles & (kind.readers | kind.writers)}
    if me.units(HANDLING_ROLES):
        addressed = visible_registers(user).filter(to_unit__isnull=False).order_by()
        open_to |= set(addressed.values_list("kind", flat=True).distinct())
    return [kind for code, kind in KINDS.items() if code in open_to]


def elsewhere_for(user: User) -> list[Elsewhere]:
    return [one for one in ELSEWHERE if posts_of(user).roles & one.readers]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One register on the list of registers: how many lines of this year, how many wait."""

    kind: Kind
    this_year: int
    waiting: int
    open_now: int


def shelves(user: User) -> list[Shelf]:
    """One query for all of them, besides that for what is addressed to him."""
    year = clock.today().year
    counted = (
        visible_registers(user)
        .exclude(state=RegisterState.STRUCK)
        .order_by()
        .values("kind")
        .annotate(
            this_year=Count("pk", filter=Q(year=year)),
            waiting=Count("pk", filter=Q(state=RegisterState.ASKED)),
            open_now=Count("pk", filter=Q(due_on__isnull=False, done_on__isnull=True)),
        )
    )
    rows: dict[str, Any] = {row["kind"]: row for row in counted}
    nothing = {"this_year": 0, "waiting": 0, "open_now": 0}
    return [
        Shelf(
            kind,
            **{name: rows.get(kind.code, nothing)[name] for name in nothing},
        )
        for kind in kinds_for(user)
    ]


def entries(user: User, kind: Kind) -> QuerySet[Register]:
    return visible_registers(user).filter(kind=kind.code).order_by("-happened_on", "-pk")


def kinds_of_matters() -> list[Kind]:
    """Registers whose lines may name a case or petition."""
    return [kind for kind in KINDS.values() if "matter" in kind.names]


def lines_of(user: User, matter: str) -> list[Register]:
    """What he reads about one matter, of every register, newest first."""
    about = visible_registers(user).filter(matter=matter).exclude(state=RegisterState.STRUCK)
    return list(about.order_by("-happened_on", "-pk")[:200])


def files_for(user: User) -> QuerySet[RegisterFile]:
    return RegisterFile.objects.filter(register__in=visible_registers(user))


def kept_until(entry: Register) -> date:
    """The last day of the last year in which the line is kept."""
    return date(entry.happened_on.year + KINDS[entry.kind].kept_years, 12, 31)


def checklist_of(entry: Register) -> list[dict[str, Any]]:
    """The town's lists beside this line, with what was ticked; empty until the town wrote them."""
    kind = KINDS[entry.kind]
    wanted = [one for one in kind.checklists if entry.sort in ("", one) or not kind.sorts]
    items = ChecklistItem.objects.filter(
        centre=entry.centre_id, checklist__in=wanted, is_active=True
    ).order_by("checklist", "order", "pk")
    met = dict(entry.ticks.values_list("item", "is_met"))
    return [{"item": item, "is_met": met.get(item.pk)} for item in items]


# --- cells -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of one line as it is shown; `url` where it leads to a matter."""

    name: str
    label: str
    text: str
    value: Any = None
    url: str = ""


OUT_OF_SIGHT = "不在您的查看范围"


def cells(entry: Register, shown: dict[str, matters.Link]) -> list[Cell]:
    """The columns of its kind, in order; a matter out of sight is not named."""
    kind = KINDS[entry.kind]
    found = []
    for column in kind.columns:
        value = getattr(entry, column.name)
        text, url = "", ""
        if column.type == "unit":
            value = text = value.short_name if value else ""
        elif column.type == "choice":
            value = text = dict(kind.sorts).get(value, value)
        elif column.type == "matter":
            link = shown.get(value)
            text = link.label if link else OUT_OF_SIGHT if value else ""
            value, url = text, link.url if link else ""
        elif column.type == "date":
            text = f"{value:%Y-%m-%d}" if value else ""
        elif value is not None:
            text = f"{value:f}".removesuffix(".00") if column.type == "decimal" else str(value)
        found.append(Cell(column.name, column.label, text, value, url))
    return found


def links_of(user: User, some: Iterable[Register]) -> dict[str, matters.Link]:
    return matters.links(user, {one.matter for one in some if one.matter})
