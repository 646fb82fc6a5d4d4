"""A duty that is done outside this system: its unit says so, once for each turn."""

from datetime import date

from django.db import IntegrityError, transaction

from grids.models import Department
from grids.services import typed
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.duties import BY_KEY
from reporting.models import DutyMark
from reporting.periods import OutOfRange
from reporting.rhythm import turn_of
from reporting.selectors.written import own_units


def mark_done(actor: User, unit: Department | int, key: str, first_on: date, note: str) -> DutyMark:
    """Raises Refused: invalid_choice · not_yours · invalid_day · too_early · not_now · needs."""
    duty = BY_KEY.get(key)
    if duty is None or not duty.is_marked:
        raise Refused("invalid_choice", "这项任务在办理的地方算完成，不在这里登记。", field="duty")
    place = Department.objects.filter(pk=getattr(unit, "pk", unit), is_active=True).first()
    if place is None or place.pk not in own_units(actor) or place.kind not in duty.who:
        raise Refused("not_yours", "这项任务由责任单位的同志登记。")
    try:
        turn = turn_of(duty.every, first_on)
    except OutOfRange as fault:
        raise Refused("invalid_day", str(fault), field="first_on") from fault
    if turn.first_on > clock.today():
        raise Refused("too_early", "这一期还没有开始。", field="first_on")
    words = typed.words(note, "note", 200)
    try:
        with transaction.atomic():
            return DutyMark.objects.create(
                centre_id=place.centre_id,
                unit=place,
                duty=duty.key,
                first_on=turn.first_on,
                done_on=clock.today(),
                note=words,
                by=actor,
                at=clock.now(),
            )
    except IntegrityError as fault:
        raise Refused("not_now", "这一期已经登记过了。") from fault
