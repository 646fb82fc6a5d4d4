"""The life of a case against `tests/workflow.csv`, line by line.

The file is an independent reading of rules.md §2, written by hand and not printed from the code:
one line per status and tier that a case can have, verb of the spine and relation.

`relation` is a person who has exactly this relation to the case and no other: O officer, not the
head · H head of the stage's unit, not its officer · L owner leader · C window clerk · P 平安办 ·
J 司法所 · D director · T a department outside the stage with an open instruction · S the system ·
X somebody with sight and no relation (the category's lead department). On the leader's rung L is
officer and head by nature (rules.md §5: the leader is the receiving unit), so H is nobody there.
Once a case has left, its last stage's unit and officer stand for H and O. A referred case came
from the leader's rung.

For `report_in` T is not whistled for (`whistled` and `reported_in` say that he is).

`case_is` is empty for the ordinary case; else it names what was typed (`party`, `unit`, `RUNG`…),
what the case has been through (`sent_back_before`, `rung_over_5`…) or which X is meant (`police`,
`stationed`, `in_team`, `earlier_stage`). The mediation room's are in `tests/cases/histories.py`. `expect` is `allow`, `propose` (202: another signs), or
the code of the refusal; `not_now` comes before `not_yours`. `to_status` and `to_tier` say where
the case is afterwards (for `propose`: once it is signed). `why` quotes the row.
"""

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from cases import access, enums, services
from cases.enums import Status, Tier, Verb
from cases.models import Case
from cases.workflow import GRAPH
from mediation.core.errors import Refused
from mediation.core.models import Rule
from tests.cases import factories
from tests.cases.factories import RUNGS, Cast, taken_back
from tests.cases.histories import HISTORIES as ROOM
from tests.cases.histories import room_fields
from tests.conftest import SHANGHAI
from tests.factories import V2, make_town

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)  # a Monday
A_MINUTE_LATER = START + dt.timedelta(minutes=1)  # nothing of the preparations can be retracted
THREE_WORKDAYS_LATER = START + dt.timedelta(days=3)
ALL_RUNGS_OVER = START + dt.timedelta(days=60)

with (Path(__file__).parents[1] / "workflow.csv").open(encoding="utf-8", newline="") as file:
    LINES = list(csv.DictReader(file))

RELATIONS = list("OHLCPJDTSX")
VERBS = [verb for verb in Verb if verb != Verb.REGISTER]
ENDED_ON_A_RUNG = [
    Status.SETTLED,
    Status.TERMINATED,
    Status.WITHDRAWN,
    Status.DECLINED,
    Status.TRANSFERRED,
]
STATES = [
    *product([Status.REGISTERED, Status.MEDIATING, *ENDED_ON_A_RUNG, Status.CLOSED], RUNGS),
    (Status.REFERRED, Tier.LITIGATION),
    (Status.CLOSED, Tier.LITIGATION),
]
# What the door must be shown another case for; every other `case_is` is typed or is a person.
HISTORIES = {
    "over_2_days",
    "handed_back",
    "rung_over_5",
    "auto_escalate",
    "sent_back_before",
    "left_refused_here",
    "not_passed_up",
    "checks_open",
    *ROOM,
}
TYPED = {
    "officer",
    "unit",
    "party",
    "handled",
    "MEDIATION",
    "RUNG",
    "REFERRAL",
    "by_party",
    "absent",
}
OTHER_PEOPLE = {"stationed", "police", "in_team", "earlier_stage"}

