"""A petitioner on the public look-up page: his own matter, nothing inner, and what he may do there."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cases.models import LookupTry
from mediation.core.models import Notice
from mediation.core.privacy import blind_index, blind_tail
from petitions.models import Petition, Petitioner
from tests.cases.factories import some_text
from tests.petitions.factories import Office
from tests.petitions.pages import desk

pytestmark = pytest.mark.django_db
PHONE = "13912340867"
WRONG = "没有查到"


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def look(petitioner: Petitioner, second: str = "", source: str = "10.1.2.3") -> str:
    second = second or petitioner.receipt_pin or PHONE[-4:]
    given = {"code": petitioner.lookup_code, "second": second}
    return text(Client(REMOTE_ADDR=source).post("/lookup/", given))


def act(page: str, what: str, **more: Any) -> str:
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert ticket, "no ticket on the page"
    return text(Client().post("/lookup/", {"ticket": ticket[1], "act": what, **more}))


def own(office: Office, **more: Any) -> tuple[Petition, Petitioner]:
    person = {"name": f"某{some_text(5)}", "phone": PHONE}
    petition = office.register(petitioners=[person], **more)
    return petition, petition.petitioners.get()


@pytest.fixture(autouse=True)
def _morning(at: Callable[[str], Any]) -> None:
    at("2026-08-03 09:00")


def test_he_sees_his_steps_and_limits_and_nothing_inner(office: Office) -> None:
    words = {name: some_text() for name in ("narrative", "title", "stuck", "found", "urged")}
    petition, person = own(
        office, narrative=words["narrative"], title=words["title"], risk="red", risk_reason="怕"
    )
    office.accept(petition, told_now=True)
    office.move(petition, "note", stuck=words["stuck"], next_step=words["stuck"])
    office.move(petition, "record", text=words["found"])
    office.move(petition, "urge", "peace", to=office.town.unit("guijian").pk, text=words["urged"])
    page = look(person)
    assert "您的信访已经受理，正在办" in page
    assert petition.aloud in page
    assert "10月2日" in page  # CONCLUDE: 60 days after 3 August
    for word in (*words.values(), person.name, PHONE, "红", "督办"):
        assert word not in page


def test_the_wrong_half_is_not_told_apart(office: Office) -> None:
    petition, person = own(office)
    assert petition.aloud in look(person)
    assert WRONG in look(person, "0868")
    unknown = text(Client().post("/lookup/", {"code": "ABCDEFGH", "second": "0867"}))
    assert WRONG in unknown
    assert petition.aloud not in unknown


def test_five_wrong_tries_rest_the_source_alone(office: Office, at: Callable[[str], Any]) -> None:
    petition, person = own(office)
    for _ in range(5):
        assert WRONG in look(person, "9999", "10.0.0.1")
    assert "请过 15 分钟再查" in look(person, source="10.0.0.1")
    assert petition.aloud in look(person, source="10.0.0.2")
    at("2026-08-03 09:16")
    assert petition.aloud in look(person, source="10.0.0.1")
    assert LookupTry.objects.count() == 5


def test_the_fifteen_minutes_begin_with_the_fifth_wrong_try(
    office: Office, at: Callable[[str], Any]
) -> None:
    petition, person = own(office)
    for minute in (0, 3, 6, 9, 12):
        at(f"2026-08-03 09:{minute:02}")
        assert WRONG in look(person, "9999")
    at("2026-08-03 09:26")
    assert "请过 15 分钟再查" in look(person)
    at("2026-08-03 09:28")
    assert WRONG in look(person, "9999")  # one more is one again
    assert petition.aloud in look(person)


def test_an_accusation_has_no_look_up(office: Office) -> None:
    accusation = office.register("discipline", kind="accusation")
    assert not accusation.petitioners.get().lookup_code
    petition, _ = own(office)
    marks = {
        "lookup_index": blind_index("ABCDEFGH", "lookup_code"),
        "phone_tail_index": blind_tail(PHONE, "phone"),
    }
    for one, is_found in ((accusation, False), (petition, True)):  # even if a code were planted
        one.petitioners.update(**marks)
        page = text(Client().post("/lookup/", {"code": "ABCDEFGH", "second": PHONE[-4:]}))
        assert (one.aloud in page) == is_found
        assert (WRONG in page) != is_found
        one.petitioners.update(lookup_index="")


def test_he_withdraws_in_his_own_words(office: Office) -> None:
    petition, person = own(office)
    words = some_text()
    assert "按您说的撤回" not in act(look(person), "withdraw", words=" ")
    assert Petition.objects.get(pk=petition.pk).status == "registered"
    assert "按您说的撤回" in act(look(person), "withdraw", words=words)
    done = Petition.objects.get(pk=petition.pk)
    assert (done.status, done.endings.get().reason or words) == ("withdrawn", words)
    assert done.events.get(verb="withdraw").actor.username == "system"


def test_one_of_several_does_not_withdraw_for_the_others(office: Office) -> None:
    people = [{"name": some_text(3)}, {"name": some_text(3)}]
    petition = office.register(petitioners=people, head_count=2)
    page = look(petition.petitioners.first())
    assert "要都不办了才算撤回" in page
    assert "几个人一起提的" in act(page, "withdraw", words="不办了")
    assert Petition.objects.get(pk=petition.pk).status == "registered"


def replied(office: Office) -> tuple[Petition, Petitioner]:
    petition, person = own(office)
    office.accept(petition, told_now=True)
    office.reply(petition)
    return petition, person


def test_the_reply_is_shown_once_it_was_sent(office: Office) -> None:
    petition, person = replied(office)
    demand = petition.demands.first()
    demand.answer = some_text()
    demand.save()
    before = look(person)
    assert demand.answer not in before
    assert "给您的答复" not in before
    office.deliver(petition, "opinion")
    after = look(person)
    assert demand.answer in after
    assert "支持" in after
    assert demand.finding not in after
    assert "9月2日" in after  # Z_REVIEW: 30 days after 3 August


def test_he_rates_office_and_unit_once_after_the_reply(office: Office) -> None:
    petition, person = replied(office)
    assert "办得怎么样" not in look(person)
    office.deliver(petition, "opinion")
    page, words = look(person), some_text()
    assert "办得怎么样" in page
    missing = act(page, "rate", for_office="very")
    assert "谢谢您的评价" not in missing
    given = {"for_office": "very", "for_unit": "no", "words": words}
    assert "谢谢您的评价" in act(page, "rate", **given)
    rating = petition.ratings.get()
    assert (rating.for_office, rating.for_unit, rating.words) == ("very", "no", words)
    assert "办得怎么样" not in look(person)
    assert "谢谢您的评价" not in act(page, "rate", **given)
    assert petition.ratings.count() == 1


def test_the_rating_closes_thirty_days_after_the_opinion(
    office: Office, at: Callable[[str], Any]
) -> None:
    petition, person = replied(office)
    office.deliver(petition, "opinion")
    at("2026-09-02 23:00")
    assert "办得怎么样" in look(person)
    at("2026-09-03 08:00")
    assert "办得怎么样" not in look(person)


def test_he_answers_the_invitation_to_the_mediation_of_his_petition(office: Office) -> None:
    petition, person = own(office)
    office.accept(petition, told_now=True)
    office.move(petition, "mediate", consent=True, category="01", respondent=some_text(3))
    case = petition.mediations.get().case
    from_case = case.parties.get(role="applicant")
    session = case.sessions.create(
        centre=case.centre, stage=case.stages.first(), on=date(2026, 8, 3),
        by=office.town.user("village"), at="2026-08-03T09:00+08:00",
        starts_at="2026-08-05T09:00+08:00", ends_at="2026-08-05T10:00+08:00", place="调解室",
    )  # fmt: skip
    guest = session.guests.create(centre=case.centre, case=case, party=from_case)
    page = look(person)
    assert "8月5日" in page
    said = act(page, "answer", invitation=guest.pk, answer="unable", words="下午才有空")
    assert "谢谢您告诉我们" in said
    guest.refresh_from_db()
    assert (guest.answer, guest.words) == ("unable", "下午才有空")
    other, stranger = own(office)
    assert "没有找到这份邀请" in act(look(stranger), "answer", invitation=guest.pk, answer="coming")
    assert other.status == "registered"


def test_he_stops_the_mediation_and_the_petition_goes_on(office: Office) -> None:
    """人民调解法23: at once, without a reason; the sixty days run on."""
    petition, person = own(office)
    office.accept(petition, told_now=True)
    assert "结束调解" not in look(person)
    assert "没有找到这场调解" in act(look(person), "stop")
    office.move(petition, "mediate", consent=True, category="01", respondent=some_text(3))
    assert "结束调解" in look(person)
    assert "已经按您说的结束调解" in act(look(person), "stop")
    case = petition.mediations.get().case
    assert case.status == "withdrawn"
    assert case.events.get(verb="withdraw").actor.username == "system"
    assert Petition.objects.get(pk=petition.pk).status == "handling"
    assert office.running(petition) == {"CONCLUDE": date(2026, 10, 2)}
    assert "结束调解" not in look(person)


def test_the_officer_is_told_of_a_note_and_never_what_it_says(office: Office) -> None:
    petition, person = own(office)
    words = some_text(12)
    assert "已经交给办理的人" in act(look(person), "note", text=words)
    assert petition.public_words.get().text == words
    notice = Notice.objects.get(subject__startswith="public_word:")
    assert notice.user == office.town.user("petition")
    assert words not in notice.text
    page = desk(office, "petition").get(f"/petitions/{petition.pk}/").content.decode()
    assert words in page
    assert words not in desk(office, "window").get(f"/petitions/{petition.pk}/").content.decode()
