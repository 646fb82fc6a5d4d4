"""The mediation room from "when shall we meet" to the dossier, each at his own desk."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cases import notices
from cases.models import Case, Paper
from mediation.core import documents
from mediation.core.models import User
from tests.factories import Town
from tests.journeys.browser import Desk
from tests.journeys.people import words
from tests.journeys.walks import as_it_stands, notices_of, open_case, walk_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Desk]
CONVERTING = 120_000  # milliseconds that LibreOffice may take on a busy machine


def back_at(desk: Desk, user: User, case: Case) -> Desk:
    """At the case again, after the clock was moved."""
    return open_case(desk.sign_in(user), case)


def answer_as_party(desk: Desk, case: Case, role: str, answer: str) -> None:
    """A party looks his matter up with his own code and says whether he comes."""
    party = case.parties.get(role=role)
    desk.go("/lookup/")
    desk.page.fill("[name=code]", party.lookup_code)
    desk.page.fill("[name=second]", party.phone[-4:])
    desk.page.click("form.pubf button[type=submit]")
    desk.page.click(f"button[name=answer][value={answer}]")
    desk.page.wait_for_selector("text=您已答复")


def tell_passes(at: Any, first: str, last: str) -> None:
    """The reminder engine's morning passes of these days."""
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        at(f"{day} 08:20")
        notices.write_due()
        day += timedelta(days=1)


def deliver_all(desk: Desk, case: Case, on: str) -> None:
    """Every issued paper handed over."""
    for paper in Paper.objects.filter(case=case, received_on=None).exclude(kind="receipt"):
        open_case(desk, case)
        desk.move("deliver", paper=str(paper.pk), way="hand", sent_on=on, received_on=on)


def test_from_the_booking_to_the_dossier(street: Town, sit_down: Window, at: Any) -> None:
    case = walk_in(street)
    head = street.user("village")
    village = open_case(sit_down(head), case)
    village.move("accept", consent=True)

    # The room is free on Wednesday morning; both sides are asked.
    village.go("/sessions/")
    village.shot("room-1-week")
    open_case(village, case).open_form("schedule")
    village.shot("room-2-booking")
    room = village.page.locator("[name=room] option").nth(1).get_attribute("value") or ""
    village.fill_in(starts_at="2026-11-18T09:00", ends_at="2026-11-18T10:30", room=room)
    village.page.click("form[data-draft] button[type=submit].btn--p")
    village.page.wait_for_url(lambda url: "/moves/" not in url)
    session = case.sessions.get()
    assert session.room_id == int(room)
    phone = sit_down(on_phone=True)
    for role in ("applicant", "respondent"):
        answer_as_party(phone, case, role, "coming")
        phone.shot(f"room-3-{role}-phone")
    village.go(f"/sessions/{session.pk}/")
    assert village.text.count("能来") >= 2
    village.shot("room-4-answers")

    at("2026-11-18 10:40")
    minutes = words()
    back_at(village, head, case).move("record", minutes=minutes, outcome="agreed")
    assert minutes in village.page.content()
    debtor = case.parties.get(role="respondent")
    first, second = words(10), words(10)
    village.open_form("settle")
    village.fill_in(form="written", terms=f"一、{first}。二、{second}。")
    village.page.click("button[name=add_row]")
    village.page.wait_for_load_state()
    for place, (what, due_on) in enumerate([(first, "2026-11-20"), (second, "2026-11-25")]):
        village.fill_in(
            **{
                f"ob-{place}-debtor": str(debtor.pk),
                f"ob-{place}-what": what,
                f"ob-{place}-due_on": due_on,
                f"ob-{place}-amount": "1200",
            }
        )
    village.fill_in(signed=True, mediator_signed=True, sealed=True, harmless=True)
    village.page.locator("[name=mediator]").select_option(index=1)
    village.shot("room-5-agreement-form")
    village.page.click("form[data-draft] button[type=submit].btn--p")
    village.page.wait_for_url(lambda url: "/moves/" not in url)
    assert as_it_stands(case).status == "settled"
    assert case.obligations.count() == 2
    village.shot("room-6-settled")

    at("2026-11-20 15:00")
    one, two = case.obligations.order_by("seq")
    back_at(village, head, case).move("perform", obligation=str(one.pk), state="done")
    tell_passes(at, "2026-11-21", "2026-11-27")
    at("2026-11-27 09:00")
    back_at(village, head, case)
    assert "已过 2 天" in village.text  # due on Wednesday the 25th
    village.shot("room-7-one-late")
    assert any("逾期" in line for line in notices_of(village))
    open_case(village, case).move("perform", obligation=str(two.pk), state="done")
    assert not case.deadlines.filter(clock="PERFORM", stopped_on=None).exists()

    open_case(village, case).move("confirm", step="applied")
    assert not case.deadlines.filter(clock="CONFIRM", stopped_on=None).exists()
    at("2026-12-01 10:00")
    back_at(village, head, case).move("confirm", step="accepted")
    village.move("confirm", step="ruled", court_number="（2026）渝01民特1号")
    assert "法院裁定有效" in village.text

    at("2026-12-02 10:00")  # seven days after the last obligation was due
    back_at(village, head, case).move("follow_up", how="phone", performed="done")
    at("2026-12-18 10:00")  # thirty days after it took effect
    back_at(village, head, case).move("follow_up", how="visit", performed="done")
    deliver_all(village, case, "2026-12-18")
    open_case(village, case)
    village.shot("room-8-before-closing")
    village.move("close")
    assert as_it_stands(case).status == "closed"
    village.go(f"/cases/{case.pk}/dossier/")
    village.shot("room-9-dossier")
    if documents.converter():
        with village.page.expect_download(timeout=CONVERTING) as loaded:
            village.page.click("a:has-text('整卷 PDF')", timeout=CONVERTING)
        body = loaded.value.path().read_bytes()
        assert body.startswith(b"%PDF")
        assert documents.pages(body) >= 3
    phone_desk = sit_down(head, on_phone=True)
    open_case(phone_desk, case).shot("room-9-case-phone")
    phone_desk.go(f"/cases/{case.pk}/dossier/").shot("room-9-dossier-phone")


