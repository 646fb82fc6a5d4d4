"""`/`: what waits for a person today, and for nobody else."""

from typing import Any

import pytest

from cases import services
from cases.enums import Tier
from cases.models import Case
from tests.cases.factories import Cast, act, appoint, instruct_department, register, some_text
from tests.cases.factories import registration as typed

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def section(page: str, key: str) -> str:
    """The part of the page under a section's key; "" when it is not there."""
    _, _, rest = page.partition(f'id="{key}"')
    return rest.partition("</section>")[0]


def link(case: Case) -> str:
    return f'href="/cases/{case.pk}/"'


def fresh(scene: Cast) -> Case:
    """Just registered: nobody has been named, nobody has signed."""
    return services.register(scene.town.user("window"), **typed()).case


def test_what_arrived_waits_to_be_signed_for(scene: Cast, browser: Any) -> None:
    case = fresh(scene)
    village = scene.town.user("village")
    assert link(case) in section(text(browser(village).get("/")), "unsigned")
    for who in ("village2", "mediator", "peace"):
        assert link(case) not in section(text(browser(scene.town.user(who)).get("/")), "unsigned")
    browser(village).post(f"/cases/{case.pk}/moves/sign_for/", {"version": case.version})
    page = text(browser(village).get("/"))
    assert link(case) not in section(page, "unsigned")
    assert link(case) in section(page, "mine")


def test_the_first_sentence_counts_what_is_late(scene: Cast, browser: Any, at: Any) -> None:
    # ANSWER: three working days after Monday 2 March: Thursday 5 March.
    case = act(register(scene), "sign_for", scene.members[Tier.VILLAGE])
    officer = scene.members[Tier.VILLAGE]
    for moment, said in (
        ("2026-03-03 09:00", "1 件 3 天内到期"),
        ("2026-03-05 09:00", "1 件今天到期"),
        ("2026-03-09 09:00", "1 件已逾期</b>，最久的超了 4 天"),
    ):
        at(moment)
        page = text(browser(officer).get("/"))
        assert said in page.partition("</h1>")[0], moment
    assert "<title>逾期 1 件 今天的工作" in page
    assert link(case) in section(page, "mine")


def test_a_direction_waits_for_its_addressee(scene: Cast, browser: Any) -> None:
    case = instruct_department(scene.town, register(scene))
    words = case.directions.get().text
    asked = browser(scene.addressee)
    assert words in text(asked.get("/"))
    assert words not in text(browser(scene.members[Tier.VILLAGE]).get("/"))
    act(case, "answer", scene.addressee)
    assert words not in text(asked.get("/"))


def test_what_came_back_from_above_is_a_section_of_its_own(scene: Cast, browser: Any) -> None:
    case = act(register(scene), "accept", scene.members[Tier.VILLAGE])
    case = appoint(scene, act(case, "escalate", scene.members[Tier.VILLAGE]))
    act(case, "send_back", scene.heads[Tier.STREET])
    village = text(browser(scene.heads[Tier.VILLAGE]).get("/"))
    assert link(case) in section(village, "back")
    assert link(case) not in section(text(browser(scene.heads[Tier.STREET]).get("/")), "back")


def test_five_days_over_the_peace_office_is_told_to_pass_it_up(
    scene: Cast, browser: Any, at: Any
) -> None:
    # The village's ten days end on 12 March.
    case = act(register(scene), "accept", scene.members[Tier.VILLAGE])
    peace = scene.town.user("peace")
    at("2026-03-16 09:00")
    assert link(case) not in section(text(browser(peace).get("/")), "push_up")
    at("2026-03-17 09:00")
    page = text(browser(peace).get("/"))
    assert link(case) in section(page, "push_up")
    assert link(case) in section(page, "late")
    assert "全域" in page.partition("</h1>")[0]
    assert not section(text(browser(scene.members[Tier.VILLAGE]).get("/")), "push_up")


def test_the_clerk_finds_what_he_registered_today(scene: Cast, browser: Any, at: Any) -> None:
    case = fresh(scene)
    assert link(case) in section(text(browser(scene.town.user("window")).get("/")), "registered")
    at("2026-03-03 00:01")
    page = text(browser(scene.town.user("window")).get("/"))
    assert link(case) not in section(page, "registered")


def test_a_signer_signs_from_here(scene: Cast, browser: Any) -> None:
    case, words = register(scene), some_text()
    fields = {"ground": "not_dispute", "reason": words, "where_to": "区法院"}
    moved = services.move(case, "decline", scene.members[Tier.VILLAGE], **fields)
    assert moved.proposal is not None
    head = browser(scene.heads[Tier.VILLAGE])
    page = text(head.get("/"))
    assert words in page
    url = f"/cases/{case.pk}/proposals/{moved.proposal.pk}/"
    assert url not in text(browser(scene.members[Tier.VILLAGE]).get("/"))
    assert head.post(url, {"decision": "sign", "next": "today"}).url == "/"
    assert words not in text(head.get("/"))


@pytest.mark.parametrize("who", ["auditor", "discipline", "petition", "grid", "police"])
def test_whoever_has_nothing_to_do_is_told_so(scene: Cast, browser: Any, who: str) -> None:
    case = register(scene)
    page = text(browser(scene.town.user(who)).get("/"))
    assert link(case) not in page
    assert "empty" in page


@pytest.mark.parametrize("who", ["village", "peace", "window"])
def test_the_page_costs_the_same_for_one_case_and_for_many(
    scene: Cast, browser: Any, queries: Any, who: str
) -> None:
    fresh(scene)
    act(register(scene), "sign_for", scene.members[Tier.VILLAGE])
    client = browser(scene.town.user(who))
    client.get("/")
    few = queries(lambda: client.get("/"))
    for _ in range(5):
        fresh(scene)
        act(register(scene), "sign_for", scene.members[Tier.VILLAGE])
    assert queries(lambda: client.get("/")) == few


def test_a_stranger_is_asked_to_log_in(client: Any) -> None:
    assert client.get("/").url.startswith("/login/")
