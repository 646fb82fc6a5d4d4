"""Who may be asked into the 责任组 of one case."""

from django.db.models import Q

from cases import enums
from cases.models import Case, TeamMember
from grids.enums import HANDLING_ROLES, Role
from grids.models import Post, TeamSeat
from grids.selectors import team_of
from mediation.core import clock
from mediation.core.models import User

Seat = TeamMember.Seat


def team_candidates(case: Case) -> dict[str, list[User]]:
    """Seat → people, by id: leaders of the town for the leader's seat; for the others the people
    of the village and of the units that work on the case. Who sits there already is among them."""
    today = clock.today()
    posts = Post.objects.on(today).filter(
        department__centre=case.centre, department__is_active=True, user__is_active=True
    )
    members = Q(pk__in=case.team.values("user"))
    leaders = User.objects.filter(Q(pk__in=posts.filter(role=Role.LEADER).values("user")))
    near = posts.filter(
        Q(role=Role.GRID_WORKER, division__path__startswith=case.division.path)
        | Q(role__in=HANDLING_ROLES, department__in=_units(case))
        | Q(role__in=HANDLING_ROLES, department__division=case.division_id)
    ).exclude(role=Role.LEADER)
    seats = TeamSeat.objects.on(today).filter(division__path=case.division.path[:12])
    others = User.objects.filter(
        Q(pk__in=near.values("user")) | Q(pk__in=seats.values("user")) | members, is_active=True
    )
    found = {Seat.LEADER: list((leaders | User.objects.filter(members)).distinct().order_by("pk"))}
    people = list(others.distinct().order_by("pk"))
    return {seat: found.get(seat, people) for seat in Seat}


def _units(case: Case) -> list[int]:
    """The handling unit, the lead and the co-handling departments, those that reported in."""
    came = case.directions.filter(
        kind=enums.DirectionKind.WHISTLE, reported_in_at__isnull=False, retracted_at__isnull=True
    ).values_list("to_unit", flat=True)
    helping = case.co_departments.values_list("pk", flat=True)
    return [
        key for key in (case.unit_id, case.lead_department_id, *came, *helping) if key is not None
    ]


def usual_team(case: Case) -> dict[str, list[int]]:
    """Who sits in the village's team today: what a case's team is when nobody changes it."""
    found: dict[str, list[int]] = {seat: [] for seat in Seat}
    for one in team_of(case.division):
        found[one.seat].append(one.user_id)
    return found


def present_team(case: Case) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {seat: [] for seat in Seat}
    for member in case.team.all():
        found[member.seat].append(member.user_id)
    return found
