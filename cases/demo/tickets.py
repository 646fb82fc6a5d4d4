"""The counter of the days in which a town is seeded: tickets, and what became of each.

By the same services as at work. Of the last days there are the visits that matters were registered
from; of today some that are done, one of every other outcome, one at the desk, and a queue.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from cases.demo.history import History
from cases.enums import OPEN, Priority, Source, VisitOutcome, Window
from cases.models import Case, Visit
from cases.services import visits
from cases.services.appointments import appoint
from cases.services.inquiries import answer_on_the_spot
from cases.services.window_matters import add_visit
from grids.enums import Role
from grids.selectors import people_with_role
from mediation.core import calendar, clock
from mediation.core.models import User

DAYS_BACK = 3
MINUTE = timedelta(minutes=1)
BEFORE_REGISTERING, BEFORE_BEING_CALLED = 15 * MINUTE, 11 * MINUTE
AT_THE_DOOR = (
    "邻居建房，屋檐水滴到她家后墙", "工钱没给", "锦绣苑停车位", "地界说不清", "彩礼怎么退",
    "楼上漏水", "借出去的钱要不回来", "噪声吵得睡不着",
)  # fmt: skip
SITS = {
    Window.MEDIATION: Role.WINDOW_CLERK,
    Window.PETITION: Role.PETITION_OFFICER,
    Window.LEGAL: Role.JUSTICE_OFFICER,
    Window.POLICY: Role.WINDOW_CLERK,
}


@dataclass(frozen=True, slots=True)
class Brought:
    """A matter that was registered at the window: when, its key, and the outcome of the visit."""

    at: datetime
    key: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Today:
    """One ticket of today, in minutes before now: taken, called, left (None: not yet)."""

    taken: int
    called: int | None
    left: int | None
    window: str
    outcome: str = ""
    priority: str = ""
    is_named: bool = True


TODAY = (
    Today(76, 72, 63, Window.POLICY, VisitOutcome.ANSWERED),
    Today(68, 61, 52, Window.LEGAL, VisitOutcome.ELSEWHERE),
    Today(60, 52, 40, Window.MEDIATION, VisitOutcome.ADDED),
    Today(55, None, 33, Window.PETITION, VisitOutcome.GONE),
    Today(49, 39, 31, Window.MEDIATION, VisitOutcome.APPOINTMENT),
    Today(20, 4, None, Window.MEDIATION),
    Today(12, None, None, Window.MEDIATION),
    Today(9, None, None, Window.PETITION),
    Today(7, None, None, Window.MEDIATION),
    Today(5, None, None, Window.LEGAL),
    Today(2, None, None, Window.MEDIATION, priority=Priority.ELDER, is_named=False),
)


class Tickets:
    def __init__(self, history: History, seed: int) -> None:
        self.history, self.centre = history, history.centre
        self.lot = random.Random(f"tickets {seed}")  # noqa: S311 - a demo's dice
        self.desks: dict[str, User] = {}
        for window, role in SITS.items():
            found = people_with_role(role, self.centre).first()
            if found is not None:
                self.desks[window] = found

    def hand_out(self, brought: Iterable[Brought]) -> int:
        """All of them, in the order of their days; `brought` are matters of the upper floors."""
        now = clock.now()
        matters = sorted([*self._cases(now), *brought], key=lambda one: one.at)
        for one in matters:
            self._came(one)
        for row in TODAY:
            self._of_today(row, now)
        return len(matters) + len(TODAY)

    def _cases(self, now: datetime) -> list[Brought]:
        found = Case.objects.filter(
            centre=self.centre,
            source=Source.VISIT,
            is_window_registered=True,
            registered_at__gte=now - timedelta(days=DAYS_BACK),
            registered_at__lt=clock.day_bounds(now.date())[0],
        )
        return [
            Brought(clock.local(at), f"case:{pk}", VisitOutcome.CASE)
            for at, pk in found.order_by("registered_at").values_list("registered_at", "pk")
        ]

    def _came(self, one: Brought) -> None:
        """The visit from which a matter was registered, up to the minute of its registration."""
        is_petition = one.outcome == VisitOutcome.PETITION
        window = Window.PETITION if is_petition else Window.MEDIATION
        user = self.desks.get(window)
        if user is None:
            return
        with clock.standing_at(one.at - BEFORE_REGISTERING):
            visit = self._take(user, window)
        with clock.standing_at(one.at - BEFORE_BEING_CALLED):
            visit = visits.call(user, visit)
        with clock.standing_at(one.at):
            visits.finish(visit, user, one.outcome, matter_key=one.key)

    def _take(self, user: User, window: str, row: Today | None = None) -> Visit:
        is_named = row is None or row.is_named
        return visits.take_ticket(
            user,
            window=window,
            form_key=UUID(int=self.lot.getrandbits(128)),
            said=self.lot.choice(AT_THE_DOOR) if is_named else "",
            name_to_call=self.history.name() if is_named else "",
            division=self.lot.choice(self.history.villages) if is_named else None,
            priority=row.priority if row else "",
        )

    def _of_today(self, row: Today, now: datetime) -> None:
        user = self.desks.get(row.window)
        if user is None:
            return
        midnight, _ = clock.day_bounds(now.date())

        def ago(minutes: int) -> datetime:
            """So long ago, but today: a town may be seeded a little after midnight."""
            return max(now - minutes * MINUTE, midnight)

        with clock.standing_at(ago(row.taken)):
            visit = self._take(user, row.window, row)
        if row.called is not None:
            with clock.standing_at(ago(row.called)):
                visit = visits.call(user, visit)
        if row.left is not None:
            with clock.standing_at(ago(row.left)):
                self._end(visit, user, row.outcome)

    def _end(self, visit: Visit, user: User, outcome: str) -> None:
        if outcome == VisitOutcome.ANSWERED:
            answer_on_the_spot(
                user,
                window=visit.window,
                form_key=UUID(int=self.lot.getrandbits(128)),
                asked="老房子裂了缝，改造有没有补助",
                answer="符合条件的可以申请危房改造补助：先向村（社区）提出，由村里评议、镇里审核、区里批准。",
                law="农村危房改造有关规定",
                visit=visit,
            )
        elif outcome == VisitOutcome.ELSEWHERE:
            words = "已经有生效的判决，对方不履行，要由法院执行"
            visits.finish(visit, user, outcome, where_to="区人民法院立案庭", words=words)
        elif outcome == VisitOutcome.APPOINTMENT:
            appoint(visit, user, on=self._next_workday(), window=visit.window, why="等对方一起来")
        elif outcome == VisitOutcome.ADDED and (case := self._open_case()):
            add_visit(user, visit, f"case:{case.pk}", "对方又堵了路，想请村里快一点")
        else:
            visits.finish(visit, user, VisitOutcome.GONE)

    def _open_case(self) -> Case | None:
        found = Case.objects.filter(centre=self.centre, status__in=OPEN, is_window_registered=True)
        return found.order_by("-registered_at", "-pk").first()

    def _next_workday(self) -> date:
        return calendar.load().add_workdays(clock.today(), 1)
