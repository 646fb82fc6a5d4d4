"""The division tree, the type-ahead over it, and taking over a new list."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from grids.models import Division, DivisionName
from grids.selectors import committee_of, find_places, grids_of, towns, village_of, villages
from grids.services import load_divisions
from grids.services.divisions import COLUMNS
from tests.factories import GRID, V1, V2, Town

TOWN = "500102011000"


def row(code: str, short: str, official: str = "", **changed: str) -> dict[str, str]:
    values = {
        "county": "涪陵区",
        "county_code": "500102000000",
        "town": "李渡街道",
        "town_code": TOWN,
        "village_official": official or f"{short}村民委员会",
        "village_short": short,
        "village_code": code,
    }
    return values | changed


def names(places: Iterable[Division]) -> list[str]:
    return [place.short_name for place in places]


def test_the_town_has_its_nineteen_villages_in_the_order_of_their_codes(town: Town) -> None:
    found = list(villages(town.centre))
    assert len(found) == 19
    assert [place.code for place in found] == sorted(place.code for place in found)
    assert (found[0].code, found[-1].code) == (V1, "500102011230")
    assert names(towns()) == ["李渡街道"]
    assert town.centre.serial_label == "李"


def test_a_subtree_is_a_path_prefix(town: Town) -> None:
    grid = town.place(GRID)
    assert grid.is_under(town.v1)
    assert grid.is_under(town.centre)
    assert not grid.is_under(town.v2)
    assert set(Division.objects.under(town.v1)) == {town.v1, *grids_of(town.v1)}
    assert grids_of(town.v1).count() == 4
    assert village_of(grid) == town.v1 == village_of(town.v1)


def test_a_grid_is_looked_after_by_its_villages_committee(town: Town) -> None:
    assert committee_of(town.place(GRID)) == committee_of(town.v1) == town.unit(V1)
    assert committee_of(town.v2) == town.unit(V2)
    assert committee_of(town.centre) is None


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lt4", "龙塘村4组"),
        ("LT4", "龙塘村4组"),
        ("龙塘", "龙塘村"),
        ("塘村４", "龙塘村4组"),
        ("smt", "水磨滩村"),
        ("zysq", "致远社区"),
        ("50010201120", "石院村"),
    ],
)
def test_a_place_is_found_by_letters_name_or_code(town: Town, typed: str, first: str) -> None:
    assert names(find_places(town.centre, typed))[0] == first


def test_letters_find_only_from_the_beginning_of_a_name(town: Town) -> None:
    assert names(find_places(town.centre, "mt")) == []
    assert names(find_places(town.centre, "smt")) != []


def test_places_of_another_town_and_closed_ones_are_not_offered(town: Town) -> None:
    other = row("500103099200", "龙塘新村", county="渝中区", county_code="500103000000")
    other |= {"town": "别镇", "town_code": "500103099000"}
    load_divisions([other], date(2026, 1, 1))
    assert names(find_places(town.centre, "龙塘")) == ["龙塘村", "龙塘村1组", "龙塘村4组"]
    Division.objects.filter(short_name="龙塘村").update(is_active=False)
    assert "龙塘村" not in names(find_places(town.centre, "龙塘"))


def test_a_code_that_does_not_begin_with_its_path_is_refused_by_the_database(town: Town) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Division.objects.filter(code=V1).update(path="500102011999")
    Division.objects.filter(code=V1).update(path=V1)


def test_two_towns_never_share_a_number_label(town: Town) -> None:
    other = row("500102077200", "甲村", town="李子镇", town_code="500102077000")
    load_divisions([other], date(2026, 1, 1))
    assert Division.objects.get(code="500102077000").serial_label == "李子"


def test_a_new_list_renames_closes_adds_and_reopens(town: Town) -> None:
    kept = [row(place.code, place.short_name, place.name) for place in villages(town.centre)]
    changed = [
        row(V1, "致远新社区", "致远新社区居民委员会") if one["village_code"] == V1 else one
        for one in kept
        if one["village_code"] != V2
    ]
    loaded = load_divisions([*changed, row("500102011299", "双桥村")], date(2026, 7, 1))
    assert loaded.renamed == ["致远社区居民委员会→致远新社区居民委员会"]
    assert loaded.closed == ["水磨滩村"]
    assert loaded.created == ["双桥村"]
    assert loaded.unchanged == 17 + 2  # the villages left alone, the county and the town
    assert town.v1.initials == "zyx zyxsq"
    assert DivisionName.objects.get(division=town.v1).short_name == "致远社区"
    assert (town.v2.is_active, town.v2.valid_to) == (False, date(2026, 7, 1))

    again = load_divisions(kept, date(2026, 8, 1))
    assert again.reopened == ["水磨滩村"]
    assert again.closed == ["双桥村"]
    assert (town.v2.is_active, town.v2.valid_to) == (True, None)


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ({"village_code": "50010201101X"}, "village_code 应当是12位数字"),
        ({"village_code": "500102012011"}, "不在乡镇 500102011000 之下"),
        ({"town_code": "500103011000"}, "不在区县 500102000000 之下"),
        ({"village_short": " "}, "缺少village_short"),
    ],
)
def test_one_bad_line_refuses_the_whole_list(
    town: Town, bad: dict[str, str], sentence: str
) -> None:
    before = Division.objects.count()
    good = row("500102011298", "好村")
    loaded = load_divisions([good, row("500102011299", "新村", **bad)], date(2026, 1, 1))
    assert len(loaded.refused) == 1
    assert loaded.refused[0].startswith("第3行：")
    assert sentence in loaded.refused[0]
    assert Division.objects.count() == before
    assert not load_divisions([good], date(2026, 1, 1)).refused


def test_a_county_may_be_written_with_six_digits(town: Town) -> None:
    new = row("500102011298", "好村", county_code="500102", town="李渡街道办事处")
    assert load_divisions([new], date(2026, 1, 1)).created == ["好村"]
    town.centre.refresh_from_db()
    assert (town.centre.name, town.centre.short_name) == ("李渡街道办事处", "李渡街道")
    assert load_divisions(
        [row("500102011297", "坏村", county_code="50010")], date(2026, 1, 1)
    ).refused


def test_a_village_named_twice_is_refused(town: Town) -> None:
    twice = row("500102011298", "好村")
    assert load_divisions([twice, dict(twice)], date(2026, 1, 1)).refused


def test_the_command_reads_a_file_and_can_be_tried_first(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [row(place.code, place.short_name, place.name) for place in villages(town.centre)]
    lines.append(row("500102011299", "双桥村"))
    text = "\n".join([",".join(COLUMNS), *(",".join(one[c] for c in COLUMNS) for one in lines)])
    file = tmp_path / "divisions.csv"
    file.write_text(text, encoding="utf-8")
    call_command("load_divisions", str(file), "--dry-run")
    assert "试运行" in capsys.readouterr().out
    assert not Division.objects.filter(short_name="双桥村").exists()
    call_command("load_divisions", str(file), "--on", "2026-07-01")
    assert "新增 1 处" in capsys.readouterr().out
    assert Division.objects.get(short_name="双桥村").valid_from == date(2026, 7, 1)
    file.write_text(text.replace("500102011299", "99"), encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("load_divisions", str(file))
    with pytest.raises(CommandError):
        call_command("load_divisions", str(tmp_path / "none.csv"))
