"""Reading 法律援助初审单: the windows that fill it; the director reads how many there were."""

from datetime import date

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from cases import access
from cases.models import Case, Inquiry, LegalAidCheck
from cases.selectors.inquiries import visible_inquiries
from grids.enums import Role
from grids.models import Division
from mediation.core.models import User

CHECKERS = frozenset({Role.JUSTICE_OFFICER, Role.WINDOW_CLERK})
COUNTERS = CHECKERS | {Role.DIRECTOR}


def may_check(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(CHECKERS)


def may_count(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(COUNTERS)


def visible_checks(user: User) -> QuerySet[LegalAidCheck]:
    """Of the user's centre, for who works at the window; else none."""
    if not may_check(user):
        return LegalAidCheck.objects.none()
    return LegalAidCheck.objects.filter(centre__in=access.standing(user).centres).select_related(
        "by", "centre", "inquiry", "case"
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
