"""What lies on each mediator's desk: a number for sharing out work, about staff, not parties."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, QuerySet
from django.utils.timezone import get_default_timezone

from cases import access
from cases.enums import OPEN
from cases.models import Case, MediationSession
from grids.access import MEDIATOR_READERS
from grids.enums import Role
from grids.models import Deputy, Division, Mediator
from grids.selectors.mediators import CommitteeGap, committee_gaps, deputies_of
from mediation.core import clock
from mediation.core.models import User

OVERSEERS = frozenset({Role.JUSTICE_OFFICER, Role.PEACE_OFFICER, Role.DIRECTOR})
TERM_ENDS_SOON = 60  # days; the first reminder of a term goes out then


@dataclass(frozen=True, slots=True)
class Workload:
    """Open cases in his hands now, and sittings of this week (Monday to Sunday)."""

    cases: int = 0
    sessions: int = 0


def workloads(centre: Division, users: Collection[int]) -> dict[int, Workload]:
    """The workload of each of these people, in two queries."""
    monday = clock.today() - timedelta(days=clock.today().weekday())
    cases = (
        Case.objects.filter(centre=centre, officer__in=users, status__in=OPEN)
        .order_by()
        .values_list("officer")
        .annotate(found=Count("pk"))
    )
    sessions = (
        MediationSession.objects.filter(
            centre=centre,
            mediator__in=users,
            is_cancelled=False,
            starts_at__gte=_start_of(monday),
            starts_at__lt=_start_of(monday + timedelta(days=7)),
        )
        .order_by()
        .values_list("mediator")
        .annotate(found=Count("pk"))
    )
    open_cases, sittings = dict(cases), dict(sessions)
    return {user: Workload(open_cases.get(user, 0), sittings.get(user, 0)) for user in users}


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), get_default_timezone())


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One term of the register; the workload only for whoever shares out that unit's work."""

    term: Mediator
    specialties: list[str]
    deputies: list[Deputy]
    days_left: int | None
    workload: Workload | None

    @property
    def ends_soon(self) -> bool:
        return self.days_left is not None and self.days_left <= TERM_ENDS_SOON


def may_read_register(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(MEDIATOR_READERS)


def shares_out(user: User, unit: int) -> bool:
    """司法所, 平安办 and the director see every unit's workload, a head that of his own."""
    me = access.standing(user)
    return not me.roles.isdisjoint(OVERSEERS) or unit in me.headed_units


def register_lines(user: User, terms: QuerySet[Mediator], centre: Division) -> list[RegisterLine]:
    """The register as this reader sees it, in a fixed number of queries."""
    rows, today = list(terms), clock.today()
    deputies = deputies_of({row.user_id for row in rows}, today)
    shared = {row.user_id for row in rows if shares_out(user, row.unit_id)}
    desks = workloads(centre, shared) if shared else {}
    return [
        RegisterLine(
            term=row,
            specialties=[one.short_name for one in row.specialties.all()],
            deputies=deputies.get(row.user_id, []),
            days_left=(row.to_on - today).days if row.to_on else None,
            workload=desks.get(row.user_id) if shares_out(user, row.unit_id) else None,
        )
        for row in rows
    ]


def gaps_for(user: User, centre: Division) -> list[CommitteeGap]:
    """Committees that are not made up as the law would have it, for who can do something."""
    me = access.standing(user)
    units = None if not me.roles.isdisjoint(OVERSEERS) else me.headed_units
    return [] if units is not None and not units else list(committee_gaps(centre, units))
