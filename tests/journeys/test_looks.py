"""Every page as every role sees it, at the office's screen and on a phone: nothing spills, nothing
stands one character a line, and axe-core finds nothing serious."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.base import AXE_SCRIPT
from django.test import Client

from tests.journeys.browser import DESKTOP, PHONE, Desk
from tests.journeys.people import words
from tests.sight.addresses import filled
from tests.sight.world import World, build

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations
    .filter(one => ["serious", "critical"].includes(one.impact))
    .map(one => one.id + ": " + one.nodes.map(node => node.target.join(" ")).slice(0, 5).join(" | "));
}"""
UNFOLD = """() => {
  const folded = Array.from(document.querySelectorAll("details:not([open])"));
  folded.forEach(one => { one.dataset.wasFolded = ""; one.open = true; });
  return folded.length;
}"""
FOLD = "() => document.querySelectorAll('[data-was-folded]').forEach(one => { one.open = false; })"
CLASSES = """() => Array.from(new Set(Array.from(document.querySelectorAll("[class]"),
  node => node.getAttribute("class")))).sort().join(",")"""
# Other people's pages: the back office is Django's, the reference of the API is Swagger's.
NOT_OURS = ("/admin/", "/api/")
NOBODY = ""
ROLES = {
    "those who register and handle": ("window", "village", "mediator"),
    "those who lead and oversee": ("leader", "peace", "director"),
    "everybody else": (
        "justice", "police", "department", "grid", "petition", "discipline", "auditor",
        "secadmin", "sysadmin", NOBODY,
    ),
}  # fmt: skip
# Pages that every role of a group has alike are looked at by axe once per set of their classes.
looked_at: set[tuple[str, int, str]] = set()
pictured: set[tuple[str, int]] = set()
# A bar that was looked at, over a page that was looked at, spills no more than they did apart.
halves: set[str] = set()
RANDOM = re.compile(r'(nonce|value)="[\w+/=-]{16,}"|"X-CSRFToken": "\w+"')


@pytest.fixture
def world(live_server: Any, calendar_2026: Any, at: Any) -> World:
    """Cases at many places, one with long texts and a word that does not break."""
    built = build(at)
    built.move(
        "at_village",
        "amend",
        "village",
        reason=words(60),
        narrative=f"{words(900)} https://example.invalid/{'a' * 70}",
        demand=words(300),
        place=words(60),
    )
    built.move("at_village", "note", "village", stuck=words(180), next_step=words(180))
    return built


def pages_of(world: World, account: str) -> Iterator[tuple[str, str]]:
    """(name, path) of every page that this account may open; of alike ones the first."""
    client = Client()
    if account:
        client.force_login(world.user(account))
    seen, not_pages = set(), set()
    for pattern, path in filled(world):
        # One case after another is another page; a form or a paper of another case is not.
        is_case = pattern.name == "cases:detail"
        key = path if is_case else (pattern.name, *re.findall(r"[a-z_]+", path))
        if path.startswith(NOT_OURS) or key in seen or pattern.name in not_pages:
            continue
        answer = client.get(path)
        if answer.status_code == 405:
            not_pages.add(pattern.name)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            seen.add(key)
            if is_new(answer.content.decode()):
                yield pattern.name, path


def is_new(html: str) -> bool:
    """Whether the bar above or the page below is one that nobody was shown before."""
    above, _, below = RANDOM.sub("", html).partition("<main")
    known = {above, below} <= halves
    halves.update((above, below))
    return not known


@pytest.mark.parametrize("accounts", ROLES.values(), ids=[key.replace(" ", "-") for key in ROLES])
def test_no_page_spills_and_axe_finds_nothing_serious(
    world: World, sit_down: Callable[..., Desk], accounts: tuple[str, ...]
) -> None:
    faults = []
    for account in accounts:
        desk = sit_down(world.user(account) if account else None)
        for name, path in pages_of(world, account):
            desk.go(path)
            for size in (DESKTOP, PHONE):
                desk.page.set_viewport_size(size)
                where = f"{account or 'nobody'} {path} at {size['width']}"
                faults += [f"{where}: {fault}" for fault in look(desk, name, size["width"])]
        desk.context.close()
    assert not faults, "\n".join(faults)


def look(desk: Desk, name: str, width: int) -> list[str]:
    """What is wrong with the page as it is, and with all that is folded on it open."""
    faults = list(desk.page.evaluate(LOOKS))
    if desk.page.evaluate(UNFOLD):
        faults += [f"unfolded, {fault}" for fault in desk.page.evaluate(LOOKS)]
        desk.page.evaluate(FOLD)
    alike = (name, width, desk.page.evaluate(CLASSES))
    if alike[:2] not in pictured:
        pictured.add(alike[:2])
        desk.shot(f"looks/{name.replace(':', '-')}-{width}")
    if alike not in looked_at:
        looked_at.add(alike)
        desk.page.evaluate(AXE_SCRIPT)
        faults += desk.page.evaluate(AXE)
    return faults


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