# A unit signs by its first step; here that step was taken already.
SIGNED_BY_ACCEPTING = (Status.MEDIATING, Tier.VILLAGE)


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """One town for the module, taken back at its end; the clock stands still."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(START, tick=False),
        transaction.atomic(),
    ):
        yield Cast(make_town())
        transaction.set_rollback(True)


@contextmanager
def moment_of(history: str) -> Iterator[None]:
    """Some histories are only time that went by."""
    at = {"over_2_days": THREE_WORKDAYS_LATER}.get(
        history, ALL_RUNGS_OVER if history in {"rung_over_5", "auto_escalate"} else None
    )
    if at is None:
        yield
    else:
        with time_machine.travel(at, tick=False):
            yield


def owe_something(case: Case) -> None:
    """Its agreement, if it has one, is in writing and asks for something later on."""
    for agreement in case.agreements.all():
        agreement.form, agreement.mediator = "written", agreement.by
        agreement.sealed_by = case.unit
        agreement.save()
        agreement.obligations.create(
            centre=case.centre,
            case=case,
            seq=1,
            debtor=case.parties.first(),
            what="修好水沟",
            due_on=ALL_RUNGS_OVER.date(),
        )


class Stand:
    """One status and tier: the case brought there, a second one with an open instruction."""

    def __init__(self, cast: Cast, status: str, tier: str) -> None:
        self.cast, self.status, self.tier = cast, status, tier
        self.known: dict[tuple[str, str], frozenset[str]] = {}
        self.other = factories.register(cast)
        self.plain = factories.bring(cast, status, tier)
        self.instructed = factories.bring(
            cast,
            status,
            tier,
            prepare=lambda case: factories.instruct_department(cast.town, case),
        )

        for case in (self.plain, self.instructed):
            owe_something(case)

    def is_prepared(self, verb: str, case_is: str) -> bool:
        """Whether the line is about a case that is not just as it was brought here."""
        return (
            case_is
            in {
                "auto_escalate",
                "handed_back",
                "sent_back_before",
                "left_refused_here",
                "not_passed_up",
                *ROOM,
            }
            or (verb == Verb.CLOSE and self.status in enums.OUT and case_is != "checks_open")
            or (verb == Verb.SIGN_FOR and (self.status, self.tier) == SIGNED_BY_ACCEPTING)
        )

    def person(self, relation: str, case_is: str) -> Any:
        cast = self.cast
        special = {
            "stationed": cast.stationed,
            "police": cast.police,
            "in_team": cast.grid,
            "earlier_stage": cast.committee,
        }
        return special.get(case_is) or cast.person(relation, self.tier)

    def brought(self, relation: str, case_is: str) -> Case:
        return self.instructed if relation == "T" or case_is == "checks_open" else self.plain

    def case(self, verb: str, relation: str, case_is: str) -> Case:
        """The case as the line wants it; what is done to it here is taken back afterwards."""
        case = self.brought(relation, case_is)
        if not self.is_prepared(verb, case_is):
            return case
        case = Case.objects.get(pk=case.pk)
        if case_is in ROOM:
            return ROOM[case_is](self.cast, case)
        if case_is == "auto_escalate":
            Rule.objects.filter(clock=enums.Clock.RUNG).update(has_auto_escalate=True)
            return case
        if case_is == "handed_back":
            return factories.act(case, "hand_back", self.cast.members[self.tier])
        if verb == Verb.CLOSE:
            return factories.satisfy_closing(self.cast, case)
        if verb == Verb.SIGN_FOR:
            return self.sent_down(factories.climb(self.cast, case, Tier.STREET))
        if case_is == "sent_back_before":
            return factories.climb(self.cast, self.sent_down(case), self.tier)
        if case_is == "left_refused_here":
            below = factories.bring(self.cast, self.status, enums.tier_below(self.tier))
            return factories.act(
                below, "escalate", self.cast.members[below.tier], ground="refused_here"
            )
        direct = factories.register(self.cast, route="street", route_reason="party_asked")
        return factories.act(direct, "accept", self.cast.members[Tier.STREET])

    def relations(self, relation: str, case_is: str) -> frozenset[str]:
        """What the person is to the case; asked once for the case as it was brought here."""
        key = (relation, case_is if case_is in OTHER_PEOPLE else "")
        if key not in self.known:
            case = Case.objects.get(pk=self.brought(relation, case_is).pk)
            self.known[key] = access.relations(self.person(relation, case_is), case)
        return self.known[key]

    def buttons(self, relation: str, case_is: str) -> set[str]:
        case = self.brought(relation, case_is)
        return set(GRAPH.available(case, self.relations(relation, case_is)))

    def sent_down(self, case: Case) -> Case:
        case = factories.act(case, "send_back", self.cast.head(case.tier))
        return factories.appoint(self.cast, case)

    def fields(self, verb: str, case: Case, case_is: str) -> dict[str, Any]:
        """Everything the verb needs, and what `case_is` says was typed."""
        if verb == Verb.ASSIGN:
            unit = {Tier.VILLAGE: V2}.get(Tier(case.tier), "minshe")
            people = self.cast.heads if case_is == "recused" else self.cast.members
            more: dict[str, Any] = (
                {"unit": self.cast.town.unit(unit).pk}
                if case_is in {"unit", "handed_back"}
                else {"officer": people[Tier(case.tier)].pk}
            )
        else:
            more = {
                Verb.SCHEDULE: {
                    "starts_at": START + dt.timedelta(days=1),
                    "ends_at": START + dt.timedelta(days=1, hours=1),
                    "place": "调解室",
                },
                Verb.SETTLE: {"form": "handled"} if case_is == "handled" else {},
                Verb.REFER: {"chosen_by": case_is or "party"},
                Verb.TERMINATE: {"ground": case_is or "refused"},
                Verb.MERGE: {"into": self.other.pk, "reason": "同一件事"},
                Verb.INSTRUCT: {"text": "请到现场看一看", "due_on": START.date()},
                Verb.EXTEND: {
                    "clock": case_is or "RUNG",
                    "days": 1,
                    "reason": "等材料",
                    "consent": True,
                },
                Verb.FOLLOW_UP: {"performed": "done", "court_result": "judged"},
                Verb.PERFORM: {"obligation": getattr(case.obligations.first(), "pk", 0)},
            }.get(Verb(verb), {}) | room_fields(self.cast, verb, case, case_is)
        known = factories.FIELDS.get(verb)
        return (factories.fields_for(verb, case) if known else {}) | more


def seen_at_the_door(stand: Stand, case: Case, line: dict[str, str]) -> tuple[str, str, str]:
    """What really happens: expect, to_status and to_tier as a line would say it."""
    verb, case_is = line["verb"], line["case_is"]
    fields = stand.fields(verb, case, case_is)
    try:
        moved = services.move(case, verb, stand.person(line["relation"], case_is), **fields)
    except Refused as refusal:
        return refusal.code, "", ""
    if moved.proposal:
        is_directors = verb == Verb.EXTEND and stand.tier == Tier.LEADER
        signer = stand.cast.director if is_directors else stand.cast.head(stand.tier)
        services.sign(moved.proposal, signer)
    after = Case.objects.get(pk=case.pk)
    return "propose" if moved.proposal else "allow", after.status, after.tier


def seen_by_the_check(stand: Stand, case: Case, line: dict[str, str]) -> tuple[str, str, str]:
    verb, case_is = line["verb"], line["case_is"]
    relations = stand.relations(line["relation"], case_is)
    try:
        GRAPH.check(case, verb, relations, stand.fields(verb, case, case_is))
    except Refused as refusal:
        return refusal.code, "", ""
    return "allow", "", ""


def lines_of(status: str, tier: str) -> list[dict[str, str]]:
    return [line for line in LINES if (line["status"], line["tier"]) == (status, tier)]


def wrong_lines(stand: Stand, lines: list[dict[str, str]]) -> list[str]:
    """Lines that end well go through the door; of the refusals one of each kind does.

    The other refusals are put to the same check that the door asks first, to save minutes. They
    do not hang on what the case has been through, so it stays as it was brought here.
    """
    ways = ways_of(lines)
    wrong = []
    refused: set[tuple[str, str]] = set()
    for line in lines:
        verb, relation, case_is = line["verb"], line["relation"], line["case_is"]
        kind, expect = (verb, line["expect"]), line["expect"]
        if expect in {"not_now", "not_yours"} and case_is not in HISTORIES and kind in refused:
            seen = seen_by_the_check(stand, stand.brought(relation, case_is), line)
            is_offered = verb in stand.buttons(relation, case_is)
        else:
            refused.add(kind)
            with moment_of(case_is), taken_back():
                case = stand.case(verb, relation, case_is)
                is_offered = verb in offered(stand.person(relation, case_is), case)
                seen = seen_at_the_door(stand, case, line)
        if seen != (expect, line["to_status"], line["to_tier"]):
            wrong.append(f"{verb} {relation} {case_is}: {seen}, the file says {line}")
        if is_offered != ways[way_of(line)]:
            wrong.append(f"{verb} {relation} {case_is}: a button {is_offered}, the file {line}")
    return wrong


def way_of(line: dict[str, str]) -> tuple[str, str, str]:
    case_is = "" if line["case_is"] in TYPED else line["case_is"].removeprefix("back_to_")
    return line["verb"], line["relation"], case_is


def ways_of(lines: list[dict[str, str]]) -> dict[tuple[str, str, str], bool]:
    """A button stands where at least one way of filling it in ends well."""
    ways: dict[tuple[str, str, str], bool] = defaultdict(bool)
    for line in lines:
        ways[way_of(line)] |= line["expect"] in {"allow", "propose"}
    return ways


def offered(person: Any, case: Case) -> set[str]:
    """The verbs open to somebody, on the case as it stands now."""
    case = Case.objects.get(pk=case.pk)
    return set(GRAPH.available(case, access.relations(person, case)))


def wrong_answers(stand: Stand) -> list[str]:
    """`GET …/moves/` and the page name the same verbs, to everybody who sees the case.

    The system is nobody who could log in.
    """
    wrong = []
    for relation in sorted(set(RELATIONS) - {"S"}):
        case, person = stand.brought(relation, ""), stand.person(relation, "")
        client = Client()
        client.force_login(person)
        api = client.get(f"/api/v1/cases/{case.pk}/moves/")
        page = client.get(f"/cases/{case.pk}/")
        if not access.visible_to(person).filter(pk=case.pk).exists():
            if (api.status_code, page.status_code) != (404, 404):
                wrong.append(f"{relation}: {api.status_code} {page.status_code} without sight")
            continue
        told = {move["verb"] for move in api.json()["moves"]}
        shown = set(re.findall(rf"/cases/{case.pk}/moves/([a-z_]+)/", page.content.decode()))
        if not told == shown == stand.buttons(relation, ""):
            wrong.append(f"{relation}: API {sorted(told)}, page {sorted(shown)}")
    return wrong


def test_the_file_has_every_combination_once() -> None:
    combinations = {
        (*state, verb, relation) for state in STATES for verb in VERBS for relation in RELATIONS
    }
    written = {(r["status"], r["tier"], r["verb"], r["relation"]) for r in LINES}
    assert written == {tuple(str(part) for part in each) for each in combinations}
    keys = [(r["status"], r["tier"], r["verb"], r["relation"], r["case_is"]) for r in LINES]
    assert len(keys) == len(set(keys))
    assert {r["case_is"] for r in LINES} - {""} == HISTORIES | TYPED | OTHER_PEOPLE


def test_states_are_those_that_the_database_allows() -> None:
    assert {status for status, _ in STATES} == set(Status)
    assert all(tier == Tier.LITIGATION for status, tier in STATES if status == Status.REFERRED)
    assert all(tier != Tier.LITIGATION for status, tier in STATES if status in enums.OPEN)


@pytest.mark.parametrize(("status", "tier"), STATES)
def test_door_buttons_and_api_do_what_every_line_says(cast: Cast, status: str, tier: str) -> None:
    lines = lines_of(status, tier)
    with taken_back():
        stand = Stand(cast, status, tier)
        with time_machine.travel(A_MINUTE_LATER, tick=False):
            wrong = wrong_lines(stand, lines) + wrong_answers(stand)
    assert not wrong, f"{len(wrong)} disagreements\n" + "\n".join(wrong)
