"""The plan, the 包案 file, the listing, the lists: what stands beside the ladder in one case.

Every function takes a case that came through `visible_to` at file level.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cases import access
from cases.models import (
    AgendaItem,
    Case,
    ChecklistTick,
    Decision,
    Listing,
    OwnershipFile,
    Plan,
    PlanStep,
    TaskForce,
)
from cases.selectors.matters import for_lists
from cases.selectors.rows import Row, row
from grids.access import OVERSEERS_AND_LEADERS
from grids.enums import CASE_CHECKLISTS
from grids.models import ChecklistItem
from mediation.core import clock
from mediation.core.models import User

# 四定四包 (domain.md §7 row 184), in the order of the seed.
EIGHT: Mapping[str, str] = {
    "leader": "定领导",
    "measures": "定措施",
    "due_on": "定时间",
    "responsibility": "定责任",
    "overall": "包统筹",
    "coordination": "包协调",
    "guidance": "包疏导",
    "resolution": "包化解",
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """`days` to the step's day, negative when late; None once it is struck off."""

    step: PlanStep
    days: int | None

    @property
    def is_late(self) -> bool:
        return self.days is not None and self.days < 0


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan in force, its steps, and the versions before it, newest first."""

    plan: Plan
    steps: list[StepRow]
    older: list[Plan]

    @property
    def done(self) -> int:
        return sum(1 for one in self.steps if one.days is None)

    @property
    def late(self) -> int:
        return sum(1 for one in self.steps if one.is_late)


@dataclass(frozen=True, slots=True)
class Present:
    """One of the 五个一: its name, whether it is there, and what stands for it."""

    label: str
    is_there: bool
    words: str


def plan_of(case: Case, today: date) -> PlanView | None:
    steps = PlanStep.objects.select_related("unit", "person", "done_by").order_by("position")
    plans = list(
        case.plans.select_related("by")
        .prefetch_related(Prefetch("steps", steps))
        .order_by("-version")
    )
    if not plans:
        return None
    rows = [
        StepRow(step, None if step.done_on else (step.due_on - today).days)
        for step in plans[0].steps.all()
    ]
    return PlanView(plans[0], rows, plans[1:])


def ownership_of(case: Case) -> list[OwnershipFile]:
    """Versions of the 包案 file, newest first."""
    return list(case.ownership_files.select_related("by", "leader").order_by("-version"))


def eight_of(found: OwnershipFile | None) -> list[tuple[str, Any]]:
    """Label and value of the eight items; an item that is not there yet has an empty value."""
    return [
        (label, (getattr(found, name) or "") if found is not None else "")
        for name, label in EIGHT.items()
    ]


def missing_of_eight(found: OwnershipFile | None) -> list[str]:
    return [label for label, value in eight_of(found) if not value]


def five_of(
    case: Case,
    plan: PlanView | None,
    found: OwnershipFile | None,
    forces: list[TaskForce],
    meetings: list[AgendaItem],
) -> list[Present]:
    """五个一 (domain.md §7 row 185), checked for presence."""
    held = [one for one in meetings if one.consultation.minutes_at is not None]
    force = forces[0].name if forces else ""
    has_team = bool(case.team.all())
    return [
        Present("一名包案领导", case.owner_id is not None, case.owner.name if case.owner else ""),
        Present("一个工作专班", bool(forces) or has_team, force or ("责任组" if has_team else "")),
        Present("一套化解方案", plan is not None, f"第 {plan.plan.version} 版" if plan else ""),
        Present("一份会议纪要", bool(held), held[0].consultation.number if held else ""),
        Present("一套疏导措施", bool(found and found.soothing), "已写" if found and found.soothing else ""),
    ]  # fmt: skip


def listings_of(case: Case) -> list[Listing]:
    """挂牌 of the case, the one that stands first."""
    return list(case.listings.select_related("by", "lifted_by").order_by("-pk"))


def meetings_of(case: Case) -> list[AgendaItem]:
    return list(
        case.agenda_items.select_related("consultation")
        .prefetch_related(Prefetch("decisions", Decision.objects.select_related("unit")))
        .order_by("-consultation__held_on", "-pk")
    )


def forces_of(case: Case) -> list[TaskForce]:
    return list(case.task_forces.select_related("lead_unit").order_by("-from_on", "-pk"))


def checklists_of(case: Case) -> list[dict[str, Any]]:
    """The town's lists with their ticks in this case; empty until the town has filled them."""
    standing = ChecklistTick.objects.filter(case=case, undone_at__isnull=True)
    items = (
        ChecklistItem.objects.filter(
            centre=case.centre_id, checklist__in=CASE_CHECKLISTS, is_active=True
        )
        .prefetch_related(Prefetch("ticks", standing.select_related("by"), to_attr="here"))
        .order_by("checklist", "order", "pk")
    )
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        block = found.setdefault(
            item.checklist, {"label": item.get_checklist_display(), "items": [], "done": 0}
        )
        tick = next(iter(getattr(item, "here", [])), None)
        block["items"].append({"item": item, "tick": tick})
        block["done"] += tick is not None
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Summary:
    """What the page of the case says of all this in a few words."""

    plan: int | None  # the version in force
    steps_late: int
    owned: int | None
    listed_due_on: date | None
    meetings: int
    forces: int

    @property
    def is_empty(self) -> bool:
        return not (self.plan or self.owned or self.listed_due_on or self.meetings or self.forces)


def summary_of(case: Case, today: date) -> Summary:
    """In one query."""
    here = OuterRef("pk")
    plans = Plan.objects.filter(case=here).order_by("-version")
    late = PlanStep.objects.filter(plan=OuterRef("newest"), done_on__isnull=True, due_on__lt=today)
    owned = OwnershipFile.objects.filter(case=here).order_by("-version").values("version")[:1]
    standing = Listing.objects.filter(case=here, lifted_on__isnull=True).values("due_on")[:1]
    found = (
        Case.objects.filter(pk=case.pk)
        .annotate(newest=Subquery(plans.values("pk")[:1]))
        .values_list(
            Subquery(plans.values("version")[:1]),
            _count(late),
            Subquery(owned),
            Subquery(standing),
            _count(AgendaItem.objects.filter(case=here)),
            _count(TaskForce.cases.through.objects.filter(case=here)),
        )
        .get()
    )
    return Summary(*found)


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many rows, as a column of another query."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("*"))
    return Coalesce(Subquery(counted.values("n")), 0)


def may_read_listings(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(OVERSEERS_AND_LEADERS)


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One line of the list of 挂牌督办; `days` to its own day."""

    listing: Listing
    row: Row
    days: int


def listed(user: User) -> QuerySet[Listing]:
    """Listings that stand, of cases whose file the user reads, the nearest day first."""
    cases = access.visible_to(user).filter(level__gte=access.FILE)  # type: ignore[misc]
    return (
        Listing.objects.filter(lifted_on__isnull=True, case__in=cases.values("pk"))
        .select_related("by")
        .order_by(F("due_on").asc(), "pk")
    )


def listed_rows(user: User, listings: list[Listing]) -> list[ListedRow]:
    today = clock.today()
    keys = [one.case_id for one in listings]
    cases = {case.pk: case for case in for_lists(access.visible_to(user).filter(pk__in=keys))}
    return [
        ListedRow(one, row(cases[one.case_id], today), (one.due_on - today).days)
        for one in listings
    ]
