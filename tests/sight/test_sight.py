"""Who sees what: every address for every account and for nobody, and the bytes that come back.

Words are planted at random (world.py); who may see a word finds it somewhere, nobody else ever
(rules.md §6). What is sent by e-mail, kept in the history or written to a log is searched too.
"""

import json
import re
from datetime import datetime
from itertools import chain
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import notices as case_notices
from cases.models import Case, Event
from mediation.core.models import Notice
from mediation.core.notices import send_due
from tests.conftest import SHANGHAI
from tests.sight import addresses, channels
from tests.sight.addresses import NO_CASE
from tests.sight.walking import (
    APART,
    CSRF_OR_NONCE,
    GROUPS,
    NOT_WALKED,
    NOTHING_WRONG,
    STRANGER,
    planted_in,
    text_of,
    told,
    walk,
)
from tests.sight.world import ACCOUNTS, EXPORTERS, SIGHT, WALKING_DAY, World

# Open to strangers (DESIGN §5.3); every other address asks who is there.
PUBLIC = {
    "healthz", "readyz", "token", "core:login", "core:logout", "admin:login",
    "cases:lookup", "cases:about", "petitions:poster", "grids:notice_card",
}  # fmt: skip
# What a stranger may be answered elsewhere: to the log-in page, 401, or no such method.
TURNED_AWAY = {401, 405}


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


@pytest.mark.parametrize("account", APART)
def test_who_may_see_a_word_finds_it_and_nobody_else_does(
    world: World, db: None, account: str
) -> None:
    assert told(world, account) == NOTHING_WRONG


def test_every_account_is_walked_once() -> None:
    assert sorted(chain(*GROUPS)) == sorted(ACCOUNTS)


def test_a_stranger_is_asked_who_he_is_everywhere_but_at_the_public_pages(
    world: World, db: None
) -> None:
    found = walk(world, STRANGER)
    told = {word for word, readers in world.readers.items() if STRANGER in readers}
    assert set(found.words) == told != set()
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
MAY_WRITE = {"cases_access", "petitions_access", "reporting_exportaccess", "grids_sheetaccess",
             "core_draft", "django_session"}  # fmt: skip


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
    secret = set(world.readers) - {case.number for case in world.cases.values()} - channels.TOLD
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
