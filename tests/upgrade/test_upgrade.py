"""The databases of earlier releases become this one's, and nothing that was true of them is lost.

`spine.sql.gz` is what `prepare --cases 60` of the first release (caa24e5) left on 22 November 2026,
`window.sql.gz` the same of the fourth (c3eea2d), `network.sql.gz` of the fifth (da6c466), sealed with
the keys of tests/settings.py: `pg_dump --rows-per-insert=1000 --no-owner --no-privileges
--no-comments`, without the lines that only one version of Postgres knows. They are never made again.
"""

import gzip
import re
import secrets
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from cases.models import Case, Event, Party
from cases.services import move
from mediation.core.models import Rule, User
from petitions import services as petition_services
from petitions.models import Petition
from petitions.services.reference import load_contents

RELEASES = {"spine": 60, "window": 60, "network": 61}  # with their cases
only_the_spine = pytest.mark.parametrize("before", ["spine"], indirect=True)
LAST_DAY = "2026-11-22"
TODAY = "2026-11-23 09:00"
# What a release may add to: its own book-keeping and the reference data.
GROWING = {"django_migrations", "django_content_type", "auth_permission"}


def row_counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counts = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM public."{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


def sentences() -> list[tuple[Any, ...]]:
    """The history as the database has it: what was said of which case, and the chain's hashes."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT case_id, seq, verb, "on", hash FROM public.cases_event ORDER BY id')
        return list(cursor.fetchall())


SCHEMA = """
    SELECT 'column', table_name, column_name, concat_ws(' ', data_type, character_maximum_length,
           numeric_precision, numeric_scale, is_nullable, column_default, collation_name,
           generation_expression)
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    UNION ALL
    SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
"""


# A dump that is loaded again spells the same casts and brackets otherwise.
CASTS = re.compile(r"::(character varying|text)(\[\])?|[() ]")


def schema() -> set[tuple[str, ...]]:
    """Every column, constraint, index and trigger, as the database itself writes it down."""
    with connection.cursor() as cursor:
        cursor.execute("SET search_path TO public")
        cursor.execute(SCHEMA)
        return {(*what, CASTS.sub("", words)) for *what, words in cursor.fetchall()}


@pytest.fixture(scope="module", params=list(RELEASES))
def before(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[dict[str, Any]]:
    """The old database, loaded and migrated; what it held before."""
    dump = Path(__file__).with_name(f"{request.param}.sql.gz")
    usual = connection.settings_dict["NAME"]
    own = f"{usual}_upgrade_{secrets.token_hex(3)}"
    with django_db_blocker.unblock():
        of_a_new_house = schema()
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE \"{own}\" TEMPLATE template0 ENCODING 'UTF8'")
        connection.settings_dict["NAME"] = own
        try:
            with connection.cursor() as cursor:
                cursor.execute(gzip.decompress(dump.read_bytes()).decode())
            connection.close()  # the dump empties the search path of its connection
            held = {"rows": row_counts(), "history": sentences()}
            call_command("migrate", interactive=False, verbosity=0)
            call_command("load_reference", stdout=StringIO())
            yield held | {
                "release": request.param,
                "schema": schema(),
                "of_a_new_house": of_a_new_house,
            }
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


@pytest.fixture
def old(before: dict[str, Any], db: None, at: Any) -> dict[str, Any]:
    """One test's look at it: the clock at its next morning, changes undone."""
    at(TODAY)
    return before


def check() -> str:
    said = StringIO()
    call_command("check_invariants", stdout=said, stderr=said)
    return said.getvalue()


def user(account: str) -> User:
    return User.objects.get(username=account)


def test_the_old_database_ends_as_a_new_one_begins(old: dict[str, Any]) -> None:
    """A new house runs one step in place of many (`replaces`); both ways lead to the same tables."""
    assert len(old["of_a_new_house"]) > 1000
    assert old["schema"] - old["of_a_new_house"] == set()
    assert old["of_a_new_house"] - old["schema"] == set()


def test_no_row_is_lost_and_no_word_of_the_history_is_changed(old: dict[str, Any]) -> None:
    now, held = row_counts(), old["rows"]
    assert held["cases_case"] == RELEASES[old["release"]]
    assert held["cases_event"] > 200
    changed = {
        table: (rows, now.get(table))
        for table, rows in held.items()
        if table not in GROWING and now.get(table) != rows
    }
    reference = {"core_rule", "grids_category", "grids_department", "grids_routingrule"}
    assert {table for table, (was, has) in changed.items() if has is None or has < was} == set()
    assert set(changed) <= reference
    assert sentences() == old["history"]


