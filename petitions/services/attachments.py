"""Files added to a petition. They change nothing else; their rows say by whom."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from mediation.core import clock, files
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access
from petitions.enums import Relation as R
from petitions.models import Attachment, Petition
from petitions.services.door import lock

# Whoever works on it, in any status: a receipt or an opinion of another body may come late.
ADDERS = frozenset({R.OFFICER, R.HEAD, R.UNIT, R.OWNER, R.PEACE})


def may_attach(user: User, petition: Petition) -> bool:
    return not petition.is_sealed and not access.relations(user, petition).isdisjoint(ADDERS)


@transaction.atomic
def attach(petition: Petition, actor: User, upload: "UploadedFile[Any]") -> Attachment:
    """Keep an upload with the petition. Raises Refused: not_yours · sealed · invalid_file · needs_file."""
    petition = lock(petition)
    if petition.is_sealed:
        raise Refused("sealed", "检举控告的材料随密件保管，不存进系统。")
    if not may_attach(actor, petition):
        raise Refused("not_yours", "材料由承办的人来存。", who="信访接待员或承办单位")
    stored = files.store(upload)
    return Attachment.objects.create(
        centre=petition.centre,
        petition=petition,
        uploaded_by=actor,
        uploaded_at=clock.now(),
        **stored._asdict(),
    )
