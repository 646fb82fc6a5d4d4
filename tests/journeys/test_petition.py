"""A petition from the window to the review, each at his own desk (issue: the walk-in's journey)."""

from collections.abc import Callable
from typing import Any

import pytest

from mediation.core.models import User
from petitions.models import IssuedLetter, Petition
from petitions.services.reference import load_contents
from tests.factories import V1, Town
from tests.journeys.browser import Desk
from tests.journeys.people import a_name, a_phone, words

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Desk]


def open_petition(desk: Desk, petition: Petition) -> Desk:
    return desk.go(f"/petitions/{petition.pk}/")


def back_at(desk: Desk, user: User, petition: Petition) -> Desk:
    """At the petition again, after the clock was moved."""
    return open_petition(desk.sign_in(user), petition)


def as_it_stands(petition: Petition) -> Petition:
    return Petition.objects.get(pk=petition.pk)


def letter_of(petition: Petition, kind: str) -> IssuedLetter:
    return IssuedLetter.objects.filter(petition=petition, kind=kind).latest("version")


def running(petition: Petition) -> dict[str, str]:
    rows = petition.deadlines.filter(stopped_on=None)
    return {clock: f"{due_on}" for clock, due_on in rows.values_list("clock", "due_on")}


def register(desk: Desk) -> Petition:
    """A walk-in with two demands, typed at the window."""
    desk.go("/petitions/new/")
    fields = {
        "petitioners-0-name": a_name(),
        "petitioners-0-phone": a_phone(),
        "narrative": f"他说{words(60)}",
        "title": f"反映{words(12)}",
        "demands-0-text": f"要求{words(10)}",
    }
    for name, text in fields.items():
        desk.page.fill(f"[name='{name}']", text)
    desk.page.select_option("[name=content]", "0302")
    desk.page.select_option("select[name=division]", V1, force=True)
    desk.page.click("button[data-add-row=demands]")
    desk.page.fill("[name='demands-1-text']", f"还要求{words(10)}")
    desk.page.click("button:has-text('登记并打印回执')")
    desk.page.wait_for_url("**/print/receipt/")
    return Petition.objects.latest("pk")


def spills(desk: Desk) -> int:
    """Pixels that the page is wider than its window."""
    return int(desk.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def test_a_walk_in_is_told_assigned_extended_answered_and_reviewed(
    street: Town, sit_down: Window, at: Any
) -> None:
    load_contents()
    officer, head = street.user("petition"), street.user("director")
    desk = sit_down(officer)
    petition = register(desk)
    open_petition(desk, petition)
    assert "书面告知期限 还剩 15 天" in desk.text
    desk.shot("petition-1-registered")

    # Notice within the visit: accepted, told on the spot.
    desk.move("accept", told_now=True)
    assert running(petition) == {"CONCLUDE": "2027-01-15"}
    assert "办理期限 还剩 60 天" in desk.text

    # Assigned to 规建办, which signs for it, writes its demands and reports.
    unit = str(street.unit("guijian").pk)
    desk.move("assign", unit=unit, text=f"请查{words(12)}")
    theirs = open_petition(sit_down(street.user("department")), petition)
    theirs.move("sign_for")
    theirs.page.click("a:has-text('写查明和意见')")
    finding = words(20)
    theirs.fill_in(
        **{
            "demand_1-finding": finding,
            "demand_1-opinion": "support",
            "demand_1-basis": "民法典第1165条",
        }
    )
    theirs.shot("petition-2-demands")
    theirs.page.click("button:has-text('存上')")
    theirs.page.wait_for_selector("text=第 2 项差查明、意见、依据")
    assert finding in theirs.text
    theirs.move("answer", text=f"查过了{words(12)}")

    # An extension is prepared, signed by the director, and told to the petitioner.
    at("2026-12-28 10:00")
    back_at(desk, officer, petition).move("extend", days="30", reason=f"要鉴定{words(8)}")
    assert running(petition)["CONCLUDE"] == "2027-01-15"
    signer = open_petition(sit_down(head), petition)
    signer.shot("petition-3-to-sign")
    signer.page.click("button:has-text('同意，签')")
    signer.page.wait_for_load_state()
    assert running(petition)["CONCLUDE"] == "2027-02-14"
    extension = letter_of(petition, "extension")
    open_petition(desk, petition)
    assert "还没有送达，延期要告知信访人" in desk.text
    desk.move("deliver", letter=str(extension.pk), way="hand", sent_on="2026-12-28")
    assert "还没有送达，延期要告知信访人" not in desk.text

    # The reply waits until each demand is answered; then the director signs it.
    desk.page.click("[data-verb=draft]")
    desk.fill_in(
        **{
            "demand_2-finding": words(20),
            "demand_2-opinion": "explain",
            "demand_2-basis": "信访工作条例第32条",
            "demand_2-answer": words(20),
        }
    )
    desk.page.click("button:has-text('存上')")
    desk.page.wait_for_selector("text=每一项都写全了，可以出具处理意见")
    desk.shot("petition-4-all-answered")
    desk.move("reply")
    open_petition(signer, petition).page.click("button:has-text('同意，签')")
    signer.page.wait_for_load_state()
    assert as_it_stands(petition).status == "replied"
    assert "CONCLUDE" in running(petition)  # it stops when the opinion is sent

    # Delivered; thirty days for the petitioner, then the body above.
    opinion = letter_of(petition, "opinion")
    open_petition(desk, petition).move(
        "deliver", letter=str(opinion.pk), way="hand", sent_on="2026-12-28"
    )
    assert "CONCLUDE" not in running(petition)
    assert "申请复查" in desk.text
    desk.shot("petition-5-delivered")
    desk.move("review_requested", body="区信访局")
    desk.move("review_decided", result="uphold", number="渝信复〔2026〕7号")
    assert as_it_stands(petition).status == "reviewed"
    desk.shot("petition-6-reviewed")
    assert spills(desk) <= 0
    desk.go(f"/petitions/{petition.pk}/print/")
    desk.shot("petition-7-print")
    for name in ("supports", "hearing"):
        desk.go(f"/petitions/{petition.pk}/{name}/")
        desk.shot(f"petition-8-{name}")

    phone = open_petition(sit_down(officer, on_phone=True), petition)
    phone.shot("petition-9-phone")
    assert phone.page.locator(".axlist").is_visible()
    assert not phone.page.locator(".clocksvg").is_visible()
    assert spills(phone) <= 0
    phone.go(f"/petitions/{petition.pk}/demands/")
    phone.shot("petition-9-demands-phone")
    assert spills(phone) <= 0
