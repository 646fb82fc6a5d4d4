"""Whom a step of a clock is told to (rules.md §5, §10)."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from django.db.models import QuerySet

from cases.enums import Clock, Tier, tier_above
from cases.models import Case, Deadline, Stage
from grids.enums import Role
from grids.models import Department, Division
from grids.selectors import (
    deputies_on,
    handling_people,
    heads_of,
    people_with_role,
    receiver,
    stationed_leader,
)
from mediation.core.deadlines.reminders import ON_THE_DAY, OVER_LONG
from mediation.core.errors import Refused
from mediation.core.models import User

# Kinds of notices beside the steps of a clock themselves.
RUNG_BELOW_OVER = "rung_below_over"
SUGGEST_ESCALATION = "suggest_escalation"
UNSIGNED = "unsigned"
PAUSE_EXPECTED = "pause_expected"

People = frozenset[int]
NOBODY: People = frozenset()


class House:
    """The people of the units on one day, each unit looked up once however much it has to do."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.deputies = {user: _ids(people) for user, people in deputies_on(day).items()}
        self.away = frozenset(User.objects.filter(is_active=False).values_list("pk", flat=True))
        self.handling = cache(self._handling)
        self.heads = cache(self._heads)
        self.with_role = cache(self._with_role)

    def desk(self, unit: Department) -> People:
        """The handling people of a unit; a unit that handles no cases has its heads."""
        return self.handling(unit) or self.heads(unit)

    def peace(self, centre: Division) -> People:
        return self.with_role(Role.PEACE_OFFICER, centre)

    def director(self, centre: Division) -> People:
        return self.with_role(Role.DIRECTOR, centre)

    def at_work(self, user: User) -> People:
        """He himself and who stands for him; as long as his account is closed, only those."""
        himself = NOBODY if user.pk in self.away else frozenset([user.pk])
        return himself | self.deputies.get(user.pk, NOBODY)

    def _handling(self, unit: Department) -> People:
        return self._and_deputies(handling_people(unit, self.day))

    def _heads(self, unit: Department) -> People:
        return self._and_deputies(heads_of(unit, self.day))

    def _with_role(self, role: str, centre: Division) -> People:
        return self._and_deputies(people_with_role(role, centre, self.day))

    def _and_deputies(self, users: QuerySet[User]) -> People:
        named = _ids(users)
        return named.union(*(self.deputies.get(one, NOBODY) for one in named))


class Addressees(House):
    """Who is to be told of a case on one day."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self._stationed: dict[int, People] = {}
        self._above: dict[tuple[object, ...], People] = {}

    def of_step(self, deadline: Deadline, step: str) -> Iterator[tuple[str, People]]:
        """(kind of notice, ids of people) for a step of `mediation.core.deadlines`."""
        case = deadline.case
        if step == OVER_LONG:
            if deadline.clock == Clock.RUNG:
                yield RUNG_BELOW_OVER, self.above(case)
                yield SUGGEST_ESCALATION, self.peace(case.centre)
            return
        officers, heads = self._responsible(deadline)
        if step.startswith("before"):
            yield step, officers
        elif step == ON_THE_DAY:
            yield step, officers | heads
        elif deadline.clock == Clock.WHISTLE:  # rules.md §2 row 23: over by a day, L and 平安办
            yield step, officers | heads | self.leader(case) | self.peace(case.centre)
        elif case.tier == Tier.LEADER and deadline.direction is None:
            yield step, self.owner(case) | self.director(case.centre)
        else:
            yield step, officers | heads | self.peace(case.centre)

    def of_unsigned(self, stage: Stage) -> People:
        """The head of the unit that has not signed, and 平安办."""
        return self.heads(stage.unit) | self.peace(stage.centre)

    def of_pause(self, case: Case) -> People:
        """Who may let the clocks run again: the officer and the head."""
        return self.officer(case) | self.heads(case.unit)

    def officer(self, case: Case) -> People:
        """The officer or who stands for him; none named: whoever may take the case up."""
        if case.officer is not None:
            return self.at_work(case.officer) or self.desk(case.unit)
        if case.tier == Tier.LEADER:
            return self.owner(case)
        return self.desk(case.unit) or self.peace(case.centre)

    def owner(self, case: Case) -> People:
        """The owner leader; as long as none is named, 平安办 has the case (待定包案领导)."""
        leader = case.owner or case.officer
        return (self.at_work(leader) if leader else NOBODY) or self.peace(case.centre)

    def leader(self, case: Case) -> People:
        """Whose case it is: its owner, else the leader stationed in its village that day."""
        if case.owner is not None:
            return self.at_work(case.owner)
        if case.division_id not in self._stationed:
            found = stationed_leader(case.division, self.day)
            self._stationed[case.division_id] = self.at_work(found) if found else NOBODY
        return self._stationed[case.division_id]

    def above(self, case: Case) -> People:
        """Who would receive the case on the next rung."""
        key = (
            case.tier,
            case.centre_id,
            case.division_id,
            case.category_id,
            case.subtype_id,
            case.lead_department_id,
            case.owner_id,
        )
        if key not in self._above:
            self._above[key] = self._receiver_above(case)
        return self._above[key]

    def _responsible(self, deadline: Deadline) -> tuple[People, People]:
        """Officer and heads: of the case's unit, or of whom a direction is addressed to."""
        case, direction = deadline.case, deadline.direction
        if direction is None:
            return self.officer(case), self.heads(case.unit)
        unit = direction.to_unit or case.unit
        named = self.at_work(direction.to_user) if direction.to_user else NOBODY
        return named or self.desk(unit), self.heads(unit)

    def _receiver_above(self, case: Case) -> People:
        try:
            found = receiver(tier_above(case.tier), case, self.day)
        except Refused:  # a town without a centre; its 平安办 is told all the same
            return NOBODY
        if found.officer is not None:
            return self.at_work(found.officer)
        return NOBODY if found.note else self.desk(found.unit)


def _ids(users: QuerySet[User] | Iterable[User]) -> People:
    return frozenset(user.pk for user in users)
