"""Looking at every page that somebody may open, as he sees it.

The accounts are looked at in groups, a file each: several processes share them.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from axe_core_python.base import AXE_SCRIPT
from django.test import Client

from tests.journeys.browser import DESKTOP, PHONE, Desk
from tests.sight.addresses import filled
from tests.sight.world import World

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
# Pages that every role of a group has alike are looked at by axe once per set of their classes.
looked_at: set[tuple[str, int, str]] = set()
pictured: set[tuple[str, int]] = set()
# A bar that was looked at, over a page that was looked at, spills no more than they did apart.
halves: set[str] = set()
# What answers with a file to one account is a file for all; a converter need not make it anew.
no_pages: set[tuple[str, ...] | str] = set()
# /cases/12/ of /cases/12/papers/
MATTER = re.compile(r"/[a-z-]+/\d+/(?=.)")
RANDOM = re.compile(r'(nonce|value)="[\w+/=-]{16,}"|"X-CSRFToken": "\w+"')


def faults_of(world: World, sit_down: Callable[..., Desk], accounts: tuple[str, ...]) -> list[str]:
    """What is wrong with any page of these accounts at the office's screen and on a phone."""
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
    return faults


def pages_of(world: World, account: str) -> Iterator[tuple[str, str]]:
    """(name, path) of every page that this account may open; of alike ones the first."""
    client = Client()
    if account:
        client.force_login(world.user(account))
    seen, not_pages, closed = set(), set(), set()
    # From the outside in: what hangs on a matter that is not his is not looked for.
    for pattern, path in sorted(filled(world), key=lambda one: one[1].count("/")):
        # One case after another is another page; a form or a paper of another case is not.
        is_case = pattern.name == "cases:detail"
        key = path if is_case else (pattern.name, *re.findall(r"[a-z_]+", path))
        if path.startswith(NOT_OURS) or pattern.name in not_pages or key in seen | no_pages:
            continue
        matter = MATTER.match(path)
        if matter and matter[0] in closed:
            continue
        answer = client.get(path)
        if answer.status_code == 404:
            closed.add(path)
        if answer.status_code == 405:
            not_pages.add(pattern.name)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            seen.add(key)
            html = answer.content.decode()
            # A part that a page asks for anew is looked at within that page.
            if html.lstrip().startswith("<!") and is_new(html):
                yield pattern.name, path
        elif answer.status_code == 200:
            no_pages.add(key)


def is_new(html: str) -> bool:
    """Whether the bar above or the page below is one that nobody was shown before."""
    above, _, below = RANDOM.sub("", html).partition("<main")
    known = {above, below} <= halves
    halves.update((above, below))
    return not known


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
