"""What cases have been through, read once as rows with holes, to be led again by others.

A row of a life is a line of COPY's text format. What differs from copy to copy is a hole: keys,
instants, numbers, people, words, hashes. All else is said again as it stands.
"""

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.db import connection, models

from cases.demo import stories
from cases.models import (
    Access,
    Attachment,
    Case,
    Deadline,
    Direction,
    Event,
    MediationSession,
    Paper,
    PaperDocument,
    Party,
)
from cases.services import search_text
from grids.models import Division
from mediation.core import events, numbers
from mediation.core.pinyin import kept_initials
from mediation.core.privacy import SealedField, blind_index, blind_tail, seal, unseal

# Who looked, files on a disk, and words as they were printed are not led again.
NOT_REPEATED = (Case, Access, Attachment, PaperDocument)
NULL = r"\N"
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
# Keys of rows that an event's payload names.
PAYLOAD_KEYS: dict[str, type[models.Model]] = {
    "session": MediationSession,
    "direction": Direction,
    "paper": Paper,
}

Series = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented, in the place of a party."""

    name: str
    phone: str
    code: str
    pin: str


class Shape:
    """One table that belongs to cases, and which of its columns have holes."""

    def __init__(self, model: type[models.Model], parent: str = "") -> None:
        self.model, self.parent = model, parent
        self.name = model._meta.db_table
        fields = model._meta.concrete_fields
        self.columns = [str(field.column) for field in fields]
        self.keys = {
            place: field.related_model._meta.db_table
            for place, field in enumerate(fields)
            if isinstance(field, models.ForeignKey)
        }
        self.parent_key = self.columns.index(f"{parent}_id" if parent else "id")
        self.own_key = self.columns.index(str(model._meta.pk.column))  # type: ignore[union-attr]
        self.instants = {p for p, f in enumerate(fields) if isinstance(f, models.DateTimeField)}
        self.texts = {
            place
            for place, field in enumerate(fields)
            if isinstance(field, models.CharField | models.TextField)
            and not isinstance(field, SealedField)
            and not field.choices
        }

    def read(self, centre: Division) -> Iterator[tuple[Any, ...]]:
        """The rows of the centre's cases, oldest first, as they stand in the database."""
        quoted = ", ".join(f'"{name}"' for name in self.columns)
        cases = f'SELECT "id" FROM "{Case._meta.db_table}" WHERE "centre_id" = %s'  # noqa: S608
        where = {
            "": f'"id" IN ({cases})',
            "case": f'"case_id" IN ({cases})',
            "deadline": f'"deadline_id" IN (SELECT "id" FROM "{Deadline._meta.db_table}"'  # noqa: S608
            f' WHERE "case_id" IN ({cases}))',
        }[self.parent]
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT {quoted} FROM "{self.name}" WHERE {where} ORDER BY "id"',  # noqa: S608
                [centre.pk],
            )
            yield from cursor.fetchall()


def shapes() -> list[Shape]:
    """Every table that hangs on a case, those of the floors above too; the case first."""
    found = [Shape(Case)]
    below = [
        relation.related_model
        for relation in Case._meta.related_objects
        if relation.related_model not in NOT_REPEATED
        and getattr(relation.related_model, "IS_REPEATED", True)
        and not relation.many_to_many
    ]
    found += [Shape(model, "case") for model in below]
    found += [Shape(field.remote_field.through, "case") for field in Case._meta.many_to_many]
    found += [
        Shape(relation.related_model, "deadline")
        for relation in Deadline._meta.related_objects
        if relation.related_model not in below
    ]
    return found


@dataclass(slots=True)
class Row:
    """The cells of a line, and what fills its holes."""

    cells: list[str]
    holes: dict[int, Callable[["Copy"], str]] = field(default_factory=dict)

    def filled(self, copy: "Copy") -> str:
        cells = self.cells.copy()
        for place, hole in self.holes.items():
            cells[place] = hole(copy)
        return "\t".join(cells)


@dataclass(eq=False)
class Life:
    """One case as it was led: its rows by table, and what the copies ask of it."""

    pk: int
    number: str
    dossier_number: str
    year: int
    registered_at: datetime
    is_masked: bool
    division: str
    place: str
    serial_label: str
    stories: list[stories.Story]
    series: list[Series]
    names: list[str] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    places: dict[tuple[str, int], int] = field(default_factory=dict)


