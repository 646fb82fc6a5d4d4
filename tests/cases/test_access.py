"""Who sees how much of which case: `tests/access.csv`, written by hand from rules.md §6.

`case_is` names a case of 致远社区 registered by its committee, unless the name says otherwise.
`level` 0 none · 1 card · 2 file · 3 record; `whole`: may unmask a phone, an ID or an address;
`safety`: sees the safety note; `records`: whose minutes and terms (own stages, own and lower, all).
"""

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import transaction
from rest_framework.test import APIClient

from cases import access, enums
from cases.models import Case, TeamMember
from cases.services import register
from cases.services.guidance import name_guidance
from grids.models import TeamSeat
from mediation.core.models import User
from tests.cases.factories import act, instruct_department, registration
from tests.conftest import SHANGHAI
from tests.factories import GRID, V2, Town, make_town

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)

with (Path(__file__).parents[1] / "access.csv").open(encoding="utf-8", newline="") as file:
    LINES = list(csv.DictReader(file))

# Demo accounts of DESIGN §5.2.
ACCOUNTS = [
    *("window", "village", "village2", "mediator", "mediator2", "leader", "leader2"),
    *("peace", "justice", "police", "department", "grid", "director", "petition", "discipline"),
    *("auditor", "secadmin", "sysadmin", "guide"),
]


def by_committee(town: Town, **more: Any) -> Case:
    return register(town.user("village"), **registration(source="other") | more).case


def mediating(town: Town, case: Case | None = None) -> Case:
    return act(case or by_committee(town), "accept", town.user("village"))


def settled(town: Town, case: Case | None = None) -> Case:
    return act(mediating(town, case), "settle", town.user("village"))


def closed(town: Town, case: Case | None = None) -> Case:
    village = town.user("village")
    case = act(settled(town, case), "follow_up", village, how="phone", performed="done")
    return act(case, "close", village)


def at_window(town: Town) -> Case:
    return register(town.user("window"), **registration()).case


def at_window_yesterday(town: Town) -> Case:
    with time_machine.travel(NOW - dt.timedelta(days=1), tick=False):
        return at_window(town)


def owned_by_leader2(town: Town) -> Case:
    case = by_committee(town)
    Case.objects.filter(pk=case.pk).update(owner=town.user("leader2"))
    return case


def in_team(town: Town) -> Case:
    case = by_committee(town)
    TeamMember.objects.create(
        case=case, centre=case.centre, user=town.user("grid"), seat=TeamMember.Seat.STAFF
    )
    return case


def passed_up(town: Town) -> Case:
    return act(mediating(town), "escalate", town.user("village"))


def street_signed(town: Town) -> Case:
    return act(passed_up(town), "sign_for", town.user("mediator"))


def sent_back(town: Town) -> Case:
    return act(passed_up(town), "send_back", town.user("mediator"))


def department_stage(town: Town) -> Case:
    return act(passed_up(town), "assign", town.user("peace"), unit=town.unit("guijian").pk)


def on_leader(town: Town) -> Case:
    return act(passed_up(town), "escalate", town.user("mediator"))


def guided(town: Town) -> Case:
    case = passed_up(town)
    name_guidance(case, town.user("justice"), town.user("guide"))
    return case


def whistled(town: Town) -> Case:
    called = [town.unit(slug).pk for slug in ("police", "guijian")]
    return act(mediating(town), "whistle", town.user("village"), units=called)


