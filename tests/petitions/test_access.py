"""Who sees how much of which petition: `tests/petitions_access.csv`, written by hand from rules.md §6.

`case_is` names what the petition has been through; `level` 0 none · 1 card · 2 file; `whole`: may
unmask a phone, an ID or an address.
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

from mediation.core.models import User
from petitions import access
from petitions.models import Direction, Petition
from petitions.services.reference import load_contents
from tests.cases.factories import some_text
from tests.cases.test_access import ACCOUNTS
from tests.conftest import SHANGHAI
from tests.factories import make_town
from tests.petitions.factories import Office
from tests.petitions.histories import FIELDS, arrive, bring, in_days

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)

with (Path(__file__).parents[1] / "petitions_access.csv").open(encoding="utf-8") as file:
    LINES = list(csv.DictReader(file))


def plain(office: Office, status: str = "registered") -> Petition:
    return unowned(bring(office, "ordinary", status))


def unowned(petition: Petition) -> Petition:
    Petition.objects.filter(pk=petition.pk).update(owner=None)
    petition.refresh_from_db()
    return petition


def assigned(office: Office) -> Petition:
    return office.assign(plain(office, "handling"))


def asked(verb: str, by: str, unit: str) -> Callable[[Office], Petition]:
    """Something was put to a unit while the petition was registered."""

    def make(office: Office) -> Petition:
        petition, key = plain(office), office.town.unit(unit).pk
        to = {"units": [key]} if verb == "whistle" else {"to": key}
        return office.move(petition, verb, by, **FIELDS[verb](petition), **to)

    return make


def answered(office: Office) -> Petition:
    return office.move(assigned(office), "answer", "department", text=some_text())


def closed_after_assignment(office: Office) -> Petition:
    petition = arrive(office, office.reply(answered(office)))
    return office.move(petition, "close", "director", waived=True)


def accusation(office: Office, status: str = "registered") -> Petition:
    return unowned(bring(office, "accusation", status))


def accusation_asked(office: Office) -> Petition:
    """No step does this; if a row ever came there, it must open nothing."""
    petition = accusation(office)
    Direction.objects.create(
        centre=petition.centre,
        petition=petition,
        kind="assignment",
        text=some_text(),
        to_unit=office.town.unit("guijian"),
        due_on=in_days(3),
        on=NOW.date(),
        by=office.town.user("director"),
        at=NOW,
    )
    return petition


SITUATIONS: dict[str, Callable[[Office], Petition]] = {
    "visit": plain,
    "passed_on": lambda office: unowned(bring(office, "passed_on", "registered")),
    "urgent_group": lambda office: office.register(
        is_urgent=True, head_count=60, risk="red", risk_reason=some_text()
    ),
    "assigned": assigned,
    "answered": answered,
    "handed_back": lambda office: office.move(
        assigned(office), "hand_back", "department", reason=some_text()
    ),
    "whistled": asked("whistle", "peace", "police"),
    "instructed": asked("instruct", "director", "justice"),
    "urged": asked("urge", "peace", "guijian"),
    "owned": lambda office: bring(office, "ordinary", "registered"),
    "replied": lambda office: plain(office, "replied"),
    "withdrawn": lambda office: plain(office, "withdrawn"),
    "closed": closed_after_assignment,
    "accusation": accusation,
    "accusation_forwarded": lambda office: accusation(office, "forwarded"),
    "accusation_with_owner": lambda office: bring(office, "accusation", "registered"),
    "accusation_asked": accusation_asked,
}


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        load_contents()
        yield Office(make_town())
        transaction.set_rollback(True)


def test_the_file_has_every_account_and_situation_once() -> None:
    written = [(line["account"], line["case_is"]) for line in LINES]
    assert len(written) == len(set(written))
    assert set(written) == {(account, name) for account in ACCOUNTS for name in SITUATIONS}


def seen(user: User, petition: Petition) -> tuple[str, str]:
    row = access.visible_to(user).filter(pk=petition.pk).first()
    whole = row is not None and access.may_see_whole(user, petition)
    return str(row.level if row else 0), "yes" if whole else "no"


def wrong_answers(petition: Petition, lines: list[tuple[User, dict[str, str]]]) -> list[str]:
    """The card from level 1, the history from level 2; below it nothing, as for no petition."""
    nothing = petition.pk + 100_000
    wrong = []
    for user, line in lines:
        client = APIClient()
        client.force_authenticate(user)
        url = f"/api/v1/petitions/{petition.pk}/"
        card, history = client.get(url), client.get(f"{url}events/")
        expected = (200 if line["level"] != "0" else 404, 200 if line["level"] == "2" else 404)
        if (card.status_code, history.status_code) != expected:
            wrong.append(f"{card.status_code} {history.status_code}, the file says {line}")
        none = client.get(f"/api/v1/petitions/{nothing}/")
        if expected[0] == 404 and card.content != none.content:
            wrong.append(f"{line['account']} can tell it from a petition that does not exist")
    return wrong


@pytest.mark.parametrize("name", SITUATIONS)
def test_everybody_sees_what_the_line_says_and_no_more(office: Office, name: str) -> None:
    petition = SITUATIONS[name](office)
    lines = [(office.town.user(line["account"]), line) for line in LINES if line["case_is"] == name]
    wrong = [
        f"{seen(user, petition)}, the file says {line}"
        for user, line in lines
        if seen(user, petition) != (line["level"], line["whole"])
    ]
    wrong += wrong_answers(petition, lines)
    assert not wrong, "\n".join(wrong)
