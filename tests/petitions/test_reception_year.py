"""The table of seed 004 (domain.md §7 row 193): 631 petitions of five days, made by services."""

import random
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from typing import Any

import pytest

from mediation.core.models import User
from petitions.models import Petition
from petitions.selectors.receptions import behind, table_of
from petitions.services import receptions
from tests.factories import Town
from tests.petitions.factories import Office
from tests.petitions.pages import desk
from tests.petitions.tables import answered, arranged, concluded, given_away, visit

# Committed as it goes: one transaction would keep every dead row of some hundred thousand writes.
pytestmark = pytest.mark.django_db(transaction=True)


class Shift(Town):
    """The same people at the table all day: each is read once, with his posts."""

    @cached_property
    def people(self) -> dict[str, User]:
        return {}

    def user(self, account: str) -> User:
        if account not in self.people:
            self.people[account] = super().user(account)
        return self.people[account]


def test_the_table_of_seed_004(office: Office, at: Callable[[str], Any]) -> None:
    """5 期, 631 accepted, 123 answered there, 508 given to units, 498 concluded: 办结率 98.03 % and
    受理办结率 98.42 % by their own names; one more concluded gives 98.23 and 98.57."""
    at("2026-08-03 09:00")
    office = Office(Shift(office.town.centre))
    held = [arranged(office) for _ in range(5)]
    kinds = ["spot"] * 123 + ["assigned"] * 508
    random.shuffle(kinds)
    assigned: list[Petition] = []
    for kind in kinds:
        reception = visit(office, random.choice(held))
        if kind == "spot":
            answered(office, reception)
        else:
            assigned.append(given_away(office, reception))
    receptions.write_day(held[0], office.town.user("peace"), visitors=2300)
    random.shuffle(assigned)
    for petition in assigned[:498]:
        concluded(office, petition)
    director = office.town.user("director")
    total = table_of(director, 2026).total
    assert (total.visitors, total.accepted, total.on_the_spot) == (2300, 631, 123)
    assert (total.assigned, total.concluded) == (508, 498)
    assert (total.assigned_rate, total.accepted_rate) == (Decimal("98.03"), Decimal("98.42"))
    assert len(behind(director, "concluded", year=2026).rows) == 498
    concluded(office, assigned[498])
    total = table_of(director, 2026).total
    assert (total.assigned_rate, total.accepted_rate) == (Decimal("98.23"), Decimal("98.57"))
    page = desk(office, "director").get("/petitions/receptions/?year=2026").content.decode()
    assert 'id="assigned_rate">98.23%' in page
    assert 'id="accepted_rate">98.57%' in page
