"""半月报 from the village's return to the lock, each step at the desk of the one who takes it."""

from collections.abc import Callable
from typing import Any

import pytest

from reporting.models import HalfMonth, Snapshot
from reporting.services.returns import open_returns
from tests.factories import V1, Town
from tests.journeys.browser import Desk
from tests.journeys.people import words
from tests.journeys.walks import walk_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PAGE = "/reports/half-months/2026-11-30/"


def confirm(village: Desk) -> None:
    village.page.click("form[data-draft] button.btn--p")
    village.page.wait_for_load_state()


def test_a_village_types_over_a_number_the_office_decides_a_leader_approves_and_it_is_locked(
    street: Town, sit_down: Callable[..., Desk], at: Any
) -> None:
    walk_in(street)
    assert open_returns() > 0
    at("2026-11-30 09:00")

    village = sit_down(street.user("village")).go("/")
    village.page.click("#returns a:has-text('去报')")
    village.page.wait_for_url(f"**{PAGE}returns/{V1}/")
    new = village.page.get_by_label("邻里 新增")
    assert new.input_value() == "1"  # as the system counts
    features, why = words(30), words(12)
    new.fill("2")
    village.fill_in(features=features)
    confirm(village)
    # No reason: said beside its cause, and nothing typed is lost.
    assert "请写写为什么" in village.text
    assert new.input_value() == "2"
    assert village.page.input_value("[name=features]") == features
    village.page.get_by_label("邻里：为什么和系统不一样").fill(why)
    confirm(village)
    assert features in village.text
    assert "填 2，当时系统是 1" in village.text
    village.shot("9-return")

    # The day belongs to the villages until its end; then the office may go on without the missing.
    peace = sit_down(street.user("peace")).go(PAGE)
    assert why in peace.text
    assert peace.page.locator("button:has-text('提交给领导')").count() == 0
    at("2026-12-01 09:00")
    peace.sign_in(street.user("peace")).go(PAGE)
    submit = peace.page.locator("button:has-text('提交给领导')")
    reason = words(10)
    peace.page.fill("#why_missing", reason)
    submit.click()
    assert "还有 1 处必须先改好" in peace.text
    assert HalfMonth.objects.get(cut_off="2026-11-30").state == "open"
    peace.page.click("button:has-text('用系统的 1')")
    peace.page.fill("#why_missing", reason)
    peace.shot("9-submit")
    submit.click()
    peace.page.wait_for_selector("text=已提交，等领导批准")

    leader = sit_down(street.user("leader")).go("/")
    leader.page.click("#returns li:has-text('等您批准') a")
    leader.page.wait_for_url(f"**{PAGE}")
    assert reason in leader.text
    leader.page.click("button:has-text('批准')")
    leader.page.wait_for_selector("text=提交并批准")

    peace.go(PAGE).page.click("button:has-text('锁定这一期')")
    assert "请先在“我核对过了”前面打勾" in peace.text
    peace.page.check("[name=is_checked]")
    peace.page.click("button:has-text('锁定这一期')")
    peace.page.wait_for_selector("text=已锁定")
    peace.shot("9-locked")
    locked = HalfMonth.objects.get(cut_off="2026-11-30")
    assert (locked.state, locked.locked_by) == ("locked", street.user("peace"))
    kept = Snapshot.objects.filter(half_month=locked, division__code=V1)
    assert [row.new for row in kept] == [1]  # what the cases say, not what was typed
