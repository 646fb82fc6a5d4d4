"""The life of a petition against `tests/petitions_workflow.csv`, line by line.

The file is an independent reading of rules.md §3, written by hand and not printed from the code: one
line per kind and status that a petition can have, verb and relation.

`kind`: ordinary (the petitioner came himself) · passed_on (another office sent it to us: only where
that matters) · accusation. `relation` is a person who has exactly this relation: PO petition officer
· HA director · U a unit that signed for what was assigned · N one that has not signed yet · W one that
was whistled for and has not reported in · T one that was asked for a word · K discipline post · Z the
petitioner, whom the system stands for · L owner leader · P 平安办 · J 司法所 · C window clerk. U and N
exist only where the petition has been in handling; once it is closed nobody is waited for.

`case_is` is empty for the petition as `histories.bring` leaves it (told on the spot, the opinion in
the post), else it names what was typed or what the petition has been through. `expect` is `allow`,
`propose` (202: the director signs) or the code of the refusal; `not_now` comes before `not_yours`.
`why` quotes the row.
"""

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from rest_framework.test import APIClient

from mediation.core.errors import Refused
from petitions import access, enums, services
from petitions.enums import Status, Verb
from petitions.models import Petition
from petitions.services.reference import load_contents
from petitions.workflow import EDGES, GRAPH
from tests.cases.factories import taken_back
from tests.conftest import SHANGHAI
from tests.factories import make_town
from tests.petitions.factories import Office
from tests.petitions.histories import HISTORIES, LATER, TYPED, bring, fields_for, fresh, people

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)  # a Monday

with (Path(__file__).parents[1] / "petitions_workflow.csv").open(encoding="utf-8") as file:
    LINES = list(csv.DictReader(file))

