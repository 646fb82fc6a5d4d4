"""Leads of the last days in a seeded town: by the same services as at work."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.timezone import get_default_timezone

from cases.services.from_lead import turn_into_case
from grids.enums import DepartmentKind, Level, Role
from grids.enums.leads import LeadKind, LeadOutcome
from grids.models import Division, GridPoint, Lead, Post
from grids.services import leads
from mediation.core import clock

# Where the invented points of the demo town's grids begin; about 300 m lie between two of them.
NORTH, EAST, STEP = Decimal("29.72000"), Decimal("107.21000"), Decimal("0.00300")


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen: how many days ago, and what became of it ("" still waits)."""

    days: int
    kind: str
    words: str
    becomes: str = ""
    answer: str = ""
    category: str = ""
    is_ongoing: bool = False


SEEN = (
    Seen(9, LeadKind.DISPUTE, "两家为晒坝怎么分吵起来，三轮车横在路口", "on_spot",
         "当场说好一家一天轮着晒，车已经挪开。", "02"),
    Seen(8, LeadKind.APPEAL, "村道边的路灯有三盏不亮，晚上走路看不见", "handled",
         "规建办换好了，今晚已经亮。"),
    Seen(6, LeadKind.DISPUTE, "楼上漏水泡坏楼下天花板，两家说不到一起", "case", "", "02", True),
    Seen(5, LeadKind.SUGGESTION, "建议把调解室的开放时间贴到小区门口", "handled",
         "已经贴到各小区公示栏。"),
    Seen(4, LeadKind.DISPUTE, "有人说合伙的账没算清，到现场看已经结清", "unfounded",
         "双方都说账已结清，不用再办。", "04"),
    Seen(2, LeadKind.DISPUTE, "屋檐水滴到邻居后墙，约了周末一起去看", "follow", "", "02"),
    Seen(1, LeadKind.DISPUTE, "建房占了一截过道，施工队停着没走", "", "", "02", True),
    Seen(1, LeadKind.APPEAL, "老人问高龄补贴怎么还没到账"),
)  # fmt: skip


class Leads:
    """Reports of a centre's grid workers and villages; the same seed makes the same ones."""

    def __init__(self, centre: Division, seed: int) -> None:
        self.centre = centre
        self.lot = random.Random(f"leads {seed}")  # noqa: S311 - a demo's dice

    def bring_in(self, until: date) -> int:
        """Report what was seen in the days up to `until`; returns how many."""
        self.place_points()
        workers = list(
            Post.objects.on(until)
            .filter(department__centre=self.centre, role=Role.GRID_WORKER)
            .select_related("user", "division")
            .order_by("pk")
        )
        for place, one in enumerate(SEEN if workers else ()):
            post = workers[place % len(workers)]
            self._live(one, post, until - timedelta(days=one.days - 1))
        return len(SEEN) if workers else 0

    def place_points(self) -> None:
        """Where the grids lie, as far as a demo may invent it."""
        grids = Division.objects.filter(level=Level.GRID, path__startswith=self.centre.path)
        GridPoint.objects.bulk_create(
            (
                GridPoint(
                    division=grid, latitude=NORTH + STEP * row, longitude=EAST + STEP * (row % 3)
                )
                for row, grid in enumerate(grids.order_by("code"))
            ),
            ignore_conflicts=True,
        )

    def _live(self, one: Seen, post: Post, day: date) -> None:
        at = datetime.combine(day, time(8, self.lot.randrange(60)), get_default_timezone())
        with clock.standing_at(at):
            lead = leads.report(
                post.user,
                form_key=UUID(int=self.lot.getrandbits(128), version=4),
                kind=one.kind,
                words=one.words,
                division=post.division or self.centre,
                category=one.category or None,
                is_ongoing=one.is_ongoing,
                found_at=at - timedelta(minutes=25),
                settled=one.answer if one.becomes == LeadOutcome.ON_SPOT else "",
            ).lead
        with clock.standing_at(at + timedelta(hours=3)):
            self._follow(one, lead)

    def _follow(self, one: Seen, lead: Lead) -> None:
        desk = (
            Post.objects.on(clock.today())
            .filter(department=lead.unit, role=Role.MEDIATOR, is_head=True)
            .filter(department__kind=DepartmentKind.COMMITTEE)
            .select_related("user")
            .first()
        )
        if desk is None:
            return
        if one.becomes == "follow":
            leads.follow(lead, desk.user)
        elif one.becomes in (LeadOutcome.HANDLED, LeadOutcome.UNFOUNDED):
            leads.answer(lead, desk.user, words=one.answer, outcome=one.becomes)
        elif one.becomes == LeadOutcome.CASE:
            turn_into_case(lead, desk.user)
