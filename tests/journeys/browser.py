"""One person at a real Chromium: what he does, and what must never happen while he does it."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from mediation.core.models import User

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SHOTS = Path(os.environ.get("JOURNEY_SHOTS", "test-results/journeys"))
# The browser gives up its own requests when a page is left, and takes a download out of the page.
GIVEN_UP = "net::ERR_ABORTED"
# htmx writes such a request into the console; a failed one is `htmx:sendError` or `responseError`.
GIVEN_UP_BY_HTMX = ("htmx:sendAbort", "htmx:afterRequest")


@dataclass
class Desk:
    """A browser window at which one person sits; `faults` collects what a reader must never meet."""

    browser: Browser
    address: str
    viewport: dict[str, int]
    has_touch: bool = False
    script: str = ""
    faults: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(
            base_url=self.address,
            viewport=self.viewport,
            has_touch=self.has_touch,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )
        self.context.set_default_timeout(60_000)
        if self.script:
            self.context.add_init_script(self.script)
        self.page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)
        self.page.on("request", self._asked)

    def _heard(self, message: Any) -> None:
        known = ("Failed to load resource", *GIVEN_UP_BY_HTMX)  # the first: see _answered
        if message.type == "error" and not message.text.startswith(known):
            self.faults.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != GIVEN_UP:
            self.faults.append(f"request: {request.method} {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"answer: {response.status} {response.url}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"outside: {request.url}")

    def sign_in(self, user: User) -> "Desk":
        """With a session of his own, as after the log-in page; also when the clock was moved."""
        client = Client()
        client.force_login(user)
        self.context.clear_cookies()
        cookie = client.cookies["sessionid"].value
        self.context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.address}])
        return self

    def go(self, path: str) -> "Desk":
        self.page.goto(path)
        return self

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        self.page.wait_for_load_state()  # a click waits for the answer to begin, not for its end
        return self.page.inner_text("body")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def focused(self) -> str:
        """The name of the field at which the cursor stands."""
        return str(self.page.evaluate("document.activeElement.name || document.activeElement.id"))

    def tab_to(self, name: str, most: int = 40) -> None:
        """Press Tab until the cursor stands in the field with this name or id."""
        walked = []
        for _ in range(most):
            if self.focused() == name:
                return
            walked.append(self.focused())
            self.press("Tab")
        raise AssertionError(f"{name} is not reached by Tab: {walked}")

    def day_up(self, step: str = "ArrowUp") -> None:
        """One day later in the date field at the cursor; which part is the day differs by language."""
        for _ in range(3):
            before = self.page.evaluate("document.activeElement.value")
            self.press(step)
            if self.page.evaluate("document.activeElement.value")[-2:] != before[-2:]:
                return
            self.press("ArrowDown" if step == "ArrowUp" else "ArrowUp", "ArrowRight")
        raise AssertionError("no part of this field is a day")

    def move(self, verb: str, **typed: str | bool) -> None:
        """On the page of a case: press the verb's button, fill in its form, send it."""
        self.open_form(verb)
        if self.path.endswith(f"/moves/{verb}/"):
            self.fill_in(**typed)
            self.page.click("form[data-draft] button[type=submit].btn--p")
        self.page.wait_for_url(lambda url: "/moves/" not in url)

    def open_form(self, verb: str) -> None:
        button = self.page.locator(f"[data-verb='{verb}']")
        if not button.is_visible():
            self.page.click(".seldom summary")
        button.click()
        self.page.wait_for_load_state()

    def fill_in(self, **typed: str | bool) -> None:
        form = self.page.locator("form[data-draft]")
        for name, value in typed.items():
            place = form.locator(f"[name='{name}']").locator("visible=true")
            if isinstance(value, bool):
                place.set_checked(value)
            elif place.evaluate("node => node.tagName") == "SELECT":
                place.select_option(value)
            else:
                place.fill(value)

    def verbs(self) -> set[str]:
        """The buttons on the page of a case, those behind 还可以 too."""
        self.page.wait_for_load_state()
        return set(
            self.page.eval_on_selector_all("[data-verb]", "all => all.map(n => n.dataset.verb)")
        )

    def shot(self, name: str) -> Path:
        """Keep a picture of what he sees."""
        path = SHOTS / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True, animations="disabled")
        return path
