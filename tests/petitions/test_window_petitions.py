"""Petitions at the window: found, added to, and registered from what was typed at another window."""

import random
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from cases.models import Visit
from cases.services import visits
from mediation.core.models import Counter, Draft, Notice
from petitions.models import Access, Petition
from petitions.services.carrying import as_case, as_petition
from tests.factories import V1
from tests.petitions.factories import Office

pytestmark = pytest.mark.django_db
PHONE, ID_NUMBER = "13800000867", "999901196804120025"
SEARCH = "/api/v1/window/search/"


@pytest.fixture
def office(shared_office: Office) -> Office:
    """Monday 3 August 2026, nine o'clock."""
    return shared_office


def chinese(length: int = 12) -> str:
    return "".join(random.choices("水沟田埂后墙院坝竹林小路邻家雨天屋檐谷场", k=length))


def page_for(office: Office, account: str) -> Client:
    client = Client()
    client.force_login(office.town.user(account))
    return client


def ticket(office: Office, account: str = "window", **more: Any) -> Visit:
    user = office.town.user(account)
    fields = {"window": "mediation", "form_key": uuid4()} | more
    return visits.call(user, visits.take_ticket(user, **fields))


def one(office: Office, name: str = "何永昌", **more: Any) -> Petition:
    return office.register(petitioners=[{"name": name, "phone": PHONE}], **more)


def found(client: Client, q: str) -> list[str]:
    return [hit["key"] for hit in client.get(SEARCH, {"q": q}).json()]


def by_number(client: Client, number: str) -> list[str]:
    answer = client.post(SEARCH, {"number": number}, content_type="application/json")
    return [hit["key"] for hit in answer.json()]


def add(client: Client, visit: Visit, petition: Petition, said: str) -> Any:
    data = {"matter": f"petition:{petition.pk}", "said": said}
    return client.post(f"/api/v1/visits/{visit.pk}/add/", data, content_type="application/json")


def test_a_petition_is_found_by_number_name_words_letters_and_place(office: Office) -> None:
    word = chinese(6)
    petition = one(office, narrative=f"他说{word}没人管")
    # Without letters that a search could find by chance.
    one(office, "单小红", title="另一件", narrative="别的事", demands=["修路"])
    key = [f"petition:{petition.pk}"]
    for account in ("petition", "director"):
        client = page_for(office, account)
        asked = (f"信{petition.short_number}号", petition.number, "何永昌", word, "hyc", "hyc zy")
        for q in asked:
            assert found(client, q) == key, (account, q)
        assert len(found(client, "zy")) == 2
    # The window reads the card: the name, but not the story.
    clerk = page_for(office, "window")
    assert found(clerk, "hyc") == found(clerk, "何永昌") == key
    assert found(clerk, word) == []


def test_a_telephone_finds_a_petition_and_an_id_number_never_does(office: Office) -> None:
    """rules.md §6, ui/DESIGN §10."""
    petition = office.register(
        petitioners=[{"name": "何永昌", "phone": PHONE, "id_number": ID_NUMBER}]
    )
    clerk = page_for(office, "petition")
    assert by_number(clerk, PHONE) == [f"petition:{petition.pk}"]
    look = Access.objects.get()
    assert (look.petition, look.what) == (petition, "found_by_number")
    assert by_number(clerk, "0867") == [f"petition:{petition.pk}"]
    for part in (ID_NUMBER, ID_NUMBER[-4:], ID_NUMBER[:15]):
        assert by_number(clerk, part) == [], part
    assert Access.objects.count() == 2


def test_no_accusation_is_found_or_added_to_at_the_window(office: Office) -> None:
    secret = office.register(
        by="discipline", kind="accusation", petitioners=[{"name": "何永昌", "phone": PHONE}]
    )
    for account in ("petition", "window", "director"):
        client = page_for(office, account)
        assert found(client, "何永昌") == found(client, "hyc") == by_number(client, PHONE) == []
        assert found(client, secret.number) == []
    visit = ticket(office)
    assert add(page_for(office, "window"), visit, secret, chinese()).status_code == 404
    assert add(page_for(office, "window"), visit, one(office), chinese()).status_code == 200


