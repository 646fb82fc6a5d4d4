"""Files added to a case. They change nothing else, so they have no verb; their rows say by whom."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from cases import access
from cases.enums import Verb
from cases.models import Attachment, Case
from cases.services.door import lock
from cases.workflow import GRAPH
from mediation.core import clock, files
from mediation.core.errors import Refused
from mediation.core.models import User


@transaction.atomic
def attach(
    case: Case, actor: User, upload: "UploadedFile[Any]", *, is_record: bool = False
) -> Attachment:
    """Keep an upload with the case; whoever may write a note may add a file.

    Raises `Refused`: not_yours · invalid_file · needs_file.
    """
    case = lock(case)
    GRAPH.check_open(case, Verb.NOTE, access.relations(actor, case))
    if access.is_guided_by(actor, case):
        raise Refused("not_yours", "指导员可以看和提建议，材料由承办人来存。", who="承办人")
    stored = files.store(upload)
    return Attachment.objects.create(
        centre=case.centre,
        case=case,
        stage=case.stages.order_by("-seq").first(),
        is_record=is_record,
        uploaded_by=actor,
        uploaded_at=clock.now(),
        **stored._asdict(),
    )
