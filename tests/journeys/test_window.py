"""Step 1: the window clerk registers a walk-in without touching the mouse, and loses nothing."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Response

from cases.models import Case
from tests.factories import V1, Town
from tests.journeys.browser import Desk
from tests.journeys.people import a_birthday, a_name, a_phone, an_id_number, words

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
KEYBOARD_ONLY = (Path(__file__).parent / "keyboard_only.js").read_text(encoding="utf-8")
Window = Callable[..., Desk]


@pytest.fixture
def visit() -> dict[str, str]:
    """What a visitor says today; new in every run."""
    sex = random.choice("男女")
    born = a_birthday()
    return {
        "sex": sex,
        "born": f"{born:%Y-%m-%d}",
        "id_number": an_id_number(born, sex),
        "name": a_name(),
        "phone": a_phone(),
        "other": a_name(),
        "other_phone": a_phone(),
        "narrative": f"两家为{words()}吵了三年，昨天又堵了路",
        "demand": f"把{words(6)}让出来",
        "place": words(8),
        "amount": str(random.randrange(100, 99_000)),
        "people": str(random.randrange(2, 9)),
        "risk_reason": f"有争吵，{words(6)}",
    }


@pytest.fixture
def clerk(street: Town, sit_down: Window) -> Desk:
    """The window clerk, signed in by keyboard, with a script that fails whatever is not typed."""
    desk = sit_down(script=KEYBOARD_ONLY)
    desk.go("/login/")
    desk.tab_to("username")
    desk.type("window")
    desk.press("Tab")
    desk.type("demo-2026")
    desk.press("Enter")
    desk.page.wait_for_url(lambda url: "/login/" not in url)
    return desk


def only_typed(desk: Desk) -> bool:
    return desk.page.evaluate("window.notTyped") == []


def type_registration(desk: Desk, visit: dict[str, str]) -> None:
    """From the ID number to the risk reason, by keys alone, in the order of the page."""
    assert desk.focused() == "parties-0-id_number"
    desk.type(visit["id_number"])
    for name, text in (("parties-0-name", visit["name"]), ("parties-0-phone", visit["phone"])):
        desk.tab_to(name)
        desk.type(text)
    desk.tab_to("parties-1-name")
    desk.type(visit["other"])
    desk.tab_to("parties-1-phone")
    desk.type(visit["other_phone"])
    desk.tab_to("narrative")
    desk.type(visit["narrative"])
    desk.tab_to("demand")
    desk.type(visit["demand"])
    pick_village(desk, "zy", "致远社区")
    for name, text in (
        ("place", visit["place"]),
        ("people_count", visit["people"]),
        ("amount", visit["amount"]),
    ):
        desk.tab_to(name)
        desk.press("Control+a")
        desk.type(text)
    desk.tab_to("category")
    desk.type("02")
    desk.tab_to("risk")
    desk.press("3")
    desk.tab_to("risk_reason")
    desk.type(visit["risk_reason"])


def pick_village(desk: Desk, letters: str, name: str) -> None:
    """Two letters, the list, Enter."""
    desk.tab_to("id_division")
    desk.type(letters)
    desk.page.wait_for_selector(f"[role=option][aria-selected=true]:has-text('{name}')")
    desk.press("Enter")


def test_a_walk_in_is_registered_without_the_mouse(
    street: Town, clerk: Desk, visit: dict[str, str]
) -> None:
    clerk.press("Alt+n")
    clerk.page.wait_for_url("**/cases/new/")
    type_registration(clerk, visit)
    assert f"✓ {visit['sex']}，{visit['born']} 生" in clerk.text
    assert "必填的都齐了" in clerk.text
    clerk.shot("1-register")
    assert only_typed(clerk)
    clerk.press("Control+Enter", "Control+Enter")  # a double press
    clerk.page.wait_for_url("**/print/receipt/")
    assert only_typed(clerk)
    receipt = clerk.text
    clerk.shot("1-receipt")
    assert "李矛调〔2026〕1号" in receipt
    assert visit["narrative"] in receipt
    sheet = clerk.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    case = Case.objects.get()  # one, though the keys were pressed twice
    reader = Client()
    reader.force_login(street.user("window"))
    answer = reader.get(f"/api/v1/cases/{case.pk}/").json()
    first, second = answer["parties"]
    assert answer["number"] == "李矛调〔2026〕1号"
    assert (answer["status"], answer["tier"], answer["source"]) == (
        "registered",
        "village",
        "visit",
    )
    for name in ("narrative", "demand", "place", "risk_reason"):
        assert answer[name] == visit[name], name
    assert (answer["division"], answer["category"], answer["risk"]) == (V1, "02", "yellow")
    assert answer["received_on"] == "2026-11-16"
    assert answer["due_on"] == "2026-11-19"  # three working days to answer
    assert answer["people_count"] == int(visit["people"])
    assert answer["amount"] == f"{visit['amount']}.00"
    assert (first["role"], first["name"]) == ("applicant", visit["name"])
    assert (second["role"], second["name"]) == ("respondent", visit["other"])
    assert first["sex"] == {"男": "1", "女": "2"}[visit["sex"]]
    assert first["phone"].endswith(visit["phone"][-4:])
    assert second["phone"].endswith(visit["other_phone"][-4:])
    applicant = case.parties.get(role="applicant")
    assert applicant.id_number == visit["id_number"]  # whole under the seal
    assert applicant.phone == visit["phone"]


def test_the_script_that_watches_the_keyboard_sees_a_mouse_and_a_set_value(
    clerk: Desk,
) -> None:
    clerk.go("/cases/new/")
    assert only_typed(clerk)
    clerk.page.mouse.click(400, 300)
    assert not only_typed(clerk)
    clerk.page.reload()
    assert only_typed(clerk)
    clerk.page.evaluate("document.querySelector('[name=place]').value = 'x'")
    assert not only_typed(clerk)
    clerk.page.reload()
    clerk.page.fill("[name=place]", "x")
    assert not only_typed(clerk)


def fault_of(desk: Desk, name: str) -> str:
    return desk.page.inner_text(f"#id_{name}_error")


def value_of(desk: Desk, name: str) -> str:
    return desk.page.input_value(f"[name='{name}']")


def test_three_slips_are_told_beside_their_fields_and_all_that_was_typed_stays(
    street: Town, clerk: Desk, visit: dict[str, str]
) -> None:
    right = visit["id_number"]
    last = "0" if right[-1] != "0" else "1"
    clerk.press("Alt+n")
    clerk.page.wait_for_url("**/cases/new/")
    type_registration(clerk, visit | {"id_number": right[:-1] + last, "narrative": ""})
    clerk.tab_to("received_on")
    clerk.day_up()
    clerk.press("Control+Enter")
    clerk.page.wait_for_selector(".errsum")
    clerk.shot("1-three-slips")
    assert "有 3 处要改" in clerk.page.title()
    assert "请再看一眼证件" in fault_of(clerk, "parties-0-id_number")
    assert "请写一句怎么回事" in fault_of(clerk, "narrative")
    assert "这一天还没到" in fault_of(clerk, "received_on")
    assert clerk.page.evaluate("document.activeElement.className") == "errsum"
    typed = {
        "parties-0-id_number": right[:-1] + last,
        "parties-0-name": visit["name"],
        "parties-0-phone": visit["phone"],
        "parties-1-name": visit["other"],
        "parties-1-phone": visit["other_phone"],
        "demand": visit["demand"],
        "division": V1,
        "place": visit["place"],
        "people_count": visit["people"],
        "amount": visit["amount"],
        "category": "02",
        "risk_reason": visit["risk_reason"],
        "received_on": "2026-11-17",
    }
    assert {name: value_of(clerk, name) for name in typed} == typed
    assert clerk.page.is_checked("[name=risk][value=yellow]")
    assert Case.objects.count() == 0
    # The same form, put right by keys alone, goes through.
    clerk.tab_to("parties-0-id_number")
    clerk.press("Control+a")
    clerk.type(right)
    clerk.tab_to("narrative")
    clerk.type(visit["narrative"])
    clerk.tab_to("received_on")
    clerk.day_up("ArrowDown")
    clerk.press("Control+Enter")
    clerk.page.wait_for_url("**/print/receipt/")
    assert Case.objects.get().narrative == visit["narrative"]
    assert only_typed(clerk)


def brought(answer: Response, words: str) -> bool:
    """Whether these words were in what this is the answer to."""
    return words in (answer.request.post_data or "")


def test_a_form_whose_session_was_killed_is_found_again(
    street: Town, sit_down: Window, visit: dict[str, str]
) -> None:
    desk = sit_down(street.user("window")).go("/cases/new/")
    type_registration(desk, visit)
    with desk.page.expect_response(lambda answer: brought(answer, visit["risk_reason"])):
        desk.press("Tab")
    desk.tab_to("safety_note")
    Session.objects.all().delete()  # the session dies with the cursor in the middle of a word
    desk.expected.add(401)
    desk.type(words(4))
    desk.press("Tab")
    desk.page.get_by_text("登录到期了").wait_for()
    desk.context.close()  # and then the browser is closed
    again = sit_down(street.user("window")).go("/cases/new/")
    again.shot("1-draft-found-again")
    assert "上次没登完的还在" in again.text
    for name in ("narrative", "demand", "place", "risk_reason", "amount"):
        assert value_of(again, name) == visit[name], name
    assert value_of(again, "parties-0-id_number") == visit["id_number"]
    assert value_of(again, "parties-1-name") == visit["other"]
    assert value_of(again, "division") == V1
    again.press("Control+Enter")
    again.page.wait_for_url("**/print/receipt/")
    assert Case.objects.get().demand == visit["demand"]
