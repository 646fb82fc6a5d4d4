"""Sittings as their readers see them: of one case, of a week by room, and what one is asked to.

A reader sees the number and the words of a case only as far as his sight goes; of the others he
sees that a room is taken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import combinations

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from cases import access, enums
from cases.enums import Attendance
from cases.models import Case, MediationSession, Party, SessionGuest
from cases.selectors.matters import DECIDING, for_lists, get_visible
from cases.selectors.presence import Desk, who_is_in
from cases.selectors.rows import Row, name_of, rows
from grids.models import Division, Room
from grids.selectors import rooms_of
from mediation.core import calendar, clock
from mediation.core.models import User

DAY = timedelta(days=1)
WAITING_SHOWN = 12
STARTS_SOON = timedelta(minutes=60)
# The strip over each cell: 08:30–17:30, twenty units to the hour.
STRIP_FROM, STRIP_UNITS = time(8, 30), 20
STRIP_WIDTH = 9 * STRIP_UNITS
MORNING, NOON, AFTERNOON = time(9), time(12), time(14, 30)

WITH_GUESTS: "Prefetch[str, QuerySet[SessionGuest], str]" = Prefetch(
    "guests", SessionGuest.objects.select_related("party", "user", "unit").order_by("pk")
)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting in the week. `case` is None for a reader who does not see the case."""

    session: MediationSession
    case: Case | None
    status: str  # past · now · wait · ok · clash
    words: str
    at: str  # 09:00—10:30
    left: int = 0  # where it lies on the strip
    width: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    day: date
    is_today: bool
    sittings: list[Sitting]
    free: list[datetime]


@dataclass(frozen=True, slots=True)
class Line:
    """A room and its days; `room` is None for what takes place elsewhere or online."""

    room: Room | None
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Clash:
    """The same party asked to two places at one time: a warning, never a refusal. Of cases that
    the reader sees both."""

    first: Sitting
    second: Sitting
    names: list[str]


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    days: list[date]
    lines: list[Line]
    clashes: list[Clash]
    waiting: list[Row]
    count: int
    left_today: int
    elsewhere: int
    next_one: Sitting | None
    has_more_waiting: bool = False
    by_day: list[tuple[date, list[Sitting]]] = field(default_factory=list)
    here: list[Desk] = field(default_factory=list)  # in the week of today only

    @property
    def before(self) -> date:
        return self.monday - 7 * DAY

    @property
    def after(self) -> date:
        return self.monday + 7 * DAY


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def arranged(sessions: "QuerySet[MediationSession]") -> "QuerySet[MediationSession]":
    """Those that have a time and still stand."""
    return sessions.filter(starts_at__isnull=False, ends_at__isnull=False, is_cancelled=False)


def week_of(user: User, centre: Division, day: date, *, may_book: bool) -> Week:
    """The week of `day` in the rooms of a centre, in a fixed number of queries."""
    monday, now = monday_of(day), clock.now()
    start, end = clock.day_bounds(monday)[0], clock.day_bounds(monday + 7 * DAY)[0]
    sessions = list(
        arranged(MediationSession.objects.filter(centre=centre))
        .filter(starts_at__gte=start, starts_at__lt=end)
        .select_related("mediator", "room", "stage")
        .prefetch_related(WITH_GUESTS)
        .order_by("starts_at", "pk")
    )
    seen = cases_seen(user, {one.case_id for one in sessions})
    # What takes no room and is of a case out of sight is nobody's business here.
    sessions = [one for one in sessions if one.room_id or one.case_id in seen]
    pairs = clashing([one for one in sessions if one.case_id in seen])
    in_clash = {one.pk for pair in pairs for one in pair[:2]}
    sittings = {
        one.pk: sitting_of(one, seen.get(one.case_id), now, is_clash=one.pk in in_clash)
        for one in sessions
    }
    days = days_of(monday, sessions)
    waiting = list(waiting_for_a_date(user)[: WAITING_SHOWN + 1])
    today = clock.local_day(now)
    coming = [s for s in sittings.values() if s.session.starts_at and s.session.starts_at > now]
    return Week(
        monday=monday,
        days=days,
        lines=lines_of(centre, days, sittings.values(), now, may_book=may_book),
        clashes=[
            Clash(
                sittings[first.pk],
                sittings[second.pk],
                names_among(first, seen[first.case_id], keys),
            )
            for first, second, keys in pairs
        ],
        waiting=rows(waiting[:WAITING_SHOWN], today),
        has_more_waiting=len(waiting) > WAITING_SHOWN,
        count=len(sittings),
        left_today=sum(day_of(s.session) == today for s in coming),
        elsewhere=sum(s.session.room_id is None for s in sittings.values()),
        next_one=coming[0] if coming else None,
        by_day=[(one, [s for s in sittings.values() if day_of(s.session) == one]) for one in days],
        here=who_is_in(centre, today, (s for s in sessions if day_of(s) == today))
        if monday == monday_of(today)
        else [],
    )


