"""Scans of signed papers, each with who signed."""

import re
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cases import access
from cases.enums import Verb
from cases.models import Attachment, Paper
from cases.papers.table import PAPERS
from cases.services.door import lock
from cases.services.papers import stage_of
from cases.workflow import GRAPH
from mediation.core import clock, files
from mediation.core.errors import Refused
from mediation.core.models import User


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