def test_a_visit_added_to_a_petition_moves_nothing_but_its_history(office: Office) -> None:
    petition, said = one(office), chinese()
    other = office.accept(one(office))
    for open_one in (petition, other):
        clocks = list(open_one.deadlines.order_by("pk").values())
        numbers = list(Counter.objects.filter(kind="petition").values("last"))
        before = Petition.objects.values("status", "due_on", "number", "last_act_on").get(
            pk=open_one.pk
        )
        visit = ticket(office)
        assert add(page_for(office, "window"), visit, open_one, said).status_code == 200
        assert list(open_one.deadlines.order_by("pk").values()) == clocks
        assert list(Counter.objects.filter(kind="petition").values("last")) == numbers
        assert before == Petition.objects.values(*before).get(pk=open_one.pk)
        event = open_one.events.latest("seq")
        assert (event.verb, event.payload) == ("visited", {"visit": visit.pk})
    assert not [told for told in Notice.objects.all() if said in told.text]
    page = page_for(office, "petition").get(f"/petitions/{petition.pk}/").content.decode()
    assert "又到窗口，补充了情况" in page
    assert said in page
    card = page_for(office, "window").get(f"/petitions/{petition.pk}/").content.decode()
    assert said not in card


def test_a_petition_that_was_answered_takes_no_visit(office: Office) -> None:
    petition = office.move(one(office), "withdraw", words=chinese())
    answer = add(page_for(office, "window"), ticket(office), petition, chinese())
    assert (answer.status_code, answer.json()["code"]) == (409, "not_now")


# --- from the window of disputes to the window of petitions ---------------------------------------


def case_draft(**changes: Any) -> dict[str, Any]:
    return {
        "form_key": str(uuid4()),
        "narrative": "修路占了我家的地，一直没有补",
        "demand": "按面积补偿",
        "place": "4组水井边",
        "division": V1,
        "risk": "yellow",
        "risk_reason": "来过一趟",
        "parties-TOTAL_FORMS": "3",
        "parties-0-role": "applicant",
        "parties-0-name": "王秀英",
        "parties-0-phone": PHONE,
        "parties-0-id_number": ID_NUMBER,
        "parties-0-address": "致远社区4组",
        "parties-1-role": "respondent",
        "parties-1-name": "街道规建办",
        "parties-2-role": "applicant",
        "parties-2-name": "李桂兰",
    } | changes


def test_every_field_of_a_dispute_has_its_place_in_a_petition_and_back() -> None:
    typed = case_draft()
    carried = as_petition(typed)
    assert carried["narrative"] == "修路占了我家的地，一直没有补\n对方：街道规建办"
    assert [carried[f"petitioners-{n}-name"] for n in (0, 1)] == ["王秀英", "李桂兰"]
    assert carried["petitioners-TOTAL_FORMS"] == "2"
    for name in ("phone", "id_number", "address"):
        assert carried[f"petitioners-0-{name}"] == typed[f"parties-0-{name}"]
    assert (carried["demands-TOTAL_FORMS"], carried["demands-0-text"]) == ("1", "按面积补偿")
    for name in ("place", "division", "risk", "risk_reason"):
        assert carried[name] == typed[name]
    assert "form_key" not in carried
    back = as_case(carried | {"demands-1-text": "道歉", "demands-TOTAL_FORMS": "2"})
    assert [back[f"parties-{n}-name"] for n in (0, 2)] == ["王秀英", "李桂兰"]
    assert [back[f"parties-{n}-role"] for n in range(3)] == ["applicant", "respondent", "applicant"]
    assert back["demand"] == "按面积补偿；道歉"
    assert back["place"] == "4组水井边"
    assert as_petition({}) == {}