SITUATIONS: dict[str, Callable[[Town], Case]] = {
    "own_village": by_committee,
    "mediating_village": mediating,
    "owned_by_leader2": owned_by_leader2,
    "led_by_department": lambda town: by_committee(town, category="17"),
    "from_police": lambda town: by_committee(town, source="police"),
    "red": lambda town: by_committee(town, risk="red"),
    "safety_note": lambda town: by_committee(town, safety_note="扬言动手"),
    "own_grid": lambda town: by_committee(town, division=GRID),
    "in_team": in_team,
    "instructed_department": lambda town: instruct_department(town, by_committee(town)),
    "window_today": at_window,
    "window_earlier": at_window_yesterday,
    "window_closed": lambda town: closed(town, at_window(town)),
    "routed_street": lambda town: by_committee(town, route="street", route_reason="party_asked"),
    "passed_up": passed_up,
    "street_signed": street_signed,
    "sent_back": sent_back,
    "department_stage": department_stage,
    "on_leader": on_leader,
    "guided": guided,
    "whistled": whistled,
    "referred": lambda town: act(mediating(town), "refer", town.user("village")),
    "settled": settled,
    "closed": closed,
    "other_village": lambda town: (
        register(town.user("village2"), **registration(source="other", division=V2)).case
    ),
}


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """The demo town, its grid worker in no team until a case takes him in."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        town = make_town()
        TeamSeat.objects.filter(user=town.user("grid")).delete()
        yield town
        transaction.set_rollback(True)


def stages_meant(words: str, user: User, case: Case) -> set[int]:
    """The stages whose records `records` of the file names."""
    stages = list(case.stages.all())
    own = [s for s in stages if s.unit.posts.filter(user=user).exists()]
    if words == "all":
        return {s.pk for s in stages}
    if words == "own_lower":
        rank = enums.LADDER.index
        highest = max(rank(enums.Tier(s.tier)) for s in own)
        own += [s for s in stages if rank(enums.Tier(s.tier)) < highest]
    return {s.pk for s in own} if words else set()


def seen(user: User, case: Case) -> tuple[str, str, str]:
    row = access.visible_to(user).filter(pk=case.pk).first()
    return (
        str(row.level if row else 0),
        "yes" if access.may_see_whole(user, case) else "no",
        "yes" if access.may_see_safety(user, case) else "no",
    )


def test_the_file_has_every_account_and_situation_once() -> None:
    written = [(line["account"], line["case_is"]) for line in LINES]
    assert len(written) == len(set(written))
    assert set(written) == {(account, name) for account in ACCOUNTS for name in SITUATIONS}


def wrong_sights(case: Case, lines: list[tuple[User, dict[str, str]]]) -> list[str]:
    wrong = []
    for user, line in lines:
        expected = (line["level"], line["whole"], line["safety"])
        if seen(user, case) != expected:
            wrong.append(f"{seen(user, case)}, the file says {line}")
        records = access.readable_stages(user, case) if line["level"] == "3" else set()
        if records != stages_meant(line["records"], user, case):
            wrong.append(f"reads the records of {len(records)} stages, the file says {line}")
    return wrong


def wrong_answers(case: Case, lines: list[tuple[User, dict[str, str]]]) -> list[str]:
    """The card from level 1, the history from level 2; below it nothing, as for no case at all."""
    nothing = Case.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    wrong = []
    for user, line in lines:
        client = APIClient()
        client.force_authenticate(user)
        card = client.get(f"/api/v1/cases/{case.pk}/")
        history = client.get(f"/api/v1/cases/{case.pk}/events/")
        expected = (200 if line["level"] != "0" else 404, 200 if line["level"] in "23" else 404)
        if (card.status_code, history.status_code) != expected:
            wrong.append(f"{card.status_code} {history.status_code}, the file says {line}")
        if expected[0] == 404 and card.content != client.get(f"/api/v1/cases/{nothing}/").content:
            wrong.append(f"{line['account']} can tell it from a case that does not exist")
    return wrong


@pytest.mark.parametrize("name", SITUATIONS)
def test_everybody_sees_what_the_line_says_and_no_more(town: Town, name: str) -> None:
    case = Case.objects.get(pk=SITUATIONS[name](town).pk)
    lines = [(town.user(line["account"]), line) for line in LINES if line["case_is"] == name]
    wrong = wrong_sights(case, lines) + wrong_answers(case, lines)
    assert not wrong, "\n".join(wrong)
