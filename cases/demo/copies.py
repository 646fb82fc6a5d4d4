"""The lives of some hundred cases, repeated by COPY under new numbers, people and stories.

A copy keeps the days of its life, and with them its clocks, bookings and lines; its instants move
by less than two hours. Keys come from the sequences, numbers from their counters, chains of events
are hashed anew, sealed values sealed anew. Memory stays flat: one chunk at a time.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from itertools import count as counting
from typing import Any

from django.db import connection, transaction

from cases.demo import stories
from cases.demo.lives import Copy, Life, Person, Series, Shape, read_lives, shapes
from cases.models import Party
from cases.services import lookup
from grids.models import Division
from mediation.core import clock, numbers
from mediation.core.privacy import blind_index

CHUNK = 2_000  # cases
SPREAD = timedelta(hours=2)  # copies of one life come in over this time
# Look-up codes of copies: steps round the ring of all codes, which meet none twice.
ALL_CODES = len(lookup.ALPHABET) ** lookup.CODE_LENGTH
CODE_STEP = 400_000_000_003  # shares no factor with ALL_CODES


def multiply(centre: Division, count: int, seed: int) -> int:
    """Add `count` cases by repeating the lives that the centre's cases have led; the number added.

    The same lives and seed give the same cases, but for sealed bytes, which no two times agree.
    """
    lot = random.Random(f"copies {seed}")  # noqa: S311 - a demo's dice
    tables = shapes()
    lives = read_lives(centre, tables)
    times = shares(lives, count, lot)
    series = reserve(lives, times)
    codes = new_codes()
    batch: list[Copy] = []
    for life, shift in in_order(lives, times):
        drawn = [next(series[key]) for key in life.series]
        batch.append(Copy(life, shift, drawn, people(life, lot, codes), lot))
        if len(batch) == CHUNK:
            write(tables, batch)
            batch = []
    write(tables, batch)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'ANALYZE "{table.name}"')
    return count


def shares(lives: list[Life], count: int, lot: random.Random) -> Mapping[Life, int]:
    """How often each life is led again: the same for all, the rest by lot."""
    whole, rest = divmod(count, len(lives))
    return Counter(dict.fromkeys(lives, whole)) + Counter(lot.sample(lives, rest))


def in_order(lives: list[Life], times: Mapping[Life, int]) -> Iterator[tuple[Life, timedelta]]:
    """Every copy with its shift, in the order in which they come in."""
    by_day: dict[object, list[Life]] = {}
    for life in sorted(lives, key=lambda life: life.registered_at):
        by_day.setdefault(clock.local_day(life.registered_at), []).append(life)
    for together in by_day.values():
        yield from sorted(
            (
                (life, (n + 1) * SPREAD / (times[life] + 1))
                for life in together
                for n in range(times[life])
            ),
            key=lambda one: one[0].registered_at + one[1],
        )


def reserve(lives: list[Life], times: Mapping[Life, int]) -> dict[Series, Iterator[int]]:
    """The numbers that the copies take, drawn at once from each series that they belong to."""
    wanted: Counter[Series] = Counter()
    for life in lives:
        for key in life.series:
            wanted[key] += times[life]
    with transaction.atomic():
        return {key: iter(numbers.reserve(*key, count)) for key, count in wanted.items() if count}


def people(life: Life, lot: random.Random, codes: Iterator[str]) -> list[Person]:
    """Other people in the places of this life's parties."""
    return [
        Person(
            name=lot.choice(stories.SURNAMES) + lot.choice(stories.GIVEN),
            phone=f"1390000{lot.randrange(10_000):04d}",
            code=next(codes),
            pin=f"{lot.randrange(10_000):04d}",
        )
        for _ in life.names
    ]


def new_codes() -> Iterator[str]:
    """Look-up codes that nobody has."""
    known = set(Party.objects.exclude(lookup_index="").values_list("lookup_index", flat=True))
    for place in counting(1):
        rest, signs = place * CODE_STEP % ALL_CODES, ""
        for _ in range(lookup.CODE_LENGTH):
            rest, sign = divmod(rest, len(lookup.ALPHABET))
            signs += lookup.ALPHABET[sign]
        if blind_index(signs, "lookup_code") not in known:
            yield signs


def write(tables: list[Shape], batch: list[Copy]) -> None:
    """One chunk: every table's rows in one COPY each."""
    if not batch:
        return
    with transaction.atomic(), connection.cursor() as cursor, trusted(cursor):
        for table in tables:
            draw_keys(cursor, table, batch)
        for table in tables:
            lines = StringIO()
            for copy in batch:
                for row in copy.life.rows[table.name]:
                    lines.write(row.filled(copy))
                    lines.write("\n")
            lines.seek(0)
            names = ", ".join(f'"{name}"' for name in table.columns)
            cursor.copy_expert(f'COPY "{table.name}" ({names}) FROM STDIN', lines)


def draw_keys(cursor: Any, table: Shape, batch: list[Copy]) -> None:
    """New keys for all rows of the chunk from the table's own sequence, in one piece."""
    sizes = [len(copy.life.rows[table.name]) for copy in batch]
    if not sum(sizes):
        return
    cursor.execute(
        "SELECT min(key), max(key) FROM (SELECT nextval(pg_get_serial_sequence(%s, 'id')) AS key"
        " FROM generate_series(1, %s)) AS drawn",
        [f'"{table.name}"', sum(sizes)],
    )
    first, last = cursor.fetchone()
    if last - first + 1 != sum(sizes):
        raise RuntimeError(f"{table.name}: somebody else is writing; seed an empty system")
    for copy, size in zip(batch, sizes, strict=True):
        copy.first_keys[table.name] = first
        first += size


@contextmanager
def trusted(cursor: Any) -> Iterator[None]:
    """Leave out, where the role may, the checks row by row of keys that were drawn just now."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if not cursor.fetchone()[0]:
        yield
        return
    cursor.execute("SET LOCAL session_replication_role = replica")
    yield
    cursor.execute("SET LOCAL session_replication_role = origin")
