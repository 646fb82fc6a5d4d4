"""The public look-up: a party finds his own matter, nobody else's, and five wrong tries rest."""

import re
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from cases.enums import Status, Tier
from cases.models import Case, LookupTry, Party
from tests.cases.factories import Cast, act, bring, register, some_person, some_text

pytestmark = pytest.mark.django_db
PHONE = "13912340867"
WRONG = "没有查到"
RESTS = "请过 15 分钟再查"


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def ask(code: str, second: str, source: str = "10.1.2.3", **more: Any) -> str:
    fields = {"code": code, "second": second, **more}
    return text(Client(REMOTE_ADDR=source).post("/lookup/", fields))


def with_phone(scene: Cast, **more: Any) -> tuple[Case, Party]:
    parties = [some_person("applicant", phone=PHONE), some_person("respondent")]
    case = register(scene, parties=parties, **more)
    return case, case.parties.get(role="applicant")


def test_the_holder_sees_his_steps_and_nothing_inner(scene: Cast) -> None:
    words = {name: some_text() for name in ("narrative", "minutes", "stuck", "risk_reason")}
    case, party = with_phone(
        scene, narrative=words["narrative"], risk="red", risk_reason=words["risk_reason"]
    )
    officer = scene.members[Tier.VILLAGE]
    case = act(case, "accept", officer)
    case = act(case, "record", officer, minutes=words["minutes"])
    act(case, "note", officer, stuck=words["stuck"])
    page = ask(party.lookup_code, "0867")
    assert "您的事正在办" in page
    assert case.unit.name in page
    assert case.aloud in page
    for word in words.values():
        assert word not in page
    for one in case.parties.all():
        assert one.name not in page
    for hint in ("红", "重大", PHONE):
        assert hint not in page


def test_code_and_second_factor_must_both_be_right(scene: Cast) -> None:
    _, party = with_phone(scene)
    code = party.lookup_code
    spaced = f"{code[:4]}-{code[4:]}".lower()
    for typed, second, is_found in (
        (code, "0867", True),
        (spaced, " 0867 ", True),
        (code, "0868", False),
        (code[:-1] + ("2" if code[-1] != "2" else "3"), "0867", False),
    ):
        assert (WRONG in ask(typed, second)) != is_found, (typed, second)
    assert "请填回执上的 8 位查询码" in ask("", "0867")
    assert "是 4 位数字" in ask(code, PHONE)


def test_without_a_phone_the_receipt_s_four_digits_count(scene: Cast) -> None:
    case = register(scene)
    party = case.parties.get(role="applicant")
    assert re.fullmatch(r"\d{4}", party.receipt_pin)
    other = f"{(int(party.receipt_pin) + 1) % 10_000:04d}"
    assert WRONG in ask(party.lookup_code, other)
    assert case.aloud in ask(party.lookup_code, party.receipt_pin)


def test_five_wrong_tries_rest_the_source_and_not_the_matter(scene: Cast, at: Any) -> None:
    case, party = with_phone(scene)
    for _ in range(5):
        assert WRONG in ask(party.lookup_code, "9999", "10.0.0.1")
    assert RESTS in ask(party.lookup_code, "0867", "10.0.0.1")
    assert case.aloud in ask(party.lookup_code, "0867", "10.0.0.2")
    at("2026-03-02 09:14")
    assert RESTS in ask(party.lookup_code, "0867", "10.0.0.1")
    at("2026-03-02 09:16")
    assert case.aloud in ask(party.lookup_code, "0867", "10.0.0.1")


def test_right_tries_do_not_count_and_the_source_is_not_kept_in_clear(scene: Cast) -> None:
    _, party = with_phone(scene)
    for _ in range(7):
        assert WRONG not in ask(party.lookup_code, "0867")
    assert not LookupTry.objects.exists()
    ask(party.lookup_code, "1111", "10.9.8.7")
    assert "10.9.8.7" not in LookupTry.objects.get().source


def test_both_wrong_halves_give_the_same_words(scene: Cast) -> None:
    _, party = with_phone(scene)

    def words(page: str) -> str:
        found = re.search(r'role="alert">([^<]+)', page)
        assert found
        return found[1]

    assert words(ask(party.lookup_code, "0001")) == words(ask("ABCDEFGH", "0867"))


def test_the_other_side_has_his_own_code_once_he_was_told(scene: Cast) -> None:
    case = register(scene)
    other = case.parties.get(role="respondent")
    assert not other.lookup_code
    act(case, "accept", scene.members[Tier.VILLAGE])
    other.refresh_from_db()
    page = ask(other.lookup_code, other.receipt_pin)
    assert case.aloud in page
    assert "撤回，不调了" not in page


