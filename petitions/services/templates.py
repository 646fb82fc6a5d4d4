"""A town's own Word templates of letters: checked when they come in, one active per letter."""

from django.db import transaction

from cases.services.templates import replace_template
from grids.models import Division
from mediation.core.models import User
from petitions.letters.checking import check_template
from petitions.models import LetterTemplate


@transaction.atomic
def put_template(
    centre: Division, kind: str, file: bytes, name: str, actor: User
) -> LetterTemplate:
    """Use this file for the letters of the kind from now on; what was issued stays as it was.

    Raises Refused: invalid_file · invalid_template.
    """
    check_template(kind, file)
    row: LetterTemplate = replace_template(LetterTemplate, centre, kind, file, name, actor)
    return row
