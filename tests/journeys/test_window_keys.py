"""The counter by keys alone: register, merge, answer on the spot, and over to window two."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from cases.models import Case, Inquiry, Visit
from cases.services import visits
from petitions.models import Petition
from petitions.services.reference import load_contents
from tests.factories import V1, Town
from tests.journeys.browser import Desk
from tests.journeys.people import a_name, a_phone, words
from tests.journeys.walks import walk_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
KEYBOARD_ONLY = (Path(__file__).parent / "keyboard_only.js").read_text(encoding="utf-8")
Window = Callable[..., Desk]
WHERE = "(document.activeElement.textContent || '').replace(/\\s+/g, ' ').trim()"


def ticket(town: Town, **more: str) -> Visit:
    given = {"window": "mediation", "form_key": str(uuid.uuid4())} | more
    return visits.take_ticket(town.user("window"), **given)  # type: ignore[arg-type]


def tab_to_words(desk: Desk, text: str, key: str = "Tab", most: int = 60) -> None:
    """Press Tab until a link, button or summary that begins with these words has the cursor."""
    walked = []
    for _ in range(most):
        desk.press(key)
        here = str(desk.page.evaluate(WHERE))
        if here.startswith(text):
            return
        walked.append(here[:12])
    raise AssertionError(f"{text} is not reached by {key}: {walked}")


def call_next(desk: Desk, label: str) -> None:
    """F8 at the page of the queue."""
    desk.go("/window/")
    desk.press("F8")
    desk.page.wait_for_selector(f"#serving .ticket:has-text('{label}')")


def only_typed(desk: Desk) -> bool:
    return bool(desk.page.evaluate("window.notTyped") == [])


def pick_place(desk: Desk) -> None:
    desk.tab_to("id_division")
    desk.type("zy")
    desk.page.wait_for_selector("[role=option][aria-selected=true]:has-text('致远社区')")
    desk.press("Enter")


def test_who_is_called_is_registered_by_keys_alone(street: Town, sit_down: Window) -> None:
    said, name, other = words(16), a_name(), a_name()
    visit = ticket(street, said=said, name_to_call=name, division=V1)
    desk = sit_down(street.user("window"), script=KEYBOARD_ONLY)
    call_next(desk, visit.label)
    tab_to_words(desk, "接着登记")
    desk.press("Enter")
    desk.page.wait_for_url("**/cases/new/?visit=*")
    assert desk.page.input_value("[name=narrative]") == said  # not typed a second time
    assert desk.page.input_value("[name='parties-0-name']") == name
    desk.tab_to("parties-1-name")
    desk.type(other)
    desk.tab_to("category")
    desk.type("02")
    desk.tab_to("risk")
    desk.press("3")
    desk.tab_to("risk_reason")
    desk.type(words(6))
    desk.press("Control+Enter", "Control+Enter")  # a double press
    desk.page.wait_for_url("**/print/receipt/")
    assert only_typed(desk)
    case = Case.objects.get()
    visit.refresh_from_db()
    assert (visit.outcome, visit.matter_key) == ("case", f"case:{case.pk}")
    assert (case.narrative, case.division.code) == (said, V1)
    assert [one.name for one in case.parties.all()] == [name, other]


def test_a_walk_in_is_found_by_first_letters_and_added_by_keys_alone(
    street: Town, sit_down: Window
) -> None:
    parties = [{"role": "applicant", "name": "王秀英"}, {"role": "respondent", "name": "陈国强"}]
    older = walk_in(street, parties=parties)
    newer = walk_in(street, parties=parties)
    visit, said = ticket(street, said=words(10)), words(20)
    desk = sit_down(street.user("window"), script=KEYBOARD_ONLY)
    call_next(desk, visit.label)
    desk.press("/")
    assert desk.focused() == "q"
    desk.type("cgq")
    desk.page.wait_for_selector(f"[data-hit].on:has-text('{newer.aloud}')")
    desk.press("ArrowDown")
    desk.page.wait_for_selector(f"[data-hit].on:has-text('{older.aloud}')")
    desk.shot("window-search")
    desk.press("Alt+b")
    desk.page.wait_for_url("**/window/add/**")
    assert desk.page.input_value("[name=said]") == visit.said
    assert desk.focused() == "said"
    desk.press("Control+a")
    desk.type(said)
    desk.shot("window-add")
    desk.press("Control+Enter", "Control+Enter")
    desk.page.wait_for_url("**/window/")
    assert f"并入{older.aloud}" in desk.text
    assert only_typed(desk)
    visit.refresh_from_db()
    assert (visit.matter_key, visit.outcome_words) == (f"case:{older.pk}", said)
    assert Case.objects.count() == 2
    assert older.events.filter(verb="visited").count() == 1


def test_the_search_is_left_and_turned_into_a_registration_by_keys_alone(
    street: Town, sit_down: Window
) -> None:
    case = walk_in(street, parties=[
        {"role": "applicant", "name": "王秀英", "phone": "13800000867"},
        {"role": "respondent", "name": "陈国强"},
    ])  # fmt: skip
    desk = sit_down(street.user("window"), script=KEYBOARD_ONLY).go("/window/")
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.press("/")
    desk.type("13800000867")
    desk.page.wait_for_selector(f"[data-hit].on:has-text('{case.aloud}')")
    assert not [url for url in asked if "1380000" in url]  # no number in an address
    desk.press("Escape")
    assert desk.page.input_value("#omni") == ""
    desk.type("陈国强")
    desk.page.wait_for_selector(f"[data-hit].on:has-text('{case.aloud}')")
    desk.press("Enter")
    desk.page.wait_for_url(f"**/cases/{case.pk}/")
    desk.go("/window/")
    stranger = "赵永贵"
    desk.press("/")
    desk.type(stranger)
    desk.page.wait_for_selector(f"[data-new]:has-text('{stranger}')")
    desk.press("Control+Enter")
    desk.page.wait_for_url("**/cases/new/?words=*")
    assert desk.page.input_value("[name='parties-0-name']") == stranger
    assert only_typed(desk)


def test_a_question_is_answered_on_the_spot_by_keys_alone(street: Town, sit_down: Window) -> None:
    visit, answer, law = ticket(street, said=words(16)), words(30), "民法典第288条"
    desk = sit_down(street.user("window"), script=KEYBOARD_ONLY)
    call_next(desk, visit.label)
    tab_to_words(desk, "当场说清，办完")
    desk.press("Enter")
    desk.page.wait_for_url("**/inquiries/new/?visit=*")
    assert desk.page.input_value("[name=asked]") == visit.said
    desk.tab_to("answer")
    desk.type(answer)
    desk.tab_to("law")
    desk.type(law)
    desk.press("Control+Enter", "Control+Enter")
    desk.page.wait_for_url(lambda url: "/new/" not in url)
    assert only_typed(desk)
    inquiry = Inquiry.objects.get()
    visit.refresh_from_db()
    assert (inquiry.asked, inquiry.answer, inquiry.law) == (visit.said, answer, law)
    assert (visit.outcome, visit.matter_key) == ("answered", f"inquiry:{inquiry.pk}")


def test_over_to_window_two_he_becomes_a_petition_with_nothing_typed_twice(
    street: Town, sit_down: Window
) -> None:
    load_contents()
    visit = ticket(street, said=words(10))
    name, phone, story, demand = a_name(), a_phone(), f"他说{words(30)}", f"要求{words(6)}"
    one = sit_down(street.user("window"), script=KEYBOARD_ONLY)
    call_next(one, visit.label)
    tab_to_words(one, "接着登记")
    one.press("Enter")
    one.page.wait_for_url("**/cases/new/?visit=*")
    for field, text in (
        ("parties-0-name", name), ("parties-0-phone", phone),
        ("narrative", story), ("demand", demand),
    ):  # fmt: skip
        one.tab_to(field)
        one.press("Control+a")
        one.type(text)
    pick_place(one)
    one.tab_to("place")
    one.type("水井边")
    one.press("Tab")
    one.page.get_by_text("存好").wait_for()
    tab_to_words(one, "回窗口", "Shift+Tab", 80)
    one.press("Enter")
    one.page.wait_for_url("**/window/")
    tab_to_words(one, "转窗口")
    one.press("Enter")
    tab_to_words(one, "信访接待")
    one.press("Enter")
    one.page.wait_for_selector(f"#serving:has-text('{visit.label} 转到')")
    assert only_typed(one)

    two = sit_down(street.user("petition"), script=KEYBOARD_ONLY)
    call_next(two, visit.label)
    tab_to_words(two, "接着登记")
    two.press("Enter")
    two.page.wait_for_url("**/petitions/new/?visit=*")
    two.shot("window-two")
    two.tab_to("content")
    two.type("0501")  # all that a dispute's form does not ask
    two.press("Control+Enter", "Control+Enter")
    two.page.wait_for_url("**/print/receipt/")
    assert only_typed(two)
    petition = Petition.objects.get()
    visit.refresh_from_db()
    assert (visit.outcome, visit.matter_key) == ("petition", f"petition:{petition.pk}")
    assert (petition.narrative, petition.place, petition.division.code) == (story, "水井边", V1)
    petitioner = petition.petitioners.get()
    assert (petitioner.name, petitioner.phone) == (name, phone)
    assert [row.text for row in petition.demands.all()] == [demand]
    assert not Case.objects.exists()
