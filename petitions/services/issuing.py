"""Issuing a letter by hand, a further version of one that was not sent yet, and scans of signed ones."""

import re
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from mediation.core import clock, files
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access
from petitions.enums import Letter, Relation
from petitions.letters.source import Source
from petitions.letters.table import LETTERS, LetterType, standing
from petitions.models import Attachment, IssuedLetter, LetterDocument, Petition
from petitions.services.door import lock
from petitions.services.letters import GIVEN, draw, write

FILERS = frozenset({Relation.OFFICER, Relation.UNIT, Relation.HEAD})


@transaction.atomic
def issue_letter(petition: Petition, kind: str, actor: User, **given: Any) -> IssuedLetter:
    """Issue a letter by hand (F11, F14, F15, F16): check, fill in, draw up, lock.

    `given`: what the letter asks for (`LetterType.asks`). Raises Refused: invalid_kind · not_now ·
    not_yours · not_yet · needs_data, which names all that is missing · invalid_template.
    """
    petition = lock(petition)
    letter_type = LETTERS.get(kind)
    if letter_type is None:
        raise Refused("invalid_kind", "没有这种文书，请重新选。", field="kind")
    check_may_issue(letter_type, petition, actor)
    subject, before = "", None
    if kind == Letter.RECEIPT:
        subject = f"letter:{receipted(petition, given.pop('letter', None)).pk}"
        before = petition.letters.filter(kind=kind, subject=subject).order_by("-version").first()
    now = clock.now()
    kept = {name: value if isinstance(value, list) else str(value) for name, value in given.items()}
    source = Source(petition, clock.local_day(now), actor, kept, subject)
    letter = write(letter_type, source, now, before=before)
    draw(letter, LetterDocument.objects.get(letter=letter), actor)
    return letter


def check_may_issue(letter_type: LetterType, petition: Petition, actor: User) -> None:
    """Raises Refused: not_now · not_yours · not_yet."""
    label = letter_type.label
    if not letter_type.is_by_hand:
        raise Refused("not_yet", f"“{label}”在办到那一步时自动出具。")
    if petition.status not in letter_type.states:
        raise Refused("not_now", f"“{petition.get_status_display()}”的信访件现在不出“{label}”。")
    if access.relations(actor, petition).isdisjoint(letter_type.who):
        raise Refused("not_yours", "这份文书由信访接待员出具。", who="请找信访办")
    if gap := letter_type.ready(petition):
        raise Refused("not_yet", f"现在还出不了“{label}”：{gap}。")


def receipted(petition: Petition, key: Any) -> IssuedLetter:
    """The outward letter that a 送达回证 is for."""
    found = next((one for one in standing(petition) if str(one.pk) == str(key)), None)
    if found is None:
        raise Refused("invalid_choice", "请选这件信访的对外文书。", field="letter")
    return found


@transaction.atomic
def issue_again(letter: IssuedLetter, actor: User) -> IssuedLetter:
    """A further version of a letter with the same number, after the file was corrected.

    Not of one that was sent: what the receiver holds stays what it is. A signed one by its signer.
    Raises Refused: not_now · not_yours · needs_data.
    """
    petition = lock(letter.petition)
    letter = IssuedLetter.objects.get(pk=letter.pk)
    check_may_issue_again(letter, petition, actor)
    content = LetterDocument.objects.get(letter=letter)
    now = clock.now()
    given = content.data.get(GIVEN, {})
    source = Source(petition, clock.local_day(now), actor, given, letter.subject)
    return write(LETTERS[letter.kind], source, now, before=letter)


def check_may_issue_again(letter: IssuedLetter, petition: Petition, actor: User) -> None:
    """Raises Refused: not_now · not_yours."""
    newest = petition.letters.filter(kind=letter.kind, number=letter.number).order_by("-version")
    if letter.is_sent or newest[0].pk != letter.pk:
        raise Refused(
            "not_now",
            "已经送出的文书不能重出，收到的人手里的那份要和卷里的一样。",
            instead="需要更正的，请另行书面说明。",
        )
    if access.relations(actor, petition).isdisjoint(LETTERS[letter.kind].again):
        raise Refused("not_yours", "这份文书由签发人重新出具。", who="请找中心主任或信访接待员")


@transaction.atomic
def attach_scan(
    letter: IssuedLetter, actor: User, upload: "UploadedFile[Any]", *, signed_by: str
) -> Attachment:
    """Keep the scan of a signed letter or of its 送达回证, with who signed.

    The caller has checked that the actor may read it. Raises Refused: sealed · not_yours ·
    needs_signers · invalid_file · needs_file.
    """
    petition = lock(letter.petition)
    if petition.is_sealed:
        raise Refused("sealed", "检举控告的材料随密件保管，不存进系统。")
    if access.relations(actor, petition).isdisjoint(FILERS):
        raise Refused("not_yours", "扫描件由信访接待员或承办单位添加。", who="请找信访办")
    names = re.split("[、，,]", signed_by)
    signers = "、".join(name for name in (part.strip() for part in names) if name)
    if not signers:
        raise Refused("needs_signers", "请写上是谁签的名。", field="signed_by")
    stored = files.store(upload)
    return Attachment.objects.create(
        centre=petition.centre,
        petition=petition,
        letter=letter,
        signed_by=signers[:200],
        uploaded_by=actor,
        uploaded_at=clock.now(),
        **stored._asdict(),
    )
