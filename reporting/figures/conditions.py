"""What the figures of the half-month ask of a row: conditions over a period (rules.md §7)."""

from django.db.models import Exists, OuterRef, Q

from cases.models import Listing
from reporting.enums import Kind, StayKind
from reporting.periods import Period

AGREED = ["written", "oral"]
NEW = Q(kind=Kind.NEW)
RESOLVED = Q(kind=Kind.RESOLVED)
ENDED = Q(kind=Kind.ENDED)
# An annotation that `selectors` adds: the case was declined or transferred in the period.
SENT_AWAY = Q(is_sent_away=True)
RED = Q(case__risk="red")


def open_before(period: Period) -> Q:
    return Q(kind=StayKind.OPEN, entered_on__lt=period.first_on) & (
        Q(left_on__isnull=True) | Q(left_on__gte=period.first_on)
    )


def open_at_the_end(period: Period) -> Q:
    return Q(kind=StayKind.OPEN, entered_on__lte=period.last_on) & (
        Q(left_on__isnull=True) | Q(left_on__gt=period.last_on)
    )


def base(period: Period) -> Q:
    """Open at some time of the period, in the row it belongs to after the adjustments."""
    moved_away = Q(left_by=Kind.ADJUSTED, left_on__range=(period.first_on, period.last_on))
    return (
        Q(kind=StayKind.OPEN, entered_on__lte=period.last_on)
        & (Q(left_on__isnull=True) | Q(left_on__gte=period.first_on))
        & ~(Q(left_on__isnull=False) & moved_away)
    )


def tracked(period: Period) -> Q:
    return Q(kind=StayKind.TRACKED, entered_on__lte=period.last_on) & (
        Q(left_on__isnull=True) | Q(left_on__gt=period.last_on)
    )


def listed(period: Period) -> Q:
    """Of the base, red, and on the list of 挂牌督办 on any day of the period."""
    listings = Listing.objects.filter(
        Q(lifted_on__isnull=True) | Q(lifted_on__gte=period.first_on),
        case=OuterRef("case"),
        listed_on__lte=period.last_on,
    )
    return base(period) & RED & Q(Exists(listings))


def every_row(_period: Period) -> Q:
    """Every row that `selectors` reads for the figure."""
    return Q()
