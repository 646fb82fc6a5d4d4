"""Issuing letters: which, under which number, in which words (domain.md §2.2).

An act issues its own letter (`issue`): the row, its number, the words. A letter counts as told only
when its delivery is recorded (`services.delivering`).
"""

from collections.abc import Mapping
from typing import Any

from mediation.core import numbers
from petitions.enums import Letter
from petitions.letters.facts import Source, facts_of
from petitions.models import IssuedLetter, LetterDocument, Petition
from petitions.services.act import Act

# The sign of each kind in a number: 李信答〔2026〕1号.
SIGNS: Mapping[str, str] = {
    Letter.REGISTRATION: "登",
    Letter.ACCEPTANCE: "受",
    Letter.DECLINE: "不",
    Letter.NOT_AGAIN: "终",
    Letter.GUIDANCE: "导",
    Letter.FORWARDING: "转",
    Letter.FORWARD_NOTICE: "告",
    Letter.ASSIGNMENT: "交",
    Letter.OBJECTION: "退",
    Letter.EXTENSION: "延",
    Letter.OPINION: "答",
    Letter.RECEIPT: "送",
    Letter.HEARING: "听",
    Letter.REPORT: "结",
    Letter.SETTLEMENT: "和",
    Letter.URGENT: "急",
    Letter.RECEPTION: "访",
}


def issue(act: Act, kind: str, *, subject: str = "", **given: Any) -> IssuedLetter:
    """The letter of an act: the next number of its series, and its words as they are now."""
    letter = create(act, kind, subject=subject)
    source = Source(act.petition, act.on, act.actor, given)
    data = facts_of(kind, source) | {"number": letter.number}
    LetterDocument.objects.create(
        centre=act.petition.centre, petition=act.petition, letter=letter, data=data
    )
    act.payload.setdefault("letters", []).append(kind)
    return letter


def create(act: Act, kind: str, *, subject: str = "", number: str = "") -> IssuedLetter:
    """The row; `number` is another body's own, else the next of ours."""
    petition, more = act.petition, {}
    if not number:
        year = act.on.year
        serial = numbers.take(f"letter:{kind}", petition.centre.code, year)
        number = numbers.letter_number(petition.centre.serial_label, SIGNS[kind], year, serial)
        more = {"year": year, "serial": serial}
    return IssuedLetter.objects.create(
        centre=petition.centre,
        petition=petition,
        kind=kind,
        number=number,
        version=next_version(petition, kind),
        subject=subject,
        issued_by=act.actor,
        issued_at=act.now,
        **more,
    )


def next_version(petition: Petition, kind: str) -> int:
    last = petition.letters.filter(kind=kind).order_by("-version")
    return (last.values_list("version", flat=True).first() or 0) + 1
