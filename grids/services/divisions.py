"""Takes over a published list of divisions; what is gone is closed, never deleted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from grids.enums import PATH_LENGTH, DivisionKind, Level
from grids.models import Division, DivisionName
from grids.selectors.changes import full_name, open_at
from mediation.core.pinyin import place_initials

COLUMNS = (
    "county",
    "county_code",
    "town",
    "town_code",
    "village_official",
    "village_short",
    "village_code",
)


@dataclass
class Loaded:
    """What a load did: names per kind of change, and one sentence per refused line."""

    created: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """A place as a published list names it."""

    code: str
    level: str
    kind: str
    name: str
    short_name: str
    parent_code: str = ""

    @property
    def path(self) -> str:
        return self.code[: PATH_LENGTH[self.level]]


@transaction.atomic
def load_divisions(
    rows: Iterable[Mapping[str, str]], on: date, *, is_dry_run: bool = False
) -> Loaded:
    """Bring counties, towns and villages in step with `rows` (columns: `COLUMNS`) as of `on`.

    Villages that a listed town no longer names are closed; a new name keeps the old one in the
    history. Nothing is written if a line was refused or in a dry run.
    """
    loaded = Loaded()
    places = read(rows, loaded)
    if loaded.refused:
        return loaded
    known = {division.code: division for division in Division.objects.select_for_update()}
    gone = [division for division in known.values() if is_gone(division, places)]
    loaded.refused += [
        f"{full_name(division)}不在表里，可是还有没办完的事，请在“辖区”页上导入，为它选一个去向。"
        for division in gone
        if open_at(division)
    ]
    if loaded.refused:
        return loaded
    for place in places.values():
        take_over(place, known, on, loaded)
    for division in gone:
        if division.is_active:
            division.is_active = False
            division.valid_to = on
            division.save(update_fields=["is_active", "valid_to"])
            loaded.closed.append(division.short_name)
    if is_dry_run:
        transaction.set_rollback(True)
    return loaded


def read(rows: Iterable[Mapping[str, str]], loaded: Loaded) -> dict[str, Place]:
    """Places by code, counties before towns before villages; faults go to `loaded.refused`."""
    by_level: dict[str, dict[str, Place]] = {
        level: {} for level in (Level.COUNTY, Level.TOWN, Level.VILLAGE)
    }
    for number, row in enumerate(rows, start=2):
        values = {column: (row.get(column) or "").strip() for column in COLUMNS}
        if len(values["county_code"]) == PATH_LENGTH[Level.COUNTY]:
            values["county_code"] += "000000"  # GB/T 2260 proper has six digits
        if fault := _fault(values):
            loaded.refused.append(f"第{number}行：{fault}")
            continue
        for place in _places(values):
            before = by_level[place.level].setdefault(place.code, place)
            if before != place or (place.level == Level.VILLAGE and before is not place):
                loaded.refused.append(f"第{number}行：{place.code} 前面已经出现过。")
    return {code: place for places in by_level.values() for code, place in places.items()}


def _fault(values: Mapping[str, str]) -> str:
    if empty := [column for column in COLUMNS if not values[column]]:
        return f"缺少{'、'.join(empty)}。"
    for column in ("county_code", "town_code", "village_code"):
        code = values[column]
        if not (code.isascii() and code.isdigit() and len(code) == 12):
            return f"{column} 应当是12位数字，现在是“{code}”。"
    if not values["town_code"].startswith(values["county_code"][:6]):
        return f"乡镇代码 {values['town_code']} 不在区县 {values['county_code']} 之下。"
    if not values["village_code"].startswith(values["town_code"][:9]):
        return f"村代码 {values['village_code']} 不在乡镇 {values['town_code']} 之下。"
    return ""


def _places(values: Mapping[str, str]) -> Iterable[Place]:
    county, town, village = (values[f"{part}_code"] for part in ("county", "town", "village"))
    yield Place(county, Level.COUNTY, DivisionKind.COUNTY, values["county"], values["county"])
    name = values["town"].removesuffix("办事处")
    yield Place(town, Level.TOWN, _town_kind(name), values["town"], name, county)
    yield Place(
        village,
        Level.VILLAGE,
        _village_kind(values["village_official"]),
        values["village_official"],
        values["village_short"],
        town,
    )


def _town_kind(name: str) -> str:
    if name.endswith("街道"):
        return DivisionKind.STREET
    return DivisionKind.TOWNSHIP if name.endswith("乡") else DivisionKind.TOWN


def _village_kind(name: str) -> str:
    is_community = "社区" in name or "居委会" in name or "居民委员会" in name
    return DivisionKind.COMMUNITY if is_community else DivisionKind.VILLAGE


def take_over(place: Place, known: dict[str, Division], on: date, loaded: Loaded) -> None:
    division = known.get(place.code)
    if division is None:
        parent = known.get(place.parent_code)
        known[place.code] = Division.objects.create(
            code=place.code,
            path=place.path,
            level=place.level,
            kind=place.kind,
            name=place.name,
            short_name=place.short_name,
            parent=parent,
            initials=place_initials(place.short_name),
            serial_label=_serial_label(place, known),
            valid_from=on,
        )
        loaded.created.append(place.short_name)
        return
    changed = _rename(division, place, on, loaded)
    if not division.is_active:
        division.is_active, division.valid_to = True, None
        division.save(update_fields=["is_active", "valid_to"])
        loaded.reopened.append(division.short_name)
        changed = True
    loaded.unchanged += not changed


def _rename(division: Division, place: Place, on: date, loaded: Loaded) -> bool:
    if (division.name, division.short_name) == (place.name, place.short_name):
        return False
    DivisionName.objects.create(
        division=division, name=division.name, short_name=division.short_name, valid_to=on
    )
    loaded.renamed.append(f"{division.name}→{place.name}")
    division.name, division.short_name = place.name, place.short_name
    division.kind = place.kind
    division.initials = place_initials(place.short_name)
    division.save(update_fields=["name", "short_name", "kind", "initials"])
    return True


def _serial_label(place: Place, known: Mapping[str, Division]) -> str:
    """李 for 李渡街道; one more character where another town already has it."""
    if place.level != Level.TOWN:
        return ""
    taken = {division.serial_label for division in known.values()}
    lengths = range(1, 5)
    return next(
        (place.short_name[:n] for n in lengths if place.short_name[:n] not in taken),
        place.short_name[:4],
    )


def is_gone(division: Division, places: Mapping[str, Place]) -> bool:
    """A village of a listed town that the list no longer names."""
    town = division.path[: PATH_LENGTH[Level.TOWN]].ljust(12, "0")
    return (
        division.level == Level.VILLAGE
        and division.is_active
        and town in places
        and division.code not in places
    )
