"""No double booking, held by the database itself."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from grids.enums import ResourceKind
from grids.models import Occupancy, Resource, Room
from grids.services import add_room
from tests.factories import Town

NINE = datetime(2026, 11, 16, 1, tzinfo=UTC)  # nine in the morning in Shanghai
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Resource:
    return Resource.objects.create(kind=ResourceKind.ROOM)


def book(resource: Resource, start: datetime, end: datetime, **more: object) -> Occupancy:
    with transaction.atomic():
        return Occupancy.objects.create(resource=resource, during=(start, end), **more)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (NINE, NINE + HOUR),
        (NINE + 59 * MINUTE, NINE + 2 * HOUR),
        (NINE - HOUR, NINE + MINUTE),
        (NINE + 10 * MINUTE, NINE + 20 * MINUTE),
        (NINE - HOUR, NINE + 3 * HOUR),
    ],
)
def test_a_taken_span_is_taken(room: Resource, start: datetime, end: datetime) -> None:
    book(room, NINE, NINE + HOUR)
    with pytest.raises(IntegrityError, match="grids_occupancy_no_overlap"):
        book(room, start, end)


def test_end_and_next_start_are_no_clash(room: Resource) -> None:
    book(room, NINE, NINE + HOUR)
    book(room, NINE + HOUR, NINE + 2 * HOUR)
    book(room, NINE - HOUR, NINE)


def test_another_resource_is_free_at_the_same_time(room: Resource) -> None:
    book(room, NINE, NINE + HOUR)
    book(Resource.objects.create(kind=ResourceKind.STAFF), NINE, NINE + HOUR)


def test_a_cancelled_booking_frees_its_span(room: Resource) -> None:
    first = book(room, NINE, NINE + HOUR)
    first.is_cancelled = True
    first.save()
    second = book(room, NINE, NINE + HOUR)
    first.is_cancelled = False
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()
    second.is_cancelled = True
    second.save()
    first.save()


def test_the_zone_in_which_a_time_is_written_makes_no_difference(room: Resource) -> None:
    book(room, NINE, NINE + HOUR)
    shanghai = timezone(timedelta(hours=8))
    with pytest.raises(IntegrityError):
        book(room, NINE.astimezone(shanghai), NINE.astimezone(shanghai) + HOUR)


def test_the_slot_is_resource_times_two_to_the_33_plus_seconds(room: Resource) -> None:
    booked = book(room, NINE, NINE + HOUR)
    booked.refresh_from_db()
    # 2026-11-16 01:00 UTC is 1 794 790 800 seconds after 1970.
    first = room.pk * 8_589_934_592 + 1_794_790_800
    assert (booked.slot.lower, booked.slot.upper) == (first, first + 3600)


def test_a_span_has_a_beginning_and_a_later_end(room: Resource) -> None:
    with pytest.raises(IntegrityError, match="grids_occupancy_is_a_span"):
        book(room, NINE, NINE)
    for half_open in ((None, NINE), (NINE, None)):
        with pytest.raises(IntegrityError, match="grids_occupancy_is_a_span"):
            book(room, *half_open)
    book(room, NINE, NINE + MINUTE)


def test_a_form_says_it_in_a_sentence(room: Resource) -> None:
    book(room, NINE, NINE + HOUR)
    with pytest.raises(ValidationError, match="这个时段已被占用"):
        Occupancy(resource=room, during=(NINE, NINE + HOUR)).full_clean()
    Occupancy(resource=room, during=(NINE + HOUR, NINE + 2 * HOUR)).full_clean()


def test_the_constraint_needs_no_extension_of_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select contype from pg_constraint where conname = 'grids_occupancy_no_overlap'"
        )
        assert cursor.fetchall() == [("x",)]
        cursor.execute("select extname from pg_extension where extname = 'btree_gist'")
        assert cursor.fetchall() == []


def test_every_room_of_the_town_has_its_own_resource(town: Town) -> None:
    rooms = Room.objects.filter(centre=town.centre)
    assert rooms.count() == 7
    assert len({one.resource_id for one in rooms}) == 7
    first = rooms[0]
    assert add_room(town.centre, first.name, first.kind) == first
