"""What of a petition is found, told, kept and stored, and by whom: beside the walk over all addresses.

The town here has petitions and no cases, so that it is quickly built.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from cases.notices import write_due
from mediation.core.errors import Refused
from mediation.core.models import Notice
from mediation.core.notices import send_due
from petitions.models import Event, LetterDocument, Petition, SealedContent
from reporting.services import request_export, write_export
from tests.conftest import SHANGHAI
from tests.factories import make_town
from tests.sight import petitioning
from tests.sight.petitioning import ACCUSED, NO_PETITION, PETITIONS, Office, is_file, is_seen
from tests.sight.walking import CSRF_OR_NONCE, planted_in, text_of
from tests.sight.world import ACCOUNTS, World

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture(scope="module")
def office_of_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        yield petitioning.plant(World(make_town()))
        transaction.set_rollback(True)


@pytest.fixture
def office(office_of_module: Office, db: None, at: Any, settings: Any) -> Office:
    settings.DEMO = True
    at("2026-11-18 10:00")
    return office_of_module


def browser(office: Office, account: str) -> Client:
    client = Client()
    client.force_login(office.world.user(account))
    return client


def found(client: Client, word: str) -> set[int]:
    """Keys of the petitions that page and API find by a word."""
    rows = client.get("/api/v1/petitions/", {"q": word}).json()["results"]
    page = client.get("/petitions/", {"q": word}).content.decode()
    keys = {row["id"] for row in rows}
    listed = set(Petition.objects.values_list("pk", flat=True))
    assert {pk for pk in listed if f'/petitions/{pk}/"' in page} == keys
    return keys


def words_at(office: Office, where: str) -> Iterator[tuple[str, str]]:
    """(name of the petition, word) of every word that stands there."""
    for word, place in office.world.planted.items():
        told, _, name = place.rpartition(" of ")
        if told == where and name in PETITIONS:
            yield name, word


@pytest.mark.parametrize(
    "account", ["window", "department", "police", "leader", "peace", "village"]
)
def test_a_word_of_the_file_finds_its_petition_only_for_readers_of_the_file(
    office: Office, account: str
) -> None:
    client = browser(office, account)
    outcomes = set()
    for where in ("what was said", "title", "demand one"):
        for name, word in words_at(office, where):
            expected = {office.petitions[name].pk} if is_file(account, name) else set()
            assert found(client, word) == expected, (where, name)
            outcomes.add(bool(expected))
    assert True not in outcomes if account in {"window", "village"} else True in outcomes
    for name, word in words_at(office, "name of a petitioner"):
        expected = {office.petitions[name].pk} if is_seen(account, name) else set()
        assert found(client, word) == expected, name


@pytest.mark.parametrize("account", sorted(set(ACCOUNTS) - {"discipline"}))
def test_no_word_of_an_accusation_finds_it_and_no_count_counts_it(
    office: Office, account: str
) -> None:
    client = browser(office, account)
    for word, place in office.world.planted.items():
        if place.endswith(f" of {ACCUSED}"):
            assert found(client, word) == set(), place
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM petitions_petition WHERE kind = 'accusation'")
        assert cursor.fetchone() == (1,)
    for params in ({}, {"kind": "accusation"}, {"status": "forwarded"}, {"of": "sealed"}):
        rows = client.get("/api/v1/petitions/", params).json()["results"]
        assert office.petitions[ACCUSED].pk not in {row["id"] for row in rows}
        page = client.get("/petitions/", params).content.decode()
        assert f"/petitions/{office.petitions[ACCUSED].pk}/" not in page
    assert "检举控告（密）" not in client.get("/").content.decode()


def test_the_discipline_post_sees_the_accusation_and_nothing_else(office: Office) -> None:
    client = browser(office, "discipline")
    rows = client.get("/api/v1/petitions/").json()["results"]
    assert {row["id"] for row in rows} == {office.petitions[ACCUSED].pk}
    page = client.get(f"/petitions/{office.petitions[ACCUSED].pk}/").content.decode()
    (said,) = (word for name, word in words_at(office, "what was said") if name == ACCUSED)
    assert said in page


PATHS = (
    ("get", "/petitions/{}/"), ("get", "/petitions/{}/moves/note/"),
    ("post", "/petitions/{}/moves/note/"), ("get", "/petitions/{}/demands/"),
    ("get", "/petitions/{}/print/"), ("get", "/petitions/{}/print/receipt/"),
    ("get", "/petitions/{}/letters/"), ("get", "/petitions/{}/letters/1/print/"),
    ("post", "/petitions/{}/files/"), ("get", "/petitions/{}/supports/"),
    ("post", "/petitions/{}/petitioners/1/unmask/"),
    ("get", "/api/v1/petitions/{}/"), ("get", "/api/v1/petitions/{}/events/"),
    ("get", "/api/v1/petitions/{}/deadlines/"), ("get", "/api/v1/petitions/{}/demands/"),
    ("get", "/api/v1/petitions/{}/letters/"), ("get", "/api/v1/petitions/{}/moves/"),
    ("post", "/api/v1/petitions/{}/moves/"),
)  # fmt: skip


def answer_at(client: Client, method: str, path: str, pk: int) -> tuple[int, str, int]:
    """Status, body without its random parts and its own number, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        response = getattr(client, method)(path.format(pk))
    body = CSRF_OR_NONCE.sub("", response.content.decode()).replace(f"/{pk}/", "/<pk>/")
    return response.status_code, body, len(queries)