def test_everything_that_must_hold_holds(old: dict[str, Any]) -> None:
    assert "all invariants hold" in check()


def test_a_broken_chain_in_it_would_be_found(old: dict[str, Any]) -> None:
    event = Event.objects.filter(verb="accept").order_by("pk")[0]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            'UPDATE cases_event SET payload = \'{"tier": "street"}\' WHERE id = %s', [event.pk]
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("check_invariants", stdout=said, stderr=said)
    assert f"event {event.pk}" in said.getvalue()


def test_a_clock_that_still_runs_on_a_closed_case_would_be_found(old: dict[str, Any]) -> None:
    case = Case.objects.filter(status="settled").order_by("pk")[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_deadline SET stopped_on = NULL, stopped_by = ''"
            " WHERE id = (SELECT max(id) FROM cases_deadline"
            " WHERE case_id = %s AND clock = 'RUNG')",
            [case.pk],
        )
        assert cursor.rowcount == 1
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("check_invariants", stdout=said, stderr=said)
    assert case.number in said.getvalue()


def test_what_was_sealed_is_still_read(old: dict[str, Any]) -> None:
    phones = [party.phone for party in Party.objects.order_by("pk") if party.phone]
    assert len(phones) > 30
    assert {(phone.isdigit(), len(phone)) for phone in phones} == {(True, 11)}


@pytest.mark.parametrize("account", ["head", "peace", "director"])
def test_its_pages_open(old: dict[str, Any], settings: Any, account: str) -> None:
    settings.DEMO = True
    client = Client()
    heads = {
        "spine": "village",
        "window": "v13",
        "network": "v13",
    }  # of a village that has cases there
    client.force_login(user(heads[old["release"]] if account == "head" else account))
    listed = client.get("/api/v1/cases/?page_size=200").json()["results"]
    assert len(listed) > 2
    one_of_each = {row["status"]: row["id"] for row in listed}
    pages = ["/", "/cases/", "/notices/", "/reports/half-months/2026-11-14/"]
    for pk in one_of_each.values():
        pages += [f"/cases/{pk}/", f"/api/v1/cases/{pk}/events/", f"/api/v1/cases/{pk}/moves/"]
    answers = {page: client.get(page).status_code for page in pages}
    assert {page: status for page, status in answers.items() if status != 200} == {}


def test_an_old_case_goes_on_under_the_new_rules(old: dict[str, Any], settings: Any) -> None:
    settings.DEMO = True
    assert Rule.objects.filter(clock="WHISTLE").exists()
    case = Case.objects.filter(status="mediating", tier="street").order_by("pk")[0]
    before = case.events.count()
    with transaction.atomic():
        moved = move(
            case, "note", user("peace"), version=case.version, stuck="等测绘", next_step="周三再约"
        )
    assert moved.case.events.count() == before + 1
    assert "all invariants hold" in check()


@only_the_spine
def test_an_old_case_becomes_a_petition(old: dict[str, Any], settings: Any) -> None:
    """What the first release knew nothing of: a table of content, letters, their numbers."""
    settings.DEMO = True
    load_contents()
    case = Case.objects.filter(status="mediating").order_by("pk")[0]
    move(case, "transfer", user("peace"), kind="petition", to="信访办", reason="请信访办办理")
    petition = Petition.objects.get()
    assert petition.received_on == case.received_on
    assert case.petition_link.petition == petition
    petition_services.move(petition, "accept", user("petition"), way="6", told_now=True)
    assert petition.letters.count() == 2
    assert "all invariants hold" in check()


@only_the_spine
def test_simple_handling_is_the_towns_own_switch_and_off(old: dict[str, Any]) -> None:
    """The first release had it as a law that is always on (domain.md X13 says otherwise)."""
    rule = Rule.objects.get(clock="CONCLUDE", variant="simple")
    assert (rule.law, rule.is_editable, rule.is_on) == ("本镇规定", True, False)
    assert Rule.objects.get(clock="CONCLUDE", variant="").is_on
