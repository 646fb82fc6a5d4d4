"""Papers on A4: only issued ones, with the words they were issued with."""

from typing import Any

import pytest

from cases.enums import Document, Tier
from tests.cases.factories import Cast, act, appoint, climb, register, some_text

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_paper_that_was_never_issued_does_not_exist(scene: Cast, browser: Any) -> None:
    case = register(scene)
    officer = browser(scene.members[Tier.VILLAGE])
    for document in Document.values:
        if document != Document.RECEIPT:
            assert officer.get(f"/cases/{case.pk}/print/{document}/").status_code == 404, document
    case = act(case, "accept", scene.members[Tier.VILLAGE])
    page = text(officer.get(f"/cases/{case.pk}/print/acceptance/"))
    assert case.dossier_number in page
    assert case.narrative in page


def test_the_referral_names_rights_court_aid_and_limitation(scene: Cast, browser: Any) -> None:
    case = act(register(scene, category="02"), "refer", scene.members[Tier.VILLAGE])
    page = text(browser(scene.town.user("justice")).get(f"/cases/{case.pk}/print/referral/"))
    for words in ("人民法院起诉", "三年", "民法典第188条", "12348", "法律援助", case.number):
        assert words in page
    assert "一年内" not in page


@pytest.mark.parametrize("category", ["10", "11"])
def test_labour_goes_to_arbitration_within_a_year(scene: Cast, browser: Any, category: str) -> None:
    officer = scene.members[Tier.VILLAGE]
    case = act(register(scene, category=category), "refer", officer, way="arbitration")
    page = text(browser(officer).get(f"/cases/{case.pk}/print/referral/"))
    assert "一年内" in page
    assert "申请仲裁" in page
    assert "三年" not in page


def test_each_paper_carries_the_words_of_its_act(scene: Cast, browser: Any) -> None:
    officer, head = scene.members[Tier.VILLAGE], scene.heads[Tier.VILLAGE]
    declined, words = register(scene), some_text()
    declined = act(declined, "decline", head, reason=words, where_to="区人社局")
    page = text(browser(officer).get(f"/cases/{declined.pk}/print/decline/"))
    assert words in page
    assert "区人社局" in page
    ended = act(act(register(scene), "accept", officer), "terminate", officer, reason=words)
    assert words in text(browser(officer).get(f"/cases/{ended.pk}/print/termination/"))
    sent = act(register(scene), "transfer", head, to="区住房城乡建委", reason=words)
    page = text(browser(officer).get(f"/cases/{sent.pk}/print/transfer/"))
    assert words in page
    assert "区住房城乡建委" in page


def test_an_older_issue_keeps_its_own_words(scene: Cast, browser: Any, at: Any) -> None:
    first, second = some_text(), some_text()
    case = act(register(scene), "accept", scene.members[Tier.VILLAGE])
    case = appoint(scene, act(case, "escalate", scene.members[Tier.VILLAGE], summary=first))
    at("2026-03-02 10:00")
    case = act(case, "escalate", scene.members[Tier.STREET], summary=second)
    reader = browser(scene.town.user("peace"))
    url = f"/cases/{case.pk}/print/escalation/"
    assert second in text(reader.get(url))
    assert first in text(reader.get(url + "?version=1"))
    assert reader.get(url + "?version=9").status_code == 404
    assert "终止" in text(reader.get(f"/cases/{case.pk}/print/termination/"))


def test_the_agreement_is_for_readers_of_the_record(scene: Cast, browser: Any) -> None:
    officer, words = scene.members[Tier.VILLAGE], some_text()
    case = act(register(scene), "accept", officer)
    case = act(case, "settle", officer, form="written", terms=words)
    url = f"/cases/{case.pk}/print/agreement/"
    page = text(browser(officer).get(url))
    assert words in page
    assert case.dossier_number in page
    assert browser(scene.town.user("peace")).get(url).status_code == 404
    assert browser(scene.bystander).get(url).status_code == 404


def test_phones_are_masked_on_paper(scene: Cast, browser: Any) -> None:
    parties = [
        {"role": "applicant", "name": "某甲", "phone": "13912340867"},
        {"role": "respondent", "name": "某乙"},
    ]
    case = register(scene, parties=parties)
    case = climb(scene, act(case, "accept", scene.members[Tier.VILLAGE]), Tier.STREET)
    page = text(browser(scene.owner).get(f"/cases/{case.pk}/print/acceptance/"))
    assert "139****0867" in page
    assert "13912340867" not in page