def test_sent_to_window_two_he_is_registered_there_with_nothing_typed_twice(
    office: Office,
) -> None:
    visit = ticket(office, said="修路占地", name_to_call="王秀英")
    clerk, officer = page_for(office, "window"), page_for(office, "petition")
    key = f"visit-{visit.pk}"
    clerk.post(f"/drafts/case/?key={key}", case_draft(), content_type="application/json")
    visits.transfer(visit, office.town.user("window"), "petition")
    visits.call(office.town.user("petition"), visit)
    url = f"/petitions/new/?visit={visit.pk}"
    page = officer.get(url).content.decode()
    for text in (
        "王秀英",
        "李桂兰",
        PHONE,
        ID_NUMBER,
        "按面积补偿",
        "4组水井边",
        "修路占了我家的地",
    ):
        assert text in page, text
    typed = as_petition(case_draft()) | {
        "form_key": str(uuid4()), "channel": "visit", "kind": "claim", "content": "0501",
        "purpose": "claim", "petitioners-INITIAL_FORMS": "0", "demands-INITIAL_FORMS": "0",
    }  # fmt: skip
    for _ in range(2):  # a double press
        answer = officer.post(url, typed)
        assert answer.status_code == 302, answer.content.decode()
    petition = Petition.objects.get()
    visit.refresh_from_db()
    assert (visit.outcome, visit.matter_key) == ("petition", f"petition:{petition.pk}")
    assert visit.ticket == 1
    assert [row.name for row in petition.petitioners.all()] == ["王秀英", "李桂兰"]
    assert not Draft.objects.filter(key=key).exists()
    assert officer.get(url).url == "/window/"


def test_what_was_changed_at_window_two_is_not_undone_by_the_older_form(
    office: Office, at: Any
) -> None:
    visit = ticket(office, said=chinese())
    clerk, officer = page_for(office, "window"), page_for(office, "petition")
    key, newer = f"visit-{visit.pk}", chinese()
    clerk.post(f"/drafts/case/?key={key}", case_draft(), content_type="application/json")
    visits.transfer(visit, office.town.user("window"), "petition")
    at("2026-08-03 09:10")
    changed = as_petition(case_draft()) | {"narrative": newer, "title": "占地补偿"}
    officer.post(f"/drafts/petition/?key={key}", changed, content_type="application/json")
    page = officer.get(f"/petitions/new/?visit={visit.pk}").content.decode()
    assert newer in page
    assert "修路占了我家的地" not in page
    # Back at window one, because it is a dispute after all: the newest words are there too.
    again = clerk.get(f"/cases/new/?visit={visit.pk}").content.decode()
    assert newer in again
    assert "街道规建办" in again


def test_the_draft_of_a_ticket_is_of_the_window_and_of_nobody_else(office: Office) -> None:
    visit = ticket(office, said=chinese())
    page_for(office, "window").post(
        f"/drafts/case/?key=visit-{visit.pk}", case_draft(), content_type="application/json"
    )
    for account in ("village", "discipline", "peace"):
        client = page_for(office, account)
        own = client.get(f"/drafts/case/?key=visit-{visit.pk}").json()
        assert own == {"data": None, "updated_at": None}, account
        for form in ("/cases/new/", "/petitions/new/"):
            answer = client.get(f"{form}?visit={visit.pk}")
            assert answer.status_code == 404, (account, form)
    assert page_for(office, "petition").get(f"/petitions/new/?visit={visit.pk}").status_code == 302
    visits.transfer(visit, office.town.user("window"), "petition")
    assert page_for(office, "petition").get(f"/petitions/new/?visit={visit.pk}").status_code == 200


def test_a_petition_first_written_on_paper_says_so_and_is_told_within_fifteen_days_of_it(
    office: Office,
) -> None:
    """条例23: fifteen days from the day on the paper, 30 July: 14 August."""
    petition = one(office, received_on="2026-07-30", entered_later=True)
    notify = petition.deadlines.get(clock="NOTIFY")
    assert (f"{notify.start_on}", f"{notify.due_on}") == ("2026-07-30", "2026-08-14")
    officer = page_for(office, "petition")
    assert "纸上先登、后来补录" in officer.get(f"/petitions/{petition.pk}/").content.decode()
    today = one(office)
    assert "补录" not in officer.get(f"/petitions/{today.pk}/").content.decode()
