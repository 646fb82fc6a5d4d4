"""Journeys: a real Chromium against a live server in this process, under a moved clock."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import chromium
from tests.journeys.browser import ARGUMENTS, DESKTOP, PHONE, Desk
from tests.journeys.people import words
from tests.sight import planting
from tests.sight.world import World, build


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys of this process."""
    path = chromium.find()
    assert path, "journeys need a Chromium on PATH"
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; the database is used between its calls only.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            yield started
            started.close()


@pytest.fixture
def sit_down(browser: Browser, live_server: Any) -> Iterator[Callable[..., Desk]]:
    """`sit_down(user)` opens a window for somebody; any fault in any window fails the test."""
    desks: list[Desk] = []

    def open_window(user: Any = None, *, on_phone: bool = False, script: str = "") -> Desk:
        viewport = PHONE if on_phone else DESKTOP
        desk = Desk(browser, live_server.url, viewport, has_touch=on_phone, script=script)
        desks.append(desk)
        return desk.sign_in(user) if user else desk

    yield open_window
    for desk in desks:
        desk.context.close()
    faults = [fault for desk in desks for fault in desk.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def street(live_server: Any, calendar_2026: Any, town: Any, at: Any) -> Any:
    """The demo town on Monday 16 November 2026, 10:00, behind a live server."""
    at("2026-11-16 10:00")
    return town


@pytest.fixture
def world(live_server: Any, calendar_2026: Any, at: Any) -> World:
    """Cases at many places, one with long texts and a word that does not break."""
    built = build(at)
    planting.plant(built)
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
