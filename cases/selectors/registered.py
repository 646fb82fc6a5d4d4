"""我今天登记的: the matters that one clerk registered today, of whatever kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases import access
from cases.models import Case
from cases.selectors.inquiries import visible_inquiries
from cases.selectors.loose_ends import LEFT_STAGES
from cases.selectors.matters import for_lists
from cases.selectors.rows import level_of, people_of, title_of
from cases.selectors.waiting import waited
from mediation.core import calendar, clock
from mediation.core.models import User

SHOWN = 20
PRINTED, NOT_PRINTED, NO_RECEIPT = "printed", "not_printed", ""


@dataclass(frozen=True, slots=True)
class Registered:
    """One line; `page` and `receipt_page` are names of addresses that take `pk`.

    `receipt`: printed · not_printed · "" where none is given.
    """

    pk: int
    page: str
    number: str
    title: str
    people: str
    at: datetime
    risk: str
    where: str
    unsigned: str = ""  # how long nobody has signed for it: 37 分
    receipt: str = NO_RECEIPT
    receipt_page: str = ""


def registered_today(user: User) -> Sequence[Registered]:
    """His cases of today, the newest first, at most SHOWN; five queries."""
    start, _ = clock.day_bounds(clock.today())
    cases = (
        for_lists(access.visible_to(user))
        .prefetch_related(LEFT_STAGES)
        .filter(registered_by=user, registered_at__gte=start)
        .order_by("-registered_at", "-pk")[:SHOWN]
    )
    days = calendar.load()
    return [_line(case, days) for case in cases]


def _line(case: Case, days: calendar.Calendar) -> Registered:
    stage = next((one for one in case.stages.all() if one.left_at is None), None)
    is_waiting = stage is not None and stage.signed_at is None
    return Registered(
        pk=case.pk,
        page="cases:detail",
        number=case.aloud,
        title=title_of(case, is_file=level_of(case) >= access.FILE),
        people=people_of(case),
        at=case.registered_at,
        risk=case.risk,
        where=case.unit.short_name,
        unsigned=waited(stage.entered_at, days) if stage is not None and is_waiting else "",
        receipt=PRINTED if case.receipt_printed_at else NOT_PRINTED,
        receipt_page="cases:receipt",
    )


def answered_today(user: User) -> Sequence[Registered]:
    """The questions he answered on the spot today, at most SHOWN; one query."""
    found = (
        visible_inquiries(user)
        .filter(answered_by=user, on=clock.today())
        .order_by("-answered_at", "-pk")[:SHOWN]
    )
    return [
        Registered(
            pk=one.pk,
            page="cases:inquiry",
            number=one.number,
            title=f"咨询：{one.topic.name if one.topic else '没有归类'}",
            people="",
            at=one.answered_at,
            risk="",
            where="当场说清",
        )
        for one in found
    ]
