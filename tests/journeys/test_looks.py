"""Every page as those who register and handle cases see it, at the office's screen and on a phone:
nothing spills, nothing stands one character a line, and axe-core finds nothing serious.
"""

from collections.abc import Callable

import pytest
from axe_core_python.base import AXE_SCRIPT

from tests.journeys.browser import Desk
from tests.journeys.looking import AXE, LOOKS, faults_of
from tests.sight.world import World

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(2700),  # hundreds of pages: a quarter of an hour on a quiet machine
]


def test_no_page_spills_and_axe_finds_nothing_serious(
    world: World, sit_down: Callable[..., Desk]
) -> None:
    assert faults_of(world, sit_down, ("window", "village", "mediator")) == []


def test_the_look_sees_what_spills_and_what_stands_upright(sit_down: Callable[..., Desk]) -> None:
    desk = sit_down().go("/login/")
    desk.page.evaluate(AXE_SCRIPT)
    assert desk.page.evaluate(LOOKS) == []
    assert desk.page.evaluate(AXE) == []
    desk.page.evaluate(
        """() => {
          const planted = document.createElement("div");
          planted.innerHTML = "<p class=a>竖着的一行字</p><p class=b>宽</p><input><p class=c>淡得看不清的字</p>";
          document.querySelector("main, body").append(planted);
          planted.querySelector(".a").style.width = "1em";
          planted.querySelector(".b").style.cssText = "width: 3000px";
          planted.querySelector(".c").style.cssText = "color: #eee; background: #fff";
        }"""
    )
    found = "\n".join(desk.page.evaluate(LOOKS))
    assert "one character a line: p.a" in found
    assert "spills by" in found
    serious = "\n".join(desk.page.evaluate(AXE))
    assert "label:" in serious
    assert "color-contrast:" in serious
