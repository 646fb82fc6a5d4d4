"""Leads from the field: who reads which of them, who acts on them, and where they may be."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, QuerySet

from grids.enums import DepartmentKind, Level, Role
from grids.enums.leads import LEAD_OVERSEERS, LEAD_REPORTERS
from grids.models import Department, Division, GridPoint, Lead, LeadPhoto
from grids.selectors.people import Standing, standings_today
from grids.selectors.places import committee_of, department_of
from mediation.core.models import User

# A position this far (about 5 km) from every known point proposes nothing.
FARTHEST_DEGREES = Decimal("0.05")


def may_report(user: User) -> bool:
    """Whoever has a post that goes out among people."""
    return any(one.roles & LEAD_REPORTERS for one in standings_today(user))


def visible_leads(user: User) -> QuerySet[Lead]:
    """Where every read of leads starts: one's own; a grid worker's grids; a committee's village;
    what was passed to one's unit; for 平安办 and the director all of the centre."""
    seen = Q(pk__in=[])
    for one in standings_today(user):
        if one.roles & LEAD_REPORTERS:
            seen |= Q(reported_by=one.user) | _seen_by_post(one)
    return Lead.objects.filter(seen)


def _seen_by_post(one: Standing) -> Q:
    seen = Q(pk__in=[])
    for post in one.posts:
        if post.role == Role.GRID_WORKER and post.division_id is not None:
            seen |= Q(grid=post.division_id)
        if post.role == Role.MEDIATOR and post.department.kind == DepartmentKind.COMMITTEE:
            seen |= Q(division=post.department.division_id)
        if post.role in LEAD_OVERSEERS:
            seen |= Q(centre=post.department.centre_id)
        if post.role in LEAD_REPORTERS - {Role.GRID_WORKER}:
            seen |= Q(unit=post.department_id)
    return seen


def for_lists(leads: QuerySet[Lead]) -> QuerySet[Lead]:
    """With the rows that a line of a list shows."""
    return leads.select_related(
        "category", "division", "grid", "unit", "reported_by", "case"
    ).order_by("-reported_at", "-pk")


def visible_photos(user: User) -> QuerySet[LeadPhoto]:
    return LeadPhoto.objects.filter(lead__in=visible_leads(user).values("pk"))


def actor_of(user: User, lead: Lead) -> User | None:
    """In whose place the user follows and answers this lead: his own, or somebody's for whom he
    stands today; None when it is not his to follow."""
    standings = standings_today(user)
    return next((one.user for one in standings if _follows(one, lead)), None)


def _follows(one: Standing, lead: Lead) -> bool:
    for post in one.posts:
        if post.department.centre_id != lead.centre_id:
            continue
        if post.role in LEAD_OVERSEERS:
            return True
        if post.role == Role.GRID_WORKER:
            if lead.grid_id is not None and post.division_id == lead.grid_id:
                return True
        elif post.role in LEAD_REPORTERS and post.department_id == lead.unit_id:
            return True
    return False


def may_note(user: User, lead: Lead) -> bool:
    """Whoever reads it may add what he saw: the reporter, the village that passed it on."""
    return visible_leads(user).filter(pk=lead.pk).exists()


def may_see_danger(user: User, lead: Lead) -> bool:
    """Who was told that somebody may be hurt: the reporter and whoever follows it (ui/DESIGN §12)."""
    return lead.reported_by_id == user.pk or actor_of(user, lead) is not None


def receiving_unit(centre: Division, division: Division) -> Department | None:
    """The village's committee; where there is none, the centre."""
    return committee_of(division) or department_of(DepartmentKind.CENTRE, centre)


def units_to_pass_to(lead: Lead) -> QuerySet[Department]:
    """The village's committee and the units of the town."""
    return (
        Department.objects.filter(centre=lead.centre_id, is_active=True)
        .filter(Q(division__isnull=True) | Q(division=lead.division_id))
        .exclude(kind=DepartmentKind.DISCIPLINE)
        .exclude(pk=lead.unit_id)
    )


def places_for(user: User) -> QuerySet[Division]:
    """Villages and grids of the user's centres, by code."""
    seen = Q(pk__in=[])
    for one in standings_today(user):
        for post in one.posts:
            seen |= Q(path__startswith=post.department.centre.path)
    return (
        Division.objects.filter(seen, is_active=True, level__in=[Level.VILLAGE, Level.GRID])
        .select_related("parent")
        .order_by("code")
    )


def own_place(user: User) -> Division | None:
    """The grid of a grid worker, the village of a committee: what the phone page begins with."""
    for one in standings_today(user)[:1]:
        for post in one.posts:
            if place := post.division or post.department.division:
                return place
    return None


def nearest_place(
    user: User, latitude: Decimal, longitude: Decimal, points: Iterable[GridPoint] | None = None
) -> Division | None:
    """The grid whose point is nearest to a position, or None where none is near.

    Degrees, flat: over a town the error is smaller than a grid. The position is kept nowhere.
    """
    known = points if points is not None else _points_near(user, latitude, longitude)

    def distance(point: GridPoint) -> Decimal:
        # A degree of longitude at 30° north is 0.87 of one of latitude; near enough for a proposal.
        east = (point.longitude - longitude) * Decimal("0.87")
        return (point.latitude - latitude) ** 2 + east**2

    best = min(known, key=distance, default=None)
    if best is None or distance(best) > FARTHEST_DEGREES**2:
        return None
    return best.division


def has_points(user: User) -> bool:
    """Whether a position could propose anything at all."""
    return GridPoint.objects.filter(division__in=places_for(user)).exists()


def _points_near(user: User, latitude: Decimal, longitude: Decimal) -> QuerySet[GridPoint]:
    return (
        GridPoint.objects.filter(
            division__in=places_for(user),
            latitude__range=(latitude - FARTHEST_DEGREES, latitude + FARTHEST_DEGREES),
            longitude__range=(longitude - 2 * FARTHEST_DEGREES, longitude + 2 * FARTHEST_DEGREES),
        )
        .select_related("division__parent")
        .order_by("division__code")
    )


def still_open_near(user: User, place: Division, but: Lead | None = None) -> QuerySet[Lead]:
    """What is being followed at the same place, and what became a case that is still open: it may
    be the same matter (screen i)."""
    is_open = Q(answered_at__isnull=True) | Q(case__isnull=False, case__outcome__isnull=True)
    found = visible_leads(user).filter(Q(grid=place) | Q(division=place)).filter(is_open)
    if but is not None:
        found = found.exclude(pk=but.pk)
    return for_lists(found)
