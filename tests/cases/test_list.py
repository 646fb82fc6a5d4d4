"""The list: what is found, page by page, as far as the reader's sight goes."""

import datetime as dt
import re
from typing import Any

import pytest

from cases.views import cases as views
from tests.cases.factories import Cast, act, register, some_person, some_text
from tests.conftest import SHANGHAI

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def listed(page: str) -> list[int]:
    return [
        int(found) for found in re.findall(r'data-l="案号" class="nw"><a href="/cases/(\d+)/', page)
    ]


def test_words_and_numbers_find_the_case_within_sight(scene: Cast, browser: Any) -> None:
    words = f"水沟{some_text()}"
    case = register(scene, narrative=words)
    register(scene)
    officer = browser(scene.members["village"])
    for query in (words, case.aloud, case.number, case.parties.first().name):
        assert listed(text(officer.get("/cases/", {"q": query}))) == [case.pk], query
    # The narrative belongs to the file: a reader of the card does not find by it.
    card = browser(scene.bystander)
    assert listed(text(card.get("/cases/", {"q": words}))) == []
    assert listed(text(card.get("/cases/", {"q": case.parties.first().name}))) == [case.pk]
    stranger = browser(scene.town.user("village2"))
    assert listed(text(stranger.get("/cases/"))) == []


def test_where_it_is_stuck_is_read_at_file_level(scene: Cast, browser: Any) -> None:
    words = some_text()
    case = act(register(scene), "accept", scene.members["village"])
    act(case, "note", scene.members["village"], stuck=words)
    assert words in text(browser(scene.town.user("peace")).get("/cases/"))
    assert words not in text(browser(scene.bystander).get("/cases/"))


def test_filters_narrow_and_the_due_day_orders(scene: Cast, browser: Any, at: Any) -> None:
    early = register(scene, risk="orange", risk_reason="动过手")
    at("2026-03-04 09:00")
    late = register(scene, category="07")
    peace = browser(scene.town.user("peace"))
    for query, found in (
        ({}, [late.pk, early.pk]),
        ({"ordering": "due_on"}, [early.pk, late.pk]),
        ({"risk": "orange"}, [early.pk]),
        ({"category": "07"}, [late.pk]),
        ({"registered_from": "2026-03-03"}, [late.pk]),
        ({"registered_to": "2026-03-02"}, [early.pk]),
        ({"overdue": "true"}, []),
        ({"division": "500102011000"}, [late.pk, early.pk]),
        ({"division": "500102011209"}, []),
        ({"risk": "purple"}, []),
    ):
        assert listed(text(peace.get("/cases/", query))) == found, query


def test_every_case_stands_on_exactly_one_page(
    scene: Cast, browser: Any, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views.Pages, "page_size", 3)
    everything = []
    for minute in range(8):
        at(f"2026-03-02 10:{minute // 2:02}")  # two of each minute: ties on the sort column
        everything.append(register(scene).pk)
    peace = browser(scene.town.user("peace"))
    seen: list[int] = []
    url = "/cases/"
    while url:
        page = text(peace.get(url))
        seen += listed(page)
        following = re.search(r'href="([^"]+)">下一页', page)
        url = following[1].replace("&amp;", "&") if following else ""
    assert seen == everything[::-1]


def test_a_large_count_is_said_as_more_than_the_cap(
    scene: Cast, browser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        register(scene)
    peace = browser(scene.town.user("peace"))
    assert "3 件" in text(peace.get("/cases/"))
    monkeypatch.setattr(views, "COUNTED_UP_TO", 2)
    assert "2+ 件" in text(peace.get("/cases/"))


def test_nothing_found_keeps_the_words_and_offers_to_register(scene: Cast, browser: Any) -> None:
    words = some_text()
    page = text(browser(scene.town.user("window")).get("/cases/", {"q": words}))
    assert f'value="{words}"' in page
    assert "/cases/new/" in page


def test_a_list_costs_the_same_for_one_case_and_for_many(
    scene: Cast, browser: Any, queries: Any
) -> None:
    register(scene)
    peace = browser(scene.town.user("peace"))
    peace.get("/cases/")
    few = queries(lambda: peace.get("/cases/"))
    people = [some_person("applicant"), *(some_person("respondent") for _ in range(9))]
    for _ in range(9):
        register(scene, parties=people)
    assert queries(lambda: peace.get("/cases/")) == few


def test_names_of_a_guarded_case_are_masked_on_the_card(scene: Cast, browser: Any) -> None:
    name = f"某{some_text()}"
    parties = [some_person("applicant") | {"name": name}, some_person("respondent")]
    register(scene, safety_note="对方扬言伤人", parties=parties)
    assert name not in text(browser(scene.bystander).get("/cases/"))
    assert name in text(browser(scene.town.user("peace")).get("/cases/"))


def test_days_are_local_days(scene: Cast, browser: Any, at: Any) -> None:
    at("2026-03-03 00:10")
    case = register(scene)
    assert case.registered_at.astimezone(SHANGHAI).date() == dt.date(2026, 3, 3)
    peace = browser(scene.town.user("peace"))
    query = {"registered_from": "2026-03-03", "registered_to": "2026-03-03"}
    assert listed(text(peace.get("/cases/", query))) == [case.pk]