RELATIONS = ["PO", "HA", "U", "W", "N", "T", "K", "Z", "L", "P", "J", "C"]
ASKED = {"U", "W", "N", "T"}
VERBS = [verb for verb in Verb if verb != Verb.REGISTER]
STATES = [
    *(("ordinary", status.value) for status in Status if status != Status.RETURNED),
    *(("passed_on", status) for status in ("registered", "returned")),
    *(("accusation", status) for status in ("registered", "forwarded", "declined", "closed")),
]
PLAIN_REFUSALS = {"not_now", "not_yours"}


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    """One town for the module, taken back at its end; the clock stands still."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(START, tick=False),
        transaction.atomic(),
    ):
        load_contents()
        yield Office(make_town())
        transaction.set_rollback(True)


class Stand:
    """One kind and status: a petition of which nobody was asked anything, and one where four were."""

    def __init__(self, office: Office, kind: str, status: str) -> None:
        self.office, self.people = office, people(office)
        self.plain = bring(office, kind, status)
        self.asks = self.plain if kind == "accusation" else bring(office, kind, status, asks=True)
        self.relations = {
            relation: access.relations(person, self.brought(relation))
            for relation, person in self.people.items()
        }
        self.buttons = {
            relation: set(GRAPH.available(self.brought(relation), held))
            for relation, held in self.relations.items()
        }

    def brought(self, relation: str, case_is: str = "") -> Petition:
        is_asking = relation in ASKED or case_is == "directions_waiting"
        return self.asks if is_asking else self.plain

    def case(self, relation: str, case_is: str) -> Petition:
        """The petition as the line wants it; what is done to it here is taken back afterwards."""
        petition = fresh(self.brought(relation, case_is))
        return HISTORIES[case_is](self.office, petition) if case_is in HISTORIES else petition


def seen_at_the_door(stand: Stand, petition: Petition, line: dict[str, str]) -> tuple[str, str]:
    """What really happens: expect and to_status as a line would say it."""
    verb, person = line["verb"], stand.people[line["relation"]]
    fields = fields_for(stand.office, petition, verb, line["case_is"])
    try:
        moved = services.move(petition, verb, person, **fields)
        if moved.proposal is not None:
            services.sign(moved.proposal, stand.people["HA"])
    except Refused as refusal:
        return refusal.code, ""
    return "propose" if moved.proposal else "allow", fresh(petition).status


def seen_by_the_check(stand: Stand, line: dict[str, str]) -> tuple[str, str]:
    relation, verb = line["relation"], line["verb"]
    petition = stand.brought(relation)
    fields = fields_for(stand.office, petition, verb, line["case_is"])
    try:
        GRAPH.check(petition, verb, stand.relations[relation], fields)
    except Refused as refusal:
        return refusal.code, ""
    return "allow", ""


def way_of(line: dict[str, str]) -> tuple[str, str, str]:
    """Lines that one button stands for: what is typed makes no other button."""
    case_is = {"waived": "delivered"}.get(line["case_is"], line["case_is"])
    return line["verb"], line["relation"], case_is if case_is in HISTORIES else ""


def ways_of(lines: list[dict[str, str]]) -> dict[tuple[str, str, str], bool]:
    """A button stands where at least one way of filling it in ends well."""
    ways: dict[tuple[str, str, str], bool] = defaultdict(bool)
    for line in lines:
        ways[way_of(line)] |= line["expect"] in {"allow", "propose"}
    return ways


def wrong_lines(stand: Stand, lines: list[dict[str, str]]) -> list[str]:
    """Lines that end well go through the door, and every refusal that hangs on the petition; of the
    plain refusals one of each kind does, the others are put to the check that the door asks first."""
    ways = ways_of(lines)
    refused: set[tuple[str, str]] = set()
    wrong = []
    for line in lines:
        verb, relation, case_is = line["verb"], line["relation"], line["case_is"]
        kind = (verb, line["expect"])
        if line["expect"] in PLAIN_REFUSALS and kind in refused:
            seen = seen_by_the_check(stand, line)
            is_offered = verb in stand.buttons[relation]
        else:
            refused.add(kind)
            with taken_back():
                petition = stand.case(relation, case_is)
                later = START + LATER.get(case_is, dt.timedelta(minutes=1))
                with time_machine.travel(later, tick=False):
                    person = stand.people[relation]
                    held = access.relations(person, fresh(petition))
                    is_offered = verb in GRAPH.available(fresh(petition), held)
                    seen = seen_at_the_door(stand, petition, line)
        if seen != (line["expect"], line["to_status"]):
            wrong.append(f"{verb} {relation} {case_is}: {seen}, the file says {line}")
        if is_offered != ways[way_of(line)]:
            wrong.append(f"{verb} {relation} {case_is}: a button {is_offered}, the file {line}")
    return wrong


def wrong_pages(stand: Stand) -> list[str]:
    """The page's buttons are the same verbs; what is the petitioner's own word is never the first."""
    wrong = []
    for relation in ("PO", "HA", "U", "K"):
        petition, person = stand.brought(relation), stand.people[relation]
        if access.level_of(person, petition) < access.FILE:
            continue
        client = Client()
        client.force_login(person)
        page = client.get(f"/petitions/{petition.pk}/").content.decode()
        shown = set(re.findall(rf"/petitions/{petition.pk}/moves/([a-z_]+)/", page))
        if shown != stand.buttons[relation]:
            wrong.append(f"{relation}: page {sorted(shown)}, {sorted(stand.buttons[relation])}")
        first = re.findall(r'class="btn btn--p[^>]*moves/([a-z_]+)/', page)
        if set(first) & {"withdraw", "rate"}:
            wrong.append(f"{relation}: the first button is {first}")
    return wrong


def wrong_answers(stand: Stand) -> list[str]:
    """`GET …/moves/` names the same verbs, to everybody who sees the petition; 404 to the others.

    The system is nobody who could log in.
    """
    wrong = []
    for relation in sorted(set(RELATIONS) - {"Z"}):
        petition, person = stand.brought(relation), stand.people[relation]
        client = APIClient()
        client.force_authenticate(person)
        answer = client.get(f"/api/v1/petitions/{petition.pk}/moves/")
        is_seen = access.visible_to(person).filter(pk=petition.pk).exists()
        told = {one["verb"] for one in answer.json()["moves"]} if is_seen else None
        if not is_seen and answer.status_code != 404:
            wrong.append(f"{relation}: {answer.status_code} without sight")
        if told is not None and told != stand.buttons[relation]:
            wrong.append(f"{relation}: API {sorted(told)}, graph {sorted(stand.buttons[relation])}")
    return wrong


def test_the_file_has_every_combination_once() -> None:
    combinations = {
        (*state, str(verb), relation)
        for state in STATES
        for verb in VERBS
        for relation in RELATIONS
    }
    keys = [(r["kind"], r["status"], r["verb"], r["relation"], r["case_is"]) for r in LINES]
    assert {key[:4] for key in keys} == combinations
    assert len(keys) == len(set(keys))
    assert {r["case_is"] for r in LINES} - {""} == set(HISTORIES) | set(TYPED)
    assert {status for _, status in STATES} == set(Status)
    assert all(line["why"] for line in LINES)


@pytest.mark.parametrize(("kind", "status"), STATES)
def test_door_buttons_and_api_do_what_every_line_says(
    office: Office, kind: str, status: str
) -> None:
    lines = [line for line in LINES if (line["kind"], line["status"]) == (kind, status)]
    with taken_back():
        stand = Stand(office, kind, status)
        wrong = wrong_lines(stand, lines) + wrong_answers(stand) + wrong_pages(stand)
    assert not wrong, f"{len(wrong)} disagreements\n" + "\n".join(wrong)


# --- the database ----------------------------------------------------------------------------------


def pairs_of_the_file() -> set[tuple[str, str]]:
    """From which status a petition may come to which, as the lines say."""
    went = {(line["status"], line["to_status"]) for line in LINES if line["to_status"]}
    return {(before, after) for before, after in went if before != after}


def test_the_pairs_of_the_file_are_those_of_the_code() -> None:
    assert {(str(a), str(b)) for a, b in enums.STATUS_PAIRS} == pairs_of_the_file()
    reached = {(str(source), str(e.target)) for e in EDGES for source in e.sources if e.target}
    assert reached == pairs_of_the_file()


def test_the_database_refuses_every_other_step(office: Office) -> None:
    wrong = []
    with taken_back():
        petition = Petition.objects.filter(pk=bring(office, "ordinary", "registered").pk)
        for before, after in product(Status, Status):
            with taken_back():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL session_replication_role = replica")
                    petition.update(status=before)
                    cursor.execute("SET LOCAL session_replication_role = origin")
                try:
                    with transaction.atomic():
                        petition.update(status=after)
                    passed = True
                except DatabaseError:
                    passed = False
            if passed != (before == after or (before, after) in pairs_of_the_file()):
                wrong.append((before, after, passed))
    assert not wrong
