"""Issuing letters: which, under which number, in which words (domain.md §2.2).

An act issues its own letter (`issue`): the row, its number, its words; what is missing refuses the
act. The Word file is drawn up when somebody first asks for it and locked by its SHA-256; a change
is a further version, the old one stays. A letter counts as told only when its delivery is recorded
(`services.delivering`).
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import transaction

from mediation.core import clock, documents, numbers
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions.letters.facts import facts_of
from petitions.letters.source import Data, Source
from petitions.letters.table import LETTERS, LetterType
from petitions.models import IssuedLetter, LetterDocument, LetterTemplate, Petition
from petitions.services.act import Act

# What was typed for a letter, kept beside its words for a further version of it.
GIVEN = "given"
LATER = "待编号"


def issue(
    act: Act, kind: str, *, subject: str = "", number: str = "", **given: Any
) -> IssuedLetter:
    """The letter of an act: the next number of its series, and its words as they are now.

    `number` is another body's own (F9, F10). Raises Refused: needs_data, which refuses the act.
    """
    source = Source(act.petition, act.on, act.actor, given, subject)
    letter = write(LETTERS[kind], source, act.now, number=number)
    act.payload.setdefault("letters", []).append(kind)
    return letter


def write(
    letter_type: LetterType,
    source: Source,
    now: Any,
    *,
    number: str = "",
    before: IssuedLetter | None = None,
) -> IssuedLetter:
    """Row and words; `before`: the same letter's earlier issue, whose number stays.

    Raises Refused: needs_data.
    """
    data = facts_of(letter_type.kind, source) | {"number": number or LATER}
    check_complete(letter_type, data)
    letter = create(letter_type, source, now, number=number, before=before)
    data |= {"number": letter.number, GIVEN: dict(source.given)}
    LetterDocument.objects.create(
        centre=letter.centre, petition=source.petition, letter=letter, data=data
    )
    return letter


def create(
    letter_type: LetterType,
    source: Source,
    now: Any,
    *,
    number: str = "",
    before: IssuedLetter | None = None,
) -> IssuedLetter:
    petition, more = source.petition, {}
    if before is not None:
        number, more = before.number, {"year": before.year, "serial": before.serial}
    elif not number:
        # Last: nothing that can be refused comes after it, so no number is skipped.
        year = source.on.year
        serial = numbers.take(f"letter:{letter_type.kind}", petition.centre.code, year)
        label = petition.centre.serial_label
        number = numbers.letter_number(label, letter_type.sign, year, serial)
        more = {"year": year, "serial": serial}
    return IssuedLetter.objects.create(
        centre=petition.centre,
        petition=petition,
        kind=letter_type.kind,
        number=number,
        version=next_version(petition, letter_type.kind),
        subject=source.subject,
        issued_by=source.by,
        issued_at=now,
        **more,
    )


def next_version(petition: Petition, kind: str) -> int:
    last = petition.letters.filter(kind=kind).order_by("-version")
    return (last.values_list("version", flat=True).first() or 0) + 1


def check_complete(letter_type: LetterType, data: Mapping[str, Any]) -> None:
    """Raises Refused `needs_data` with the labels of all that is missing."""
    if missing := letter_type.missing(data):
        raise Refused(
            "needs_data",
            f"“{letter_type.label}”还缺：{'、'.join(missing)}。",
            instead="补齐后再出具。",
        )


# --- its Word file ----------------------------------------------------------------------------


@transaction.atomic
def draw_up(letter: IssuedLetter, actor: User) -> IssuedLetter:
    """Draw up and lock the Word file, from the words kept with the letter. Once: what was drawn up
    stays as it is. The caller has checked that he may read it. Raises Refused: invalid_template."""
    rows = IssuedLetter.objects.select_for_update(of=("self",)).select_related("petition")
    locked = rows.get(pk=letter.pk)
    content = LetterDocument.objects.get(letter=locked)
    if content.docx is None:
        draw(locked, content, actor)
    return locked


def draw(letter: IssuedLetter, content: LetterDocument, actor: User) -> None:
    """Of an accusation only the sealed words are kept: its file is made anew each time."""
    if letter.petition.is_sealed:
        return
    template = template_for(letter.centre_id, letter.kind)
    content.docx = documents.render(template, words(content))
    content.template_sha256 = hashlib.sha256(template).hexdigest()
    content.drawn_by, content.drawn_at = actor, clock.now()
    content.save()
    letter.sha256 = hashlib.sha256(content.docx).hexdigest()
    letter.save(update_fields=["sha256"])


def document_of(letter: IssuedLetter) -> bytes:
    """The Word file, its checksum verified; not yet drawn up: as it would be drawn.

    Raises Refused: changed_since (the bytes are not those that were locked).
    """
    content = LetterDocument.objects.get(letter=letter)
    if content.docx is None:
        return documents.render(template_for(letter.centre_id, letter.kind), words(content))
    docx = bytes(content.docx)
    if hashlib.sha256(docx).hexdigest() != letter.sha256:
        raise Refused(
            "changed_since",
            "这份文书与出具时的校验值不一致，不能再用",
            instead="请重新出具一份，并告诉安全管理员",
        )
    return docx


def words_of(letter: IssuedLetter) -> Data:
    """The words that a letter was issued with."""
    return words(LetterDocument.objects.only("data").get(letter=letter))


def words(content: LetterDocument) -> Data:
    return {name: text for name, text in content.data.items() if name != GIVEN}


# --- templates ----------------------------------------------------------------------------------


def template_for(centre_id: int, kind: str) -> bytes:
    """The town's own template where it has one, else the house's."""
    own = LetterTemplate.objects.filter(centre=centre_id, kind=kind, is_active=True).first()
    if own is None:
        return house_template(kind)
    file = bytes(own.file)
    if hashlib.sha256(file).hexdigest() != own.sha256:
        raise Refused("invalid_template", "这份文书的模板被改动过，请系统管理员重新上传。")
    return file


@cache
def house_template(kind: str) -> bytes:
    return LETTERS[kind].template.read_bytes()
