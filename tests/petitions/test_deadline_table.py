"""The rows of `tests/deadlines.csv` that are petitions' clocks, each brought about by moves."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mediation.core.models import Rule
from petitions.models import Petition
from petitions.services.hearings import hold_hearing
from tests.cases.factories import some_text
from tests.petitions.factories import Office
from tests.petitions.histories import arrive, bring

pytestmark = pytest.mark.django_db

At = Callable[[str], Any]


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


def simple(office: Office) -> Petition:
    Rule.objects.filter(clock="CONCLUDE", variant="simple").update(is_on=True)
    return office.accept(office.register(), simple=True)


def asked_after(office: Office) -> Petition:
    petition = office.reply(office.accept(office.register(has_follow_up_consent=True)))
    return office.deliver(petition, "opinion")


def urged(office: Office) -> Petition:
    to = office.town.unit("guijian").pk
    return office.move(office.register(), "urge", "peace", text=some_text(), to=to)


# The clock of a row, and the petition in which it starts today.
STARTED: dict[str, Callable[[Office], Petition]] = {
    "NOTIFY": lambda office: office.register(),
    "OBJECT": lambda office: bring(office, "passed_on", "registered"),
    "CONCLUDE": lambda office: office.accept(office.register()),
    "CONCLUDE simple": simple,
    "Z_REVIEW": lambda office: arrive(office, bring(office, "ordinary", "replied")),
    "REVIEW": lambda office: bring(office, "ordinary", "reviewing"),
    "Z_FINAL": lambda office: arrive(office, bring(office, "ordinary", "reviewed")),
    "FINAL": lambda office: bring(office, "ordinary", "final_reviewing"),
    "PETITION_FOLLOW_UP": asked_after,
    "ARCHIVE": lambda office: bring(office, "ordinary", "closed"),
    "URGE": urged,
}

with (Path(__file__).parents[1] / "deadlines.csv").open(encoding="utf-8", newline="") as file:
    ROWS = [row for row in csv.DictReader(file) if row["clock"] in STARTED]


def test_every_clock_of_a_petition_with_a_length_has_a_row() -> None:
    assert {row["clock"] for row in ROWS} == set(STARTED)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['clock']} {row['start']}")
def test_the_row_comes_out_at_the_door(office: Office, at: At, row: dict[str, str]) -> None:
    at(f"{row['start']} 09:00")
    petition = STARTED[row["clock"]](office)
    if row["extensions"]:
        office.move(petition, "extend", "director", days=int(row["extensions"]), reason=some_text())
    if row["pauses"]:
        first, last = row["pauses"].split("..")
        at(f"{last} 09:00")
        days = {"from_on": date.fromisoformat(first), "to_on": date.fromisoformat(last)}
        hold_hearing(petition, office.town.user("petition"), **days)
    found = petition.deadlines.get(clock=row["clock"].split()[0], stopped_on__isnull=True)
    assert found.due_on == date.fromisoformat(row["due"]), row["why"]
    assert found.is_provisional == (row["provisional"] == "yes")
    assert (found.unit, found.length) == (row["unit"], int(row["length"]))
