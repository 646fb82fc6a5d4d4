"""送达: which letter reached whom, how and when (rules.md §3 row 13; 送达回证 F11)."""

from dataclasses import replace
from datetime import date

from cases.enums import DeliverWay
from cases.services.delivery import RECEIVED_WHEN_SENT
from mediation.core import clock
from mediation.core.errors import Refused
from petitions.enums import TOLD_BY, Letter, Status, Verb
from petitions.models import IssuedLetter
from petitions.services.act import Act


def deliver(act: Act) -> None:
    """A posted letter is written down twice: when it was sent, and when it was received.

    Raises Refused: invalid_choice · superseded · delivered_already · invalid_day · needs.
    """
    letter = letter_of(act)
    if letter.received_on is not None:
        raise Refused("delivered_already", "这份文书已经送达了。", field="letter")
    way = act.one_of("way", DeliverWay)
    sent_on = act.day("sent_on")
    received_on = act.day("received_on") if act.data.get("received_on") else None
    if way in RECEIVED_WHEN_SENT:
        if received_on not in {None, sent_on}:
            raise Refused(
                "invalid_day",
                "当面交、留置或者拒收的，送出那天就是送达的日子；邮寄的请选“邮寄”。",
                field="received_on",
            )
        received_on = sent_on
    issued_on = made_on(act, letter)
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
    write_receipt(act, letter)
    write(act, letter, way, sent_on, received_on)


def made_on(act: Act, letter: IssuedLetter) -> date:
    """The first day on which it can have been sent: ours when it was issued, another body's (F9,
    F10) when that body decided."""
    if letter.serial is None:
        decided = act.petition.reviews.filter(number=letter.number, decided_on__isnull=False)
        if review := decided.order_by("-pk").first():
            return review.decided_on
    return clock.local_day(letter.issued_at)


def write_receipt(act: Act, letter: IssuedLetter) -> None:
    """Who took it, where and who saw it. Of an accusation all of it is sealed (条例30(3))."""
    said = [act.text(name) for name in ("receiver", "place", "witness")]
    if act.petition.is_sealed:
        said = ["；".join(one for one in said if one), "", ""]
    letter.receiver, letter.place, letter.witness = said


def hand_over(act: Act, letter: IssuedLetter) -> Act:
    """Told on the spot: handed over and received the same day."""
    return delivered(act, letter, DeliverWay.HAND, act.on)


def delivered(act: Act, letter: IssuedLetter, way: str, received_on: date) -> Act:
    """The delivery that an act brings with it: an act of its own in the history."""
    also = replace(
        act, verb=Verb.DELIVER, data={}, payload={}, changed=set(), revisions={}, then=None
    )
    also.status_before = act.petition.status
    sent_on = received_on
    write(also, letter, way, sent_on, received_on)
    return also


def write(
    act: Act, letter: IssuedLetter, way: str, sent_on: date, received_on: date | None
) -> None:
    letter.way, letter.sent_on, letter.received_on = way, sent_on, received_on
    letter.delivered_by = act.on_behalf_of or act.actor
    letter.save()
    act.letter = letter
    petition = act.petition
    if letter.kind == TOLD_BY.get(petition.status) and petition.notified_on is None:
        act.change(notified_on=sent_on)
    if letter.kind == Letter.OPINION and petition.status == Status.REPLIED:
        act.change(concluded_on=petition.concluded_on or sent_on)
    act.payload |= {
        "letter": letter.pk,
        "kind": letter.kind,
        "way": way,
        "sent_on": sent_on,
        "received_on": received_on,
    }


def letter_of(act: Act) -> IssuedLetter:
    key = str(act.data["letter"])
    found = act.petition.letters.filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        raise Refused("invalid_choice", "请选这件信访的文书。", field="letter")
    later = act.petition.letters.filter(kind=found.kind, number=found.number)
    if later.filter(version__gt=found.version).exists():
        raise Refused("superseded", "这份文书已经重出，请选新的那一份。", field="letter")
    return found
