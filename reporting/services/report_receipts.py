"""Receipts of a written report: a unit of the town gives its own, an office outside is noted down."""

from django.db import transaction

from grids.services import typed
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting.enums import ReportAct
from reporting.models import ReportRecipient
from reporting.selectors.written import own_units
from reporting.services.reports import check_writer, note


@transaction.atomic
def receive_report(recipient: ReportRecipient, actor: User) -> ReportRecipient:
    """A unit of the town says that the report came. Raises Refused: not_yours · not_now."""
    recipient = _recipient(recipient)
    if recipient.unit_id is None or recipient.unit_id not in own_units(actor):
        raise Refused("not_yours", "这份报告由收件单位的同志签收。", who=f"请告诉{recipient.name}")
    return _received(recipient, actor, actor.name)


@transaction.atomic
def record_receipt(recipient: ReportRecipient, actor: User, received_by: str) -> ReportRecipient:
    """The writer notes who of an office outside the town received it.

    Raises Refused: not_yours · not_now · needs · invalid_text.
    """
    recipient = _recipient(recipient)
    check_writer(recipient.report, actor, "登记签收")
    if recipient.unit_id is not None:
        raise Refused("not_yours", "这个单位自己在系统里签收。", who=f"请告诉{recipient.name}")
    return _received(recipient, actor, typed.words(received_by, "received_by", 40))


def _recipient(recipient: ReportRecipient) -> ReportRecipient:
    found = (
        ReportRecipient.objects.select_for_update(of=("self",))
        .select_related("report__unit", "report__centre")
        .get(pk=recipient.pk)
    )
    if found.sent_at is None:
        raise Refused("not_now", "这份报告还没有报送。")
    if found.received_at is not None:
        raise Refused("not_now", f"{found.name}已经签收过了。")
    return found


def _received(recipient: ReportRecipient, actor: User, name: str) -> ReportRecipient:
    recipient.received_at = clock.now()
    recipient.received_by, recipient.recorded_by = name, actor
    recipient.save(update_fields=["received_at", "received_by", "recorded_by"])
    note(recipient.report, actor, ReportAct.RECEIVED, recipient=recipient.pk)
    return recipient
