"""Who sees what: every address for every account and for nobody, and the bytes that come back.

Words are planted at random (world.py); who may see a word finds it somewhere, nobody else ever
(rules.md §6). What is sent by e-mail, kept in the history or written to a log is searched too.
"""

import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection, reset_queries, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from cases import notices as case_notices
from cases.models import Case, Event
from mediation.core import binding, documents
from mediation.core.models import Notice
from mediation.core.notices import send_due
from tests import database
from tests.conftest import SHANGHAI
from tests.sight import addresses, co_handling
from tests.sight.addresses import NO_CASE
from tests.sight.world import ACCOUNTS, EXPORTERS, SIGHT, WALKING_DAY, World, build, parties_of

STRANGER = "nobody"
WORD = re.compile(r"zq[a-z]{10}")
LONG_NUMBER = re.compile(r"\d{11,17}[\dX]?")
CASE_NUMBER = re.compile(r"[一-鿿]+〔\d{4}〕\d+号")

# Open to strangers (DESIGN §5.3); every other address asks who is there.
PUBLIC = {
    "healthz", "readyz", "token", "core:login", "core:logout", "admin:login",
    "cases:lookup", "cases:about",
}  # fmt: skip
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
    """All that came back, headers too."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    return f"{dict(response.headers)}\n{unpacked(body).decode('utf-8', 'replace')}"


def unpacked(body: bytes) -> bytes:
    """A workbook or document as its parts; of a zip of documents the parts of each."""
    if body[:4] != b"PK\x03\x04":
        return body
    parts = zipfile.ZipFile(io.BytesIO(body))
    return b"\n".join(
        name.encode() + b"\n" + unpacked(parts.read(name)) for name in parts.namelist()
    )


def bound_in_clear(cover: binding.Cover, pieces: Sequence[binding.Piece]) -> binding.Bound:
    """In place of a PDF, whose streams are packed: the same pieces and cover, unpacked."""
    words = [f"{cover}", *(one.title for one in pieces)]
    body = "\n".join(words).encode() + b"\n".join(unpacked(one.body) for one in pieces)
    placed = [binding.Placed(one.title, place, 1) for place, one in enumerate(pieces, start=1)]
    return binding.Bound(body, placed, len(pieces))


def planted_in(text: str) -> set[str]:
    return {*WORD.findall(text), *LONG_NUMBER.findall(text), *CASE_NUMBER.findall(text)}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once; the clock stands still on the walking day while these tests run.

    A dossier is walked with every word of it in clear: what the converter and the binder make of
    them is packed, and looked at by tests/cases/test_dossier.py.
    """
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

    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True),
        database.copy("sight"),
        patch.object(documents, "to_pdfs", list),
        patch.object(binding, "bind", bound_in_clear),
    ):
        with transaction.atomic():
            world = build(move)
            co_handling.plant(world)
        yield world
        travels.pop().stop()


def bodies(world: World) -> dict[str, list[Any]]:
    """What is posted to an address, by the pattern's name: what would bring most to light."""
    numbers = [
        {kind: getattr(party, kind)}
        for _, party in parties_of(world)
        for kind in ("phone", "id_number")
        if getattr(party, kind)
    ]
    return {
        "cases:unmask": [{"reason": "联系当事人"}],
        "cases:new": [{"parties-TOTAL_FORMS": "2", "parties-INITIAL_FORMS": "0"}],
        "cases:move": [{"version": "0", "stuck": "等人", "next_step": "再约", "reason": "补记"}],
        "cases:similar": [page_of(world, name) for name in TYPED_AGAIN],
        "api-case-similar": [typed_again(world, name) for name in TYPED_AGAIN],
        "api-case-search": numbers,
        "api-case-moves": [{"verb": "note", "version": 0, "stuck": "等人", "next_step": "再约"}],
        "api-case-proposals": [{"decision": "sign"}],
        "exports": [{"params": {}}],
    }


