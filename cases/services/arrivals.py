"""到了没有: who was asked to a sitting of today is seen at the counter."""

from django.db import transaction

from cases import access
from cases.models import SessionGuest
from cases.selectors.visits import may_serve
from cases.services.door import lock
from cases.services.sittings import may_arrange
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User


@transaction.atomic
def mark_arrival(guest: SessionGuest, by: User, *, has_come: bool) -> SessionGuest:
    """Note that somebody has come, or take it back; the first time that was noted stays.

    By the windows of the centre, who booked, and who presides; on the day of the sitting.
    Raises `Refused`: not_yours · not_now.
    """
    case = lock(guest.case)
    guest = SessionGuest.objects.select_related("session").get(pk=guest.pk)
    session = guest.session
    if not (
        (may_serve(by) and case.centre_id in access.standing(by).centres)
        or session.mediator_id in access.standing(by).users
        or may_arrange(by, case)
    ):
        raise Refused("not_yours", "这一场不在您手上", who="由窗口、约的人或主持的人来记")
    is_today = session.starts_at is not None and clock.local_day(session.starts_at) == clock.today()
    if session.is_cancelled or not is_today:
        raise Refused("not_now", "到场只在当天记，这一场不在今天或者已经取消。")
    if has_come and guest.arrived_at is None:
        guest.arrived_at, guest.arrived_by = clock.now(), by
    elif not has_come:
        guest.arrived_at = guest.arrived_by = None
    guest.save(update_fields=["arrived_at", "arrived_by"])
    return guest
