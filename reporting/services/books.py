"""What a move books: called by the cases' door, inside its transaction (rules.md §7)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from cases import enums
from cases.models import Case
from mediation.core import clock
from reporting import movements
from reporting.enums import IN, OUT, Kind
from reporting.models import Booking, Movement, Stay
from reporting.movements import Fact, Line, Place
from reporting.selectors.locks import last_lock
from reporting.services import gate

# Corrections that move a case to another row, or change how long it took.
PLACING = frozenset({"division", "division_id", "category", "category_id", "source"})
RECEIVED = "received_on"


class Act(Protocol):
    """What the door says of a move."""

    verb: str
    on: date
    data: Any
    changed: set[str]
    booked_on: date | None


def booking_day(case: Case, on: date) -> date:
    """The day figures use for an act of the day `on` on this case (DESIGN §5.5)."""
    gate.enter(case.centre)
    locked = last_lock(case.centre)
    previous = case.bookings.order_by("-seq").values_list("booked_on", flat=True).first()
    return movements.booking_day(on, clock.today(), locked.cut_off if locked else None, previous)


def book_movement(case: Case, act: Act) -> None:
    """Book what the move means for the figures, if anything, and renew the case's lines.

    A case comes in when it is registered or reopened, goes out when it gets an outcome; accepting,
    closing and a court's acceptance are kept as facts for the figures that ask for them.
    """
    bookings = list(case.bookings.order_by("seq"))
    kind, sub = _meaning(case, act, bookings)
    if kind:
        bookings.append(_book(case, act, kind, sub, bookings))
    elif RECEIVED in act.changed:
        _redate(case, bookings)
    elif act.changed.isdisjoint(PLACING):
        return
    rebuild(case, bookings)


def _meaning(case: Case, act: Act, bookings: Sequence[Booking]) -> tuple[str, str]:
    """The kind and sub-kind that a move books; empty when it books nothing."""
    through_the_door = [booking.kind for booking in bookings if booking.kind in IN | OUT]
    was_in = bool(through_the_door) and through_the_door[-1] in IN
    if case.is_open and not was_in:
        if not through_the_door:
            return Kind.NEW, ""
        return Kind.REOPENED, str(act.data.get("ground", ""))
    if not case.is_open and was_in:
        outcome = str(case.outcome)
        return Kind.RESOLVED if outcome in enums.RESOLVED_OUTCOMES else Kind.ENDED, outcome
    if act.verb == enums.Verb.ACCEPT:
        return Kind.ACCEPTED, ""
    if act.verb == enums.Verb.CLOSE:
        return Kind.CLOSED, ""
    if act.verb == enums.Verb.CONFIRM and act.data.get("step") == enums.ConfirmStep.RULED:
        return Kind.CONFIRMED, ""
    if (
        act.verb == enums.Verb.FOLLOW_UP
        and act.data.get("court_result") == enums.CourtResult.ACCEPTED
        and case.outcome == enums.Outcome.REFERRED
        and bookings[-1].kind != Kind.COURT_ACCEPTED
    ):
        return Kind.COURT_ACCEPTED, ""
    return "", ""


def _book(case: Case, act: Act, kind: str, sub: str, bookings: Sequence[Booking]) -> Booking:
    on = case.received_on if kind == Kind.NEW else act.on
    return Booking.objects.create(
        centre=case.centre,
        case=case,
        seq=len(bookings) + 1,
        kind=kind,
        sub=sub,
        on=on,
        booked_on=booking_day(case, on) if kind == Kind.NEW or not act.booked_on else act.booked_on,
        tier=case.tier,
        is_first_rung=kind == Kind.RESOLVED and case.tier == _first_rung(case),
    )


def _first_rung(case: Case) -> str:
    return str(case.stages.order_by("seq").values_list("tier", flat=True)[0])


def _redate(case: Case, bookings: Sequence[Booking]) -> None:
    """A corrected day of receiving moves the registration, as long as that is not locked."""
    gate.enter(case.centre)
    locked = last_lock(case.centre)
    last_locked = locked.cut_off if locked else None
    first = bookings[0]
    if last_locked is not None and first.booked_on <= last_locked:
        return
    previous = None
    for booking in bookings:
        if booking is first:
            booking.on = case.received_on
        day = movements.booking_day(booking.on, booking.booked_on, last_locked, previous)
        booking.booked_on = previous = day
    Booking.objects.bulk_update(bookings, ["on", "booked_on"])


def rebuild(case: Case, bookings: Iterable[Booking] | None = None) -> None:
    """Write the case's lines after the last lock anew, and its stays; locked lines stay."""
    gate.enter(case.centre)
    locked = last_lock(case.centre)
    last_locked = locked.cut_off if locked else None
    facts = [fact_of(booking) for booking in bookings or case.bookings.order_by("seq")]
    rows = case.movements.order_by("booked_on", "id")
    frozen: list[Line] = []
    if last_locked is not None:
        frozen = [line_of(row) for row in rows.filter(booked_on__lte=last_locked)]
        rows = rows.filter(booked_on__gt=last_locked)
    rows.delete()
    lines = movements.movements(facts, frozen, place_of(case), case.received_on, last_locked)
    Movement.objects.bulk_create(movement_of(case, line) for line in lines)
    case.stays.all().delete()
    Stay.objects.bulk_create(
        stay_of(case, stay) for stay in movements.stays([*frozen, *lines], facts)
    )


def place_of(case: Case) -> Place:
    return Place(case.division_id, case.category_id, case.source)


def fact_of(booking: Booking) -> Fact:
    return Fact(
        booking.kind,
        booking.on,
        booking.booked_on,
        booking.sub,
        booking.tier,
        booking.is_first_rung,
    )


def line_of(row: Movement) -> Line:
    return Line(
        row.kind,
        row.booked_on,
        Place(row.division_id, row.category_id, row.source),
        row.amount,
        row.sub,
        row.tier,
        row.is_first_rung,
        row.entered_on,
        row.days,
    )


def movement_of(case: Case, line: Line) -> Movement:
    return Movement(
        centre_id=case.centre_id,
        case=case,
        booked_on=line.booked_on,
        kind=line.kind,
        sub=line.sub,
        division_id=line.place.division,
        category_id=line.place.category,
        source=line.place.source,
        tier=line.tier,
        is_first_rung=line.is_first_rung,
        amount=line.amount,
        entered_on=line.entered_on,
        days=line.days,
    )


def stay_of(case: Case, stay: movements.Stay) -> Stay:
    return Stay(
        centre_id=case.centre_id,
        case=case,
        kind=stay.kind,
        division_id=stay.place.division,
        category_id=stay.place.category,
        source=stay.place.source,
        entered_on=stay.entered_on,
        left_on=stay.left_on,
        left_by=stay.left_by,
    )