TYPED_AGAIN = ("at_street", "at_leader", "sealed", "minor", "fresh")


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
    posted = bodies(world)
    for pattern, path in addresses.filled(world):
        if pattern.name in NOT_WALKED:
            continue
        asked: list[tuple[str, Any]] = [("get", None)]
        if pattern.name in posted and "/merge/" not in path:
            asked += [("post", body) for body in posted[pattern.name]]
        elif (pattern.name, "post") not in found.statuses and "admin/" not in pattern.route:
            asked.append(("post", {}))
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


def test_a_stranger_is_asked_who_he_is_everywhere_but_at_the_public_pages(
    world: World, db: None
) -> None:
    found = walk(world, STRANGER)
    assert found.words == {}
    answered = {
        name
        for (name, _), statuses in found.statuses.items()
        if not statuses <= TURNED_AWAY | {302, 403}
    }
    assert answered <= PUBLIC
    client = Client()
    for pattern, path in addresses.filled(world):
        if pattern.name in PUBLIC | NOT_WALKED:
            continue
        response = client.get(path)
        if response.status_code == 302:
            assert response["Location"].startswith(("/login/?next=", "/admin/login/?next=")), path
        else:
            assert response.status_code in TURNED_AWAY, path


WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# A look may leave a draft, the row that says who looked, and the session's half hour.
MAY_WRITE = {"cases_access", "core_draft", "django_session"}


def test_a_look_writes_nothing_but_drafts_and_who_looked(world: World, db: None) -> None:
    client = Client()
    client.force_login(world.user("village"))
    written: dict[str, str] = {}
    for pattern, path in addresses.filled(world):
        if pattern.name in NOT_WALKED:
            continue
        reset_queries()  # the log of a connection keeps 9,000
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        for query in queries:
            if hit := WRITES.match(query["sql"]):
                written.setdefault(hit[1], path)
    assert "cases_access" in written
    assert {table: path for table, path in written.items() if table not in MAY_WRITE} == {}


CSRF_OR_NONCE = re.compile(r'(nonce|value)="[\w+/=-]{16,}"|"X-CSRFToken": "\w+"')


