"""Steps 2–5: up the ladder from the village to the court, each rung at its own desk."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cases.models import Case
from tests.factories import Town
from tests.journeys.browser import Desk
from tests.journeys.people import words
from tests.journeys.walks import as_it_stands, notices_of, open_case, walk_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Desk]


def test_the_village_accepts_records_and_settles(street: Town, sit_down: Window) -> None:
    case, minutes, terms = walk_in(street), words(), words()
    village = sit_down(street.user("village")).go("/")
    assert "1 件等您签收" in village.text
    village.shot("2-village-today")
    village.page.click("a:has-text('1号')")
    village.move("sign_for")
    village.open_form("accept")
    village.page.click("form[data-draft] button[type=submit].btn--p")  # without the consent
    village.page.wait_for_selector(".errsum")
    assert as_it_stands(case).status == "registered"
    village.fill_in(consent=True)
    village.page.click("form[data-draft] button[type=submit].btn--p")
    village.page.wait_for_url(f"**/cases/{case.pk}/")
    assert as_it_stands(case).status == "mediating"
    village.move("record", minutes=minutes, outcome="again", place="居委会调解室")
    village.shot("2-village-case")
    village.move(
        "settle",
        form="written",
        terms=terms,
        signed=True,
        mediator_signed=True,
        mediator=str(street.user("village").pk),
        sealed=True,
        harmless=True,
    )
    case = as_it_stands(case)
    assert (case.status, case.outcome) == ("settled", "written")
    assert terms in village.text
    village.shot("2-village-settled")
    village.go(f"/cases/{case.pk}/print/agreement/")
    assert terms in village.text
    # The clerk who registered it may not read what was said, nor what was agreed.
    clerk = open_case(sit_down(street.user("window")), case)
    assert case.narrative in clerk.text
    assert minutes not in clerk.page.content()
    assert terms not in clerk.page.content()


def test_the_village_declines_and_says_where_to_go(street: Town, sit_down: Window) -> None:
    case, where = walk_in(street), f"区人民法院立案大厅{words(4)}"
    village = open_case(sit_down(street.user("village")), case)
    village.move("decline", ground="being_handled", reason=words(), where_to=where)
    assert as_it_stands(case).status == "declined"
    village.go(f"/cases/{case.pk}/print/decline/")
    assert where in village.text
    village.shot("2-decline")


def test_a_case_climbs_to_the_street_and_back_and_up_to_the_leader(
    street: Town, sit_down: Window, at: Any
) -> None:
    case = walk_in(street)
    village = open_case(sit_down(street.user("village")), case)
    village.move("accept", consent=True)
    summary = words()
    village.move("escalate", ground="failed", reason=words(), summary=summary)
    assert (as_it_stands(case).tier, as_it_stands(case).status) == ("street", "mediating")
    for account in ("peace", "justice", "police"):
        told = notices_of(sit_down(street.user(account)))
        assert len([line for line in told if "1号" in line and "上报" in line]) == 1, account
    assert not notices_of(sit_down(street.user("leader2")))  # stationed elsewhere: not told

    at("2026-11-18 09:00")
    room = sit_down(street.user("mediator")).go("/")
    assert "1 件等您签收" in room.text
    room.page.click("a:has-text('1号')")
    assert summary in room.text
    room.shot("3-street-case")
    room.move("sign_for")
    because = words()
    room.move("send_back", reason=because)
    assert (as_it_stands(case).tier, as_it_stands(case).status) == ("village", "mediating")

    village.sign_in(street.user("village"))
    open_case(village, case)
    assert because in village.text
    village.move("escalate", ground="beyond_power", reason=words(), summary=words())
    assert as_it_stands(case).tier == "street"
    open_case(room, case)
    assert "send_back" not in room.verbs()  # once per rung
    room.move("record", minutes=words(), outcome="not_settled")
    room.move("escalate", ground="failed", reason=words(), summary=words())
    case = as_it_stands(case)
    assert (case.tier, case.status) == ("leader", "mediating")
    assert case.due_on == date(2026, 12, 18)  # thirty days from the 18th
    told = notices_of(sit_down(street.user("leader")))
    assert any("1号" in line for line in told)
    hidden = sit_down(street.user("leader2"))
    hidden.expected.add(404)
    open_case(hidden, case)
    assert case.narrative not in hidden.page.content()


@pytest.fixture
def at_the_leader(street: Town) -> Case:
    """A case that village and street passed up on 16 November: the leader's thirty days run."""
    from cases import services

    case = walk_in(street)
    for account, verb, fields in (
        ("village", "accept", {"consent": True}),
        ("village", "escalate", {"ground": "failed", "reason": words(), "summary": words()}),
        ("mediator", "escalate", {"ground": "failed", "reason": words(), "summary": words()}),
    ):
        services.move(as_it_stands(case), verb, street.user(account), **fields)
    assert as_it_stands(case).due_on == date(2026, 12, 16)
    return as_it_stands(case)


