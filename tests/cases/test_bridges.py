"""诉调、公调、访调、仲调: the letter in, its own time, the letter back."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cases.models import BridgeLetter, Case, Deadline
from tests.cases.factories import Cast, act, appoint, register, registration, some_text
from tests.factories import V1

pytestmark = pytest.mark.django_db


def letter_of(client: Client, **fields: Any) -> int:
    given = {
        "kind": "court",
        "entrusting": "delegated",
        "from_body": "涪陵区人民法院",
        "their_number": f"（2026）渝0102诉前调{some_text(6)}号",
    } | fields
    done = client.post("/api/v1/bridges/", given, content_type="application/json")
    assert done.status_code == 201, done.json()
    return int(done.json()["id"])


def case_fields(**more: Any) -> dict[str, Any]:
    wanted = ("category", "narrative", "division", "risk", "risk_reason", "parties")
    return {name: value for name, value in registration(**more).items() if name in wanted}


def registered(client: Client, letter: int, **more: Any) -> Case:
    done = client.post(
        f"/api/v1/bridges/{letter}/case/", case_fields(**more), content_type="application/json"
    )
    assert done.status_code == 200, done.json()
    return Case.objects.get(pk=done.json()["case"])


def running(case: Case, clock: str) -> list[tuple[date, date, str]]:
    rows = Deadline.objects.filter(case=case, clock=clock, stopped_on__isnull=True)
    return [(one.start_on, one.due_on, one.law) for one in rows.order_by("pk")]


def test_a_letter_becomes_a_case_on_the_street(scene: Cast, browser: Any) -> None:
    clerk = browser(scene.clerk)
    number = f"（2026）渝0102诉前调{some_text(6)}号"
    letter = letter_of(clerk, received_on="2026-02-26", their_number=number)
    case = registered(clerk, letter)
    assert (case.source, case.route, case.route_reason) == ("court", "street", "court_bridge")
    assert (case.tier, case.received_on) == ("street", date(2026, 2, 26))
    assert case.external_number == number
    again = clerk.post(
        f"/api/v1/bridges/{letter}/case/", case_fields(), content_type="application/json"
    )
    assert (again.status_code, again.json()["code"]) == (409, "bound")


@pytest.mark.parametrize(
    ("kind", "entrusting", "category", "due", "law"),
    [
        # signed for Thu 26 February: 2 left in February
        ("court", "delegated", "02", "2026-03-28", "特邀调解"),  # 30 days
        ("court", "entrusted", "02", "2026-03-13", "特邀调解"),  # 15 days
        ("court", "entrusted_simple", "02", "2026-03-05", "特邀调解"),  # 7 days
        ("court", "delegated", "15", "2026-03-28", "特邀调解"),  # the court's own time
        ("police", "handed_over", "02", "2026-03-28", "本镇规定"),  # 30 days
        ("arbitration", "handed_over", "11", "2026-03-13", "劳动争议调解仲裁法"),  # 15 days
        # Fri 27, Sat 28 (worked), 03-02…06 (7), 09–13 (12), 16–20 (17), 23–27 (22), 30–04-03 (27),
        # 04-04…06 off, 7 8 9 (30)
        ("petition", "handed_over", "15", "2026-04-09", "医疗纠纷"),
    ],
)
def test_mediation_has_the_time_of_its_letter_from_the_day_it_was_signed_for(
    scene: Cast, browser: Any, kind: str, entrusting: str, category: str, due: str, law: str
) -> None:
    clerk = browser(scene.clerk)
    letter = letter_of(clerk, kind=kind, entrusting=entrusting, received_on="2026-02-26")
    case = appoint(scene, registered(clerk, letter, category=category))
    assert running(case, "MEDIATION") == []  # nobody has agreed to mediation yet
    case = act(case, "accept", scene.members["street"])
    [(start_on, due_on, found)] = running(case, "MEDIATION")
    assert (start_on, due_on) == (date(2026, 2, 26), date.fromisoformat(due))
    assert found.startswith(law) or law in found


def test_a_case_without_a_letter_keeps_its_thirty_days_from_accepting(scene: Cast) -> None:
    case = act(register(scene, source="court"), "accept", scene.members["village"])
    assert [row[:2] for row in running(case, "MEDIATION")] == [
        (date(2026, 3, 2), date(2026, 4, 1))  # 29 left in March · 1
    ]


def test_a_letter_about_a_case_in_mediation_gives_it_the_letters_time(
    scene: Cast, browser: Any
) -> None:
    case = act(register(scene, source="visit"), "accept", scene.members["village"])
    clerk = browser(scene.clerk)
    letter = letter_of(clerk, entrusting="entrusted", received_on="2026-03-01")
    done = clerk.post(f"/bridges/{letter}/", {"act": "attach", "number": case.aloud})
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.source == "visit"  # figures keep what it came in by
    [(start_on, due_on, _)] = running(case, "MEDIATION")
    assert (start_on, due_on) == (date(2026, 3, 1), date(2026, 3, 16))
    nearest = case.deadlines.filter(stopped_on=None, is_office=True).order_by("due_on").first()
    assert nearest is not None
    assert case.due_on == nearest.due_on


def test_a_letter_about_an_ended_case_opens_it_again_under_its_number(
    scene: Cast, browser: Any
) -> None:
    officer = scene.members["village"]
    case = act(act(register(scene), "accept", officer), "terminate", officer)
    number, clerk = case.number, browser(scene.clerk)
    letter = letter_of(clerk)
    done = clerk.post(
        f"/api/v1/bridges/{letter}/case/", {"case": case.pk}, content_type="application/json"
    )
    assert done.status_code == 200, done.json()
    case.refresh_from_db()
    assert (case.status, case.number) == ("registered", number)
    assert case.events.order_by("-seq").first().payload["ground"] == "court_sent"  # type: ignore[union-attr]


def answered(client: Client, letter: int, **given: Any) -> Any:
    return client.post(f"/api/v1/bridges/{letter}/reply/", given, content_type="application/json")


def test_the_reply_says_the_result_and_nothing_that_was_conceded(scene: Cast, browser: Any) -> None:
    clerk, officer = browser(scene.clerk), browser(scene.members["street"])
    letter = letter_of(clerk)
    minutes, reason, story = some_text(20), some_text(20), some_text(20)
    case = appoint(scene, registered(clerk, letter, narrative=story))
    case = act(case, "accept", scene.members["street"])
    too_early = answered(officer, letter, result="not_settled")
    assert (too_early.status_code, too_early.json()["code"]) == (409, "not_now")
    case = act(case, "record", scene.members["street"], minutes=minutes)
    case = act(case, "terminate", scene.members["street"], reason=reason)
    wrong = answered(officer, letter, result="settled")
    assert wrong.status_code == 400
    done = answered(officer, letter, result="not_settled")
    assert done.status_code == 200, done.json()
    assert done.json()["reply_number"] == "李矛复〔2026〕1号"
    sheet = officer.get(f"/bridges/{letter}/reply/").content.decode()
    for words in ("李矛复〔2026〕1号", case.number, "没有达成协议", "涪陵区人民法院", "第22条"):
        assert words in sheet
    for hidden in (minutes, reason, story):
        assert hidden not in sheet
    assert officer.post(f"/bridges/{letter}/", {"act": "send"}).status_code == 302
    assert BridgeLetter.objects.get(pk=letter).sent_on == date(2026, 3, 2)


def test_replies_have_numbers_without_gaps(scene: Cast, browser: Any) -> None:
    clerk, officer = browser(scene.clerk), browser(scene.members["street"])
    numbers = []
    for _ in range(3):
        letter = letter_of(clerk)
        case = appoint(scene, registered(clerk, letter))
        assert answered(officer, letter, result="settled").status_code == 409  # gives none away
        case = act(case, "withdraw", scene.clerk)
        numbers.append(answered(officer, letter, result="withdrawn").json()["reply_number"])
    assert numbers == [f"李矛复〔2026〕{n}号" for n in (1, 2, 3)]


def test_the_page_shows_what_is_due_and_what_is_late(scene: Cast, browser: Any, at: Any) -> None:
    clerk = browser(scene.clerk)
    late = letter_of(clerk, entrusting="entrusted_simple", received_on="2026-02-20")
    soon = letter_of(clerk, entrusting="delegated", received_on="2026-02-20")
    at("2026-03-03 09:00")  # 02-27 is 4 days ago; 03-22 is ahead
    page = browser(scene.clerk).get("/bridges/").content.decode()
    assert "1 件复函已逾期" in page
    assert "逾期 4 天" in page
    assert "还剩 19 天" in page
    assert page.index(f"/bridges/{late}/") < page.index(f"/bridges/{soon}/")


def test_who_receives_letters_and_who_does_not(scene: Cast, browser: Any) -> None:
    number = f"渝{some_text(8)}号"
    letter = letter_of(browser(scene.clerk), their_number=number)
    for account in ("window", "mediator", "justice", "peace", "director"):
        client = browser(scene.town.user(account))
        assert number in client.get("/bridges/").content.decode(), account
        assert client.get(f"/api/v1/bridges/{letter}/").status_code == 200, account
    village = browser(scene.town.user("village"))  # a village receives no letters of courts
    assert number not in village.get("/bridges/").content.decode()
    for account in ("village", "village2", "grid", "department", "police", "auditor"):
        client = browser(scene.town.user(account))
        assert client.get(f"/bridges/{letter}/").status_code == 404, account
        assert client.get(f"/api/v1/bridges/{letter}/").status_code == 404, account


def test_a_letter_is_registered_once_and_only_a_court_entrusts(scene: Cast, browser: Any) -> None:
    clerk, number = browser(scene.clerk), f"渝{some_text(8)}号"
    letter_of(clerk, their_number=number)
    given = {
        "kind": "court",
        "entrusting": "delegated",
        "from_body": "涪陵区人民法院",
        "their_number": number,
    }
    twice = clerk.post("/bridges/", given)
    assert "已经登记过" in twice.content.decode()
    police = given | {"kind": "police", "their_number": some_text()}
    assert "委派、委托是法院的" in clerk.post("/bridges/", police).content.decode()
    assert BridgeLetter.objects.filter(their_number=number).count() == 1


def test_the_letters_page_registers_its_case(scene: Cast, browser: Any) -> None:
    clerk = browser(scene.clerk)
    letter = letter_of(clerk)
    story = some_text(20)
    given = {
        "act": "register",
        "applicant": f"某{some_text(4)}",
        "respondent": f"某{some_text(4)}",
        "division": V1,
        "category": "02",
        "narrative": story,
        "risk": "blue",
        "risk_reason": some_text(),
    }
    missing = clerk.post(f"/bridges/{letter}/", given | {"respondent": ""})
    assert "请写对方的姓名" in missing.content.decode()
    assert clerk.post(f"/bridges/{letter}/", given).status_code == 302
    case = BridgeLetter.objects.get(pk=letter).case
    assert case is not None
    assert case.narrative == story
