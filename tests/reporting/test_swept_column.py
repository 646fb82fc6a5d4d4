"""滚动排查次数 of 专项行动统计表 (domain.md §5.2): rolling rounds that a village reported."""

import io
from typing import Any

import openpyxl
import pytest

from tests.factories import V1, V2, Town
from tests.grids.sweeping import asked, browser, rolling, unit_page, zero

pytestmark = pytest.mark.django_db


def test_a_rolling_round_counts_in_the_half_month_of_its_first_report(
    town: Town, calendar_2026: Any, at: Any
) -> None:
    at("2026-11-02 09:00")
    round_ = rolling()
    at("2026-11-14 23:50")
    browser(town.user("village")).post(unit_page(asked(round_, town, V1)), zero())
    at("2026-11-15 00:10")
    browser(town.user("village2")).post(unit_page(asked(round_, town, V2)), zero())
    again = zero(reason="补一句")  # no second round
    browser(town.user("village")).post(unit_page(asked(round_, town, V1)), again)

    def column(cut_off: str) -> dict[str, int]:
        answer = browser(town.user("peace")).get(f"/reports/half-months/{cut_off}/xlsx/")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["统计表"]
        place = [cell.value for cell in sheet[3]].index("滚动排查次数")
        found = {row[1].value: row[place].value for row in sheet.iter_rows(min_row=5)}
        return {name: found[name] for name in (names[0], names[1], "合计")}

    names = [town.place(code).name for code in (V1, V2)]
    assert column("2026-11-14") == {names[0]: 1, names[1]: 0, "合计": 1}
    assert column("2026-11-30") == {names[0]: 0, names[1]: 1, "合计": 1}
