"""管辖: 属地 and 主管 of a case, its disputes, and those that wait for the common superior."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from cases import access
from cases.models import Case, JurisdictionDispute
from cases.workflow import UNITS_OF_TIER
from grids.enums import Role
from grids.models import Category, Department, Division, Subtype
from grids.selectors import committee_of, departments, lead_department
from mediation.core import clock
from mediation.core.models import User

SHOWN = 20
DECIDING_ROLES = frozenset({Role.DIRECTOR, Role.PEACE_OFFICER})


@dataclass(frozen=True, slots=True)
class Places:
    """属地 (the village's committee) and 主管 (the lead department of its kind), both named."""

    local: Department | None
    lead: Department | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One dispute that waits, with its days left (negative: late)."""

    dispute: JurisdictionDispute
    days: int


@dataclass(frozen=True, slots=True)
class Block:
    key: str
    title: str
    hint: str
    template: str
    rows: list[Waiting]
    has_more: bool
    summary: str


def places_of(case: Case) -> Places:
    return Places(committee_of(case.division), case.lead_department)


def places_to_be(
    centre: Division, division: Division | None, category: str, subtype: str, narrative: str
) -> Places:
    """属地 and 主管 of what is being registered, by what is typed so far."""
    kind = Category.objects.filter(code=category, is_active=True).first()
    fine = Subtype.objects.filter(code=subtype).first() if subtype else None
    return Places(
        committee_of(division) if division else None,
        lead_department(kind, fine, centre, narrative) if kind else None,
    )


def disputes_of(case: Case) -> QuerySet[JurisdictionDispute]:
    return case.jurisdiction_disputes.select_related(
        "unit", "proposed_unit", "decided_unit", "by", "decided_by"
    ).order_by("-pk")


def units_for(case: Case) -> QuerySet[Department]:
    """Who may have the case on its rung."""
    kinds = UNITS_OF_TIER.get(case.tier, frozenset())
    return departments(case.centre).filter(kind__in=kinds, is_handling=True)


def waiting_disputes(user: User) -> QuerySet[JurisdictionDispute]:
    """Not decided yet, of cases whose file the reader sees; the nearest first."""
    seen = access.visible_to(user).filter(level__gte=access.FILE)  # type: ignore[misc]
    return (
        JurisdictionDispute.objects.filter(
            decided_on__isnull=True, lapsed_on__isnull=True, case__in=seen.values("pk")
        )
        .select_related("case__division", "unit", "proposed_unit")
        .order_by("due_on", "pk")
    )


def blocks(user: User) -> list[Block]:
    """On `/` of those who decide (settings.TODAY_BLOCKS). One query."""
    if access.standing(user).roles.isdisjoint(DECIDING_ROLES):
        return []
    found = list(waiting_disputes(user)[: SHOWN + 1])
    if not found:
        return []
    today = clock.today()
    return [
        Block(
            key="jurisdiction",
            title="等您指定管辖",
            hint="定以前由提出的单位接着办",
            template="cases/jurisdiction/waiting.html",
            rows=[Waiting(one, _left(one, today)) for one in found[:SHOWN]],
            has_more=len(found) > SHOWN,
            summary=f"{len(found[:SHOWN])} 件等您指定管辖",
        )
    ]


def _left(one: JurisdictionDispute, today: date) -> int:
    return (one.due_on - today).days
