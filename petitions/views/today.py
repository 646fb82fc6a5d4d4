"""What petitions add to the page `/` (settings.TODAY_BLOCKS)."""

from mediation.core.models import User
from petitions import services
from petitions.selectors import today


def blocks(user: User) -> list[today.Block]:
    return today.blocks(user, services.may_sign)
