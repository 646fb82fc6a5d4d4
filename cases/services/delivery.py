"""送达: which paper reached whom, how and when (rules.md §2 row 29)."""

from cases import enums
from cases.models import Paper
from cases.services.act import Act
from cases.services.ladder import find
from mediation.core import clock
from mediation.core.errors import Refused

# Handed over is received that day; refused or left counts as delivered (民事诉讼法 89).
RECEIVED_WHEN_SENT = frozenset(
    {enums.DeliverWay.HAND, enums.DeliverWay.LEFT, enums.DeliverWay.REFUSED}
)


def deliver(act: Act) -> None:
    """Raises Refused: invalid_choice · delivered_already · invalid_day."""
    paper = find(Paper, act.data["paper"], "paper")
    if paper.case_id != act.case.pk:
        raise Refused("invalid_choice", "请选这件事的文书。", field="paper")
    if paper.received_on is not None:
        raise Refused("delivered_already", "这份文书已经送达了。", field="paper")
    way = act.one_of("way", enums.DeliverWay)
    sent_on = act.day("sent_on")
    received_on = act.day("received_on") if act.data.get("received_on") else None
    if received_on is None and way in RECEIVED_WHEN_SENT:
        received_on = sent_on
    issued_on = clock.local_day(paper.issued_at)
    if not issued_on <= sent_on <= act.on:
        raise Refused(
            "invalid_day",
            f"发出的日子要在出具（{issued_on:%Y-%m-%d}）以后，不晚于今天。",
            field="sent_on",
        )
    if received_on is not None and not sent_on <= received_on <= act.on:
        raise Refused(
            "invalid_day", "收到的日子不能早于发出，也不能晚于今天。", field="received_on"
        )
    paper.way, paper.sent_on, paper.received_on = way, sent_on, received_on
    paper.delivered_by = act.on_behalf_of or act.actor
    paper.save(update_fields=["way", "sent_on", "received_on", "delivered_by"])
    act.payload |= {
        "paper": paper.pk,
        "kind": paper.kind,
        "way": way,
        "sent_on": sent_on,
        "received_on": received_on,
    }
