"""A town's own Word templates: checked when they come in, one active per paper."""

import hashlib

from django.db import transaction

from cases.models import PaperTemplate
from cases.papers.checking import check_template
from grids.models import Division
from mediation.core import clock
from mediation.core.models import User


@transaction.atomic
def put_template(centre: Division, kind: str, file: bytes, name: str, actor: User) -> PaperTemplate:
    """Use this file for the papers of the kind from now on; what was issued stays as it was.

    Raises Refused: invalid_file · invalid_template.
    """
    check_template(kind, file)
    PaperTemplate.objects.filter(centre=centre, kind=kind, is_active=True).update(is_active=False)
    return PaperTemplate.objects.create(
        centre=centre,
        kind=kind,
        file=file,
        name=name.replace("\\", "/").rsplit("/", 1)[-1][-200:],
        sha256=hashlib.sha256(file).hexdigest(),
        uploaded_by=actor,
        uploaded_at=clock.now(),
    )
