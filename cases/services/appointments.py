"""约了时间: a visit ends with a day, at a window or for a sitting of a case in hand."""

from datetime import date, time
from uuid import UUID

from django.db import transaction

from cases import access, enums
from cases.models import Case, Visit
from cases.services import visits, writing
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.numbers import parse_number


@transaction.atomic
def appoint(
    visit: Visit,
    user: User,
    *,
    on: date | None = None,
    time: time | None = None,
    window: str = "",
    number: str = "",
    why: str = "",
    version: int | None = None,
) -> tuple[Visit, Case | None]:
    """End a visit with an appointment: the day at a window, or a case by its number, whose sitting
    is then booked in its own form. The case comes back with the visit, or None.

    Raises `Refused`: needs · invalid_day · invalid_window · invalid_number, and what finishing
    refuses.
    """
    case = _case(user, number) if number.strip() else None
    if on is not None or case is None:
        on = writing.day(on, "on", earliest=clock.today())
        if window not in enums.Window.values:
            raise Refused("invalid_window", "请选一个窗口。", field="window")
    done = visits.finish(
        visit,
        user,
        enums.VisitOutcome.APPOINTMENT,
        matter_key=f"case:{case.pk}" if case else "",
        words=why,
        version=version,
    )
    if on is not None:
        done.appointment_on, done.appointment_time = on, time
        done.appointment_window = window
        done.save(update_fields=["appointment_on", "appointment_time", "appointment_window"])
    return done, case


@transaction.atomic
def take_in(visit: Visit, user: User, form_key: UUID | str) -> Visit:
    """Who was appointed has come: a ticket of today with the same words, nothing said twice.

    The two tickets are not joined. Raises `Refused`: not_now, and what taking a ticket refuses.
    """
    appointed = Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
    if appointed.appointment_on is None or appointed.appointment_met_at is not None:
        raise Refused("not_now", "这个预约已经来过了，或者已经改了。", instead="请刷新页面看一看")
    if appointed.centre_id not in access.standing(user).centres:
        raise Refused("not_yours", "这一步您现在不能办。", who="由约的那个中心来办")
    taken = visits.take_ticket(
        user,
        window=appointed.appointment_window,
        form_key=form_key,
        said=appointed.outcome_words or appointed.said,
        name_to_call=appointed.name_to_call,
        division=appointed.division,
        priority=appointed.priority,
    )
    appointed.appointment_met_at = clock.now()
    appointed.save(update_fields=["appointment_met_at"])
    return taken


def _case(user: User, number: str) -> Case:
    """An open case in sight, by its number as it is said or written."""
    asked = parse_number(number)
    found = None
    if asked is not None:
        cases = access.visible_to(user).filter(short_number=asked.number, status__in=enums.OPEN)
        cases = cases.filter(year=asked.year) if asked.year else cases
        found = cases.order_by("-year", "-pk").first()
    if found is None:
        raise Refused("invalid_number", "没有找到在办的这一件，请再看一眼案号。", field="number")
    return found
