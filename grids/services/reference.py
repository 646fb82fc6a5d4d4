"""Reference data that every town starts with. Loading again adds what is missing, no more."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from django.db import models, transaction

from grids.enums import DepartmentKind, DivisionKind, Level
from grids.models import (
    Category,
    Department,
    Division,
    GuidePlace,
    InquiryAnswer,
    InstructionPreset,
    RoutingRule,
    Subtype,
)
from grids.selectors import towns, villages
from grids.services.divisions import load_divisions
from grids.services.places import add_room
from mediation.core.pinyin import place_initials

DATA = Path(__file__).resolve().parent.parent / "data"

# The day from which the seeded places hold; before any case can have been registered.
SINCE = date(2020, 1, 1)


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Load categories, sub-types, and for every town its units, routing, rooms, sentences.

    Where no town exists yet, 李渡街道 with its villages and a few grids comes first.
    What is there already is left alone, so that a town's own edits survive. Returns the number
    of rows now in each table.
    """
    if not towns().exists():
        load_divisions(_rows("divisions"), SINCE)
        _load_grids()
    _load_categories()
    _load_presets()
    _load_answers()
    for town in towns():
        units = _load_departments(town)
        _load_committees(town)
        _load_routing(town, units)
        _load_guide_places(town, units)
        for row in _rows("rooms"):
            add_room(town, row["name"], row["kind"], seats=int(row["seats"]))
    tables = (
        *(Division, Department, Category, Subtype, RoutingRule, InstructionPreset),
        *(InquiryAnswer, GuidePlace),
    )
    return {str(table._meta.verbose_name): table.objects.count() for table in tables}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _add_missing(key: str, rows: Iterable[models.Model]) -> None:
    """Insert those rows whose `key` the table does not know yet."""
    found = list(rows)
    if not found:
        return
    table = type(found[0])._default_manager
    known = set(table.values_list(key, flat=True))
    table.bulk_create(row for row in found if getattr(row, key) not in known)


def _load_grids() -> None:
    parents = {village.path: village for village in Division.objects.villages()}
    _add_missing(
        "code",
        [
            Division(
                code=row["code"],
                path=row["code"],
                name=row["name"],
                short_name=row["short_name"],
                level=Level.GRID,
                kind=DivisionKind.GRID,
                parent=parents[row["code"][:12]],
                initials=place_initials(row["short_name"]),
                valid_from=SINCE,
            )
            for row in _rows("grids")
        ],
    )


def _load_categories() -> None:
    _add_missing(
        "code",
        [
            Category(code=row["code"], name=row["name"], short_name=row["short_name"], order=order)
            for order, row in enumerate(_rows("categories"), start=1)
        ],
    )
    rows = list(_rows("subtypes"))
    _add_missing(
        "code",
        [Subtype(code=row["code"], name=row["name"]) for row in rows if len(row["code"]) == 2],
    )
    parents = {subtype.code: subtype for subtype in Subtype.objects.filter(parent=None)}
    _add_missing(
        "code",
        [
            Subtype(code=row["code"], name=row["name"], parent=parents[row["parent_code"]])
            for row in rows
            if len(row["code"]) == 4
        ],
    )


def _load_presets() -> None:
    categories = {category.code: category for category in Category.objects.all()}
    _add_missing(
        "text",
        [
            InstructionPreset(
                text=row["text"], category=categories.get(row["category"]), order=order
            )
            for order, row in enumerate(_rows("instruction_presets"), start=1)
        ],
    )


def _load_answers() -> None:
    """常用答复 to begin with; each waits for somebody who knows the law (`is_reviewed`)."""
    categories = {category.code: category for category in Category.objects.all()}
    _add_missing(
        "question",
        [
            InquiryAnswer(
                topic=categories.get(row["topic"]),
                question=row["question"],
                answer=row["answer"],
                law=row["law"],
                order=order,
            )
            for order, row in enumerate(_rows("inquiry_answers"), start=1)
        ],
    )


def _load_guide_places(town: Division, units: dict[str, Department]) -> None:
    """Where each way of the guide leads; the town adds addresses and phones. A town that has
    any row of its own keeps its rows: a place that was renamed does not come back."""
    if GuidePlace.objects.filter(centre=town).exists():
        return
    GuidePlace.objects.bulk_create(
        GuidePlace(
            centre=town,
            way=row["way"],
            name=row["name"].format(place=town.short_name),
            address=row["address"],
            hours=row["hours"],
            phone=row["phone"],
            unit=units.get(row["unit"]),
            order=order,
        )
        for order, row in enumerate(_rows("guide_places"), start=1)
    )


def _load_departments(town: Division) -> dict[str, Department]:
    """The town's units by slug; 街道 or 镇 goes into their names."""
    stem = _stem(town)
    words = {"place": town.short_name, "stem": stem, "form": town.short_name[len(stem) :]}
    _add_missing(
        "code",
        [
            Department(
                code=f"{town.path}-{row['slug']}",
                name=row["name"].format(**words),
                short_name=row["short_name"].format(**words),
                kind=row["kind"],
                centre=town,
                is_handling=row["is_handling"] == "1",
                serial_label=row["serial_label"].format(**words),
                order=order,
            )
            for order, row in enumerate(_rows("departments"), start=1)
        ],
    )
    units = Department.objects.filter(code__startswith=f"{town.path}-")
    return {unit.code.removeprefix(f"{town.path}-"): unit for unit in units}


def _load_committees(town: Division) -> None:
    """Each village has its mediation committee (人民调解法 8)."""
    stem = _stem(town)
    _add_missing(
        "code",
        [
            Department(
                code=f"{village.path}-committee",
                name=f"{village.short_name}人民调解委员会",
                short_name=f"{village.short_name}调委会",
                kind=DepartmentKind.COMMITTEE,
                centre=town,
                division=village,
                is_handling=True,
                serial_label=stem + village.short_name.removesuffix("社区").removesuffix("村"),
                order=order,
            )
            for order, village in enumerate(villages(town), start=101)
        ],
    )


def _load_routing(town: Division, units: dict[str, Department]) -> None:
    categories = {category.code: category for category in Category.objects.all()}
    subtypes = {subtype.code: subtype for subtype in Subtype.objects.all()}
    known = set(
        RoutingRule.objects.filter(lead__centre=town).values_list(
            "category__code", "subtype__code", "keyword"
        )
    )
    rows = [
        row
        for row in _rows("routing")
        if (row["category"] or None, row["subtype"] or None, row["keyword"]) not in known
    ]
    rules = RoutingRule.objects.bulk_create(
        RoutingRule(
            category=categories.get(row["category"]),
            subtype=subtypes.get(row["subtype"]),
            keyword=row["keyword"],
            lead=units[row["lead"]],
            source=row["source"],
        )
        for row in rows
    )
    RoutingRule.co_departments.through.objects.bulk_create(
        RoutingRule.co_departments.through(routingrule=rule, department=units[slug])
        for rule, row in zip(rules, rows, strict=True)
        for slug in row["co"].split("、")
        if slug
    )


def _stem(town: Division) -> str:
    """李渡 of 李渡街道."""
    for form in ("街道", "镇", "乡"):
        if town.short_name.endswith(form):
            return town.short_name.removesuffix(form)
    return town.short_name
