"""Who is asked to a sitting, and what he says to it (能来 · 不能来 · 未答复)."""

from collections.abc import Iterable

from cases import enums
from cases.models import Case, MediationSession, Party, SessionGuest
from grids.models import Department
from grids.selectors import handling_people, heads_of
from mediation.core.errors import Refused
from mediation.core.models import User

PARTY, USER, UNIT = "party", "user", "unit"


def invite(session: MediationSession, wanted: object) -> list[SessionGuest]:
    """Write the invitations. `wanted`: a list of "party:12", "user:5", "unit:7"; without one all
    parties are asked, of a side that chose representatives only these.

    Raises Refused("invalid_choice").
    """
    case = session.case
    keys = [wanted] if isinstance(wanted, str) else list(wanted) if wanted else []  # type: ignore[call-overload]
    guests = (
        [read(session, str(key)) for key in dict.fromkeys(keys)]
        if keys
        else [_guest(session, party=party) for party in speakers(case)]
    )
    return SessionGuest.objects.bulk_create(
        guest for guest in guests if guest.user is None or guest.user != session.mediator
    )


def keys_of(session: MediationSession) -> list[str]:
    """Who was asked, as `invite` reads it."""
    return [
        f"{kind}:{key}"
        for guest in session.guests.order_by("pk")
        for kind, key in (
            (PARTY, guest.party_id),
            (USER, guest.user_id),
            (UNIT, guest.unit_id),
        )
        if key
    ]


def speakers(case: Case) -> list[Party]:
    """Everybody, or of a side with representatives those whom it chose."""
    parties = list(case.parties.all())
    represented = {party.role for party in parties if party.representative_seat}
    return [
        party for party in parties if party.representative_seat or party.role not in represented
    ]


def _guest(session: MediationSession, **who: object) -> SessionGuest:
    return SessionGuest(centre=session.centre, case=session.case, session=session, **who)


def read(session: MediationSession, key: str) -> SessionGuest:
    kind, _, number = key.partition(":")
    found: Party | User | Department | None = None
    if number.isdigit():
        if kind == PARTY:
            found = session.case.parties.filter(pk=number).first()
        elif kind == USER:
            found = User.objects.filter(pk=number, is_active=True).first()
        elif kind == UNIT:
            found = Department.objects.filter(pk=number, centre=session.centre).first()
    if found is None:
        raise Refused("invalid_choice", "请的人里有一位没有找到，请重新选。", field="guests")
    return _guest(session, **{kind: found})


def staff_of(session: MediationSession) -> list[User]:
    """The mediator and the staff who were asked and have not said no, with the units' people."""
    people = {session.mediator.pk: session.mediator} if session.mediator else {}
    guests = session.guests.exclude(answer=enums.Attendance.UNABLE).select_related("user", "unit")
    for guest in guests:
        if guest.user is not None:
            people.setdefault(guest.user.pk, guest.user)
        elif guest.unit is not None:
            people |= {one.pk: one for one in people_of(guest.unit)}
    return list(people.values())


def people_of(unit: Department) -> Iterable[User]:
    return list(handling_people(unit)) or list(heads_of(unit))
