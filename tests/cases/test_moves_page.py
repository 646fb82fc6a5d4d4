"""The form of one verb: what was typed stays, refusals help, two writers see each other's text."""

import re
from typing import Any

import pytest

from cases import services
from cases.enums import Risk, Status, Tier
from cases.models import Case
from mediation.core import drafts
from tests.cases.factories import Cast, act, bring, register, some_text

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def accepted(scene: Cast, **more: Any) -> Case:
    return act(register(scene, **more), "accept", scene.members[Tier.VILLAGE])


def test_a_move_is_made_and_the_page_of_the_case_follows(scene: Cast, browser: Any) -> None:
    case = register(scene)
    client = browser(scene.members[Tier.VILLAGE])
    url = f"/cases/{case.pk}/moves/accept/"
    page = text(client.get(url))
    answer = client.post(url, {"version": hidden(page, "version"), "consent": "on"})
    assert answer.url == f"/cases/{case.pk}/"
    assert now(case).status == Status.MEDIATING
    assert "办好了" in text(client.get(answer.url))


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    scene: Cast, browser: Any
) -> None:
    case, words = accepted(scene), some_text()
    client = browser(scene.members[Tier.VILLAGE])
    url = f"/cases/{case.pk}/moves/record/"
    page = text(client.post(url, {"minutes": words, "outcome": "", "version": case.version}))
    assert "有 1 处要改" in page
    assert 'href="#id_outcome"' in page
    assert words in page
    assert now(case).version == case.version
    answer = client.post(url, {"minutes": words, "outcome": "again", "version": case.version})
    assert answer.status_code == 302


def test_a_refusal_of_the_rules_stands_beside_its_field(scene: Cast, browser: Any) -> None:
    case, words = accepted(scene), some_text()
    client = browser(scene.members[Tier.VILLAGE])
    fields = {"stuck": words, "next_step": some_text(), "version": case.version}
    url = f"/cases/{case.pk}/moves/note/"
    page = text(client.post(url, fields | {"on": "2026-03-03"}))
    assert "日期不能晚于今天" in page
    assert 'href="#id_on"' in page
    assert words in page
    assert client.post(url, fields | {"on": "2026-03-02"}).status_code == 302


def test_the_second_writer_sees_both_texts_and_may_save_his(scene: Cast, browser: Any) -> None:
    case = accepted(scene)
    officer, head = scene.members[Tier.VILLAGE], scene.heads[Tier.VILLAGE]
    client, url = browser(officer), f"/cases/{case.pk}/moves/note/"
    loaded = hidden(text(client.get(url)), "version")
    theirs, mine = some_text(), some_text()
    act(case, "note", head, stuck=theirs)
    page = text(client.post(url, {"stuck": mine, "next_step": "再谈", "version": loaded}))
    assert theirs in page
    assert mine in page
    assert head.name in page
    assert now(case).stuck == theirs
    again = {"stuck": mine, "next_step": "再谈", "version": hidden(page, "version")}
    assert client.post(url, again).status_code == 302
    assert now(case).stuck == mine


def test_a_correction_changes_only_what_was_changed_on_the_screen(
    scene: Cast, browser: Any
) -> None:
    case = accepted(scene, place="旧地点", demand="旧要求")
    client, url = browser(scene.members[Tier.VILLAGE]), f"/cases/{case.pk}/moves/amend/"
    page = text(client.get(url))
    fields = {
        "place": "旧地点",
        "initial-place": "旧地点",
        "demand": some_text(),
        "initial-demand": "旧要求",
        "narrative": case.narrative,
        "initial-narrative": case.narrative,
        "division": case.division.code,
        "initial-division": case.division.code,
        "category": case.category.code,
        "initial-category": case.category.code,
        "source": case.source,
        "initial-source": case.source,
        "people_count": "2",
        "initial-people_count": "2",
        "received_on": "2026-03-02",
        "initial-received_on": "2026-03-02",
    }
    assert 'name="initial-place"' in page
    other = act(case, "amend", scene.heads[Tier.VILLAGE], place="别人改的地点")
    conflict = text(client.post(url, fields | {"version": hidden(page, "version")}))
    assert "别人改的地点" in conflict
    done = client.post(url, fields | {"version": other.version})
    assert done.status_code == 302
    assert (now(case).place, now(case).demand) == ("别人改的地点", fields["demand"])


def test_what_a_card_reader_corrects_shows_him_nothing_of_the_file(
    scene: Cast, browser: Any
) -> None:
    words = some_text()
    village = scene.members[Tier.VILLAGE]
    parties = [{"role": "applicant", "name": "甲"}, {"role": "respondent", "name": "乙"}]
    case = services.register(
        village,
        source="visit",
        category="02",
        narrative=words,
        division="500102011011",
        risk=Risk.BLUE,
        risk_reason="平稳",
        parties=parties,
    ).case
    clerk = browser(scene.town.user("window"))
    page = text(clerk.get(f"/cases/{case.pk}/moves/amend/", follow=True))
    assert words not in page
    assert words in text(browser(village).get(f"/cases/{case.pk}/moves/amend/"))


