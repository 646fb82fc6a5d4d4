"""A petition is registered at its window without the mouse, and nothing that was typed is lost."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from petitions.models import Petition
from petitions.services.reference import load_contents
from tests.factories import V1, Town
from tests.journeys.browser import Desk
from tests.journeys.people import a_name, a_phone, words

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
KEYBOARD_ONLY = (Path(__file__).parent / "keyboard_only.js").read_text(encoding="utf-8")


def test_a_group_with_two_demands_is_registered_by_keys_alone(
    street: Town, sit_down: Callable[..., Desk]
) -> None:
    load_contents()
    desk = sit_down(street.user("petition"), script=KEYBOARD_ONLY)
    name, other, phone, story = a_name(), a_name(), a_phone(), f"他说{words(40)}"
    first, second = f"要求{words(8)}", f"还要求{words(8)}"
    desk.go("/petitions/new/")
    desk.tab_to("petitioners-0-name")
    desk.type(name)
    desk.press("Alt+a")
    assert desk.focused() == "petitioners-1-name"
    desk.type(other)
    desk.press("Tab")
    desk.type(phone)
    desk.tab_to("head_count")
    desk.press("Control+a")
    desk.type("12")
    desk.tab_to("content")
    desk.type("0501")
    desk.tab_to("narrative")
    desk.type(story)
    desk.tab_to("id_division")
    desk.type("zy")
    desk.page.wait_for_selector("[role=option][aria-selected=true]:has-text('致远社区')")
    desk.press("Enter")
    desk.tab_to("demands-0-text")
    desk.type(first)
    desk.press("Alt+q")
    desk.type(second)
    desk.tab_to("risk")
    desk.press("2")
    desk.shot("petition-register")
    desk.press("Control+Enter")
    # The orange needs its reason: it is said beside the field, and all else still stands there.
    desk.page.wait_for_selector(".errsum")
    assert "请写一句为什么定这一级" in desk.text
    assert Petition.objects.count() == 0
    desk.tab_to("risk_reason", 80)
    desk.type(words(6))
    desk.press("Control+Enter", "Control+Enter")
    desk.page.wait_for_url("**/print/receipt/")
    desk.shot("petition-receipt")
    assert desk.page.evaluate("window.notTyped") == []
    petition = Petition.objects.get()
    assert [one.name for one in petition.petitioners.all()] == [name, other]
    assert [one.text for one in petition.demands.all()] == [first, second]
    assert petition.division is not None
    assert petition.content is not None
    assert (petition.division.code, petition.content.code) == (V1, "0501")
    assert (petition.narrative, petition.head_count, petition.risk) == (story, 12, "orange")
    sheets = desk.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 2  # one for each of them


def test_on_a_phone_the_page_keeps_the_draft_and_the_list_is_cards(
    street: Town, sit_down: Callable[..., Desk]
) -> None:
    load_contents()
    desk = sit_down(street.user("petition"), on_phone=True)
    story = f"他说{words(30)}"
    desk.go("/petitions/new/")
    desk.page.fill("[name=narrative]", story)
    with desk.page.expect_response(lambda answer: "/drafts/petition/" in answer.url):
        desk.page.locator("[name=title]").focus()
    desk.shot("petition-register-phone")
    desk.go("/petitions/")
    desk.go("/petitions/new/")
    assert desk.page.input_value("[name=narrative]") == story
    desk.page.fill("[name='petitioners-0-name']", a_name())
    desk.page.fill("[name='demands-0-text']", words(8))
    desk.page.select_option("[name=content]", "0501")
    desk.page.select_option("select[name=division]", V1, force=True)
    desk.page.click("button:has-text('登记并打印回执')")
    desk.page.wait_for_url("**/print/receipt/")
    desk.go("/petitions/")
    assert "信1号" in desk.text
    desk.shot("petition-list-phone")
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= 390
