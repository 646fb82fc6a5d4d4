"""The leader's board: late first, one click for a 批示, and whether it was answered."""

import datetime as dt
import re
from typing import Any

import pytest

from cases.enums import Tier
from cases.models import Case
from grids.models import InstructionPreset
from tests.cases.factories import Cast, act, bring, register, some_text

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def lane(page: str, key: str) -> str:
    _, _, rest = page.partition(f'id="lane-{key}"')
    return rest.partition("</section>")[0]


def card(page: str, case: Case) -> str:
    _, _, rest = page.partition(f'id="case-{case.pk}"')
    return rest.partition("</article>")[0]


def test_the_leader_s_first_page_is_his_board(scene: Cast, browser: Any) -> None:
    case = register(scene)
    page = text(browser(scene.stationed).get("/"))
    assert f'id="case-{case.pk}"' in page
    assert card(text(browser(scene.stationed).get("/cases/board/")), case)
    for who in ("peace", "village", "window", "auditor"):
        assert browser(scene.town.user(who)).get("/cases/board/").status_code == 404


def test_lanes_follow_the_days(scene: Cast, browser: Any, at: Any) -> None:
    # Accepted: the village's ten days end on Thursday 12 March.
    case = act(register(scene), "accept", scene.members[Tier.VILLAGE])
    for moment, key, said in (
        ("2026-03-05 09:00", "rest", "没有逾期的"),
        ("2026-03-10 09:00", "soon", "1 件 3 天内到期"),
        ("2026-03-12 09:00", "today", "1 件今天到期"),
        ("2026-03-16 09:00", "late", "1 件已逾期</b>，最久的超了 4 天"),
    ):
        at(moment)
        page = text(browser(scene.stationed).get("/"))
        assert f'id="case-{case.pk}"' in lane(page, key), moment
        assert said in page.partition("</h1>")[0], moment


def test_another_leader_s_villages_are_not_on_it(scene: Cast, browser: Any) -> None:
    case = register(scene)  # owned by leader2, who is stationed elsewhere
    assert card(text(browser(scene.owner).get("/cases/board/?of=own")), case)
    assert not card(text(browser(scene.owner).get("/cases/board/?of=station")), case)
    assert not card(text(browser(scene.stationed).get("/cases/board/?of=own")), case)
    Case.objects.filter(pk=case.pk).update(owner=None)
    assert not card(text(browser(scene.owner).get("/cases/board/")), case)


def test_a_preset_sentence_is_sent_with_one_click_and_its_echo_shown(
    scene: Cast, browser: Any
) -> None:
    case = register(scene)
    client, preset = browser(scene.stationed), InstructionPreset.objects.first()
    assert preset is not None
    shown = card(text(client.get("/")), case)
    assert preset.text in shown
    due_on = re.search(r'name="due_on" value="([^"]+)"', shown)
    assert due_on
    assert due_on[1] == "2026-03-05"  # three working days after Monday
    fields = {"text": ["", preset.text], "due_on": due_on[1], "next": "/cases/board/"}
    answer = client.post(f"/cases/{case.pk}/moves/instruct/", fields)
    assert answer.url == "/cases/board/"
    direction = case.directions.get()
    assert (direction.text, direction.due_on) == (preset.text, dt.date(2026, 3, 5))
    page = text(client.get("/cases/board/"))
    assert "今天已批示" in card(page, case)
    assert "还剩 3 天" in page.partition('id="echoes"')[2]


def test_his_own_sentence_is_sent_as_well(scene: Cast, browser: Any) -> None:
    case, words = register(scene), some_text()
    fields = {"text": words, "due_on": "2026-03-06"}
    browser(scene.stationed).post(f"/cases/{case.pk}/moves/instruct/", fields)
    assert case.directions.get().text == words


def test_an_answer_and_its_absence_stand_in_the_column(scene: Cast, browser: Any, at: Any) -> None:
    case, words = register(scene), some_text()
    leader = scene.stationed
    fields = {"text": some_text(), "due_on": "2026-03-04"}
    browser(leader).post(f"/cases/{case.pk}/moves/instruct/", fields)
    at("2026-03-08 09:00")
    assert "4 天没回音" in text(browser(leader).get("/"))
    act(Case.objects.get(pk=case.pk), "answer", scene.members[Tier.VILLAGE], text=words)
    page = text(browser(leader).get("/"))
    assert words in page
    assert "没回音" not in page


def test_only_what_he_may_do_stands_on_a_card(scene: Cast, browser: Any) -> None:
    case = bring(scene, "mediating", Tier.LEADER)
    own = card(text(browser(scene.owner).get("/")), case)
    assert f"/cases/{case.pk}/moves/instruct/" in own
    assert f"/cases/{case.pk}/moves/urge/" in own
    station = card(text(browser(scene.stationed).get("/")), case)
    assert f"/cases/{case.pk}/moves/instruct/" in station
    assert f"/cases/{case.pk}/moves/urge/" not in station


def test_his_villages_are_counted(scene: Cast, browser: Any) -> None:
    register(scene, risk="orange", risk_reason="动过手")
    register(scene)
    page = text(browser(scene.stationed).get("/"))
    row = page.partition("?division=500102011011")[2].partition("</tr>")[0]
    assert re.findall(r'class="num">(\d+)', row) == ["2", "1", "0"]


def test_the_board_costs_the_same_for_one_case_and_for_many(
    scene: Cast, browser: Any, queries: Any, at: Any
) -> None:
    register(scene)
    at("2026-03-10 09:00")
    register(scene)
    client = browser(scene.stationed)
    client.get("/")
    few = queries(lambda: client.get("/"))
    for _ in range(6):
        register(scene)
    at("2026-03-12 09:00")
    for _ in range(2):
        register(scene)
    client = browser(scene.stationed)
    client.get("/")
    assert queries(lambda: client.get("/")) == few