def test_the_leader_answers_urges_and_settles_on_the_phone(
    street: Town, sit_down: Window, at: Any, at_the_leader: Case
) -> None:
    case = at_the_leader
    at("2026-12-18 09:00")
    leader = sit_down(street.user("leader"), on_phone=True).go("/")
    assert "1 件已逾期，最久的超了 2 天" in leader.text
    leader.shot("4-leader-board-phone")
    card = leader.page.locator(f"#case-{case.pk}")
    card.locator("summary:has-text('批示')").tap()
    leader.shot("4-leader-instruct-phone")
    card.locator("[name=due_on]").fill("2026-12-24")
    preset = card.locator("button[name=text]").first
    said = preset.inner_text()
    preset.tap()
    leader.page.wait_for_selector(".sent")
    assert "今天已批示" in leader.text
    assert said in leader.text
    direction = case.directions.get(kind="instruct")
    assert (direction.text, direction.due_on) == (said, date(2026, 12, 24))
    card.locator("summary:has-text('督办')").tap()
    own_words = words()
    card.locator("form[action$='/urge/'] textarea").fill(own_words)
    card.locator("form[action$='/urge/'] button").tap()
    leader.page.wait_for_load_state()
    leader.page.get_by_text(own_words).first.wait_for()
    assert case.directions.get(kind="urge").due_on == date(2026, 12, 22)  # two working days
    open_case(leader, case)
    leader.shot("4-leader-case-phone")
    terms = words()
    leader.move("settle", form="handled", terms=terms, signed=True, harmless=True)
    case = as_it_stands(case)
    assert (case.status, case.outcome, case.tier) == ("settled", "handled", "leader")
    leader.go("/")
    assert "没有逾期的" in leader.text


def test_only_the_leader_may_settle_as_handled(street: Town, sit_down: Window) -> None:
    case = walk_in(street)
    village = open_case(sit_down(street.user("village")), case)
    village.move("accept", consent=True)
    village.open_form("settle")
    terms = words()
    village.fill_in(form="handled", terms=terms, signed=True, harmless=True)
    village.page.click("form[data-draft] button[type=submit].btn--p")
    village.page.wait_for_selector(".errsum")
    assert village.page.input_value("[name=terms]") == terms
    village.fill_in(form="oral")
    village.page.click("form[data-draft] button[type=submit].btn--p")
    village.page.wait_for_url(f"**/cases/{case.pk}/")
    assert as_it_stands(case).outcome == "oral"


def test_the_last_rung_prints_the_way_to_the_court_and_is_followed_up(
    street: Town, sit_down: Window, at: Any, at_the_leader: Case
) -> None:
    case = at_the_leader
    at("2026-11-20 09:00")
    leader = open_case(sit_down(street.user("leader")), case)
    leader.move("escalate", ground="failed", reason=words(), summary=words())
    case = as_it_stands(case)
    assert (case.status, case.tier) == ("referred", "litigation")
    assert any("1号：引导诉讼" in line for line in notices_of(sit_down(street.user("justice"))))
    leader.go(f"/cases/{case.pk}/print/referral/")
    leader.shot("5-referral")
    for word in ("人民法院", "法律援助", "12348", "诉讼时效三年", "民法典第188条"):
        assert word in leader.text, word
    clock = case.deadlines.get(clock="REFERRAL", stopped_on=None)
    assert clock.due_on == date(2026, 12, 20)  # thirty days from the 20th; the office's: no rolling
    at("2026-12-21 09:00")
    justice = sit_down(street.user("justice")).go("/")
    assert "1 件已逾期" in justice.text
    open_case(justice, case)
    justice.move("follow_up", how="phone", court_result="judged")
    assert not case.deadlines.filter(clock="REFERRAL", stopped_on=None).exists()


def test_a_party_chooses_the_court_from_the_village_s_rung(street: Town, sit_down: Window) -> None:
    case = walk_in(street)
    clerk = open_case(sit_down(street.user("window")), case)
    clerk.move("refer", chosen_by="party", way="litigation")
    case = as_it_stands(case)
    assert (case.status, case.tier) == ("referred", "litigation")
    clerk.go(f"/cases/{case.pk}/print/referral/")
    assert "当事人选择" in clerk.text


def test_the_applicant_withdraws_on_the_public_page(street: Town, sit_down: Window) -> None:
    case = walk_in(street)
    party = case.parties.get(role="applicant")
    own = sit_down(on_phone=True).go("/lookup/")

    def ask(code: str, second: str) -> None:
        own.page.fill("[name=code]", code)
        own.page.fill("[name=second]", second)
        own.page.click("button:has-text('查一查')")
        own.page.wait_for_load_state()

    wrong = f"{(int(party.phone[-4:]) + 1) % 10_000:04d}"
    ask(party.lookup_code, wrong)
    assert "您的事" not in own.text
    ask(party.lookup_code, party.phone[-4:])
    assert "您的事已经登记" in own.text
    own.shot("5-lookup-phone")
    other = case.parties.get(role="respondent")
    assert other.name not in own.page.content()  # another party's name is masked
    assert case.narrative not in own.page.content()
    own.page.click("summary:has-text('不想调了')")
    own.page.click("button:has-text('撤回，不调了')")
    own.page.get_by_text("已经按您说的撤回").wait_for()
    assert as_it_stands(case).status == "withdrawn"