def test_what_needs_a_signature_says_so(scene: Cast, browser: Any) -> None:
    case = register(scene)
    client = browser(scene.members[Tier.VILLAGE])
    fields = {
        "ground": "not_dispute",
        "reason": some_text(),
        "where_to": "区法院",
        "version": case.version,
    }
    answer = client.post(f"/cases/{case.pk}/moves/decline/", fields, follow=True)
    assert "签了就生效" in text(answer)
    assert now(case).status == Status.REGISTERED
    assert case.proposals.filter(decided_at=None).count() == 1


def test_a_half_written_form_is_found_again_and_forgotten_once_handed_in(
    scene: Cast, browser: Any
) -> None:
    case, words = accepted(scene), some_text()
    officer = scene.members[Tier.VILLAGE]
    url = f"/cases/{case.pk}/moves/note/"
    draft = re.search(r'data-draft="([^"]+)"', text(browser(officer).get(url)))
    assert draft
    kept = {"stuck": words, "next_step": "再谈"}
    browser(officer).post(draft[1], kept, content_type="application/json")
    client = browser(officer)
    assert words in text(client.get(url))
    assert words not in text(browser(scene.heads[Tier.VILLAGE]).get(url))
    client.post(url, kept | {"version": case.version})
    assert drafts.load(officer, "move-note", str(case.pk)) is None


def test_an_old_button_explains_itself(scene: Cast, browser: Any) -> None:
    case = accepted(scene)
    client = browser(scene.members[Tier.VILLAGE])
    answer = client.get(f"/cases/{case.pk}/moves/accept/", follow=True)
    assert "不能受理" in text(answer)
    assert answer.redirect_chain[-1][0] == f"/cases/{case.pk}/"
    assert client.get(f"/cases/{case.pk}/moves/dance/").status_code == 404


def test_the_way_back_leads_nowhere_else(scene: Cast, browser: Any) -> None:
    case = accepted(scene)
    client = browser(scene.stationed)
    fields = {"text": some_text(), "due_on": "2026-03-05"}
    for wanted, goes_to in (
        ("/cases/board/", "/cases/board/"),
        ("https://example.org/", f"/cases/{case.pk}/"),
    ):
        answer = client.post(f"/cases/{case.pk}/moves/instruct/", fields | {"next": wanted})
        assert answer.url == goes_to


def test_one_of_several_applicants_is_taken_out_by_a_correction(scene: Cast, browser: Any) -> None:
    people = [{"role": role, "name": some_text()} for role in ("applicant", "applicant")]
    case = register(scene, parties=[*people, {"role": "respondent", "name": some_text()}])
    first, second, other = case.parties.all()
    client, url = browser(scene.members[Tier.VILLAGE]), f"/cases/{case.pk}/parties/"
    fields = {
        f"party{one.pk}-{name}": getattr(one, name)
        for one in (first, second, other)
        for name in ("role", "name")
    } | {"new-role": "respondent", "version": now(case).version}
    assert "没有改动" in text(client.post(url, fields))
    wrong = text(client.post(url, fields | {f"party{first.pk}-phone": "1391234"}))
    assert "is-err" in wrong
    assert case.parties.count() == 3
    added = some_text()
    changes = {f"party{second.pk}-remove": "on", "new-name": added}
    assert client.post(url, fields | changes).status_code == 302
    assert [one.name for one in case.parties.all()] == [first.name, other.name, added]
    for person in (scene.bystander, scene.town.user("village2")):
        assert browser(person).get(url).status_code == 404


def test_the_leader_sends_back_only_when_everybody_agrees(scene: Cast, browser: Any) -> None:
    case = bring(scene, "mediating", Tier.LEADER)
    client, url = browser(scene.owner), f"/cases/{case.pk}/moves/send_back/"
    fields = {"reason": some_text(), "version": case.version}
    assert "有 1 处要改" in text(client.post(url, fields))
    assert client.post(url, fields | {"consent": "on"}).status_code == 302
    assert now(case).tier == Tier.STREET


def test_a_correction_that_was_begun_still_counts_as_changed(scene: Cast, browser: Any) -> None:
    """Opened again it sends back what the first screen had loaded, so that the change is one."""
    case, words = accepted(scene, place="旧地点", demand="旧要求"), some_text()
    client, url = browser(scene.members[Tier.VILLAGE]), f"/cases/{case.pk}/moves/amend/"
    draft = re.search(r'data-draft="([^"]+)"', text(client.get(url)))
    assert draft
    begun = {
        "place": words,
        "initial-place": "旧地点",
        "demand": "旧要求",
        "initial-demand": "旧要求",
    }
    client.post(draft[1], begun, content_type="application/json")
    again = text(client.get(url))
    assert hidden(again, "place") == words
    sent = {name: hidden(again, name) for name in ("place", "initial-place")}
    done = client.post(url, sent | {"version": hidden(again, "version")})
    assert done.status_code == 302
    assert (now(case).place, now(case).demand) == (words, "旧要求")
