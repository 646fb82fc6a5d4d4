"""送达: which letter reached whom, how and when (rules.md §3 row 13; 送达回证 F11)."""

from datetime import date

from cases.enums import DeliverWay
from cases.services.delivery import RECEIVED_WHEN_SENT
from mediation.core import clock
from mediation.core.errors import Refused
from petitions.enums import TELLS, Letter
from petitions.models import IssuedLetter
from petitions.services.act import Act


def deliver(act: Act) -> None:
    """A posted letter is written down twice: when it was sent, and when it was received.

    Raises Refused: invalid_choice · delivered_already · invalid_day · needs.
    """
    letter = letter_of(act)
    if letter.received_on is not None:
        raise Refused("delivered_already", "这份文书已经送达了。", field="letter")
    way = act.one_of("way", DeliverWay)
    sent_on = act.day("sent_on")
    received_on = act.day("received_on") if act.data.get("received_on") else None
    if received_on is None and way in RECEIVED_WHEN_SENT:
        received_on = sent_on
    issued_on = clock.local_day(letter.issued_at)
    today = clock.local_day(act.now)
    if not issued_on <= sent_on <= today:
        raise Refused(
            "invalid_day",
            f"发出的日子要在出具（{issued_on:%Y-%m-%d}）以后，不晚于今天。",
            field="sent_on",
        )
    if letter.sent_on is not None and letter.sent_on != sent_on:
        raise Refused(
            "invalid_day",
            f"这份文书已经记了 {letter.sent_on:%Y-%m-%d} 发出，请写同一天。",
            field="sent_on",
        )
    if received_on is not None and not sent_on <= received_on <= today:
        raise Refused(
            "invalid_day", "收到的日子不能早于发出，也不能晚于今天。", field="received_on"
        )
    if way in {DeliverWay.LEFT, DeliverWay.REFUSED} and not act.text("witness"):
        raise Refused("needs", "留置或者拒收的，请写见证人。", field="witness")
    letter.place, letter.witness = act.text("place"), act.text("witness")
    letter.receiver = act.text("receiver")
    write(act, letter, way, sent_on, received_on)


def hand_over(act: Act, letter: IssuedLetter) -> None:
    """Told on the spot: handed over and received the same day."""
    write(act, letter, DeliverWay.HAND, act.on, act.on)


def write(
    act: Act, letter: IssuedLetter, way: str, sent_on: date, received_on: date | None
) -> None:
    letter.way, letter.sent_on, letter.received_on = way, sent_on, received_on
    letter.delivered_by = act.on_behalf_of or act.actor
    letter.save()
    act.letter = letter
    if letter.kind in TELLS and act.petition.notified_on is None:
        act.change(notified_on=sent_on)
    if letter.kind == Letter.OPINION and act.petition.concluded_on is None:
        act.change(concluded_on=sent_on)
    act.payload |= {
        "letter": letter.pk,
        "kind": letter.kind,
        "way": way,
        "sent_on": sent_on,
        "received_on": received_on,
    }


def letter_of(act: Act) -> IssuedLetter:
    key = str(act.data["letter"])
    found = act.petition.letters.filter(pk=key).first() if key.isdigit() else None
    if found is None:
        raise Refused("invalid_choice", "请选这件信访的文书。", field="letter")
    return found
