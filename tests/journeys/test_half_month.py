"""Step 7: 平安办 reads the half-month, goes from a number to its cases, takes the workbook home."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cases import services
from grids.models import Division
from tests.factories import V2, Town
from tests.journeys.browser import Desk
from tests.journeys.walks import walk_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PAGE = "/reports/half-months/2026-11-30/"


def numbers(desk: Desk) -> dict[str, dict[str, str]]:
    """The table of the villages as the page shows it: village -> heading -> text."""
    table = desk.page.locator("section.sheet:has(h2:text-is('各村（社区）指标')) table")
    heads, *rows = [
        [cell.strip() for cell in row.locator("th, td").all_inner_texts()]
        for row in table.locator("tr").all()
    ]
    return {row[0]: dict(zip(heads[1:], row[1:], strict=True)) for row in rows}


def drill(desk: Desk, village: str, heading: str) -> set[str]:
    """Click a number; the numbers of the cases that stand behind it."""
    desk.go(PAGE)
    table = desk.page.locator("section.sheet:has(h2:text-is('各村（社区）指标')) table")
    heads = [head.strip() for head in table.locator("thead th").all_inner_texts()]
    row = table.locator(f"tr:has(th:text-is('{village}'))")
    row.locator("th, td").nth(heads.index(heading)).locator("a").click()
    desk.page.wait_for_url("**/cells/**")
    return set(desk.page.locator("tbody tr td:first-child").all_inner_texts())


def test_a_number_leads_to_its_cases_and_the_workbook_says_the_same(
    street: Town, sit_down: Callable[..., Desk], tmp_path: Path
) -> None:
    """Three in 致远社区 (one settled, one withdrawn), two in 水磨滩村, all of this half-month."""
    first, second, third = (walk_in(street) for _ in range(3))
    fourth, fifth = (walk_in(street, division=V2, category="07") for _ in range(2))
    village, clerk = street.user("village"), street.user("window")
    services.move(first, "accept", village, consent=True)
    services.move(first, "settle", village, form="oral", terms="让出半米", signed=True)
    applicant = second.parties.get(role="applicant")
    services.move(second, "withdraw", clerk, by_party=applicant.pk)

    peace = sit_down(street.user("peace")).go("/")
    peace.page.click("nav a:has-text('半月报')")
    peace.page.wait_for_url(f"**{PAGE}")
    peace.shot("7-half-month")
    assert "本期新增 5 件，化解 1 件" in peace.text
    assert "期末未化解 3 件" in peace.text
    shown = numbers(peace)
    got = {
        place: tuple(shown[place][head] for head in ("新增", "化解", "分流", "期末未化解"))
        for place in ("致远社区", "水磨滩村")
    }
    assert got == {"致远社区": ("3", "1", "1", "1"), "水磨滩村": ("2", "0", "0", "2")}

    assert drill(peace, "致远社区", "新增") == {first.number, second.number, third.number}
    assert drill(peace, "致远社区", "化解") == {first.number}
    assert drill(peace, "致远社区", "分流") == {second.number}
    assert drill(peace, "水磨滩村", "期末未化解") == {fourth.number, fifth.number}
    peace.shot("7-drill-down")

    peace.go(PAGE)
    with peace.page.expect_download() as download:
        peace.page.click("a:has-text('Excel 统计表')")
    target = tmp_path / "table.xlsx"
    download.value.save_as(target)
    book = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))
    assert book["统计表"].merged_cells.ranges
    assert in_workbook(book["分类别、分来源"], shown) == shown
    for person in (party.name for case in (first, fourth) for party in case.parties.all()):
        assert person.encode() not in target.read_bytes()
        assert all(person not in str(cell.value) for row in book["统计表"] for cell in row)


def in_workbook(sheet: Any, shown: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """The same rows and headings out of the workbook, written as the page writes them."""
    rows = list(sheet.iter_rows(values_only=True))
    heads = [cell.value for cell in sheet[2]]
    names = {place.name: place.short_name for place in Division.objects.all()}
    found = {names.get(row[1], row[1]): row for row in rows[2:] if row[0] in ("村（社区）", "全部")}
    return {
        place: {
            head: as_shown(found[place][heads.index(head)], text) for head, text in figures.items()
        }
        for place, figures in shown.items()
    }


def as_shown(value: Any, text: str) -> str:
    """A number with as many decimals as the page gives it."""
    if isinstance(value, str):
        return value
    decimals = len(re.sub(r"\D", "", text.partition(".")[2]))
    return f"{value:.{decimals}f}" + ("%" if "%" in text else "")
