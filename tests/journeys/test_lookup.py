"""A citizen at his telephone: his petition, the invitation to a sitting, his word about it all."""

from collections.abc import Callable
from typing import Any

import pytest

from petitions.models import Petition
from petitions.services.reference import load_contents
from tests.factories import Town
from tests.journeys.browser import Desk
from tests.journeys.people import a_name, a_phone, words
from tests.petitions.factories import Office

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Desk]


def look_up(desk: Desk, code: str, second: str) -> None:
    desk.go("/lookup/")
    desk.page.fill("[name=code]", code)
    desk.page.fill("[name=second]", second)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector("section.pubr")


def mediated(office: Office, phone: str) -> Petition:
    """Accepted, and being mediated, with a sitting on Wednesday."""
    petition = office.register(petitioners=[{"name": a_name(), "phone": phone}])
    office.accept(petition, told_now=True)
    office.move(petition, "mediate", consent=True, category="01", respondent=a_name())
    case = petition.mediations.get().case
    session = case.sessions.create(
        centre=case.centre, stage=case.stages.first(), on="2026-11-16",
        by=office.town.user("village"), at="2026-11-16T09:00+08:00",
        starts_at="2026-11-18T09:00+08:00", ends_at="2026-11-18T10:00+08:00",
        place="村委会调解室",
    )  # fmt: skip
    party = case.parties.get(role="applicant")
    session.guests.create(centre=case.centre, case=case, party=party)
    return petition


def test_look_up_invitation_and_rating_on_the_telephone(
    street: Town, sit_down: Window, at: Any
) -> None:
    load_contents()
    office, phone_number = Office(street), a_phone()
    petition = mediated(office, phone_number)
    code = petition.petitioners.get().lookup_code
    phone = sit_down(on_phone=True)
    phone.go("/about/")
    phone.shot("lookup-0-about-phone")
    phone.go("/about/poster/")
    phone.shot("lookup-0-poster-phone")

    look_up(phone, code, phone_number[-4:])
    assert "您的信访已经受理，正在办" in phone.page.content()
    phone.shot("lookup-1-own-phone")
    wish = words(8)
    phone.page.fill("#other-time", wish)
    phone.page.click("button[name=answer][value=unable]")
    phone.page.wait_for_selector("text=不能来，承办单位会再和您约")
    assert petition.mediations.get().case.sessions.get().guests.get().words == wish
    phone.page.click("button[name=answer][value=coming]")
    phone.page.wait_for_selector("text=您已答复：能来")
    phone.page.click("summary:has-text('补充说明或照片')")
    note = words()
    phone.page.fill("#note-text", note)
    phone.page.click("button[value=note]")
    phone.page.wait_for_selector("text=已经交给办理的人")
    assert petition.public_words.get().text == note
    phone.shot("lookup-2-note-phone")

    at("2026-11-20 09:00")
    office.reply(petition)
    office.deliver(petition, "opinion")
    look_up(phone, code, phone_number[-4:])
    phone.page.check("[name=for_office][value=very]")
    phone.page.check("[name=for_unit][value=mostly]")
    said = words(10)
    phone.page.fill("#rate-words", said)
    phone.shot("lookup-3-rating-phone")
    phone.page.click("button[value=rate]")
    phone.page.wait_for_selector("text=谢谢您的评价")
    rating = petition.ratings.get()
    assert (rating.for_office, rating.for_unit, rating.words) == ("very", "mostly", said)
    wide = phone.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide

    desk = sit_down()
    look_up(desk, code, phone_number[-4:])
    desk.shot("lookup-4-rated")
