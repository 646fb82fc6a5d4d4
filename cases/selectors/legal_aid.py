"""Reading 法律援助初审单: the windows that fill it; the director reads how many there were."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from cases import access
from cases.enums.legal_aid import AidResult
from cases.models import Case, Inquiry, LegalAidCheck
from cases.selectors.inquiries import visible_inquiries
from grids.enums import Role
from grids.models import Division
from mediation.core import clock
from mediation.core.models import User

SHOWN = 20
CHECKERS = frozenset({Role.JUSTICE_OFFICER, Role.WINDOW_CLERK})
COUNTERS = CHECKERS | {Role.DIRECTOR}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One check that is not done with; days left to its answer (negative: late), None if it has
    not been sent on."""

    check: LegalAidCheck
    days: int | None


@dataclass(frozen=True, slots=True)
class Block:
    key: str
    title: str
    hint: str
    template: str
    rows: list[Waiting]
    has_more: bool
    summary: str


def may_check(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(CHECKERS)


def may_count(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(COUNTERS)


def visible_checks(user: User) -> QuerySet[LegalAidCheck]:
    """Of the user's centre, for who works at the window; else none."""
    if not may_check(user):
        return LegalAidCheck.objects.none()
    return LegalAidCheck.objects.filter(centre__in=access.standing(user).centres).select_related(
        "by", "forwarded_by", "centre", "inquiry", "case"
    )


def check_counts(centre: Division, year: int) -> dict[str, int]:
    """Numbers of checks of one year; never of persons."""
    checks = LegalAidCheck.objects.filter(
        centre=centre, checked_on__gte=date(year, 1, 1), checked_on__lte=date(year, 12, 31)
    )
    return checks.aggregate(
        checked=Count("pk"),
        forwarded=Count("pk", filter=Q(forwarded_on__isnull=False)),
        granted=Count("pk", filter=Q(answer="granted")),
        waiting=Count("pk", filter=Q(forwarded_on__isnull=False, answered_on__isnull=True)),
    )


def matter_of(user: User, inquiry: str, case: str) -> tuple[Inquiry | None, Case | None]:
    """What the check is from. Raises Http404: out of sight, or neither."""
    if inquiry.isdecimal():
        return get_object_or_404(visible_inquiries(user), pk=inquiry), None
    if case.isdecimal():
        seen = access.visible_to(user).filter(level__gte=access.FILE)  # type: ignore[misc]
        return None, get_object_or_404(seen, pk=case)
    raise Http404


def waiting_checks(user: User) -> QuerySet[LegalAidCheck]:
    """Not sent on though the window thought it should be, then those without an answer, the
    nearest first. What the window doubted waits for the applicant, not for the window."""
    return (
        visible_checks(user)
        .filter(answered_on__isnull=True)
        .exclude(result=AidResult.DOUBTFUL, forwarded_on__isnull=True)
        .order_by(F("due_on").asc(nulls_first=True), "pk")
    )


def blocks(user: User) -> list[Block]:
    """On `/` of the legal window (settings.TODAY_BLOCKS). One query."""
    if not may_check(user):
        return []
    found = list(waiting_checks(user)[: SHOWN + 1])
    if not found:
        return []
    today = clock.today()
    return [
        Block(
            key="legal-aid",
            title="法律援助初审，没完的",
            hint="转出后七日内应有答复",
            template="cases/legal_aid/waiting.html",
            rows=[
                Waiting(one, (one.due_on - today).days if one.due_on else None)
                for one in found[:SHOWN]
            ],
            has_more=len(found) > SHOWN,
            summary=f"{len(found[:SHOWN])} 份法律援助初审没完",
        )
    ]
