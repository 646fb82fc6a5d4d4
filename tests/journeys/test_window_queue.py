"""The queue page in real browsers: four windows on one queue, and a refresh that takes nothing away."""

import random
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from cases.models import Visit, VisitStep
from cases.services import visits
from grids.enums import Role
from tests.factories import V1, Town
from tests.journeys.browser import Desk
from tests.journeys.people import a_name, words

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Desk]
TICKETS = 40


def ticket(town: Town, **more: Any) -> Visit:
    given = {"window": "mediation", "form_key": uuid.uuid4(), "said": words(10)} | more
    return visits.take_ticket(town.user("window"), **given)


def test_four_browsers_empty_one_queue_of_forty_and_nobody_is_served_twice(
    street: Town, sit_down: Window
) -> None:
    expected = {
        ticket(street, priority=random.choice(["", "", "elder"])).pk for _ in range(TICKETS)
    }
    second = street.hire("centre", Role.WINDOW_CLERK)
    staff = [street.user("window"), second, street.user("petition"), street.user("justice")]
    desks = [sit_down(user).go("/window/") for user in staff]
    for desk in desks[2:]:  # whoever has another window sits down at this one
        desk.page.click("text=换窗口坐")
        desk.page.click("button[name=window][value=mediation]")
        desk.page.wait_for_selector("#call-next:has-text('叫 A0')")
    press = """async (turns) => {
      // As fast as the page lets one: the next press as soon as the last was answered.
      const answered = () => new Promise(done =>
        document.addEventListener("htmx:afterSettle", done, {once: true}));
      for (let turn = 0; turn < turns; turn += 1) {
        const wait = answered();
        document.dispatchEvent(new KeyboardEvent("keydown", {code: "F8", key: "F8", bubbles: true}));
        await wait;
        if (document.querySelector("#serving").innerText.includes("现在没有人在等")) break;
      }
    }"""
    for desk in desks:  # each has had one before the race for the rest
        desk.page.evaluate(press, 1)
    for desk in desks:  # started in all four before any is waited for
        desk.page.evaluate(f"() => {{ ({press})(60); }}")
    for desk in desks:
        desk.page.wait_for_selector("#serving:has-text('现在没有人在等')", timeout=60_000)
    served = Visit.objects.filter(called_at__isnull=False)
    assert set(served.values_list("pk", flat=True)) == expected
    assert VisitStep.objects.filter(kind="called").count() == TICKETS  # none called twice
    shares = [served.filter(served_by=user).count() for user in staff]
    assert sum(shares) == TICKETS
    assert all(shares), shares
    assert sum(desk.page.locator("#serving .ticket").count() for desk in desks) == TICKETS


def test_what_is_typed_and_where_the_cursor_stands_outlive_the_refresh(
    street: Town, sit_down: Window
) -> None:
    ticket(street)
    desk = sit_down(street.user("window"))
    desk.page.clock.install()
    desk.go("/window/")
    said, searched = words(12), a_name()
    desk.page.click("text=门口取号")
    desk.page.fill("#door [name=said]", said)
    desk.page.click("text=换窗口坐")  # folded open: stays open
    desk.page.fill("#omni", searched)
    desk.page.focus("#omni")
    desk.page.evaluate("document.querySelector('#omni').setSelectionRange(1, 2)")
    newcomer = ticket(street, priority="elder", division=V1)
    with desk.page.expect_response("**/window/queue/**"):
        desk.page.clock.run_for(10_500)
    desk.page.wait_for_selector(f"#queue:has-text('{newcomer.said}')")
    assert desk.page.inner_text("#queue-says") == "2 位在等，下一位 A002"
    assert "叫 A002 号" in desk.page.inner_text("#call-next")
    assert desk.page.input_value("#door [name=said]") == said
    assert desk.page.input_value("#omni") == searched
    assert desk.focused() in ("omni", "q")
    place = "[document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    assert desk.page.evaluate(place) == [1, 2]
    assert desk.page.locator("#door[open]").count() == 1
    # F8 takes the next one up and leaves the form at the door as it is.
    desk.press("F8")
    desk.page.wait_for_selector("#serving:has-text('请 A002 号。')")
    assert desk.page.input_value("#door [name=said]") == said
    assert desk.page.evaluate(place) == [1, 2]


def test_the_cursor_on_a_button_of_the_queue_stays_there_through_a_refresh(
    street: Town, sit_down: Window
) -> None:
    first = ticket(street)
    desk = sit_down(street.user("window"))
    desk.page.clock.install()
    desk.go("/window/")
    desk.page.focus(f"#call-{first.pk}")
    ticket(street)
    with desk.page.expect_response("**/window/queue/**"):
        desk.page.clock.run_for(10_500)
    desk.page.wait_for_selector("#queue:has-text('A002')")
    assert desk.focused() == f"call-{first.pk}"
