"""The register of mediators on a day, and what a committee's composition still lacks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from grids.enums import DepartmentKind, MediatorKind
from grids.models import Department, Deputy, Division, Mediator
from mediation.core import clock

# 人民调解法 8: three to nine members, women among them.
FEWEST_MEMBERS, MOST_MEMBERS = 3, 9


@dataclass(frozen=True)
class CommitteeGap:
    """What the register says is missing in one committee; a hint, never a refusal."""

    unit: Department
    members: int
    has_woman: bool

    @property
    def sentence(self) -> str:
        said = []
        if not FEWEST_MEMBERS <= self.members <= MOST_MEMBERS:
            said.append(
                f"登记了委员 {self.members} 人，应当有 {FEWEST_MEMBERS} 至 {MOST_MEMBERS} 人"
            )
        if not self.has_woman:
            said.append("委员里还没有妇女成员")
        return f"{self.unit.short_name}：{'；'.join(said)}。"


def mediators(centre: Division, on: date | None = None) -> QuerySet[Mediator]:
    """Terms in force on a day in the town's units, with their people, units and specialties."""
    return (
        Mediator.objects.on(on or clock.today())
        .filter(unit__centre=centre, unit__is_active=True, user__is_active=True)
        .select_related("user", "unit")
        .prefetch_related("specialties")
        .order_by("unit__order", "unit__code", "kind", "pk")
    )


def deputies_of(users: Iterable[int], on: date | None = None) -> dict[int, list[Deputy]]:
    """Who stands in for each of these people on a day, with the days of it."""
    found: dict[int, list[Deputy]] = {}
    rows = Deputy.objects.on(on or clock.today()).filter(user__in=set(users))
    for row in rows.select_related("deputy").order_by("pk"):
        found.setdefault(row.user_id, []).append(row)
    return found


def committee_gaps(
    centre: Division, units: Iterable[int] | None = None, on: date | None = None
) -> Iterator[CommitteeGap]:
    """The town's committees (or those of `units`) whose composition the law would have otherwise."""
    in_force = Mediator.objects.on(on or clock.today()).filter(
        kind=MediatorKind.COMMITTEE_MEMBER, user__is_active=True
    )
    committees = Department.objects.filter(
        centre=centre, kind=DepartmentKind.COMMITTEE, is_active=True
    )
    if units is not None:
        committees = committees.filter(pk__in=set(units))
    counted = committees.annotate(
        members=Count("mediators", filter=Q(mediators__in=in_force)),
        women=Count("mediators", filter=Q(mediators__in=in_force, mediators__is_woman=True)),
    )
    for unit in counted.order_by("order", "code"):
        gap = CommitteeGap(unit, unit.members, has_woman=unit.women > 0)
        if not (FEWEST_MEMBERS <= gap.members <= MOST_MEMBERS and gap.has_woman):
            yield gap
