"""Reference data that every town starts with. Loading again adds what is missing, no more."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from grids.enums import DepartmentKind, DivisionKind, Level
from grids.models import (
    Category,
    Department,
    Division,
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
    for town in towns():
        units = _load_departments(town)
        _load_committees(town)
        _load_routing(town, units)
        for row in _rows("rooms"):
            add_room(town, row["name"], row["kind"], seats=int(row["seats"]))
    tables = (Division, Department, Category, Subtype, RoutingRule, InstructionPreset)
    return {str(table._meta.verbose_name): table.objects.count() for table in tables}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _load_grids() -> None:
    for row in _rows("grids"):
        parent = Division.objects.get(code=row["code"][:12])
        Division.objects.get_or_create(
            code=row["code"],
            defaults={
                "path": row["code"],
                "name": row["name"],
                "short_name": row["short_name"],
                "level": Level.GRID,
                "kind": DivisionKind.GRID,
                "parent": parent,
                "initials": place_initials(row["short_name"]),
                "valid_from": SINCE,
            },
        )


def _load_categories() -> None:
    for order, row in enumerate(_rows("categories"), start=1):
        Category.objects.get_or_create(
            code=row["code"],
            defaults={"name": row["name"], "short_name": row["short_name"], "order": order},
        )
    known = {subtype.code: subtype for subtype in Subtype.objects.all()}
    for row in _rows("subtypes"):
        if row["code"] not in known:
            known[row["code"]] = Subtype.objects.create(
                code=row["code"], name=row["name"], parent=known.get(row["parent_code"])
            )


def _load_presets() -> None:
    categories = {category.code: category for category in Category.objects.all()}
    for order, row in enumerate(_rows("instruction_presets"), start=1):
        InstructionPreset.objects.get_or_create(
            text=row["text"],
            defaults={"category": categories.get(row["category"]), "order": order},
        )


def _load_departments(town: Division) -> dict[str, Department]:
    """The town's units by slug; 街道 or 镇 goes into their names."""
    stem = _stem(town)
    words = {"place": town.short_name, "stem": stem, "form": town.short_name[len(stem) :]}
    units = {}
    for order, row in enumerate(_rows("departments"), start=1):
        units[row["slug"]], _ = Department.objects.get_or_create(
            code=f"{town.path}-{row['slug']}",
            defaults={
                "name": row["name"].format(**words),
                "short_name": row["short_name"].format(**words),
                "kind": row["kind"],
                "centre": town,
                "is_handling": row["is_handling"] == "1",
                "serial_label": row["serial_label"].format(**words),
                "order": order,
            },
        )
    return units


def _load_committees(town: Division) -> None:
    stem = _stem(town)
    for order, village in enumerate(villages(town), start=101):
        short = village.short_name
        Department.objects.get_or_create(
            code=f"{village.path}-committee",
            defaults={
                "name": f"{short}人民调解委员会",
                "short_name": f"{short}调委会",
                "kind": DepartmentKind.COMMITTEE,
                "centre": town,
                "division": village,
                "is_handling": True,
                "serial_label": f"{stem}{short.removesuffix('社区').removesuffix('村')}",
                "order": order,
            },
        )


def _load_routing(town: Division, units: dict[str, Department]) -> None:
    categories = {category.code: category for category in Category.objects.all()}
    subtypes = {subtype.code: subtype for subtype in Subtype.objects.all()}
    known = set(
        RoutingRule.objects.filter(lead__centre=town).values_list(
            "category__code", "subtype__code", "keyword"
        )
    )
    for row in _rows("routing"):
        key = (row["category"] or None, row["subtype"] or None, row["keyword"])
        if key in known:
            continue
        rule = RoutingRule.objects.create(
            category=categories.get(row["category"]),
            subtype=subtypes.get(row["subtype"]),
            keyword=row["keyword"],
            lead=units[row["lead"]],
            source=row["source"],
        )
        rule.co_departments.set(units[slug] for slug in row["co"].split("、") if slug)


def _stem(town: Division) -> str:
    """李渡 of 李渡街道."""
    for form in ("街道", "镇", "乡"):
        if town.short_name.endswith(form):
            return town.short_name.removesuffix(form)
    return town.short_name