class Copy:
    """One more case that leads a life: who, when, under which numbers, in which words."""

    def __init__(
        self, life: Life, shift: timedelta, drawn: list[int], people: list[Person],
        lot: random.Random,
    ) -> None:  # fmt: skip
        self.life, self.shift, self.people = life, shift, people
        self.first_keys: dict[str, int] = {}
        self.previous_hash = ""
        self.short_number = drawn[0]
        self.number = numbers.case_number(life.serial_label, life.year, drawn[0])
        self.dossier_number = re.sub(r"第\d+号", f"第{drawn[-1]:04d}号", life.dossier_number)
        story = lot.choice(life.stories)
        self.narrative, self.demand = story.told(lot, *(p.name for p in people[:2])), story.demand
        self.card_text, self.file_text = search_text.texts(
            number=self.number,
            short_number=drawn[0],
            division=life.division,
            place=life.place,
            narrative=self.narrative,
            demand=self.demand,
            names=[person.name for person in people],
            is_masked=life.is_masked,
        )

    def key(self, table: str, place: int) -> int:
        return self.first_keys[table] + place


def read_lives(centre: Division, tables: Iterable[Shape]) -> list[Life]:
    """The lives of the centre's cases. A merged case is not repeated, its other half is one; nor
    one that occupies a room, which nobody can do twice."""
    cases = Case.objects.filter(
        centre=centre, merged_into__isnull=True, booked_as__isnull=True
    ).select_related("centre", "division", "category", "subtype", "committee")
    lives = {case.pk: life_of(case) for case in cases.order_by("pk")}
    for party in Party.objects.filter(case__in=lives).order_by("position"):
        lives[party.case_id].names.append(party.name)
    owners: dict[int, int] = {}  # deadline -> case, for rows that hang on a deadline
    found = [(table, list(table.read(centre))) for table in tables]
    for table, rows in found:
        own, parent = table.own_key, table.parent_key
        for values in rows:
            pk = values[parent] if table.parent != "deadline" else owners[values[parent]]
            if table.model is Deadline:
                owners[values[own]] = pk
            if (life := lives.get(pk)) is not None:
                mine = life.rows.setdefault(table.name, [])
                life.places[table.name, values[own]] = len(mine)
                mine.append(values)
    for life in lives.values():
        for table, _ in found:
            life.rows[table.name] = [
                row_of(table, life, values) for values in life.rows.get(table.name, ())
            ]
    return list(lives.values())


def life_of(case: Case) -> Life:
    series = [("case", case.centre.code, case.year)]
    if case.dossier_number and case.committee:
        year = int(re.sub(r"\D*(\d{4}).*", r"\1", case.dossier_number))
        series.append(("dossier", case.committee.code, year))
    kind = (case.category.code, case.subtype.code if case.subtype else "")
    alike = [one for one in stories.STORIES if (one.category, one.subtype) == kind]
    return Life(
        pk=case.pk,
        number=case.number,
        dossier_number=case.dossier_number,
        year=case.year,
        registered_at=case.registered_at,
        is_masked=case.is_masked,
        division=case.division.short_name,
        place=case.place,
        serial_label=case.centre.serial_label,
        stories=alike or list(stories.STORIES),
        series=series,
    )


# --- rows with holes ----------------------------------------------------------------------------


def row_of(table: Shape, life: Life, values: tuple[Any, ...]) -> Row:
    """A row of this life, with what every table has: keys, instants, names in texts."""
    row = Row([cell(value) for value in values])
    for place, value in enumerate(values):
        if value is None:
            continue
        if place in table.keys and (table.keys[place], value) in life.places:
            target = table.keys[place]
            row.holes[place] = key_hole(target, life.places[target, value])
        elif place in table.instants:
            row.holes[place] = instant_hole(value)
        elif place in table.texts and value in (life.number, life.dossier_number) and value:
            row.holes[place] = number_hole(is_dossier=value == life.dossier_number)
        elif place in table.texts and any(name in value for name in life.names):
            row.holes[place] = words_hole(value, life.names)
    row.holes[table.own_key] = key_hole(table.name, life.places[table.name, values[table.own_key]])
    named = dict(zip(table.columns, values, strict=True))
    special = SPECIAL.get(table.model, lambda *_: {})(life, named)
    row.holes |= {table.columns.index(name): hole for name, hole in special.items()}
    return row


def cell(value: Any) -> str:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value).translate(ESCAPES)


Holes = Mapping[str, Callable[[Copy], str]]


def key_hole(table: str, place: int) -> Callable[[Copy], str]:
    return lambda copy: str(copy.key(table, place))


def instant_hole(at: datetime) -> Callable[[Copy], str]:
    return lambda copy: (at + copy.shift).isoformat(" ")


