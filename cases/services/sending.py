"""Sent elsewhere: where, why, and told to the unit when it sits in the same house (转接)."""

from django.db import transaction

from cases.enums import VisitOutcome
from cases.models import Visit
from cases.services import visits
from grids.enums import GuideWay
from grids.models import Department, GuidePlace
from grids.selectors import heads_of
from mediation.core import notices
from mediation.core.models import User

KIND = "handover"


@transaction.atomic
def send_elsewhere(
    visit: Visit,
    user: User,
    *,
    way: str,
    why: str,
    place: GuidePlace | None = None,
    where_to: str = "",
    version: int | None = None,
) -> Visit:
    """End a visit with where its person goes; a resident unit of the centre is told that he comes.

    `place` is one of the town's for the way; `where_to` any other one in words.
    Raises `Refused`: as `visits.finish` does.
    """
    name = place.name if place is not None else where_to
    done = visits.finish(
        visit, user, VisitOutcome.ELSEWHERE, where_to=name, words=why, version=version
    )
    if place is not None and place.unit is not None:
        _tell(done, place.unit, GuideWay(way).label)
    return done


def _tell(visit: Visit, unit: Department, way: str) -> None:
    """Ticket and way, no word of what it is about: that stands on the sheet he brings."""
    notices.notify_many(
        notices.Row(
            user_id=head.pk,
            kind=KIND,
            subject=f"visit:{visit.pk}",
            matter_key=f"visit:{visit.pk}",
            url="/",
            text=f"窗口转接：{visit.label} 的来访人请到您单位办{way}，事由写在转接单上",
        )
        for head in heads_of(unit)
        if head.pk != visit.served_by_id
    )
