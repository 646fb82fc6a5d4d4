"""The page of one case: what each reader is shown of it, and what he may press."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases import access, services
from cases.enums import Status, Tier, Verb
from cases.models import Access, Case, Party, Stage
from cases.workflow import GRAPH
from tests.cases.factories import Cast, act, bring, register, some_person, some_text

pytestmark = pytest.mark.django_db
PHONE = "13912340867"
ID_NUMBER = "999901196804120025"


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def without_tokens(answer: Any) -> str:
    return re.sub(r"[0-9A-Za-z]{64}", "", answer.content.decode())


def verbs_on(page: str) -> set[str]:
    return set(re.findall(r'data-verb="(\w+)"', page))


def case_with_words(cast: Cast, **more: Any) -> tuple[Case, dict[str, str]]:
    """A case at the village with words of this run in every kind of field."""
    words = {name: some_text() for name in ("narrative", "place", "minutes", "stuck", "applicant")}
    case = register(
        cast,
        narrative=words["narrative"],
        place=words["place"],
        parties=[
            some_person("applicant", phone=PHONE, id_number=ID_NUMBER)
            | {"name": words["applicant"]},
            some_person("respondent"),
        ],
        **more,
    )
    officer = cast.members[Tier.VILLAGE]
    case = act(case, "accept", officer)
    case = act(case, "record", officer, minutes=words["minutes"])
    return act(case, "note", officer, stuck=words["stuck"]), words


@pytest.mark.parametrize(
    ("who", "level"),
    [("d09", 1), ("peace", 2), ("leader2", 3), ("village", 3), ("justice", 3)],
)
def test_a_reader_is_shown_what_his_level_goes_to(
    scene: Cast, browser: Any, who: str, level: int
) -> None:
    case, words = case_with_words(scene)
    page = text(browser(scene.town.user(who)).get(f"/cases/{case.pk}/"))
    assert words["applicant"] in page
    for name in ("narrative", "place", "stuck"):
        assert (words[name] in page) == (level >= access.FILE), name
    assert (words["minutes"] in page) == (level >= access.RECORD)
    assert PHONE not in page
    assert ID_NUMBER not in page


@pytest.mark.parametrize("who", ["village2", "auditor", "discipline"])
def test_nobody_else_sees_that_the_case_exists(scene: Cast, browser: Any, who: str) -> None:
    case = register(scene)
    stranger = browser(scene.town.user(who))
    hidden, missing = stranger.get(f"/cases/{case.pk}/"), stranger.get("/cases/987654321/")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert without_tokens(hidden) == without_tokens(missing)
    for method, url in (
        ("get", "moves/note/"),
        ("post", "moves/note/"),
        ("get", "print/escalation/"),
        ("post", "files/"),
    ):
        assert getattr(stranger, method)(f"/cases/{case.pk}/{url}").status_code == 404, url


@pytest.mark.parametrize(
    ("status", "tier"),
    [
        (Status.REGISTERED, Tier.VILLAGE),
        (Status.MEDIATING, Tier.STREET),
        (Status.MEDIATING, Tier.LEADER),
        (Status.SETTLED, Tier.VILLAGE),
        (Status.REFERRED, Tier.LITIGATION),
    ],
)
def test_the_buttons_are_those_of_the_graph(
    scene: Cast, browser: Any, status: str, tier: str
) -> None:
    case = bring(scene, status, tier)
    signed = not Stage.objects.filter(case=case, left_at=None, signed_at=None).exists()
    for letter in "OHLCPJDX":
        person = scene.person(letter, tier)
        if not access.visible_to(person).filter(pk=case.pk).exists():
            continue
        expected = set(GRAPH.available(case, access.relations(person, case)))
        if signed:
            expected.discard(Verb.SIGN_FOR)
        assert verbs_on(text(browser(person).get(f"/cases/{case.pk}/"))) == expected, letter


def test_opening_a_file_is_written_down_and_a_card_is_not(scene: Cast, browser: Any) -> None:
    case = register(scene)
    for who, looks in (("d09", 0), ("peace", 1), ("peace", 2)):
        text(browser(scene.town.user(who)).get(f"/cases/{case.pk}/"))
        assert Access.objects.filter(case=case, what="file").count() == looks


def test_a_safety_note_is_read_by_those_who_handle_the_case(scene: Cast, browser: Any) -> None:
    note = some_text()
    case, words = case_with_words(scene, safety_note=note)
    for person, is_seen in (
        (scene.members[Tier.VILLAGE], True),
        (scene.owner, True),
        (scene.town.user("peace"), False),
        (scene.bystander, False),
    ):
        assert (note in text(browser(person).get(f"/cases/{case.pk}/"))) == is_seen
    card = text(browser(scene.bystander).get(f"/cases/{case.pk}/"))
    name = words["applicant"]
    assert name not in card
    assert f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}" in card


def test_whole_numbers_are_shown_once_to_who_gives_a_reason(scene: Cast, browser: Any) -> None:
    case, _ = case_with_words(scene)
    party = case.parties.get(role="applicant")
    url, reason = f"/cases/{case.pk}/parties/{party.pk}/unmask/", some_text()
    officer = browser(scene.members[Tier.VILLAGE])
    assert PHONE not in text(officer.post(url, {"reason": " "}))
    assert not Access.objects.filter(what="party.whole").exists()
    answer = officer.post(url, {"reason": reason})
    assert PHONE in text(answer)
    assert ID_NUMBER in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    look = Access.objects.get(what="party.whole")
    assert (look.party_id, look.reason) == (party.pk, reason)
    assert officer.get(url).status_code == 405
    for person in (scene.justice, scene.bystander, scene.town.user("village2")):
        assert browser(person).post(url, {"reason": reason}).status_code == 404
    other = register(scene)
    stray = f"/cases/{case.pk}/parties/{other.parties.first().pk}/unmask/"
    assert officer.post(stray, {"reason": reason}).status_code == 404


def test_a_file_is_kept_and_handed_to_those_who_may_have_it(scene: Cast, browser: Any) -> None:
    case, _ = case_with_words(scene)
    officer, words = browser(scene.members[Tier.VILLAGE]), [some_text(), some_text()]
    for name, is_record in zip(words, ("", "1"), strict=True):
        upload = SimpleUploadedFile(f"{name}.pdf", b"%PDF-1.4 " + name.encode())
        officer.post(f"/cases/{case.pk}/files/", {"file": upload, "is_record": is_record})
    plain, marked = case.attachments.all()
    peace = browser(scene.town.user("peace"))
    page = text(peace.get(f"/cases/{case.pk}/"))
    assert words[0] in page
    assert words[1] not in page
    answer = peace.get(f"/cases/files/{plain.pk}/")
    assert words[0].encode() in b"".join(answer.streaming_content)
    assert peace.get(f"/cases/files/{marked.pk}/").status_code == 404
    assert officer.get(f"/cases/files/{marked.pk}/").status_code == 200
    assert browser(scene.bystander).get(f"/cases/files/{plain.pk}/").status_code == 404


def test_a_file_of_another_kind_is_not_kept(scene: Cast, browser: Any) -> None:
    case, _ = case_with_words(scene)
    officer = browser(scene.members[Tier.VILLAGE])
    upload = SimpleUploadedFile("a.pdf", b"MZ" + b"0" * 64)
    answer = officer.post(f"/cases/{case.pk}/files/", {"file": upload}, follow=True)
    assert "只收 PDF" in text(answer)
    assert not case.attachments.exists()
    assert not Case.objects.get(pk=case.pk).attachments.exists()


def test_the_rail_says_how_long_is_left_and_how_it_was_reckoned(
    scene: Cast, browser: Any, at: Any
) -> None:
    # Registered on 2 March; the village's rung is 10 days: 12 March, a Thursday.
    case, _ = case_with_words(scene)
    for moment, said in (
        ("2026-03-09 09:00", "还剩 3 天"),
        ("2026-03-12 23:00", "今天到期"),
        ("2026-03-16 08:00", "逾期 4 天"),
    ):
        at(moment)
        page = text(browser(scene.members[Tier.VILLAGE]).get(f"/cases/{case.pk}/"))
        assert f"<strong>{said}</strong>" in page
        assert "3月12日 周四到期" in page


def test_the_page_costs_the_same_for_many_parties_and_stages(
    scene: Cast, browser: Any, queries: Any
) -> None:
    people = [some_person("applicant"), *(some_person("respondent") for _ in range(39))]
    small, large = register(scene), register(scene, parties=people)
    officer, head = scene.members[Tier.VILLAGE], scene.heads[Tier.VILLAGE]
    peace = scene.town.user("peace")
    small = act(small, "refer", officer)
    for _ in range(7):
        large = act(large, "refer", peace)
        large = act(large, "reopen", peace)
    large = act(large, "refer", peace)
    assert large.stages.count() == 16
    assert Party.objects.filter(case=large).count() == 40
    client = browser(head)
    text(client.get(f"/cases/{small.pk}/"))
    assert queries(lambda: client.get(f"/cases/{small.pk}/")) == queries(
        lambda: client.get(f"/cases/{large.pk}/")
    )


def test_what_waits_for_a_signature_is_signed_with_one_click(scene: Cast, browser: Any) -> None:
    case = register(scene)
    officer, head = scene.members[Tier.VILLAGE], scene.heads[Tier.VILLAGE]
    reason = some_text()
    fields = {"ground": "not_dispute", "reason": reason, "where_to": "区法律援助中心"}
    for _ in range(2):
        moved = services.move(Case.objects.get(pk=case.pk), "decline", officer, **fields)
    assert moved.proposal is not None
    url = f"/cases/{case.pk}/proposals/{moved.proposal.pk}/"
    page = text(browser(officer).get(f"/cases/{case.pk}/"))
    assert reason in page
    assert url not in page
    browser(officer).post(url, {"decision": "sign"})
    assert Case.objects.get(pk=case.pk).status == Status.REGISTERED
    assert url in text(browser(head).get(f"/cases/{case.pk}/"))
    browser(head).post(url, {"decision": "sign"})
    assert Case.objects.get(pk=case.pk).status == Status.DECLINED


def test_a_signer_may_give_it_back_with_a_reason(scene: Cast, browser: Any) -> None:
    case = register(scene)
    officer, head = scene.members[Tier.VILLAGE], scene.heads[Tier.VILLAGE]
    fields = {"ground": "not_dispute", "reason": some_text(), "where_to": "区法律援助中心"}
    proposal = services.move(case, "decline", officer, **fields).proposal
    assert proposal is not None
    url, why = f"/cases/{case.pk}/proposals/{proposal.pk}/", some_text()
    browser(head).post(url, {"decision": "return", "reason": ""})
    proposal.refresh_from_db()
    assert proposal.decided_at is None
    browser(head).post(url, {"decision": "return", "reason": why})
    proposal.refresh_from_db()
    assert proposal.reason == why
    assert why in text(browser(officer).get("/"))
