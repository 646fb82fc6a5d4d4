"""Reading 案件补贴: who draws up and approves sees the sheets, a mediator what is his own."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from cases import access
from cases.models import SubsidyItem, SubsidyRate, SubsidySheet
from grids.enums import Role
from mediation.core.models import User

MAKERS = frozenset({Role.JUSTICE_OFFICER, Role.PEACE_OFFICER})
APPROVERS = frozenset({Role.DIRECTOR})
SHEET_READERS = MAKERS | APPROVERS
READERS = SHEET_READERS | {Role.MEDIATOR}


@dataclass(frozen=True, slots=True)
class PayLine:
    """One mediator's line of a sheet."""

    name: str
    cases: int
    amount: Decimal


def may_read(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(READERS)


def may_read_sheets(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(SHEET_READERS)


def visible_sheets(user: User) -> QuerySet[SubsidySheet]:
    """Sheets of the user's town for who makes or approves them, the newest first; else none."""
    if not may_read_sheets(user):
        return SubsidySheet.objects.none()
    return (
        SubsidySheet.objects.filter(centre__in=access.standing(user).centres)
        .select_related("made_by", "approved_by", "centre")
        .annotate(cases=Count("items__case", distinct=True), total=Sum("items__amount"))
        .order_by("-month", "pk")
    )


def visible_items(user: User) -> QuerySet[SubsidyItem]:
    """Of the town for who reads its sheets; else only what is his own."""
    items = SubsidyItem.objects.filter(centre__in=access.standing(user).centres).select_related(
        "case__division", "case__category", "mediator", "sheet", "rate"
    )
    if may_read_sheets(user):
        return items
    return items.filter(mediator=user)


def sums_of(sheet: SubsidySheet) -> list[PayLine]:
    """By mediator, in the order of their accounts: a pay list, no ranking."""
    rows = (
        SubsidyItem.objects.filter(sheet=sheet)
        .values("mediator", "mediator__name")
        .annotate(cases=Count("case", distinct=True), amount=Sum("amount"))
        .order_by("mediator")
    )
    return [PayLine(row["mediator__name"], row["cases"], row["amount"]) for row in rows]


def visible_rates(user: User) -> QuerySet[SubsidyRate]:
    """The table is open to everybody who is paid by it."""
    if not may_read(user):
        return SubsidyRate.objects.none()
    return SubsidyRate.objects.filter(centre__in=access.standing(user).centres).order_by(
        "difficulty", "form", "-from_on"
    )