@pytest.mark.parametrize("account", ["petition", "director", "department", "police", "village"])
def test_a_petition_out_of_sight_answers_like_one_that_does_not_exist(
    office: Office, account: str
) -> None:
    client = browser(office, account)
    hidden = [name for name in PETITIONS if not is_seen(account, name)]
    assert ACCUSED in hidden
    client.get("/notices/")  # what a session does only once
    for method, path in PATHS:
        nothing = answer_at(client, method, path, NO_PETITION)
        assert nothing[0] == 404, path
        for name in hidden:
            pk = office.petitions[name].pk
            assert answer_at(client, method, path, pk) == nothing, (path, name)


def test_the_clerk_reads_the_card_and_no_more(office: Office) -> None:
    client = browser(office, "window")
    petition = office.petitions["heard"]
    page = client.get(f"/petitions/{petition.pk}/").content.decode()
    words = {office.world.planted[word] for word in planted_in(page) & set(office.world.readers)}
    assert words == {"number of a petition of heard", "name of a petitioner of heard"}
    for tail in ("events", "deadlines", "demands", "letters", "attachments"):
        assert client.get(f"/api/v1/petitions/{petition.pk}/{tail}/").status_code == 404, tail


def test_nothing_that_is_told_or_sent_carries_a_planted_word(office: Office) -> None:
    for user in get_user_model().objects.all():
        user.email = f"{user.username}@example.invalid"
        user.save(update_fields=["email"])
    late = datetime(2027, 1, 20, 8, 31, tzinfo=SHANGHAI)
    with time_machine.travel(late, tick=False):
        write_due()
        send_due()
    rows = Notice.objects.filter(matter_key__startswith="petition:")
    told = [f"{row.text} {row.url}" for row in rows]
    sent = [f"{one.subject}\n{one.body}" for one in mail.outbox]
    assert len(told) > 10
    assert sent
    assert [line for line in told + sent if planted_in(line) & set(office.world.readers)] == []
    accused = f"petition:{office.petitions[ACCUSED].pk}"
    assert {row.user.username for row in rows if row.matter_key == accused} <= {"discipline"}


@pytest.mark.parametrize("account", ["petition", "peace", "department", "window"])
def test_a_file_that_leaves_the_house_names_nobody(office: Office, account: str) -> None:
    """As much as its owner reads on the page, without the people; of an accusation not a line."""
    export = request_export(office.world.user(account), {"of": "petitions"}, "check")
    assert write_export(export.pk)
    body = browser(office, account).get(f"/api/v1/exports/{export.pk}/file/")
    words = planted_in(text_of(body)) & set(office.world.readers)
    places = {office.world.planted[word] for word in words}
    assert words <= office.world.expected(account)
    assert not [one for one in places if one.startswith(("name of", "phone", "ID", "address"))]
    assert not [one for one in places if one.endswith(f" of {ACCUSED}")]
    assert any(one.startswith("number of a petition") for one in places)


def test_discipline_takes_no_list_out_of_the_house(office: Office) -> None:
    with pytest.raises(Refused, match="不能导出"):
        request_export(office.world.user("discipline"), {"of": "petitions"}, "check")


def test_history_keeps_no_planted_word(office: Office) -> None:
    payloads = [json.dumps(row, ensure_ascii=False)
                for row in Event.objects.values_list("payload", flat=True)]  # fmt: skip
    assert len(payloads) > 20
    assert [text for text in payloads if planted_in(text) & set(office.world.readers)] == []


def test_what_is_sealed_stands_in_clear_in_no_table(office: Office) -> None:
    """Every row of every table as text: nothing of the accusation but its number, no private
    number of anybody, no letter; the same search does find what is not sealed."""
    planted = office.world.planted
    sealed = {
        word
        for word, place in planted.items()
        if (place.endswith(f" of {ACCUSED}") and not place.startswith("number of a petition"))
        or place.startswith(("phone of", "ID number of", "address of"))
    }
    assert len(sealed) > 15
    (clear,) = (word for name, word in words_at(office, "what was said") if name == "heard")
    seen: set[str] = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            seen |= {word for (row,) in cursor.fetchall() for word in planted_in(row)}
    assert clear in seen
    assert {planted[word] for word in seen & sealed} == set()
    content = SealedContent.objects.get().data
    assert planted_in(content["narrative"]) & sealed
    assert LetterDocument.objects.filter(petition__kind="accusation").exists()
