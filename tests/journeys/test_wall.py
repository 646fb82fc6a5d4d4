"""The wall in a real browser: it renews itself, says when it could not, and fits its screen."""

from collections.abc import Callable
from typing import Any

import pytest

from cases.models import Case
from grids.models import Department
from tests.factories import Town
from tests.journeys.browser import SHOTS, Desk
from tests.journeys.people import words
from tests.journeys.walks import walk_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Desk]
SCREENS = ({"width": 1920, "height": 1080}, {"width": 1366, "height": 768})


def test_it_renews_itself_without_a_reload_and_says_when_it_could_not(
    street: Town, sit_down: Window
) -> None:
    walk_in(street)
    desk = sit_down(street.user("peace"))
    desk.page.clock.install()
    desk.go("/wall/")
    assert "在办 1 件" in desk.page.inner_text(".wall__lede")
    assert desk.page.inner_text("#wall-age") == "刚刚更新"
    desk.page.evaluate("window.stays = true")
    walk_in(street)
    with desk.page.expect_response("**/wall/?view=overview"):
        desk.page.clock.run_for(61_000)
    desk.page.wait_for_selector(".wall__lede:has-text('在办 2 件')")
    assert desk.page.evaluate("window.stays")
    desk.context.clear_cookies()
    with desk.page.expect_response("**/login/**"):
        desk.page.clock.run_for(61_000)
    desk.page.wait_for_selector("#wall-age.is-old")
    desk.page.clock.run_for(120_000)
    assert "分钟没有更新，登录到期了" in desk.page.inner_text("#wall-age")
    assert "在办 2 件" in desk.page.inner_text(".wall__lede")


def test_the_number_keys_switch_what_it_shows(street: Town, sit_down: Window) -> None:
    desk = sit_down(street.user("director")).go("/wall/")
    for key, view in (("3", "rooms"), ("2", "petitions"), ("1", "overview")):
        desk.press(key)
        desk.page.wait_for_url(f"**/wall/?view={view}")
        assert desk.page.get_attribute(f"[data-wall-key='{key}']", "aria-current") == "page"


@pytest.mark.parametrize("query", ["", "?hall=1", "?view=petitions", "?view=rooms"])
def test_it_fits_its_screen(street: Town, sit_down: Window, query: str) -> None:
    for code in ("01", "02", "07", "10"):
        walk_in(street, category=code, risk="red" if code == "10" else "blue")
    desk = sit_down(street.user("director"))
    for screen in SCREENS:
        desk.page.set_viewport_size(screen)
        desk.go(f"/wall/{query}")
        size: Any = desk.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        name = f"wall-{screen['width']}{query.replace('?', '-').replace('=', '-')}.png"
        desk.page.screenshot(path=SHOTS / name)
        assert size[0] <= screen["width"], name
        assert size[1] <= screen["height"], name


def test_it_fits_its_screen_on_a_bad_day(street: Town, sit_down: Window) -> None:
    """Five units late, each with five cases and a long name."""
    units = list(Department.objects.filter(centre=street.centre).order_by("order", "code")[:5])
    for unit in units:
        Department.objects.filter(pk=unit.pk).update(short_name=words(14), division=None)
        for _ in range(5):
            case = walk_in(street, risk="red")
            Case.objects.filter(pk=case.pk).update(unit=unit, due_on="2026-11-01")
    desk = sit_down(street.user("director"))
    for screen in SCREENS:
        desk.page.set_viewport_size(screen)
        desk.go("/wall/")
        assert desk.page.locator(".w--e .wd li").count() == 3
        desk.page.screenshot(path=SHOTS / f"wall-{screen['width']}-bad-day.png")
        foot: Any = desk.page.evaluate(
            "document.querySelector('.wall__ft').getBoundingClientRect().bottom"
        )
        assert foot <= screen["height"], screen
        last: Any = desk.page.evaluate(
            "(e => [e.getBoundingClientRect().bottom, e.closest('.w').getBoundingClientRect().bottom])"
            "(document.querySelector('.w--e .wt--3'))"
        )
        assert last[0] <= last[1], screen  # nothing below it is cut off
