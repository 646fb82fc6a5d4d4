"""What the one who whistled thinks of the answer he got (seed 002: 承接、报到、办结、评价)."""

from django.db import transaction

from cases import enums
from cases.access import standing
from cases.models import Direction
from cases.services.door import lock
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User


@transaction.atomic
def rate_answer(direction: Direction, user: User, rating: str) -> Direction:
    """One word on an answered whistle, by who whistled; once, and no reason is asked.

    Raises Refused: not_answered · not_yours · rated_already · invalid_choice.
    """
    lock(direction.case)
    direction = Direction.objects.get(pk=direction.pk)
    if direction.by_id not in standing(user).users:
        raise Refused("not_yours", "回话要由吹哨的人来评价。", instead="可以告诉他。")
    if direction.kind != enums.DirectionKind.WHISTLE or direction.answered_at is None:
        raise Refused("not_answered", "对方还没有回话，等回了话再评价。")
    if direction.rating:
        raise Refused("rated_already", "已经评价过了。")
    if rating not in enums.Satisfaction.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="rating")
    direction.rating, direction.rated_at, direction.rated_by = rating, clock.now(), user
    direction.save(update_fields=["rating", "rated_at", "rated_by"])
    return direction
