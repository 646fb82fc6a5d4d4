"""Living through the history of a town: registrations and moves on the days they happened.

Everything goes through `services.register` and `services.move` at a moved clock, so that numbers,
clocks, events and figures are what real work would have left.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_default_timezone

from cases import access
from cases.demo import stories
from cases.enums import ExtendClock, PartyRole, Route, RouteReason, Source, Verb
from cases.models import Case
from cases.services import move, register
from grids.enums import DepartmentKind, Role
from grids.enums.sweeps import RoundKind
from grids.models import Department, Division, SweepRound
from grids.selectors import (
    handling_people,
    heads_of,
    people_with_role,
    stationed_leader,
    villages,
)
from mediation.core import calendar, clock
from mediation.core.models import User

SOURCES = (
    (Source.VISIT, 40), (Source.GRID, 18), (Source.SWEEP, 12), (Source.PHONE, 8),
    (Source.HOTLINE, 8), (Source.POLICE, 5), (Source.RECEPTION, 3), (Source.LETTER, 3),
    (Source.DEPARTMENT, 3),
)  # fmt: skip
RISKS = (("blue", 30), ("yellow", 52), ("orange", 14), ("red", 4))
# Where a case's life leads, and how often: most are settled in the village.
ENDINGS = (
    ("village_oral", 34), ("village_written", 20), ("street_written", 12), ("street_oral", 6),
    ("leader_handled", 3), ("court", 4), ("party_court", 3), ("withdrawn", 4), ("declined", 3),
    ("terminated", 4), ("open", 7),
)  # fmt: skip
DAYS_BACK = 330
# The youngest cases take these lives in turn, so that every desk has something waiting.
YOUNG = (
    "decline_prepared", "instructed", "open", "extend_prepared", "urged", "open", "village_oral",
)  # fmt: skip
YOUNG_DAYS = 14
PREPARED = frozenset({"decline_prepared", "extend_prepared"})
PROMISED_DAYS = 10
OPEN_AT_MOST = 45  # days; what lies longer would look like neglect, not like a town


def chosen(lot: random.Random, table: Sequence[tuple[str, int]]) -> str:
    return lot.choices([one for one, _ in table], [weight for _, weight in table])[0]


@dataclass
class Step:
    """One move to be made on a day, by whoever is in charge then."""

    day: date
    walk: "Walk"
    verb: str
    is_prepared: bool  # by a member of the unit, for its head to sign
    data: dict[str, Any] = field(default_factory=dict)


class History:
    """A seeded lot and the people of one centre; `live()` yields after each case is begun."""

    def __init__(self, centre: Division, seed: int) -> None:
        self.lot = random.Random(seed)  # noqa: S311 - a demo's dice
        self.centre = centre
        self.villages = list(villages(centre))
        self.clerk = people_with_role(Role.WINDOW_CLERK, centre).first()
        self.peace = people_with_role(Role.PEACE_OFFICER, centre).first()
        self.calendar = calendar.load()
        self.until = clock.today()
        self.young = 0
        self.people: dict[int, User] = {}
        self.heads: dict[int, User] = {}
        self.members: dict[int, User] = {}
        self.leaders: dict[int, User] = {}
        self.standings: dict[int, access.Standing] = {}

    def live(
        self, count: int, until: date, told: Callable[[int], None], days_back: int = DAYS_BACK
    ) -> int:
        """Register `count` cases spread over the past eleven months and work on them.

        Days run forward, so numbers and bookings come in the order of real work.
        """
        days = sorted(
            until - timedelta(days=int(days_back * self.lot.betavariate(1.0, 1.3)))
            for _ in range(count)
        )
        self.until = until
        waiting: list[Step] = []
        made = 0
        day = days[0] if days else until
        while day <= until:
            due = [step for step in waiting if step.day <= day]
            waiting = [step for step in waiting if step.day > day]
            with clock.standing_at(self.moment(day, 9)):
                for step in due:
                    self.take(step)
            while made < count and days[made] <= day:
                plan = self.plan(day)
                with clock.standing_at(self.moment(day, 10 + made % 7)):
                    case = self.begin(day, plan)
                waiting += [step for step in self.life(case, day, plan) if step.day <= until]
                made += 1
                told(made)
            day += timedelta(days=1)
        return made

    def moment(self, day: date, hour: int) -> datetime:
        at = time(hour, self.lot.randrange(60))
        return datetime.combine(day, at, get_default_timezone())

    def plan(self, day: date) -> str:
        """Where the life of a case that begins on this day will lead."""
        if (self.until - day).days <= YOUNG_DAYS:
            self.young += 1
            return YOUNG[(self.young - 1) % len(YOUNG)]
        plan = chosen(self.lot, ENDINGS)
        is_old = (self.until - day).days > OPEN_AT_MOST
        return "village_oral" if plan == "open" and is_old else plan

    def begin(self, day: date, plan: str) -> Case:
        story = self.lot.choice(stories.STORIES)
        place = self.lot.choice(self.villages)
        names = [self.name(), self.name()]
        risk = "red" if plan == "instructed" else chosen(self.lot, RISKS)
        street = {"route": Route.STREET, "route_reason": RouteReason.TWO_VILLAGES}
        group = self.lot.choice(stories.GROUPS)
        amount = round(self.lot.uniform(*story.amount), -2) if story.amount else None
        source = chosen(self.lot, SOURCES)
        done = register(
            self.at_work(self.clerk),
            centre=self.centre,
            source=source,
            sweep=self.sweep_on(day) if source == Source.SWEEP else None,
            category=story.category,
            subtype=story.subtype,
            narrative=story.told(self.lot, *names),
            demand=story.demand,
            division=place.code,
            place=f"{group}组",
            people_count=self.lot.choice([2, 2, 2, 3, 4, 6, 12]),
            amount=amount,
            risk=risk,
            risk_reason=self.lot.choice(stories.RISK_REASONS[risk]),
            received_on=day,
            **(street if plan in PREPARED else {}),
            parties=[
                {"role": "applicant", "name": names[0], "phone": self.phone(),
                 "address": f"{place.short_name}{group}组"},
                {"role": "respondent", "name": names[1], "address": f"{place.short_name}{group}组"},
            ],
        )  # fmt: skip
        return done.case

    def sweep_on(self, day: date) -> SweepRound | None:
        """The rolling round that a case of the day was found in, where the town has rounds."""
        held = SweepRound.objects.filter(centre=self.centre, kind=RoundKind.ROLLING)
        return held.filter(from_on__lte=day, to_on__gte=day).first()

    def name(self) -> str:
        return self.lot.choice(stories.SURNAMES) + self.lot.choice(stories.GIVEN)

    def phone(self) -> str:
        """A number of a shape that no carrier gives out: 1390000xxxx."""
        return f"1390000{self.lot.randrange(10_000):04d}"

    # --- a life, as steps on days ------------------------------------------------------------

    def life(self, case: Case, day: date, plan: str) -> list[Step]:
        """The steps of this case: each some days after the one before."""
        walk = Walk(self, case, day)
        if plan.startswith("decline"):
            return walk.add(1, Verb.DECLINE, is_prepared=plan in PREPARED, ground="being_handled",
                            reason="公安已经立案处理", where_to="李渡派出所").steps  # fmt: skip
        if plan == "open" and self.lot.random() < 0.4:
            return walk.steps
        walk.add(1, Verb.ACCEPT, consent=True)
        if plan == "withdrawn":
            return walk.add(3, Verb.WITHDRAW, by_party="all").steps
        if plan in {"instructed", "urged"}:
            return self.directed(walk, plan).steps
        if plan != "village_oral" or self.lot.random() < 0.5:  # the rest is settled on the spot
            self.mediate(walk)
        if plan == "extend_prepared":
            return walk.add(1, Verb.EXTEND, is_prepared=True, clock=ExtendClock.RUNG, days=5,
                            reason="一方外出，约好下周回来再谈").steps  # fmt: skip
        if plan == "party_court":
            walk.add(2, Verb.REFER, chosen_by="party", way="litigation")
            return self.after_court(walk)
        if plan == "terminated":
            return walk.add(3, Verb.TERMINATE, ground="refused", reason="一方不愿再谈").steps
        if plan.startswith(("street", "leader", "court")) or (
            plan == "open" and self.lot.random() < 0.4
        ):
            self.up(walk)
        if plan.startswith(("leader", "court")):
            self.up(walk)
        if plan == "court":
            walk.add(6, Verb.ESCALATE, ground="failed", reason="联合处理没有谈成",
                     summary=stories.SUMMARY)  # fmt: skip
            return self.after_court(walk)
        if plan == "leader_handled":
            return self.settle(walk, "handled")
        if plan == "open":
            stuck, next_step = self.lot.choice(stories.STUCK)
            return walk.add(2, Verb.NOTE, stuck=stuck, next_step=next_step).steps
        return self.settle(walk, "written" if plan.endswith("written") else "oral")

    def directed(self, walk: "Walk", plan: str) -> "Walk":
        """A leader's 批示 or 平安办's 督办, and mostly an answer to it."""
        if plan == "instructed":
            walk.add(1, Verb.INSTRUCT, due_in=5, text=self.lot.choice(stories.INSTRUCTIONS))
        else:
            walk.add(1, Verb.URGE, means="phone", text=self.lot.choice(stories.URGINGS))
        if (self.until - walk.day).days > YOUNG_DAYS or self.lot.random() < 0.5:
            walk.add(1, Verb.ANSWER, text=self.lot.choice(stories.ANSWERS))
        return walk

    def mediate(self, walk: "Walk") -> None:
        if (self.until - walk.day).days > YOUNG_DAYS and self.lot.random() < 0.08:
            self.directed(walk, self.lot.choice(["instructed", "urged"]))
        if self.lot.random() < 0.25:
            stuck, next_step = self.lot.choice(stories.STUCK)
            walk.add(1, Verb.NOTE, stuck=stuck, next_step=next_step)
        walk.add(2, Verb.RECORD, minutes=self.lot.choice(stories.MINUTES), outcome="again")

    def up(self, walk: "Walk") -> None:
        walk.add(3, Verb.ESCALATE, ground="failed", reason="双方分歧大，本级没有谈成",
                 summary=stories.SUMMARY)  # fmt: skip
        walk.add(1, Verb.SIGN_FOR)
        walk.add(3, Verb.RECORD, minutes=self.lot.choice(stories.MINUTES), outcome="again")

    def settle(self, walk: "Walk", form: str) -> list[Step]:
        names = [party.name for party in walk.case.parties.all()]
        terms = self.lot.choice(stories.TERMS).format(a=names[0], b=names[1])
        walk.add(2, Verb.SETTLE, form=form, terms=terms, signed=True)
        if form == "written":
            self.promised(walk)
        walk.add(24, Verb.FOLLOW_UP, how="phone", performed="done", satisfied="satisfied")
        if self.lot.random() < 0.06:
            walk.add(3, Verb.REOPEN, ground="relapse", reason="又为同一件事吵了起来")
            walk.add(1, Verb.ACCEPT, consent=True)
            return self.settle(walk, form)
        return walk.add(8, Verb.CLOSE).steps

    def promised(self, walk: "Walk") -> None:
        """A written agreement: handed to both sides, one thing to be done within ten days, done in
        time or a little late, and somebody asks about it afterwards."""
        debtor = next(p for p in walk.case.parties.all() if p.role == PartyRole.RESPONDENT)
        walk.steps[-1].data["obligations"] = [
            {
                "debtor": debtor.pk,
                "what": "按协议第一条做完",
                "due_on": walk.day + timedelta(days=PROMISED_DAYS),
            }
        ]
        walk.add(1, Verb.DELIVER, way="hand")
        walk.add(5, Verb.PERFORM, state="done")
        walk.add(3, Verb.FOLLOW_UP, how="phone", performed="done", satisfied="satisfied")

    def after_court(self, walk: "Walk") -> list[Step]:
        walk.add(1, Verb.DELIVER, way="hand")
        walk.add(22, Verb.FOLLOW_UP, how="phone", court_result="accepted")
        return walk.add(6, Verb.CLOSE).steps

    # --- taking a step ------------------------------------------------------------------------

    def take(self, step: Step) -> None:
        walk = step.walk
        actor = self.at_work(self.in_charge(walk.case, step))
        if step.verb == Verb.DELIVER:
            paper = walk.case.papers.latest("pk")
            step.data |= {"paper": paper.pk, "sent_on": step.day}
        elif step.verb == Verb.PERFORM:
            obligation = walk.case.obligations.get(agreement__is_undone=False)
            step.data["obligation"] = obligation.pk
        walk.case = move(walk.case, step.verb, actor, **step.data).case

    def at_work(self, user: User) -> User:
        """Posts of the demo town do not change in its year: what a person is is read once."""
        me = self.standings[user.pk] = self.standings.get(user.pk) or access.standing(user)
        user.__dict__["_standing"] = replace(me, on=clock.today())
        return user

    def in_charge(self, case: Case, step: Step) -> User:
        verb = step.verb
        if verb in {Verb.REOPEN, Verb.URGE}:
            return self.peace
        if verb == Verb.INSTRUCT:
            return self.leader_of(case.division)
        if step.is_prepared:
            return self.member(case.unit)
        if case.unit.kind == DepartmentKind.LEADERSHIP:
            return self.known(case.owner_id or case.officer_id)
        if verb in {Verb.DECLINE, Verb.CLOSE}:
            return self.head(case.unit)
        return self.known(case.officer_id) if case.officer_id else self.member(case.unit)

    def member(self, unit: Department) -> User:
        """An ordinary member of the unit where it has one, else its head."""
        if unit.pk not in self.members:
            people = list(handling_people(unit).values_list("pk", flat=True))
            head = self.head(unit).pk
            self.members[unit.pk] = self.known(next((pk for pk in people if pk != head), head))
        return self.members[unit.pk]

    def leader_of(self, village: Division) -> User:
        if village.pk not in self.leaders:
            self.leaders[village.pk] = self.known(stationed_leader(village).pk)
        return self.leaders[village.pk]

    def known(self, pk: int) -> User:
        """One object per person, so that what he is today is read once a day."""
        if pk not in self.people:
            self.people[pk] = User.objects.get(pk=pk)
        return self.people[pk]

    def head(self, unit: Department) -> User:
        if unit.pk not in self.heads:
            self.heads[unit.pk] = self.known(heads_of(unit).values_list("pk", flat=True)[0])
        return self.heads[unit.pk]


class Walk:
    """Steps one after the other, each on a working day some days after the last."""

    def __init__(self, history: History, case: Case, day: date) -> None:
        self.history, self.case, self.day = history, case, day
        self.steps: list[Step] = []

    def add(
        self, after: int, verb: str, *, is_prepared: bool = False, due_in: int = 0, **data: Any
    ) -> "Walk":
        spread = self.history.lot.randint(0, max(after, 1))
        later = self.day + timedelta(days=after + spread)
        self.day = self.history.calendar.workday_on_or_after(later)
        if due_in:
            data["due_on"] = self.day + timedelta(days=due_in)
        self.steps.append(Step(self.day, self, verb, is_prepared, data))
        return self
