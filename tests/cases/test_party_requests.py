"""What a party may ask about his own data: to see, to copy, to have it corrected."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases.models import Access, Case, Event, Party, PartyRequest
from mediation.core.models import Notice
from tests.cases.factories import Cast, act, appoint, register, some_person, some_text

pytestmark = pytest.mark.django_db


def applicant(case: Case) -> Party:
    return case.parties.get(role="applicant")


def ask(client: Client, case: Case, **fields: Any) -> Any:
    given = {"party": applicant(case).pk, "kind": "copy"} | fields
    return client.post(f"/api/v1/cases/{case.pk}/requests/", given, content_type="application/json")


def decide(client: Client, case: Case, asked: int, **fields: Any) -> Any:
    address = f"/api/v1/cases/{case.pk}/requests/{asked}/"
    return client.post(address, fields, content_type="application/json")


def test_a_request_is_answered_within_thirty_calendar_days(scene: Cast, browser: Any) -> None:
    case = register(scene)
    done = ask(browser(scene.clerk), case)
    assert done.status_code == 201, done.json()
    assert (done.json()["asked_on"], done.json()["due_on"]) == ("2026-03-02", "2026-04-01")
    again = ask(browser(scene.clerk), case)
    assert (again.status_code, again.json()["code"]) == (409, "asked_already")


def test_a_refusal_says_why_and_a_grant_need_not(scene: Cast, browser: Any) -> None:
    case, words = register(scene), some_text()
    clerk, officer = browser(scene.clerk), browser(scene.members["village"])
    copy = ask(clerk, case).json()["id"]
    correction = ask(clerk, case, kind="correction", text=some_text()).json()["id"]
    silent = decide(officer, case, copy, is_granted=False, reasons=" ")
    assert (silent.status_code, silent.json()["code"]) == (400, "needs_reasons")
    refused = decide(officer, case, copy, is_granted=False, reasons=words)
    assert refused.json()["reasons"] == words
    assert decide(officer, case, correction, is_granted=True).json()["is_granted"] is True
    twice = decide(officer, case, correction, is_granted=False, reasons=words)
    assert (twice.status_code, twice.json()["code"]) == (409, "decided")


def test_the_window_writes_it_down_and_does_not_decide(scene: Cast, browser: Any) -> None:
    case = register(scene)
    clerk = browser(scene.clerk)
    asked = ask(clerk, case).json()["id"]
    refused = decide(clerk, case, asked, is_granted=True)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_yours")
    for other in (scene.peace, scene.grid, scene.bystander):
        assert ask(browser(other), case).status_code == 404
    assert decide(browser(scene.heads["village"]), case, asked, is_granted=True).status_code == 200


def test_a_correction_says_what_is_wrong(scene: Cast, browser: Any) -> None:
    case, clerk = register(scene), browser(scene.clerk)
    assert ask(clerk, case, kind="correction").json()["code"] == "needs_text"
    assert ask(clerk, case, kind="correction", text=some_text()).status_code == 201


def looked_up(client: Client, party: Party) -> str:
    page = client.post("/lookup/", {"code": party.lookup_code, "second": party.receipt_pin})
    return page.content.decode()


def ticket_in(page: str) -> str:
    return page.split('name="ticket" value="')[1].split('"')[0]


def test_a_party_asks_on_the_public_page_and_reads_the_answer_there(
    scene: Cast, browser: Any
) -> None:
    case, words, why = register(scene), some_text(20), some_text(20)
    party, public = applicant(case), Client()
    ticket = ticket_in(looked_up(public, party))
    given = {"ticket": ticket, "kind": "correction", "text": words}
    page = public.post("/lookup/", given).content.decode()
    assert "4月1日以前答复您" in page
    asked = PartyRequest.objects.get(party=party)
    assert (asked.channel, asked.text) == ("lookup", words)
    forged = public.post("/lookup/", given | {"ticket": f"{ticket}x", "kind": "copy"})
    assert "页面放久了" in forged.content.decode()
    assert PartyRequest.objects.count() == 1
    decide(browser(scene.members["village"]), case, asked.pk, is_granted=False, reasons=why)
    assert why in looked_up(public, party)
    other = case.parties.get(role="respondent")
    assert not other.lookup_code  # nobody has told him yet, so he cannot look


def test_the_request_is_reminded_of_before_it_is_due(
    cast: Cast, browser: Any, days: Callable[..., None]
) -> None:
    case = appoint(cast, register(cast))
    asked = ask(browser(cast.clerk), case).json()["id"]  # due Wednesday 2026-04-01
    days("2026-03-27", "2026-04-02")

    def told(user: Any) -> list[tuple[str, str]]:
        rows = Notice.objects.filter(user=user, subject__startswith=f"request:{asked}:")
        return [(str(row.day), row.kind) for row in rows.order_by("day", "pk")]

    # three days before is Sunday 29 March: said on Friday 27
    expected = [
        ("2026-03-27", "before3"),
        ("2026-03-31", "before1"),
        ("2026-04-01", "day"),
        ("2026-04-02", "over1"),
    ]
    assert told(cast.members["village"]) == expected
    assert told(cast.heads["village"]) == expected
    assert told(cast.grid) == []


def test_requests_are_counted_and_persons_are_not(scene: Cast, browser: Any, at: Any) -> None:
    clerk, officer = browser(scene.clerk), browser(scene.members["village"])
    first, second, third = (register(scene) for _ in range(3))
    granted = ask(clerk, first).json()["id"]
    refused = ask(clerk, second).json()["id"]
    ask(clerk, third)
    decide(officer, first, granted, is_granted=True)
    decide(officer, second, refused, is_granted=False, reasons=some_text())
    at("2026-04-02 09:00")  # the third was due yesterday
    counts = browser(scene.director).get("/api/v1/requests/counts/").json()
    assert counts == {
        "year": 2026, "asked": 3, "granted": 1, "refused": 1, "waiting": 1, "late": 1,
    }  # fmt: skip
    page = browser(scene.clerk).get("/requests/").content.decode()
    assert "收到 3 项，同意 1 项，不同意 1 项，超期 1 项" in page
    for case in (first, second, third):
        assert applicant(case).name not in page
    assert third.aloud in page
    assert first.aloud not in page
    assert browser(scene.grid).get("/requests/").status_code == 404


def test_the_words_of_a_request_stand_in_no_history(scene: Cast, browser: Any) -> None:
    case, words = register(scene), some_text(20)
    before = Event.objects.filter(case=case).count()
    ask(browser(scene.clerk), case, kind="correction", text=words)
    assert Event.objects.filter(case=case).count() == before
    assert not Notice.objects.filter(text__contains=words).exists()


def test_the_database_takes_no_half_answered_request(scene: Cast, browser: Any) -> None:
    case = register(scene)
    asked = ask(browser(scene.clerk), case).json()["id"]
    with pytest.raises(IntegrityError), transaction.atomic():
        PartyRequest.objects.filter(pk=asked).update(is_granted=False)
    done = decide(browser(scene.members["village"]), case, asked, is_granted=True)
    assert done.status_code == 200


def granted(scene: Cast, browser: Any, case: Case, party: Party) -> int:
    asked = ask(browser(scene.clerk), case, party=party.pk).json()["id"]
    officer = browser(scene.members["village"])
    assert decide(officer, case, asked, is_granted=True).status_code == 200
    return int(asked)


def test_a_granted_copy_is_his_own_words_and_papers_and_nobody_elses(
    scene: Cast, browser: Any
) -> None:
    words = {name: some_text() for name in ("narrative", "minutes", "stuck")}
    other_phone, own_phone = "13912345678", "13887654321"
    parties = [
        some_person("applicant", phone=own_phone),
        some_person("respondent", phone=other_phone),
    ]
    case = register(
        scene,
        parties=parties,
        narrative=f"{words['narrative']}，对方电话{other_phone}",
        keeps_numbers=True,
    )
    officer = scene.members["village"]
    case = act(case, "accept", officer)
    case = act(case, "record", officer, minutes=words["minutes"])
    case = act(case, "note", officer, stuck=words["stuck"])
    case = act(case, "terminate", officer)
    asked = granted(scene, browser, case, applicant(case))
    client, url = browser(officer), f"/cases/{case.pk}/requests/{asked}/"
    assert url in client.get(f"/cases/{case.pk}/requests/").content.decode()
    page = client.get(url).content.decode()
    assert words["narrative"] in page
    assert "同意调解" in page
    assert case.papers.get(kind="termination").number in page
    for hidden in (other_phone, own_phone, words["minutes"], words["stuck"], "上报单"):
        assert hidden not in page
    answer = client.get(f"/api/v1{url}").json()
    assert {one["kind"] for one in answer["copy"]["papers"]} == {"acceptance", "termination"}
    looks = Access.objects.filter(case=case, what="request.copy")
    assert [(one.user, one.party) for one in looks] == [(officer, applicant(case))] * 2
    respondent = case.parties.get(role="respondent")
    others = granted(scene, browser, case, respondent)
    page = client.get(f"/cases/{case.pk}/requests/{others}/").content.decode()
    assert respondent.name in page
    assert words["narrative"] not in page


def test_a_refusal_prints_its_reasons_and_is_no_look(scene: Cast, browser: Any) -> None:
    case, words = register(scene), some_text()
    asked = ask(browser(scene.clerk), case).json()["id"]
    client, url = browser(scene.members["village"]), f"/cases/{case.pk}/requests/{asked}/"
    assert client.get(url).url == f"/cases/{case.pk}/requests/"  # it waits for its answer
    decide(client, case, asked, is_granted=False, reasons=words)
    page = client.get(url).content.decode()
    assert words in page
    assert "第50条" in page
    assert case.narrative not in page
    assert not Access.objects.filter(what="request.copy").exists()
    for stranger in (scene.peace, scene.grid, scene.bystander):
        assert browser(stranger).get(url).status_code == 404


def test_the_window_hands_out_no_record(scene: Cast, browser: Any) -> None:
    """The clerk reads the file, not the consents and the agreement (rules.md §6)."""
    case = act(register(scene), "accept", scene.members["village"])
    asked = granted(scene, browser, case, applicant(case))
    page = browser(scene.clerk).get(f"/cases/{case.pk}/requests/{asked}/").content.decode()
    assert case.narrative in page
    assert "同意调解" not in page