def cases_seen(user: User, keys: Iterable[int]) -> dict[int, Case]:
    """Of these cases those in the reader's sight, with their `level`."""
    return for_lists(access.visible_to(user)).in_bulk(list(keys))


def day_of(session: MediationSession) -> date:
    return clock.local_day(session.starts_at) if session.starts_at else session.on


def days_of(monday: date, sessions: Sequence[MediationSession]) -> list[date]:
    """Monday to Saturday; Sunday where it is worked or something takes place."""
    days = [monday + n * DAY for n in range(6)]
    sunday = monday + 6 * DAY
    if calendar.load().is_workday(sunday) or any(day_of(one) == sunday for one in sessions):
        days.append(sunday)
    return days


def lines_of(
    centre: Division,
    days: list[date],
    sittings: Iterable[Sitting],
    now: datetime,
    *,
    may_book: bool,
) -> list[Line]:
    by_place: dict[tuple[int | None, date], list[Sitting]] = {}
    for one in sittings:
        by_place.setdefault((one.session.room_id, day_of(one.session)), []).append(one)
    rooms: list[Room | None] = list(rooms_of(centre))
    known = {room.pk for room in rooms if room}
    rooms += list({
        one.session.room.pk: one.session.room
        for found in by_place.values()
        for one in found
        if one.session.room is not None and one.session.room.pk not in known
    }.values())  # fmt: skip
    if any(key is None for key, _ in by_place):
        rooms.append(None)
    today = clock.local_day(now)
    return [
        Line(
            room,
            [
                Cell(
                    day,
                    day == today,
                    here := by_place.get((room.pk if room else None, day), []),
                    free_from(room, day, here, now) if may_book and room else [],
                )
                for day in days
            ],
        )
        for room in rooms
    ]


def free_from(room: Room, day: date, here: Sequence[Sitting], now: datetime) -> list[datetime]:
    """Where a click books: the morning and the afternoon that are still empty and to come."""
    zone = now.tzinfo
    noon = datetime.combine(day, NOON, zone)
    free = []
    for at in (MORNING, AFTERNOON):
        start = datetime.combine(day, at, zone)
        is_taken = any(
            (one.session.starts_at < noon) if at < NOON else (one.session.ends_at > noon)  # type: ignore[operator]
            for one in here
        )
        if start > now and not is_taken and room.opens_at <= at < room.closes_at:
            free.append(start)
    return free


def sitting_of(
    session: MediationSession, case: Case | None, now: datetime, *, is_clash: bool = False
) -> Sitting:
    assert session.starts_at is not None  # noqa: S101 - `arranged`
    assert session.ends_at is not None  # noqa: S101
    start, end = clock.local(session.starts_at), clock.local(session.ends_at)
    left, right = strip(start.time()), strip(end.time())
    status, words = status_of(session, now, is_clash=is_clash) if case else ("past", "")
    return Sitting(
        session=session,
        case=case,
        status=status,
        words=words,
        at=f"{start:%H:%M}—{end:%H:%M}",
        left=left,
        width=max(right - left, 2),
    )


