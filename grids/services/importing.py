"""A published list of divisions taken over by a town: first shown as a difference, then as acts.

The list says what is there, not what became of what is gone: that is asked of whoever takes it
over, place by place. A name means a place only together with its parent.
"""

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from grids.access import may_change_places
from grids.enums import Level
from grids.enums.changes import ChangeKind
from grids.models import Division, DivisionChange
from grids.selectors import centre_of, committee_of
from grids.selectors.changes import full_name, open_at
from grids.services import changes
from grids.services.committees import open_committee
from grids.services.divisions import COLUMNS, Loaded, Place, read, take_over
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

CLOSE = "close"
# What a place is, without what it is called: 明家湾村 and 明家湾社区 are probably the same.
FORMS = ("社区", "村")


@dataclass(frozen=True)
class Renamed:
    place: Division
    name: str
    short_name: str


@dataclass(frozen=True)
class Gone:
    """A place that the list no longer names. `suggested` is a code that might have taken it in;
    it is only offered, never taken by itself."""

    place: Division
    open_work: Mapping[str, int]
    suggested: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.open_work)


@dataclass
class Difference:
    """What the list says otherwise than the tree, all of it within one town."""

    added: list[Place] = field(default_factory=list)
    renamed: list[Renamed] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    reopened: list[Division] = field(default_factory=list)
    unchanged: int = 0
    elsewhere: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.renamed or self.gone or self.reopened)

    @property
    def digest(self) -> str:
        """Whether the difference is still the one that was shown."""
        shown = [
            [one.code for one in self.added],
            [[one.place.pk, one.name, one.short_name] for one in self.renamed],
            [[one.place.pk, dict(one.open_work)] for one in self.gone],
            [one.pk for one in self.reopened],
        ]
        text = json.dumps(shown, ensure_ascii=True, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def rows_of(text: str) -> list[dict[str, str]]:
    """The lines of a CSV. Raises `Refused`: invalid_file."""
    reader = csv.DictReader(text.splitlines())
    missing = set(COLUMNS) - set(reader.fieldnames or ())
    if missing:
        raise Refused("invalid_file", f"区划表缺少列：{'、'.join(sorted(missing))}。", field="file")
    return [{key: value or "" for key, value in row.items() if key} for row in reader]


def compare(rows: Iterable[Mapping[str, str]], centre: Division) -> Difference:
    """What would change in the villages of `centre`; lines of other towns are left alone."""
    loaded = Loaded()
    listed = read(rows, loaded)
    found = Difference(refused=loaded.refused)
    villages = {
        code: place
        for code, place in listed.items()
        if place.level == Level.VILLAGE and place.path.startswith(centre.path)
    }
    found.elsewhere = sum(one.level == Level.VILLAGE for one in listed.values()) - len(villages)
    if not villages and not found.refused:
        found.refused.append(f"这份表里没有{centre.short_name}的村（社区）。")
    if found.refused:
        return found
    known = {
        one.code: one
        for one in Division.objects.under(centre)
        .filter(level=Level.VILLAGE)
        .select_related("parent")
        .order_by("code")
    }
    for code, place in villages.items():
        there = known.get(code)
        if there is None:
            found.added.append(place)
            continue
        if not there.is_active:
            found.reopened.append(there)
        if (there.name, there.short_name) != (place.name, place.short_name):
            found.renamed.append(Renamed(there, place.name, place.short_name))
        elif there.is_active:
            found.unchanged += 1
    for code, there in known.items():
        if there.is_active and code not in villages:
            suggested = _suggested(there, villages.values())
            found.gone.append(Gone(there, open_at(there), suggested))
    return found


@transaction.atomic
def take_list_over(
    rows: Iterable[Mapping[str, str]],
    actor: User,
    *,
    on: date,
    reason: str,
    document: str = "",
    fates: Mapping[str, str],
    digest: str,
) -> list[DivisionChange]:
    """Make the difference true: an act for each place, all of them or none.

    `fates`: code of a place that is gone → the code that it is merged into, or `CLOSE`; `digest`
    is that of the difference which was shown. Raises `Refused`: not_yours · not_now · stale ·
    invalid… · needs_fate · has_open_work.
    """
    centre = centre_of(actor)
    if centre is None or not may_change_places(actor):
        raise Refused("not_yours", "区划由系统管理员和中心主任来改。")
    if on > clock.today():
        raise Refused("invalid_day", "生效日期还没有到，请到那天再办。", field="on")
    listed = [dict(row) for row in rows]
    Division.objects.select_for_update(no_key=True).get(pk=centre.pk)  # one list at a time
    found = compare(listed, centre)
    if found.refused:
        raise Refused("invalid_file", found.refused[0], field="file")
    if found.digest != digest:
        raise Refused("stale", "您看过以后，区划或在办的事有了变动。", instead="请重新核对再确认")
    places = read(listed, Loaded())
    words = {"on": on, "reason": reason, "document": document}
    written = [*_take_in(found, places, actor, centre, on, words)]
    by_code = {one.code: one for one in Division.objects.under(centre)}
    for gone in found.gone:
        fate = fates.get(gone.place.code, "")
        if fate == CLOSE:
            written.append(changes.close(gone.place, actor, **words))
        elif fate in by_code:
            written.append(changes.merge(gone.place, by_code[fate], actor, **words))
        else:
            raise Refused(
                "needs_fate",
                f"请为{full_name(gone.place)}选一个去向：并入哪里，还是撤销。",
                field=f"fate_{gone.place.code}",
            )
    return written


def _take_in(
    found: Difference,
    places: Mapping[str, Place],
    actor: User,
    centre: Division,
    on: date,
    words: Mapping[str, object],
) -> Iterable[DivisionChange]:
    """New, renamed and reopened places, each with its line in the history and its committee."""
    known = {one.code: one for one in Division.objects.select_for_update(no_key=True)}
    before = {one.place.pk: one.place.short_name for one in found.renamed}
    acts = [(ChangeKind.ADDED, one.code) for one in found.added]
    acts += [(ChangeKind.REOPENED, one.code) for one in found.reopened]
    acts += [(ChangeKind.RENAMED, one.place.code) for one in found.renamed]
    for kind, code in acts:
        take_over(places[code], known, on, Loaded())
        place = known[code]
        if place.merged_into_id is not None:
            place.merged_into = None
            place.save(update_fields=["merged_into"])
        if committee_of(place) is None:
            open_committee(place)
        yield changes.write_change(
            place,
            kind,
            actor,
            centre=centre,
            name_before=before.get(place.pk, "") if kind == ChangeKind.RENAMED else "",
            name_after=place.short_name,
            **words,  # type: ignore[arg-type]
        )


def _suggested(gone: Division, villages: Iterable[Place]) -> str:
    """The one listed village of the same town with the same stem and another code, or nothing."""
    same = [
        one.code
        for one in villages
        if one.code != gone.code
        and one.parent_code[:9] == gone.path[:9]
        and _stem(one.short_name) == _stem(gone.short_name)
    ]
    return same[0] if len(same) == 1 else ""


def _stem(name: str) -> str:
    for form in FORMS:
        name = name.removesuffix(form)
    return name