def number_hole(*, is_dossier: bool) -> Callable[[Copy], str]:
    return lambda copy: copy.dossier_number if is_dossier else copy.number


def words_hole(text: str, names: list[str]) -> Callable[[Copy], str]:
    """The same words about other people."""
    parts = re.split("|".join(f"({re.escape(name)})" for name in names), text)
    who = {name: place for place, name in enumerate(names)}
    pieces = [cell(part) if part not in who else who[part] for part in parts if part is not None]
    return lambda copy: "".join(
        piece if isinstance(piece, str) else copy.people[piece].name for piece in pieces
    )


def case_holes(life: Life, row: Mapping[str, Any]) -> Holes:
    return {
        "short_number": lambda copy: str(copy.short_number),
        "narrative": lambda copy: cell(copy.narrative),
        "demand": lambda copy: cell(copy.demand),
        "card_text": lambda copy: cell(copy.card_text),
        "file_text": lambda copy: cell(copy.file_text),
        "form_key": lambda copy: NULL,
    }


def party_holes(life: Life, row: Mapping[str, Any]) -> Holes:
    """Another person with a phone, a code and a pin where this party had them; no ID number."""
    who = life.places[Party._meta.db_table, row["id"]]
    table = Party._meta.db_table
    address = unseal(row["address"], f"{table}.address")

    def sealed(column: str, value: Callable[[Person], str]) -> Callable[[Copy], str]:
        return lambda copy: seal(value(copy.people[who]), f"{table}.{column}")

    holes: dict[str, Callable[[Copy], str]] = dict.fromkeys(
        ("id_number", "id_index", "id_tail_index"), lambda copy: ""
    )
    holes |= {
        "name": lambda copy: copy.people[who].name,
        "initials": lambda copy: kept_initials(copy.people[who].name),
        "address": sealed("address", lambda _: address),
    }
    if row["phone"]:
        holes |= {
            "phone": sealed("phone", lambda person: person.phone),
            "phone_index": lambda copy: blind_index(copy.people[who].phone, "phone"),
            "phone_tail_index": lambda copy: blind_tail(copy.people[who].phone, "phone"),
        }
    if row["lookup_code"]:
        holes |= {
            "lookup_code": sealed("lookup_code", lambda person: person.code),
            "lookup_index": lambda copy: blind_index(copy.people[who].code, "lookup_code"),
        }
    if row["receipt_pin"]:
        holes["receipt_pin"] = sealed("receipt_pin", lambda person: person.pin)
    return holes


def deadline_holes(life: Life, row: Mapping[str, Any]) -> Holes:
    """A clock of a direction carries its key as subject, too."""
    if row["direction_id"] is None:
        return {}
    table = Direction._meta.db_table
    return {"subject": key_hole(table, life.places[table, row["direction_id"]])}


def paper_holes(life: Life, row: Mapping[str, Any]) -> Holes:
    """A copy's paper takes no number of its series: it bears the number of its case."""
    if row["serial"] is None:
        return {}
    blank = dict.fromkeys(("subject", "sha256"), lambda copy: "")
    null = dict.fromkeys(("unit_id", "year", "serial"), lambda copy: NULL)
    return {"number": number_hole(is_dossier=False), **blank, **null}


def event_holes(life: Life, row: Mapping[str, Any]) -> Holes:
    """A chain of its own: the rows come in their order, each after the hash of the one before."""
    payload = json.loads(row["payload"])
    ids = {
        name: (table, life.places[table, payload[name]])
        for name, model in PAYLOAD_KEYS.items()
        if name in payload and (table := model._meta.db_table)
    }
    event = SimpleNamespace(**row)

    def payload_of(copy: Copy) -> dict[str, Any]:
        return payload | {name: copy.key(*where) for name, where in ids.items()}

    def previous_hash(copy: Copy) -> str:
        return copy.previous_hash

    def link(copy: Copy) -> str:
        event.at = row["at"] + copy.shift
        event.payload = payload_of(copy)
        event.previous_hash = copy.previous_hash
        copy.previous_hash = events.link_hash(event, copy.key(Case._meta.db_table, 0))  # type: ignore[arg-type]
        return copy.previous_hash

    holes: dict[str, Callable[[Copy], str]] = {"previous_hash": previous_hash, "hash": link}
    if ids:
        holes["payload"] = lambda copy: cell(json.dumps(payload_of(copy)))
    return holes


SPECIAL: dict[type[models.Model], Callable[[Life, Mapping[str, Any]], Holes]] = {
    Case: case_holes,
    Party: party_holes,
    Deadline: deadline_holes,
    Event: event_holes,
    Paper: paper_holes,
}
