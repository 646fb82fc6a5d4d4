"""A campaign planned at a desk and answered from a phone; a sweep without finds is a report."""

from collections.abc import Callable

import pytest

from grids.models import Campaign, CampaignProgress, SweepReport
from grids.services import sweeps
from tests.factories import V1, Town
from tests.journeys.browser import Desk
from tests.journeys.people import words

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SPILL = "document.documentElement.scrollWidth - window.innerWidth"


def small(desk: Desk, label: str, **typed: str) -> None:
    """Open one of the small forms of a campaign, fill it in and send it."""
    desk.page.click(f"summary:text-is('{label}')")
    form = desk.page.locator(f"details[open] form:has(button:text-is('{label}'))")
    for name, value in typed.items():
        place = form.locator(f"[name='{name}']")
        if place.evaluate("node => node.tagName") == "SELECT":
            place.select_option(value)
        else:
            place.fill(value)
    with desk.page.expect_navigation():
        form.locator(f"button:text-is('{label}')").click()
    desk.page.wait_for_selector("text=记好了")


def test_a_campaign_is_planned_at_a_desk_and_its_month_reported_from_a_phone(
    street: Town, sit_down: Callable[..., Desk]
) -> None:
    name, said, unit = f"大排查{words(6)}", words(30), str(street.unit(V1).pk)
    peace = sit_down(street.user("peace")).go("/campaigns/")
    peace.page.click("text=建专项行动")
    for field, value in (
        ("name", name),
        ("goal", words(40)),
        ("starts_on", "2026-11-01"),
        ("ends_on", "2026-12-31"),
    ):
        peace.page.fill(f"[name={field}]", value)
    peace.page.check(f"[name=units][value='{unit}']")
    peace.page.click("button:has-text('存好')")
    peace.page.wait_for_selector("text=建好了")
    campaign = Campaign.objects.get()
    small(peace, "加一个阶段", name="集中排查", from_on="2026-11-01", to_on="2026-11-30")
    small(peace, "派一项任务", unit=unit, text="摸清底数", due_on="2026-11-20")
    small(peace, "定一个目标", unit=unit, measure="sweep_rate", value="100")
    assert "集中排查" in peace.text
    assert peace.page.evaluate(SPILL) <= 0
    peace.shot("campaign")

    village = sit_down(street.user("village"), on_phone=True).go("/")
    village.page.click("a:has-text('摸清底数')")
    village.page.wait_for_url(f"**/campaigns/{campaign.pk}/**")
    small(village, "报月推进", text=said)
    assert CampaignProgress.objects.get().text == said
    assert village.page.evaluate(SPILL) <= 0
    village.shot("campaign-phone")


def test_a_village_without_finds_says_so_on_the_phone(
    street: Town, sit_down: Callable[..., Desk]
) -> None:
    (round_,) = sweeps.make_rolling_rounds()
    said = words(20)
    village = sit_down(street.user("village"), on_phone=True).go("/")
    village.page.click("#sweeps a:has-text('去报')")
    village.page.wait_for_selector("[name=is_zero]")
    assert village.page.evaluate(SPILL) <= 0
    village.page.fill("[name=analysis]", said)
    village.page.click("button:has-text('报上去')")  # neither a number nor a zero
    village.page.wait_for_selector(".errsum")
    assert not SweepReport.objects.exists()
    assert village.page.input_value("[name=analysis]") == said
    village.page.check("[name=is_zero]")
    village.page.click("button:has-text('报上去')")
    village.page.wait_for_selector("text=报好了")
    report = SweepReport.objects.get()
    assert (report.is_zero, report.analysis, report.asked.round) == (True, said, round_)
    assert "零报告" in village.text
    assert village.page.evaluate(SPILL) <= 0
    village.shot("sweep-zero-phone")
