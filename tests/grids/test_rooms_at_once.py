"""Twenty processes take the same slot by SQL, past every service: the database lets in one."""

import multiprocessing
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from grids.enums import ResourceKind
from grids.models import Occupancy, Resource
from tests.grids.inserting import PATIENCE, insert

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES = 20
ADDRESS = ("dbname", "user", "password", "host", "port")
NINE = datetime(2026, 11, 16, 1, tzinfo=UTC)  # nine in the morning in Shanghai


def all_insert(slots: list[tuple[int, datetime]]) -> list[str]:
    """Every slot in a process of its own, released together."""
    fresh = multiprocessing.get_context("spawn")
    gate, answers = fresh.Barrier(len(slots)), fresh.Queue()
    # As Django connects, wherever the address has its socket (the built-in server's is an option).
    known = connection.get_connection_params()
    address = {name: known[name] for name in ADDRESS if name in known}
    running = [
        fresh.Process(target=insert, args=(address, gate, answers, resource, start))
        for resource, start in slots
    ]
    for process in running:
        process.start()
    found = [answers.get(timeout=2 * PATIENCE) for _ in running]
    for process in running:
        process.join(PATIENCE)
    return found


def test_twenty_processes_insert_one_slot_and_one_row_stands() -> None:
    room = Resource.objects.create(kind=ResourceKind.ROOM)
    answers = all_insert([(room.pk, NINE)] * PROCESSES)
    assert answers.count("taken") == 1
    assert answers.count("grids_occupancy_no_overlap") == PROCESSES - 1
    assert Occupancy.objects.filter(resource=room, is_cancelled=False).count() == 1


def test_slots_side_by_side_and_of_other_rooms_all_stand() -> None:
    """The positive control: the same race, and nothing overlaps."""
    rooms = [Resource.objects.create(kind=ResourceKind.ROOM).pk for _ in range(4)]
    slots = [(room, NINE + timedelta(hours=n)) for room in rooms for n in range(3)]
    assert all_insert(slots) == ["taken"] * len(slots)
    assert Occupancy.objects.count() == len(slots)


def test_the_constraint_stands_in_the_catalogue_of_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, contype FROM pg_constraint"
            " WHERE conrelid = 'grids_occupancy'::regclass AND contype = 'x'"
        )
        assert cursor.fetchall() == [("grids_occupancy_no_overlap", "x")]
