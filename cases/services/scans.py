"""Scans and photos of signed papers, each with who signed."""

import re
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cases import access
from cases.enums import AgreementForm, Document, PartyRole, Verb
from cases.models import Attachment, Case, Paper
from cases.papers.table import PAPERS
from cases.services.attachments import attach
from cases.services.door import Moved, lock, move
from cases.services.papers import stage_of
from cases.workflow import GRAPH
from mediation.core import clock, files
from mediation.core.errors import Refused
from mediation.core.models import User

MOST_PAGES = 9


@transaction.atomic
def attach_scan(
    paper: Paper, actor: User, upload: "UploadedFile[Any]", *, signed_by: str
) -> Attachment:
    """Keep the scan of a signed paper; it is of the record where its paper is.

    The caller has checked that the actor may read the paper. Raises Refused: not_yours ·
    needs_signers · invalid_file · needs_file.
    """
    case = lock(paper.case)
    GRAPH.check_open(case, Verb.NOTE, access.relations(actor, case))
    names = re.split("[、，,]", signed_by)
    signers = "、".join(name for name in (part.strip() for part in names) if name)
    if not signers:
        raise Refused("needs_signers", "请写上是谁签的名。", field="signed_by")
    stored = files.store(upload)
    paper_type = PAPERS.get(paper.kind)
    return Attachment.objects.create(
        centre=case.centre,
        case=case,
        paper=paper,
        signed_by=signers[:200],
        stage=paper.stage or stage_of(case, paper.issued_at),
        is_record=paper_type is not None and paper_type.is_record,
        uploaded_by=actor,
        uploaded_at=clock.now(),
        **stored._asdict(),
    )


@transaction.atomic
def settle_with_photos(
    case: Case,
    actor: User,
    photos: "Sequence[UploadedFile[Any]]",
    *,
    version: int | None = None,
    **given: Any,
) -> Moved:
    """Settle, and keep the photos of what was signed with the agreement, in the order of its
    pages: all of it or nothing.

    What was agreed by word of mouth has no paper of its own yet; its photos are of the record all
    the same. Raises Refused as `settle` does, and of the photos: invalid_file · needs_file ·
    too_many.
    """
    if len(photos) > MOST_PAGES:
        raise Refused("too_many", f"一次最多拍 {MOST_PAGES} 页。", field="photo")
    moved = move(case, Verb.SETTLE, actor, version=version, **given)
    paper = None
    if given.get("form") == AgreementForm.WRITTEN:
        paper = moved.case.papers.filter(kind=Document.AGREEMENT).order_by("-version").first()
    try:
        for photo in photos:
            if paper is None:
                attach(moved.case, actor, photo, is_record=True)
            else:
                attach_scan(paper, actor, photo, signed_by=signers_of(moved.case))
    except Refused as refused:
        raise Refused(
            refused.code, refused.message, instead=refused.instead, field="photo"
        ) from refused
    return moved


def signers_of(case: Case) -> str:
    """The parties and the mediator: a written agreement is in force by their names (调解法 29)."""
    sides = case.parties.exclude(role=PartyRole.THIRD_PARTY).order_by("position")
    agreement = case.agreements.filter(is_undone=False).select_related("mediator").first()
    mediator = agreement.mediator if agreement else None
    names = [one.name for one in sides] + ([mediator.name] if mediator else [])
    return "、".join(names)