def test_the_applicant_takes_it_back_without_being_asked_why(scene: Cast) -> None:
    case, party = with_phone(scene)
    page = ask(party.lookup_code, "0867")
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert ticket
    assert WRONG not in text(Client().post("/lookup/", {"ticket": ticket[1] + "x"}))
    assert Case.objects.get(pk=case.pk).status == Status.REGISTERED
    assert "已经按您说的撤回" in text(Client().post("/lookup/", {"ticket": ticket[1]}))
    done = Case.objects.get(pk=case.pk)
    assert done.status == Status.WITHDRAWN
    assert done.events.get(verb="withdraw").actor.username == "system"


def test_a_ticket_is_good_for_ten_minutes(scene: Cast, at: Any) -> None:
    case, party = with_phone(scene)
    ticket = re.search(r'name="ticket" value="([^"]+)"', ask(party.lookup_code, "0867"))
    assert ticket
    at("2026-03-02 09:11")
    assert "请重新查一次" in text(Client().post("/lookup/", {"ticket": ticket[1]}))
    assert Case.objects.get(pk=case.pk).status == Status.REGISTERED


def test_one_of_several_applicants_is_told_how(scene: Cast) -> None:
    parties = [
        some_person("applicant", phone=PHONE),
        some_person("applicant"),
        some_person("respondent"),
    ]
    party = register(scene, parties=parties).parties.first()
    page = ask(party.lookup_code, "0867")
    assert "要都不调了才算撤回" in page
    assert "撤回，不调了" not in page


def test_the_pages_are_open_and_hold_nothing_back_in_a_cache(scene: Cast) -> None:
    for url in ("/lookup/", "/about/"):
        assert Client().get(url).status_code == 200
    assert "no-store" in Client().get("/lookup/")["Cache-Control"]
    assert Client().get("/cases/").status_code == 302


def button(page: str, name: str) -> str:
    """The ticket of the form that has this button; "" where there is none."""
    found = re.search(rf'name="ticket" value="([^"]+)"><button[^>]* name="{name}"', page)
    return found[1] if found else ""


def test_the_other_side_ends_the_mediation_by_his_own_word(scene: Cast) -> None:
    """rules.md §2 row 15: at once, by the system, with R9; whoever did not speak is not named."""
    case = act(register(scene), "accept", scene.members[Tier.VILLAGE])
    other = case.parties.get(role="respondent")
    ticket = button(ask(other.lookup_code, other.receipt_pin), "refusal")
    assert "请重新查一次" in text(
        Client().post("/lookup/", {"ticket": ticket + "x", "refusal": "yes"})
    )
    assert Case.objects.get(pk=case.pk).status == Status.MEDIATING
    page = text(Client().post("/lookup/", {"ticket": ticket, "refusal": "yes"}))
    assert "已经按您说的结束调解" in page
    number = case.papers.get(kind="termination").number
    assert f"终止调解告知书（{number}）" in page
    for words in ("民法典第188条", "诉讼时效从提出之日起中断", "12348"):
        assert words in page
    done = Case.objects.get(pk=case.pk)
    ending = done.endings.get()
    assert (done.status, ending.ground, ending.by_party) == (Status.TERMINATED, "refused", other)
    assert done.consents.get(is_given=False).party == other
    assert done.events.get(verb="terminate").actor.username == "system"
    assert not [one.name for one in case.parties.all() if one.name in ending.reason]
    again = text(Client().post("/lookup/", {"ticket": ticket, "refusal": "yes"}))
    assert "已经按您说的结束调解" not in again


def test_of_several_applicants_one_may_end_what_is_being_mediated(scene: Cast) -> None:
    parties = [
        some_person("applicant", phone=PHONE),
        some_person("applicant"),
        some_person("respondent"),
    ]
    case = register(scene, parties=parties)
    party = case.parties.first()
    assert not button(ask(party.lookup_code, "0867"), "refusal")  # nothing is mediated yet
    act(case, "accept", scene.members[Tier.VILLAGE])
    ticket = button(ask(party.lookup_code, "0867"), "refusal")
    Client().post("/lookup/", {"ticket": ticket, "refusal": "yes"})
    assert Case.objects.get(pk=case.pk).status == Status.TERMINATED


def test_what_a_leader_investigates_goes_on(scene: Cast) -> None:
    case = bring(scene, "mediating", Tier.LEADER)
    other = case.parties.get(role="respondent")
    assert not button(ask(other.lookup_code, other.receipt_pin), "refusal")
    ticket = signing.dumps(other.pk, salt="cases.lookup")
    text(Client().post("/lookup/", {"ticket": ticket, "refusal": "yes"}))
    assert Case.objects.get(pk=case.pk).status == Status.MEDIATING


def test_who_takes_it_back_is_told_the_other_ways(scene: Cast) -> None:
    case, party = with_phone(scene)
    act(case, "accept", scene.members[Tier.VILLAGE])
    page = ask(party.lookup_code, "0867")
    assert not button(page, "refusal")
    ticket = signing.dumps(party.pk, salt="cases.lookup")
    page = text(Client().post("/lookup/", {"ticket": ticket, "refusal": "yes"}))
    assert Case.objects.get(pk=case.pk).status == Status.WITHDRAWN
    assert "还可以走的路" in page
    assert "民法典第188条" in page
