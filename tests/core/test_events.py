"""History only grows, and nobody can change a link of it unseen."""

import random
import secrets
import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError

from mediation.core import clock
from mediation.core.events import PersonalDataInEvent, append, plain, verify_chain
from mediation.core.models import User
from tests.core.things import Thing, ThingEvent, things_in_the_database


@pytest.fixture
def tables(db: None) -> Iterator[None]:
    with things_in_the_database():
        yield


@pytest.fixture
def actor(db: None) -> User:
    return User.objects.create(username=f"u{secrets.token_hex(4)}", name="王芳")


def write(thing: Thing, actor: User, verb: str = "accepted", **more: object) -> ThingEvent:
    with transaction.atomic():
        return append(ThingEvent, "thing", thing, verb=verb, actor=actor, **more)


def faults() -> list[tuple[int, str]]:
    return list(verify_chain(ThingEvent.objects.all(), "thing"))


def behind_the_triggers(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = origin")


def test_each_event_follows_the_one_before(tables: None, actor: User, at) -> None:
    at("2026-11-14 09:30")
    thing, other = Thing.objects.create(), Thing.objects.create()
    first = write(thing, actor, "registered", payload={"source": "visit"})
    write(other, actor, "registered")
    second = write(thing, actor, on=date(2026, 11, 13), booked_on=date(2026, 11, 15))
    assert (first.seq, second.seq) == (1, 2)
    assert first.previous_hash == ""
    assert second.previous_hash == first.hash
    assert (first.at, first.on, first.booked_on) == (
        clock.now(),
        date(2026, 11, 14),
        date(2026, 11, 14),
    )
    assert (second.on, second.booked_on) == (date(2026, 11, 13), date(2026, 11, 15))
    assert faults() == []


def test_raw_update_delete_and_truncate_are_refused(tables: None, actor: User) -> None:
    thing = Thing.objects.create()
    write(thing, actor)
    with connection.cursor() as cursor:  # otherwise TRUNCATE fails for another reason
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    table = ThingEvent._meta.db_table
    for sql in (
        f"UPDATE {table} SET verb = 'declined'",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
    ):
        with (
            pytest.raises(InternalError, match=r"Cannot|append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    write(thing, actor)  # the positive control: adding still goes
    assert ThingEvent.objects.filter(verb="accepted").count() == 2


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'declined'",
        'payload = \'{"risk": "blue"}\'',
        "\"on\" = '2020-01-01'",
        "booked_on = '2020-01-01'",
        "at = at + interval '1 second'",
        "actor_id = (SELECT max(id) FROM core_user)",
        "previous_hash = repeat('0', 64)",
    ],
)
def test_a_changed_link_breaks_its_chain(tables: None, actor: User, change: str) -> None:
    User.objects.create(username="another", name="李强")
    thing = Thing.objects.create()
    events = [write(thing, actor, payload={"risk": "red"}) for _ in range(4)]
    assert faults() == []
    victim = random.choice(events[1:])
    table = ThingEvent._meta.db_table
    behind_the_triggers(f"UPDATE {table} SET {change} WHERE id = %s", victim.pk)
    assert victim.pk in {
        fault.event_id for fault in verify_chain(ThingEvent.objects.all(), "thing")
    }


def test_a_link_taken_out_breaks_its_chain(tables: None, actor: User) -> None:
    thing = Thing.objects.create()
    events = [write(thing, actor) for _ in range(4)]
    table = ThingEvent._meta.db_table
    behind_the_triggers(f"DELETE FROM {table} WHERE id = %s", events[1].pk)
    assert faults() == [(events[2].pk, "seq 3, expected 2")]


def test_a_payload_takes_codes_ids_dates_and_names_of_fields() -> None:
    payload = {
        "from": "registered",
        "division": "500102011011",
        "case": 812,
        "due_on": date(2026, 11, 14),
        "amount": Decimal("1200.50"),
        "fields": ["phone", "narrative"],
        "units": {3, 1, 2},
        "is_late": False,
        "owner": None,
    }
    assert plain(payload) == {
        "from": "registered",
        "division": "500102011011",
        "case": 812,
        "due_on": "2026-11-14",
        "amount": "1200.50",
        "fields": ["phone", "narrative"],
        "units": [1, 2, 3],
        "is_late": False,
        "owner": None,
    }


@pytest.mark.parametrize(
    "payload",
    [
        {"by": "张建国"},
        {"to": "13812345678"},
        {"to": 13812345678},
        {"id": "50010219850312002X"},
        {"changes": [{"phone": "x"}]},
        {"narrative": "short"},
        {"reason": "a long sentence, with spaces"},
        {"code": "a" * 65},
        {"rate": 0.5},
        {"thing": object()},
    ],
)
def test_a_payload_refuses_what_belongs_to_the_case(payload: dict) -> None:
    with pytest.raises(PersonalDataInEvent):
        plain(payload)


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_make_one_unbroken_chain() -> None:
    start = threading.Barrier(8)
    failures: list[Exception] = []
    with things_in_the_database():
        actor = User.objects.create(username="wang", name="王芳")
        thing = Thing.objects.create()

        def work() -> None:
            try:
                start.wait(10)
                for _ in range(5):
                    write(thing, actor)
            except Exception as failure:
                failures.append(failure)
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert failures == []
        assert list(ThingEvent.objects.values_list("seq", flat=True)) == list(range(1, 41))
        assert faults() == []
