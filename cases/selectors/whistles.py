"""One whistle, for a reader of the case's file."""

from django.http import Http404

from cases import access
from cases.enums import DirectionKind
from cases.models import Direction
from cases.selectors.matters import get_visible
from mediation.core.models import User


def whistle_in_sight(user: User, pk: int, direction_pk: int) -> Direction:
    """Raises Http404 below file level, and for anything that is no whistle of the case."""
    case = get_visible(user, pk)
    found = case.directions.filter(pk=direction_pk, kind=DirectionKind.WHISTLE).first()
    if access.level_of(user, case) < access.FILE or found is None:
        raise Http404
    return found
