"""Every way out has its hand-over sheet; legal aid stands on each paper that ends or refuses."""

from typing import Any

import pytest

from cases.enums import ReferWay, Status, Tier, TransferKind
from cases.workflow.ways import WAYS
from petitions.services.reference import load_contents
from tests.cases.factories import Cast, act, bring, register, some_text

pytestmark = pytest.mark.django_db
OFFICER = Tier.VILLAGE


def sheet(client: Any, case: Any, way: str) -> str:
    answer = client.get(f"/cases/{case.pk}/ways/{way}/")
    assert answer.status_code == 200, (way, answer.status_code)
    return answer.content.decode()


def test_every_way_of_the_rules_has_a_row() -> None:
    assert set(ReferWay.values) | set(TransferKind.values) <= set(WAYS)


@pytest.mark.parametrize("code", sorted(WAYS))
def test_a_row_says_whom_by_when_and_what_to_bring(code: str) -> None:
    way = WAYS[code]
    assert way.code == code
    for part in (way.title, way.body, way.cost, *way.how, *way.limits, *way.bring):
        assert part.strip()
    assert way.how
    assert way.limits
    assert "本单" in way.bring


# What each must name (民法典188, 劳动争议法27, 行政复议法20, 行诉法46/47, 信访条例23/34/35).
SAYS = {
    "litigation": ("人民法院", "三年", "民法典第188条", "起诉状"),
    "arbitration": ("仲裁协议", "仲裁委员会"),
    "reconsideration": ("六十日", "行政复议法第20条", "六个月", "复议申请书"),
    "ruling": ("行政机关", "裁决申请书"),
    "other": ("12348",),
}


@pytest.mark.parametrize("way", ReferWay.values)
def test_a_referred_case_has_the_sheet_of_its_way(scene: Cast, browser: Any, way: str) -> None:
    officer = scene.members[OFFICER]
    case = act(register(scene), "refer", officer, way=way)
    page = sheet(browser(officer), case, way)
    for words in (*SAYS[way], "法律援助", "12348", case.number):
        assert words in page
    other = ReferWay.RULING if way != ReferWay.RULING else ReferWay.LITIGATION
    assert browser(officer).get(f"/cases/{case.pk}/ways/{other}/").status_code == 404
    detail = browser(officer).get(f"/cases/{case.pk}/").content.decode()
    assert f"/cases/{case.pk}/ways/{way}/" in detail


SAYS_OF_TRANSFER = {
    "petition": ("十五日", "六十日", "三十日", "不超过五人"),
    "police": ("派出所", "110", "接报案回执"),
    "arbitration": ("仲裁委员会",),
    "administrative": ("两个月", "行政诉讼法第47条"),
    "other": ("12348",),
}


@pytest.mark.parametrize("kind", TransferKind.values)
def test_a_transferred_case_has_the_sheet_of_its_kind(scene: Cast, browser: Any, kind: str) -> None:
    load_contents()  # a petition that begins so has a content category
    place = f"区{some_text()}局"
    case = act(register(scene), "transfer", scene.heads[OFFICER], kind=kind, to=place)
    page = sheet(browser(scene.heads[OFFICER]), case, kind)
    for words in (*SAYS_OF_TRANSFER[kind], "法律援助", "12348", place):
        assert words in page


@pytest.mark.parametrize("category", ["10", "11"])
def test_a_labour_dispute_goes_to_its_own_arbitration_within_a_year(
    scene: Cast, browser: Any, category: str
) -> None:
    officer = scene.members[OFFICER]
    case = act(register(scene, category=category), "refer", officer, way="arbitration")
    page = sheet(browser(officer), case, "labour_arbitration")
    for words in ("一年", "劳动争议调解仲裁法第27条", "不收费", "法律援助"):
        assert words in page
    assert browser(officer).get(f"/cases/{case.pk}/ways/arbitration/").status_code == 404


def test_after_a_refusal_all_ways_are_open(scene: Cast, browser: Any) -> None:
    officer = scene.members[OFFICER]
    case = act(bring(scene, Status.MEDIATING, OFFICER), "terminate", officer, ground="refused")
    for way in ("litigation", "arbitration", "reconsideration", "ruling", "petition", "other"):
        assert "法律援助" in sheet(browser(officer), case, way)


def test_a_traffic_dispute_that_failed_may_go_to_the_traffic_police_within_three_days(
    scene: Cast, browser: Any
) -> None:
    """道路交通事故处理程序规定85条 (domain.md T7)."""
    officer = scene.members[OFFICER]
    case = act(act(register(scene, category="16"), "accept", officer), "terminate", officer)
    assert "三日内" in sheet(browser(officer), case, "litigation")
    case = act(act(register(scene, category="02"), "accept", officer), "terminate", officer)
    assert "三日内" not in sheet(browser(officer), case, "litigation")


def test_a_case_in_hand_has_no_sheet_and_nobody_else_sees_one(scene: Cast, browser: Any) -> None:
    officer = scene.members[OFFICER]
    case = bring(scene, Status.MEDIATING, OFFICER)
    assert browser(officer).get(f"/cases/{case.pk}/ways/litigation/").status_code == 404
    case = act(case, "terminate", officer)
    assert browser(officer).get(f"/cases/{case.pk}/ways/litigation/").status_code == 200
    assert browser(scene.bystander).get(f"/cases/{case.pk}/ways/litigation/").status_code == 404
    assert browser(officer).get(f"/cases/{case.pk}/ways/nowhere/").status_code == 404


def test_who_breaks_an_agreement_may_be_sued(scene: Cast, browser: Any) -> None:
    officer = scene.members[OFFICER]
    case = bring(scene, Status.SETTLED, OFFICER)
    assert "人民法院" in sheet(browser(officer), case, "litigation")


def ended(scene: Cast, document: str) -> Any:
    officer, head = scene.members[OFFICER], scene.heads[OFFICER]
    if document == "decline":
        return act(register(scene), "decline", head)
    if document == "termination":
        return act(act(register(scene), "accept", officer), "terminate", officer)
    if document == "referral":
        return act(register(scene), "refer", officer)
    return act(register(scene), "transfer", head)


@pytest.mark.parametrize("document", ["decline", "termination", "referral", "transfer"])
def test_legal_aid_stands_on_every_paper_that_ends_or_refuses(
    scene: Cast, browser: Any, document: str
) -> None:
    case = ended(scene, document)
    page = browser(scene.heads[OFFICER]).get(f"/cases/{case.pk}/print/{document}/")
    assert page.status_code == 200
    assert "法律援助" in page.content.decode()
    assert "12348" in page.content.decode()
