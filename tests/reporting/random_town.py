"""A town in which people do this and that for some weeks, by way of the cases' own door."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cases import services
from cases.models import Case
from cases.services.ownership import list_case
from mediation.core.errors import Refused
from mediation.core.models import User
from tests.cases.factories import fields_for, registration, some_text
from tests.factories import V1, V2, Town

ENDINGS = ("decline", "refer", "withdraw", "terminate", "transfer")
SOURCES = ("visit", "grid", "hotline", "court")
OPEN = ("registered", "mediating")
# How often of a hundred acts; what is not named is a registration.
WEIGHTS = {
    "register": 30,
    "accept": 22,
    "settle": 14,
    "end": 8,
    "reopen": 8,
    "amend": 9,
    "reassess": 6,
    "merge": 3,
}


@dataclass
class RandomTown:
    """`lot` decides everything but words and names; its seed is told where a test fails."""

    town: Town
    at: Callable[[str], Any]
    lot: random.Random
    apart: dict[str, Case] = field(default_factory=dict)

    def live(self, first: date, last: date, acts: int) -> None:
        """So many acts, spread over the days in order."""
        days = sorted(self.lot.randrange((last - first).days + 1) for _ in range(acts))
        for shift in days:
            today = first + timedelta(days=shift)
            self.at(f"{today} 12:00")
            verb = self.lot.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            try:
                getattr(self, verb)(today)
            except Refused:  # it was not the hour for this one
                continue

    def register(self, today: date) -> None:
        words = registration(
            division=self.lot.choice([V1, V2]),
            category=self.lot.choice(["02", "07", "13"]),
            source=self.lot.choice(SOURCES),
            risk=self.lot.choice(["blue", "yellow", "orange", "red"]),
            people_count=self.lot.choice([1, 3, 60, 120]),
            received_on=today - timedelta(days=self.lot.randrange(4)),
        )
        services.register(self.town.user("window"), **words)

    def accept(self, today: date) -> None:
        self._move("accept", today, status="registered")

    def settle(self, today: date) -> None:
        self._move("settle", today, status="mediating")

    def end(self, today: date) -> None:
        self._move(self.lot.choice(ENDINGS), today, status__in=OPEN)

    def reopen(self, today: date) -> None:
        self._move("reopen", today, outcome__isnull=False)

    def amend(self, today: date) -> None:
        new = {"division": self.lot.choice([V1, V2]), "category": self.lot.choice(["02", "07"])}
        self._move("amend", today, {**new, "reason": some_text()}, status__in=OPEN)

    def reassess(self, today: date) -> None:
        risk = self.lot.choice(["blue", "yellow", "orange", "red"])
        self._move("reassess", today, {"risk": risk, "reason": some_text()}, status__in=OPEN)

    def merge(self, today: date) -> None:
        into = self.pick(status__in=OPEN)
        if into is not None:
            data = {"into": into.pk, "reason": some_text()}
            self._move("merge", today, data, status__in=OPEN)

    def pick(self, **wanted: Any) -> Case | None:
        mine = [case.pk for case in self.apart.values()]
        found = list(Case.objects.filter(**wanted).exclude(pk__in=mine).order_by("pk"))
        return self.lot.choice(found) if found else None

    # --- one of each: what chance seldom does, so that every figure counts something

    def begin(self, day: date) -> None:
        """Cases that nobody touches by chance, open or settled in the first half-month."""
        self.at(f"{day} 12:00")
        for name in ("visited", "relapsed", "carried", "moved", "merged"):
            self._apart(name, "blue", 1)
            self._do(name, "accept")
        self.at(f"{day + timedelta(days=7)} 12:00")
        for name in ("visited", "relapsed"):
            self._do(name, "settle")

    def finish(self, day: date) -> None:
        self.at(f"{day} 18:00")
        self._do("visited", "follow_up", performed="done")
        self._do("relapsed", "reopen")
        self._do("carried", "settle")
        self._do("moved", "amend", division=V2, reason=some_text())
        for name, risk, people in (
            ("listed", "red", 600),
            ("paid", "red", 120),
            ("confirmed", "orange", 60),
            ("referred", "yellow", 3),
            ("terminated", "blue", 1),
            ("orange", "orange", 1),
            ("yellow", "yellow", 1),
        ):
            self._apart(name, risk, people)
            self._do(name, "accept")
        for verb in ("decline", "withdraw", "transfer"):
            self._apart(verb, "blue", 1)
            self._do(verb, verb)
        list_case(self.apart["listed"], self.town.user("peace"), reason=some_text(), due_on=day)
        self._do("merged", "merge", into=self.apart["orange"].pk, reason=some_text())
        self._do("paid", "settle", amount="1200.50")
        self._do("confirmed", "settle", form="written")
        for step in ("applied", "accepted", "ruled"):
            self._do("confirmed", "confirm", step=step)
        self._do("referred", "refer")
        self._do("referred", "follow_up", court_result="accepted")
        self._do("terminated", "terminate")

    def _apart(self, name: str, risk: str, people: int) -> None:
        words = registration(division=V1, category="10", risk=risk, people_count=people)
        self.apart[name] = services.register(self.town.user("window"), **words).case

    def _do(self, name: str, verb: str, **data: Any) -> None:
        case = Case.objects.get(pk=self.apart[name].pk)
        words = {} if verb in {"merge", "amend"} else fields_for(verb, case)
        services.move(case, verb, self.actor(case, verb), **(words | data))

    def _move(
        self, verb: str, today: date, data: dict[str, Any] | None = None, **wanted: Any
    ) -> None:
        case = self.pick(**wanted)
        if case is None:
            return
        on = max(case.last_act_on, today - timedelta(days=self.lot.randrange(4)))
        words = fields_for(verb, case) if data is None else data
        services.move(case, verb, self.actor(case, verb), on=on, **words)

    def actor(self, case: Case, verb: str) -> User:
        if verb in {"merge", "transfer", "reopen"}:
            return self.town.user("peace")
        if verb in {"refer", "withdraw", "follow_up"}:
            return self.town.user("window")
        if case.unit.division is None:
            return self.town.user("mediator")
        return self.town.user("village" if case.unit.division.code == V1 else "village2")