def test_a_party_refuses_in_the_middle_and_reads_the_other_ways(
    street: Town, sit_down: Window
) -> None:
    case = walk_in(street)
    head = street.user("village")
    village = open_case(sit_down(head), case)
    village.move("accept", consent=True)
    village.page.click("a[href$='/refusal/']")
    village.page.wait_for_load_state()
    village.shot("room-refusal-form")
    village.page.click("button:has-text('（对方）不愿再调')")  # no reason is asked
    village.page.wait_for_url(lambda url: "/refusal/" not in url)
    case = as_it_stands(case)
    assert (case.status, case.outcome) == ("terminated", "terminated")
    village.shot("room-refusal-ended")
    assert not case.deadlines.filter(clock__in=["RUNG", "MEDIATION"], stopped_on=None).exists()

    village.go(f"/cases/{case.pk}/print/termination/")
    for word in ("终止调解", "仲裁", "起诉", "时效", "法律援助"):
        assert word in village.text, word
    village.shot("room-refusal-R9")
    open_case(village, case)
    assert "close" not in village.verbs()  # the notice is not handed over yet
    paper = Paper.objects.get(case=case, kind="termination")
    village.move("deliver", paper=str(paper.pk), way="hand", sent_on="2026-11-16")
    village.move("close")
    assert as_it_stands(case).status == "closed"
    village.shot("room-refusal-closed")


def test_a_relapse_comes_back_under_the_same_number(
    street: Town, sit_down: Window, at: Any
) -> None:
    case, terms = walk_in(street), words()
    head = street.user("village")
    village = open_case(sit_down(head), case)
    village.move("accept", consent=True)
    village.open_form("settle")
    village.fill_in(form="oral", terms=terms, signed=True, harmless=True)
    village.page.click("form[data-draft] button[type=submit].btn--p")
    village.page.wait_for_url(lambda url: "/moves/" not in url)
    at("2026-12-16 10:00")
    back_at(village, head, case).move(
        "follow_up", how="visit", performed="not_done", relapse=True, text=words()
    )
    village.move("reopen", ground="relapse", reason=words())
    again = as_it_stands(case)
    assert (again.status, again.number) == ("registered", case.number)
    assert "达成口头协议" in village.text  # the history goes on
    assert case.agreements.get().terms == terms
    assert "accept" in village.verbs()
    village.shot("room-relapse")


def test_an_overdue_whistle_reaches_the_owner_leader(
    street: Town, sit_down: Window, at: Any
) -> None:
    case = walk_in(street)
    head = street.user("village")
    village = open_case(sit_down(head), case)
    village.move("accept", consent=True)
    asked = words()
    village.open_form("whistle")
    village.shot("room-whistle-form")
    unit = street.unit("guijian")
    village.page.locator(f"[name=units][value='{unit.pk}']").check()
    village.fill_in(text=asked, due_on="2026-11-18")
    village.page.click("form[data-draft] button[type=submit].btn--p")
    village.page.wait_for_url(lambda url: "/moves/" not in url)
    department = sit_down(street.user("department")).go("/")
    assert asked in department.text
    department.shot("room-whistle-department")
    tell_passes(at, "2026-11-17", "2026-11-19")
    at("2026-11-19 09:00")
    leader = sit_down(street.user("leader"))
    assert any("吹哨" in line and "逾期" in line for line in notices_of(leader))
    leader.shot("room-whistle-leader")
    told_elsewhere = notices_of(sit_down(street.user("leader2")))
    assert not any("吹哨" in line for line in told_elsewhere)
    department.sign_in(street.user("department"))
    open_case(department, case).move("report_in")
    department.move("answer", text=words())
    assert not case.deadlines.filter(clock="WHISTLE", stopped_on=None).exists()


def test_a_guidance_mediator_is_found_named_and_advises(street: Town, sit_down: Window) -> None:
    case, advice = walk_in(street), words()
    open_case(sit_down(street.user("village")), case).move("accept", consent=True)
    justice = sit_down(street.user("justice")).go("/mediators/")
    justice.page.select_option("[name=kind]", "guidance")
    justice.page.click(".filters button[type=submit]")
    guide = street.user("guide")
    assert guide.name in justice.text
    assert street.user("mediator").name not in justice.page.inner_text("table")
    justice.go("/mediators/").shot("room-mediators")
    open_case(justice, case)
    justice.page.click("a[href$='/guidance/']")
    justice.page.select_option("[name=user]", str(guide.pk))
    justice.page.click("button:has-text('请来指导')")
    justice.page.wait_for_selector("button[name=end]")
    justice.shot("room-guidance")
    justice.go(f"/cases/{case.pk}/").shot("room-case-justice")

    phone = sit_down(guide, on_phone=True).go("/cases/")
    phone.page.click("a:has-text('1号')")
    assert phone.verbs() == {"note"}
    phone.shot("room-guide-phone")
    phone.move("note", stuck=advice, next_step="再请两家老人坐一坐")
    phone.go("/mediators/").shot("room-mediators-phone")
    village = open_case(sit_down(street.user("village")), case)
    assert advice in village.text
    assert guide.name in village.text
    sit_down(street.user("peace")).go("/mediators/").shot("room-mediators-peace")
