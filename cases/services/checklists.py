"""五重新, 五清楚: ticking the town's own items in one case (domain.md §7 row 26)."""

from django.db import transaction

from cases import access
from cases.enums import Verb
from cases.models import Case, ChecklistTick
from cases.services.door import lock
from cases.workflow import GRAPH
from grids.enums import CASE_CHECKLISTS
from grids.models import ChecklistItem
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User


@transaction.atomic
def tick(case: Case, actor: User, item: int, *, is_done: bool = True) -> ChecklistTick | None:
    """Tick an item, or take the tick back; the row says who and when. Whoever may note may tick.

    Saying twice what stands changes nothing. Raises `Refused`: not_yours · invalid_choice.
    """
    case = lock(case)
    GRAPH.check_open(case, Verb.NOTE, access.relations(actor, case))
    found = ChecklistItem.objects.filter(
        pk=item, centre=case.centre, checklist__in=CASE_CHECKLISTS, is_active=True
    ).first()
    if found is None:
        raise Refused("invalid_choice", "清单里没有这一条，请刷新页面。", field="item")
    standing = case.ticks.filter(item=found, undone_at__isnull=True).first()
    if is_done and standing is None:
        return ChecklistTick.objects.create(
            centre=case.centre, case=case, item=found, by=actor, at=clock.now()
        )
    if not is_done and standing is not None:
        standing.undone_at, standing.undone_by = clock.now(), actor
        standing.save(update_fields=["undone_at", "undone_by"])
        return None
    return standing
