"""Places merge, split, get another name and close; each is an act with a day, a reason, a paper.

What is open goes with its place: the floors above name in `settings.PLACE_FOLLOWERS` who takes it
along, with an event each. What is closed stays where it was, under the name that it had.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from grids.access import PLACE_KEEPERS, may_change_places
from grids.enums import PATH_LENGTH, DivisionKind, Level
from grids.enums.changes import ChangeKind
from grids.models import Department, Division, DivisionChange, DivisionName
from grids.selectors import committee_of, in_whose_role, towns
from grids.selectors.changes import open_at, visible_places
from grids.services import followers
from grids.services.committees import open_committee
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.pinyin import place_initials

# What is called one name: both levels below the town, where people live.
CHANGING = (Level.VILLAGE, Level.GRID)


@dataclass(frozen=True)
class PlaceMove:
    """Open work that goes from one place to another, as the floors above are asked to carry it.

    `grids`: the old grids' ids and what stands for each. `is_whole`: everything of the place goes;
    else only what lies in those grids (a split). `units`: the committee that had it and the one
    that has it from now on.
    """

    centre: Division
    source: Division
    target: Division
    kind: str
    on: date
    actor: User
    is_whole: bool = True
    grids: Mapping[int, Division] = field(default_factory=dict)
    units: tuple[Department | None, Department | None] = (None, None)


@transaction.atomic
def rename(
    place: Division,
    actor: User,
    *,
    name: str,
    short_name: str,
    on: date,
    reason: str,
    document: str = "",
) -> DivisionChange:
    """A new name; the old one stays findable and on old papers.

    Raises `Refused`: not_yours · not_now · needs… · invalid… · nothing_changed.
    """
    place = _ready(place, actor, on, reason)
    name, short_name = name.strip(), short_name.strip()
    if not name or not short_name:
        raise Refused("needs_name", "新的名称还没有填。", field="name")
    if (name, short_name) == (place.name, place.short_name):
        raise Refused("nothing_changed", "名称没有变，不用保存。")
    _check_name_is_free(place.parent, short_name, but=place)
    before = place.short_name
    give_name(place, name=name, short_name=short_name, on=on)
    return _write(
        place,
        ChangeKind.RENAMED,
        actor,
        on=on,
        reason=reason,
        document=document,
        name_before=before,
        name_after=short_name,
    )


def give_name(place: Division, *, name: str, short_name: str, on: date) -> None:
    """The row gets the name, the one that it bore until the day before stays in its own row."""
    DivisionName.objects.create(
        division=place, name=place.name, short_name=place.short_name, valid_to=on
    )
    place.name, place.short_name = name, short_name
    place.initials = place_initials(short_name)
    place.save(update_fields=["name", "short_name", "initials"])


@transaction.atomic
def merge(
    source: Division,
    target: Division,
    actor: User,
    *,
    on: date,
    reason: str,
    document: str = "",
) -> DivisionChange:
    """`source` becomes a part of `target`: its open work, people and grids go over, its closed
    work stays under the old name.

    Both are villages of one town, or grids of one village. Raises `Refused`: not_yours · not_now ·
    needs… · invalid_target · invalid_day.
    """
    source = _ready(source, actor, on, reason)
    target = _ready(target, actor, on, reason)
    if source.pk == target.pk or (source.level, source.parent_id) != (
        target.level,
        target.parent_id,
    ):
        raise Refused(
            "invalid_target",
            "只能并入同一个乡镇（街道）的另一个村（社区），或者同一个村的另一个网格。",
            instead="跨乡镇的撤并牵涉编号和报表，请按上级批文另行处理",
            field="into",
        )
    centre = _town_of(source)
    units = (committee_of(source), committee_of(target))
    if source.level == Level.VILLAGE and units[0] is not None and units[1] is None:
        units = (units[0], open_committee(target))
    grids = followers.carry_grids(source, target, on) if source.level == Level.VILLAGE else {}
    if source.level == Level.GRID:
        grids = {source.pk: target}
    followers.carry_people(source, target, on, grids, units)
    move = PlaceMove(centre, source, target, ChangeKind.MERGED, on, actor, grids=grids, units=units)
    moved = carry(move)
    _close_row(source, on, merged_into=target)
    if units[0] is not None and units[0] != units[1]:
        followers.close_unit(units[0], succeeded_by=units[1])
        followers.excuse_from_rounds(units[0], actor, on, f"已并入{target.short_name}")
        if units[1] is not None:
            followers.carry_campaigns(units[0], units[1])
    return _write(
        source,
        ChangeKind.MERGED,
        actor,
        on=on,
        reason=reason,
        document=document,
        into=target,
        name_before=source.short_name,
        name_after=target.short_name,
        moved=moved,
    )


@transaction.atomic
def split(
    source: Division,
    actor: User,
    *,
    code: str,
    name: str,
    short_name: str,
    grids: list[Division],
    on: date,
    reason: str,
    document: str = "",
) -> DivisionChange:
    """A new village comes out of one: the grids named go over, with the open work in them.

    Open work of no grid, or of the others, stays; the page says how much. Raises `Refused`:
    not_yours · not_now · needs… · invalid….
    """
    source = _ready(source, actor, on, reason)
    if source.level != Level.VILLAGE:
        raise Refused("not_now", "只有村（社区）可以拆分，网格请直接新增。")
    for grid in grids:
        if grid.parent_id != source.pk or not grid.is_active:
            raise Refused("invalid_grid", "请从本村（社区）在用的网格里选。", field="grids")
    new = add_place(
        source.parent, code=code, name=name, short_name=short_name, level=Level.VILLAGE, on=on
    )
    units = (committee_of(source), open_committee(new))
    renumbered = followers.carry_grids(source, new, on, only=grids)
    followers.carry_posts_of_grids(renumbered, on, units)
    move = PlaceMove(
        _town_of(source), source, new, ChangeKind.SPLIT, on, actor,
        is_whole=False, grids=renumbered, units=units,
    )  # fmt: skip
    return _write(
        source,
        ChangeKind.SPLIT,
        actor,
        on=on,
        reason=reason,
        document=document,
        into=new,
        name_before=source.short_name,
        name_after=new.short_name,
        moved=carry(move),
    )


@transaction.atomic
def close(
    place: Division, actor: User, *, on: date, reason: str, document: str = ""
) -> DivisionChange:
    """A place that nothing follows. Raises `Refused`: not_yours · not_now · has_open_work."""
    place = _ready(place, actor, on, reason)
    check_nothing_open(place)
    unit = committee_of(place) if place.level == Level.VILLAGE else None
    for grid in place.children.filter(is_active=True):
        _close_row(grid, on)
    followers.end_people(place, on)
    _close_row(place, on)
    if unit is not None:
        followers.close_unit(unit, succeeded_by=None)
        followers.excuse_from_rounds(unit, actor, on, f"{place.short_name}已撤销")
    return _write(place, ChangeKind.CLOSED, actor, on=on, reason=reason, document=document)


@transaction.atomic
def add_grid(
    village: Division, actor: User, *, name: str, short_name: str, on: date, reason: str
) -> DivisionChange:
    """A new grid inside a village, under the next free number.

    Raises `Refused`: not_yours · not_now · needs… · invalid….
    """
    village = _ready(village, actor, on, reason)
    if village.level != Level.VILLAGE:
        raise Refused("not_now", "网格建在村（社区）之下。")
    grid = add_place(
        village,
        code=followers.next_grid_code(village),
        name=name,
        short_name=short_name,
        level=Level.GRID,
        on=on,
    )
    return _write(grid, ChangeKind.ADDED, actor, on=on, reason=reason, name_after=grid.short_name)


def add_place(
    parent: Division | None, *, code: str, name: str, short_name: str, level: str, on: date
) -> Division:
    """A row of the tree below `parent`. Raises `Refused`: needs… · invalid_code · invalid_name."""
    code, name, short_name = code.strip(), name.strip(), short_name.strip()
    if not name or not short_name:
        raise Refused("needs_name", "名称还没有填。", field="name")
    length = 14 if level == Level.GRID else 12
    if not (code.isascii() and code.isdigit() and len(code) == length):
        raise Refused("invalid_code", f"区划代码是 {length} 位数字，请再看一眼。", field="code")
    if parent is None or not code.startswith(parent.path):
        raise Refused("invalid_code", "区划代码要以上级的代码开头。", field="code")
    if Division.objects.filter(code=code).exists():
        raise Refused("invalid_code", "这个代码已经用过了，区划代码不重复使用。", field="code")
    _check_name_is_free(parent, short_name)
    return Division.objects.create(
        code=code,
        path=code[: PATH_LENGTH[level]],
        name=name,
        short_name=short_name,
        level=level,
        kind=_kind_of(level, name),
        parent=parent,
        initials=place_initials(short_name),
        valid_from=on,
    )


def carry(move: PlaceMove) -> dict[str, int]:
    """Let the floors above take their open work along; how much it was, by kind of matter."""
    moved: dict[str, int] = dict(followers.carry_leads(move))
    for dotted in settings.PLACE_FOLLOWERS:
        moved |= import_string(dotted)(move)
    return {kind: count for kind, count in moved.items() if count}


def check_nothing_open(place: Division) -> None:
    """Raises `Refused`: has_open_work."""
    count = sum(open_at(place).values())
    if count:
        raise Refused(
            "has_open_work",
            f"{place.short_name}还有 {count} 件没办完的事，不能直接撤销。",
            instead="请办“并入”，在办的会一起转过去；地点写错的，可以先逐件更正",
        )


def _ready(place: Division, actor: User, on: date, reason: str) -> Division:
    """The row, locked, where the actor may change it on that day. Raises `Refused`."""
    if not may_change_places(actor):
        raise Refused(
            "not_yours", "区划由系统管理员和中心主任来改。", instead="请把批文交给系统管理员"
        )
    seen = visible_places(actor).filter(pk=place.pk).values("pk")
    found = Division.objects.select_for_update(no_key=True).filter(pk__in=seen).first()
    if found is None or found.level not in CHANGING:
        raise Refused("not_yours", "只能改本街道（乡镇）的村（社区）和网格。")
    if not found.is_active:
        raise Refused("not_now", f"{found.short_name}已经停用，不能再改。")
    if not reason.strip():
        raise Refused("needs_reason", "请写一句事由。", field="reason")
    if on > clock.today():
        raise Refused("invalid_day", "生效日期还没有到，请到那天再办。", field="on")
    if found.valid_from is not None and on < found.valid_from:
        raise Refused(
            "invalid_day",
            f"{found.short_name}从 {found.valid_from:%Y-%m-%d} 才有，生效日期不能更早。",
            field="on",
        )
    return found


def _check_name_is_free(
    parent: Division | None, short_name: str, but: Division | None = None
) -> None:
    """One name stands for one place under one parent; elsewhere it may stand for another."""
    twins = Division.objects.filter(parent=parent, short_name=short_name, is_active=True)
    if twins.exclude(pk=but.pk if but else None).exists():
        raise Refused(
            "invalid_name",
            f"{parent.short_name if parent else ''}已经有叫“{short_name}”的地方，请换一个。",
            field="short_name",
        )


def _town_of(place: Division) -> Division:
    return towns().get(path=place.path[: PATH_LENGTH[Level.TOWN]])


def _kind_of(level: str, name: str) -> str:
    if level == Level.GRID:
        return DivisionKind.GRID
    is_community = "社区" in name or "居委会" in name or "居民委员会" in name
    return DivisionKind.COMMUNITY if is_community else DivisionKind.VILLAGE


def _close_row(place: Division, on: date, merged_into: Division | None = None) -> None:
    """Out of use from a day on. What came to it before goes on to where it goes itself."""
    place.is_active, place.valid_to, place.merged_into = False, on, merged_into
    place.save(update_fields=["is_active", "valid_to", "merged_into"])
    if merged_into is not None:
        Division.objects.filter(merged_into=place).update(merged_into=merged_into)


def _write(
    place: Division,
    kind: str,
    actor: User,
    *,
    on: date,
    reason: str,
    document: str = "",
    into: Division | None = None,
    name_before: str = "",
    name_after: str = "",
    moved: Mapping[str, int] | None = None,
) -> DivisionChange:
    return write_change(
        place, kind, actor, centre=_town_of(place), on=on, reason=reason, document=document,
        into=into, name_before=name_before, name_after=name_after, moved=moved,
    )  # fmt: skip


def write_change(
    place: Division,
    kind: str,
    actor: User,
    *,
    centre: Division,
    on: date,
    reason: str,
    document: str = "",
    into: Division | None = None,
    name_before: str = "",
    name_after: str = "",
    moved: Mapping[str, int] | None = None,
) -> DivisionChange:
    """One line of the history of places; an import writes its own."""
    return DivisionChange.objects.create(
        centre=centre,
        division=place,
        kind=kind,
        into=into,
        name_before=name_before,
        name_after=name_after,
        on=on,
        reason=reason.strip()[:200],
        document=document.strip()[:100],
        moved=dict(moved or {}),
        by=actor,
        on_behalf_of=in_whose_role(actor, PLACE_KEEPERS),
        at=clock.now(),
    )
