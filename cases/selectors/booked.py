"""今天约好来的: who is expected at the centre today, and who has come."""

from dataclasses import dataclass

from django.http import Http404

from cases import access
from cases.enums import Attendance
from cases.models import Case, MediationSession, SessionGuest
from cases.selectors.rows import level_of, name_of, title_of
from cases.selectors.sessions import WITH_GUESTS, arranged, cases_seen
from grids.models import Division
from mediation.core import clock
from mediation.core.models import User


@dataclass(frozen=True, slots=True)
class Expected:
    """A party, or somebody asked to this one sitting, who is named by what he comes as."""

    guest: SessionGuest
    name: str

    @property
    def has_come(self) -> bool:
        return self.guest.arrived_at is not None

    @property
    def is_unable(self) -> bool:
        return self.guest.answer == Attendance.UNABLE


@dataclass(frozen=True, slots=True)
class Booked:
    """A sitting of today of a case in sight."""

    session: MediationSession
    case: Case
    title: str
    expected: list[Expected]

    @property
    def arrived(self) -> int:
        return sum(one.has_come for one in self.expected)


def booked_today(user: User, centre: Division) -> list[Booked]:
    """In the order of the day; four queries."""
    start, end = clock.day_bounds(clock.today())
    sessions = list(
        arranged(MediationSession.objects.filter(centre=centre))
        .filter(starts_at__gte=start, starts_at__lt=end)
        .select_related("room")
        .prefetch_related(WITH_GUESTS)
        .order_by("starts_at", "pk")
    )
    seen = cases_seen(user, {one.case_id for one in sessions})
    return [_booked(one, seen[one.case_id]) for one in sessions if one.case_id in seen]


def expected_guest(user: User, centre: Division, session: int, guest: str) -> SessionGuest:
    """One who is expected today, for marking. Raises Http404 for any other."""
    for booked in booked_today(user, centre):
        for one in booked.expected:
            if booked.session.pk == session and str(one.guest.pk) == guest:
                return one.guest
    raise Http404


def _booked(session: MediationSession, case: Case) -> Booked:
    expected = [
        Expected(guest, name_of(guest.party, case) if guest.party else guest.comes_as)
        for guest in session.guests.all()
        if guest.party is not None or guest.comes_as
    ]
    title = title_of(case, is_file=level_of(case) >= access.FILE)
    return Booked(session, case, title, expected)
