"""半月报表 on `/` (settings.TODAY_BLOCKS): what waits for the village, for 平安办, for the leader."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import BigIntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from mediation.core import clock
from mediation.core.models import User
from reporting.access import desk
from reporting.enums import State
from reporting.models import HalfMonth, HalfMonthStep, VillageReturn
from reporting.selectors.returns import owing

SHOWN = 20
SOON = timedelta(days=4)  # a return is no work of today while most of its days are still to come


@dataclass(frozen=True, slots=True)
class Waiting:
    """A return of the reader's village, or a half-month that waits for his step."""

    half_month: HalfMonth
    asked: VillageReturn | None = None

    @property
    def is_late(self) -> bool:
        """Its day is over; a return that came and was sent back is not late."""
        has_come = self.asked is not None and self.asked.first_filed_on is not None
        return self.half_month.cut_off < clock.today() and not has_come


@dataclass(frozen=True, slots=True)
class Block:
    """One section of `/`; `template` prints its `rows`, at most SHOWN. `summary` may head the page."""

    key: str
    title: str
    hint: str
    template: str
    rows: list[Waiting]
    has_more: bool
    summary: str


def blocks(user: User) -> list[Block]:
    """Returns to confirm, and half-months to submit, approve or lock; nobody has a block of nothing."""
    today = clock.today()
    rows = [
        Waiting(each.half_month, each)
        for each in owing(user)
        if each.due_on <= today + SOON or each.state == "sent_back"
    ]
    own = desk(user)
    if own.kept or own.approved:
        last = HalfMonthStep.objects.filter(half_month=OuterRef("pk")).order_by("-seq")
        is_own = Q(last_by=user.pk) | Q(last_for=user.pk)  # another leader approves it
        mine = Q(centre__in=own.approved, state=State.SUBMITTED) & ~is_own
        mine |= Q(centre__in=own.kept, state=State.APPROVED)
        mine |= Q(centre__in=own.kept, state=State.OPEN, cut_off__lte=today)
        found = HalfMonth.objects.annotate(
            last_by=Coalesce(Subquery(last.values("by")[:1], BigIntegerField()), 0),
            last_for=Coalesce(Subquery(last.values("on_behalf_of")[:1], BigIntegerField()), 0),
        )
        rows += [Waiting(each) for each in found.filter(mine).order_by("cut_off")]
    if not rows:
        return []
    late = sum(row.is_late and row.asked is not None for row in rows)
    return [
        Block(
            key="returns",
            title="半月报",
            hint="没有的也要确认一次（零报告）" if own.written else "",
            template="reporting/returns/today.html",
            rows=rows[:SHOWN],
            has_more=len(rows) > SHOWN,
            summary=f"{late} 份半月报表过期没有报" if late else "",
        )
    ]
