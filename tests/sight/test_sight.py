"""Who sees what: every address for every account and for nobody, and the bytes that come back.

Words are planted at random (world.py); who may see a word finds it somewhere, nobody else ever
(rules.md §6). What is sent by e-mail, kept in the history or written to a log is searched too.
"""

import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from cases import notices as case_notices
from cases.models import Case, Event
from mediation.core.models import Notice
from mediation.core.notices import send_due
from tests.conftest import SHANGHAI
from tests.sight import addresses
from tests.sight.addresses import NO_CASE, Pattern
from tests.sight.world import ACCOUNTS, SIGHT, WALKING_DAY, World, build, parties_of

STRANGER = "nobody"
WORD = re.compile(r"zq[a-z]{10}")
LONG_NUMBER = re.compile(r"\d{11,17}[\dX]?")
CASE_NUMBER = re.compile(r"[一-鿿]+〔\d{4}〕\d+号")

# Open to strangers (DESIGN §5.3); every other address asks who is there.
PUBLIC = {"healthz", "readyz", "token", "core:login", "core:logout", "admin:login"}
# What a stranger may be answered elsewhere: to the log-in page, 401, or no such method.
TURNED_AWAY = {401, 405}


# It looks at the machinery with connections of its own, and closes ours (tests/test_health.py).
NOT_WALKED = {"readyz"}


@dataclass
class Walk:
    """What one account was answered: words with the address that showed them first."""

    words: dict[str, str] = field(default_factory=dict)
    statuses: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)


class Listening(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def text_of(response: HttpResponseBase) -> str:
    """All that came back, headers too; a zipped workbook or document is unpacked."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    if body[:4] == b"PK\x03\x04":
        parts = zipfile.ZipFile(io.BytesIO(body))
        body = b"\n".join(parts.read(name) for name in parts.namelist())
    return f"{dict(response.headers)}\n{body.decode('utf-8', 'replace')}"


def planted_in(text: str) -> set[str]:
    return {*WORD.findall(text), *LONG_NUMBER.findall(text), *CASE_NUMBER.findall(text)}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once; the clock stands still on the walking day while these tests run."""
    travels: list[time_machine.travel] = []

    def move(moment: str) -> None:
        if travels:
            travels.pop().stop()
        local = time_machine.travel(
            datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI),
            tick=False,
        )
        local.start()
        travels.append(local)

    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        yield build(move)
        travels.pop().stop()
        transaction.set_rollback(True)


@pytest.fixture
def client(world: World, db: None) -> Client:
    return Client(raise_request_exception=True)


def bodies(pattern: Pattern, world: World) -> list[Any]:
    """What is posted to an address: what would bring most to light."""
    by_name: dict[str, list[Any]] = {
        "cases:unmask": [{"reason": "联系当事人"}],
        "cases:similar": [page_of(world, name) for name in world.cases],
        "api-case-similar": [typed_again(world, name) for name in world.cases],
        "api-case-search": [
            {kind: getattr(party, kind)}
            for _, party in parties_of(world)
            for kind in ("phone", "id_number")
            if getattr(party, kind)
        ],
        "api-case-moves": [{"verb": "note", "version": 0, "stuck": "等人", "next_step": "再约"}],
        "api-case-proposals": [{"decision": "sign"}],
    }
    return by_name.get(pattern.name, [{}])


def typed_again(world: World, name: str) -> dict[str, Any]:
    """The registration of a case, as somebody would type it a second time."""
    case = world.cases[name]
    people = [{"role": p.role, "name": p.name, "phone": p.phone} for p in case.parties.all()]
    return {"parties": people, "division": case.division.code, "narrative": "为一件事起了争执"}


def page_of(world: World, name: str) -> dict[str, Any]:
    typed = typed_again(world, name)
    form = {"parties-TOTAL_FORMS": "2", "parties-INITIAL_FORMS": "0"}
    for place, person in enumerate(typed["parties"]):
        form |= {f"parties-{place}-{key}": value for key, value in person.items()}
    return form | {"division": typed["division"], "narrative": typed["narrative"]}


def walk(world: World, account: str) -> Walk:
    """GET and POST at every address; what a POST changes is undone."""
    found, ear = Walk(), Listening()
    own_client = Client()
    if account != STRANGER:
        own_client.force_login(world.user(account))
    cookies = own_client.cookies
    logging.getLogger().addHandler(ear)
    for pattern, path in addresses.filled(world):
        if pattern.name in NOT_WALKED:
            continue
        asked: list[tuple[str, Any]] = [("get", None)]
        if not pattern.route.startswith("admin/"):
            asked += [("post", body) for body in bodies(pattern, world)]
        for method, body in asked:
            own_client.cookies = type(cookies)(cookies.output(header="", sep=";"))
            undo = transaction.savepoint()
            if method == "get":
                response = own_client.get(path)
            elif path.startswith("/api/"):
                response = own_client.post(path, body, content_type="application/json")
            else:
                response = own_client.post(path, body)
            text = text_of(response)
            transaction.savepoint_rollback(undo)
            found.statuses.setdefault((pattern.name, method), set()).add(response.status_code)
            assert response.status_code < 500, (account, path, method)
            for word in planted_in(text) & set(world.readers):
                found.words.setdefault(word, f"{method.upper()} {path}")
    logging.getLogger().removeHandler(ear)
    found.log = ear.lines
    return found


def test_the_walk_fills_every_pattern(world: World, db: None) -> None:
    every = list(addresses.patterns())
    assert len(every) > 100
    assert [p.route for p in every if addresses.rows_for(p, world) is None] == []


def test_the_walk_asks_every_path_and_method_of_the_schema(world: World, db: None) -> None:
    """The API's addresses are patterns of the resolver, and GET and POST are all its methods."""
    routes = {
        re.sub(r"\{\w+\}", "{}", addresses.PARAMETER.sub("{}", "/" + p.route)).replace("^", "")
        for p in addresses.patterns()
    }
    methods = addresses.schema_methods()
    assert len(methods) >= 13
    assert {method for _, method in methods} <= {"get", "post"}
    walked = {route.rstrip("$") for route in routes}
    assert {re.sub(r"\{\w+\}", "{}", path) for path, _ in methods} <= walked


@pytest.mark.parametrize("account", ACCOUNTS)
def test_who_may_see_a_word_finds_it_and_nobody_else_does(
    world: World, db: None, account: str
) -> None:
    found = walk(world, account)
    expected = world.expected(account)
    shown = {
        f"{world.planted[word]}: {where}"
        for word, where in found.words.items()
        if word not in expected
    }
    assert shown == set()
    assert {world.planted[word] for word in expected - found.words.keys()} == set()
    heard = [line for line in found.log if planted_in(line) & set(world.readers)]
    assert heard == []
