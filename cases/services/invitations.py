"""Who is asked to a sitting, and what he says to it (能来 · 不能来 · 未答复)."""

import re
from collections.abc import Iterable

from cases import enums
from cases.models import Case, MediationSession, Party, SessionGuest
from grids.models import Department
from grids.selectors import handling_people, heads_of
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.privacy import find_private_numbers

PARTY, USER, UNIT = "party", "user", "unit"
MOST_OUTSIDERS, LONGEST_NAME, LONGEST_CAPACITY = 10, 20, 20
# 张三（邻居）: a name and as what he comes; brackets and commas of either width.
OUTSIDER = re.compile(r"([^（）()]+)[（(]([^（）()]+)[）)]")


def invite(session: MediationSession, wanted: object, others: str = "") -> list[SessionGuest]:
    """Write the invitations. `wanted`: a list of "party:12", "user:5", "unit:7"; without one all
    parties are asked, of a side that chose representatives only these. `others`: see
    `read_outsiders`.

    Raises Refused: invalid_choice · invalid_text.
    """
    case = session.case
    keys = [wanted] if isinstance(wanted, str) else list(wanted) if wanted else []  # type: ignore[call-overload]
    guests = (
        [read(session, str(key)) for key in dict.fromkeys(keys)]
        if keys
        else [_guest(session, party=party) for party in speakers(case)]
    )
    guests += [
        _guest(session, name=name, comes_as=comes_as) for name, comes_as in read_outsiders(others)
    ]
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


def read_outsiders(text: str) -> list[tuple[str, str]]:
    """张三（邻居）、李四（老支书）: who is neither party nor staff, and as what each comes.

    Raises Refused("invalid_text").
    """
    pieces = [piece.strip() for piece in re.split(r"[、，,；;\n]", text) if piece.strip()]
    found = [OUTSIDER.fullmatch(piece) for piece in pieces]
    read = [(one[1].strip(), one[2].strip()) for one in found if one]
    is_good = len(read) == len(pieces) <= MOST_OUTSIDERS and all(
        0 < len(name) <= LONGEST_NAME and 0 < len(comes_as) <= LONGEST_CAPACITY
        for name, comes_as in read
    )
    if not is_good:
        raise Refused(
            "invalid_text",
            f"请写成“姓名（身份）”，几位用顿号隔开，最多 {MOST_OUTSIDERS} 位。",
            field="outsiders",
        )
    if find_private_numbers(text):
        raise Refused("invalid_text", "这里只写姓名和身份，电话和证件号不用写。", field="outsiders")
    return read


def outsiders_of(session: MediationSession) -> str:
    """Those who were asked by name, as `read_outsiders` reads it."""
    return "、".join(
        f"{guest.name}（{guest.comes_as}）"
        for guest in session.guests.order_by("pk")
        if guest.comes_as
    )


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
    if number.isdecimal():
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