def answer_at(client: Client, method: str, path: str, pk: int) -> tuple[int, str, int]:
    """Status, body without its random parts and its own number, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        response = getattr(client, method)(path)
    body = CSRF_OR_NONCE.sub("", response.content.decode()).replace(f"/{pk}/", "/<pk>/")
    return response.status_code, body, len(queries)


@pytest.mark.parametrize("account", ["village2", "mediator", "police", "department", "petition"])
def test_a_case_of_others_answers_like_one_that_does_not_exist(
    world: World, db: None, account: str
) -> None:
    client = Client()
    client.force_login(world.user(account))
    hidden = [case for name, case in world.cases.items() if not world.in_sight(account, name)]
    assert hidden
    client.get("/notices/")  # what a session does only once
    paths = [
        ("get", "/cases/{}/"), ("get", "/cases/{}/moves/note/"), ("post", "/cases/{}/moves/note/"),
        ("post", "/cases/{}/files/"), ("get", "/cases/{}/print/receipt/"),
        ("get", "/cases/{}/print/escalation/"), ("post", "/cases/{}/parties/1/unmask/"),
        ("get", "/api/v1/cases/{}/"), ("get", "/api/v1/cases/{}/events/"),
        ("get", "/api/v1/cases/{}/moves/"), ("post", "/api/v1/cases/{}/moves/"),
    ]  # fmt: skip
    for method, path in paths:
        nothing = answer_at(client, method, path.format(NO_CASE), NO_CASE)
        assert nothing[0] == 404, path
        for case in hidden:
            assert answer_at(client, method, path.format(case.pk), case.pk) == nothing, path


@pytest.mark.parametrize("account", ["window", "village", "mediator", "police", "department"])
def test_a_word_of_the_file_finds_its_case_only_for_readers_of_the_file(
    world: World, db: None, account: str
) -> None:
    client = Client()
    client.force_login(world.user(account))
    never = {"minutes (record)", "terms", "safety note", "phone", "address", "agent"}
    outcomes = set()
    for word, place in world.planted.items():
        where, _, name = place.rpartition(" of ")
        if where not in never | {"narrative", "applicant"}:
            continue
        hits = {row["id"] for row in client.get("/api/v1/cases/", {"q": word}).json()["results"]}
        is_found = where not in never and account in world.readers[word]
        assert hits == ({world.cases[name].pk} if is_found else set()), place
        outcomes.add((where, is_found))
    assert {("applicant", True), ("narrative", False), ("minutes (record)", False)} <= outcomes
    page = client.get("/cases/", {"q": world.words_of("narrative of at_street")[0]})
    is_listed = f"/cases/{world.cases['at_street'].pk}/" in page.content.decode()
    assert is_listed == world.is_file(account, "at_street")


def test_a_file_that_leaves_the_house_names_nobody_and_tells_no_more_than_its_owner_may_read(
    world: World, db: None
) -> None:
    for account in EXPORTERS:
        client = Client()
        client.force_login(world.user(account))
        (export,) = client.get("/api/v1/exports/").json()
        words = planted_in(text_of(client.get(f"/api/v1/exports/{export['id']}/file/")))
        words &= set(world.readers)
        numbers = {case.number for name, case in world.cases.items()
                   if world.in_sight(account, name)}  # fmt: skip
        narratives = {
            word for word in world.words_of("narrative") if account in world.readers[word]
        }
        stuck = {word for word in world.words_of("note (stuck)") if account in world.readers[word]}
        assert words == numbers | narratives | stuck, account


def test_nothing_that_is_told_or_sent_carries_a_planted_word(
    world: World, db: None, settings: Any
) -> None:
    settings.DEMO = True
    for user in get_user_model().objects.all():
        user.email = f"{user.username}@example.invalid"
        user.save(update_fields=["email"])
    late = datetime.fromisoformat("2026-12-10 08:31").replace(tzinfo=SHANGHAI)
    with time_machine.travel(late, tick=False):
        case_notices.write_due()
        send_due()
    told = [f"{row.text} {row.url}" for row in Notice.objects.all()]
    sent = [f"{one.subject}\n{one.body}" for one in mail.outbox]
    assert len(told) > 20
    assert len(sent) > 5
    secret = set(world.readers) - {case.number for case in world.cases.values()}
    assert [line for line in told + sent if planted_in(line) & secret] == []


def test_history_keeps_no_planted_word(world: World, db: None) -> None:
    payloads = [json.dumps(row, ensure_ascii=False) for row in
                Event.objects.values_list("payload", flat=True)]  # fmt: skip
    assert len(payloads) > 40
    assert [text for text in payloads if planted_in(text) & set(world.readers)] == []


def test_what_is_sealed_stands_in_clear_in_no_table(world: World, db: None) -> None:
    """Every row of every table as text; the same search does find what is not sealed."""
    sealed = {
        word
        for place in ("phone", "ID number", "address", "agent", "half-written", "place before")
        for word in world.words_of(place)
    }
    assert len(sealed) > 30
    narrative = world.words_of("narrative")[0]
    tables = connection.introspection.table_names()
    found: set[str] = set()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found |= {word for (row,) in cursor.fetchall() for word in planted_in(row)}
    assert narrative in found
    assert found & sealed == set()


def test_the_table_of_this_test_names_only_accounts_of_the_demo_town(
    world: World, db: None
) -> None:
    named = {account for sight in SIGHT.values() for line in sight.values()
             for account in line.split()}  # fmt: skip
    assert named <= set(ACCOUNTS)
    assert set(SIGHT) == set(world.cases)
    assert Case.objects.count() == len(SIGHT)
    assert WALKING_DAY.startswith("2026-11-18")