def strip(at: time) -> int:
    minutes = (at.hour * 60 + at.minute) - (STRIP_FROM.hour * 60 + STRIP_FROM.minute)
    return min(max(minutes * STRIP_UNITS // 60, 0), STRIP_WIDTH)


def status_of(session: MediationSession, now: datetime, *, is_clash: bool) -> tuple[str, str]:
    """Past and held, soon, clashing, answered by all, or still waiting for an answer."""
    assert session.starts_at is not None  # noqa: S101
    if session.outcome:
        return "past", "谈过"
    if is_clash:
        return "clash", "! 同一位当事人撞期"
    if session.ends_at is not None and session.ends_at <= now:
        return "past", "等记录"
    if session.starts_at - STARTS_SOON <= now:
        return "now", "正在开" if session.starts_at <= now else "马上开始"
    answers = [one.answer for one in session.guests.all()]
    if Attendance.UNABLE in answers:
        return "wait", "有人不能来"
    if answers and all(answer == Attendance.COMING for answer in answers):
        return "ok", "✓ 都能来"
    return "wait", "等答复"


def waiting_for_a_date(user: User) -> QuerySet[Case]:
    """Cases in mediation that have no sitting to come, the nearest due day first."""
    coming = arranged(MediationSession.objects.filter(case=OuterRef("pk"), outcome="")).filter(
        starts_at__gte=clock.now()
    )
    return (
        for_lists(access.visible_to(user))
        .filter(~Exists(coming), status=enums.Status.MEDIATING)
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


# --- the same party in two places ---------------------------------------------------------------


def clashing(
    sessions: Sequence[MediationSession],
) -> list[tuple[MediationSession, MediationSession, set[str]]]:
    """Pairs of sittings of two cases that overlap and ask for the same person, with what is alike.

    The same is who left the same ID or phone number in both; a name alone proves nothing.
    """
    ahead = [one for one in sessions if not one.outcome]
    pairs = (
        (first, second, keys_of(first) & keys_of(second))
        for first, second in combinations(ahead, 2)
        if first.case_id != second.case_id and overlap(first, second)
    )
    return [pair for pair in pairs if pair[2]]


def overlap(first: MediationSession, second: MediationSession) -> bool:
    return bool(
        first.starts_at
        and second.starts_at
        and first.ends_at
        and second.ends_at
        and first.starts_at < second.ends_at
        and second.starts_at < first.ends_at
    )


def numbers_of(party: Party) -> set[str]:
    return {index for index in (party.id_index, party.phone_index) if index}


def keys_of(session: MediationSession) -> set[str]:
    return {
        key
        for one in session.guests.all()
        if one.party is not None
        for key in numbers_of(one.party)
    }


def names_among(session: MediationSession, case: Case, keys: set[str]) -> list[str]:
    """Who of this case is meant, named as the reader may read him."""
    return sorted(
        name_of(guest.party, case)
        for guest in session.guests.all()
        if guest.party is not None and keys & numbers_of(guest.party)
    )


def has_clash(session: MediationSession) -> bool:
    """Whether a party of this sitting is asked elsewhere at the same time; not by whom."""
    if session.starts_at is None or session.ends_at is None or session.is_cancelled:
        return False
    others = (
        arranged(MediationSession.objects.filter(centre=session.centre_id, outcome=""))
        .filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
        .exclude(case=session.case_id)
        .prefetch_related(WITH_GUESTS)
        .order_by("starts_at", "pk")
    )
    return any(first.pk == session.pk for first, *_ in clashing([session, *others]))


# --- one sitting --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """A sitting, its case as far as the reader sees it (level 0: only as one who was asked)."""

    session: MediationSession
    case: Case
    level: int


def session_for(user: User, pk: int) -> Seen:
    """A sitting of a case in sight, or one to which he himself or his unit was asked.

    Raises Http404, as for one that does not exist.
    """
    session = (
        MediationSession.objects.filter(pk=pk, starts_at__isnull=False)
        .select_related(
            "mediator", "room", "by", "stage", "case__centre", "cancelled_by", "moved_from"
        )
        .prefetch_related(WITH_GUESTS)
        .first()
    )
    if session is None:
        raise Http404
    try:
        case = get_visible(user, session.case_id, *DECIDING)
        session.case = case
        return Seen(session, case, int(case.level))  # type: ignore[attr-defined]
    except Http404:
        if not is_asked(user, session):
            raise
    return Seen(session, session.case, 0)


def is_asked(user: User, session: MediationSession) -> bool:
    """The mediator, and who was asked by name or through his unit."""
    me = access.standing(user)
    if session.mediator_id in me.users:
        return True
    return any(
        guest.user_id in me.users or (guest.unit_id is not None and guest.unit_id in me.units)
        for guest in session.guests.all()
    )


def invitations_of(user: User) -> list[SessionGuest]:
    """What this person, or his unit, is asked to and has not answered; the nearest first."""
    me = access.standing(user)
    return list(
        SessionGuest.objects.filter(
            Q(user__in=me.users) | Q(unit__in=me.handling_units),
            answer=Attendance.OPEN,
            session__is_cancelled=False,
            session__outcome="",
            session__ends_at__gte=clock.now(),
        )
        .select_related("session__case", "session__room", "unit", "user")
        .order_by("session__starts_at", "pk")
    )
