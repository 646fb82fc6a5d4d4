"""Registering a petition at its window: page, draft, rows, receipts, and who may register what."""

import re
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from mediation.core import drafts
from mediation.core.models import Draft
from petitions.models import Petition, SealedContent
from tests.cases.factories import some_text
from tests.factories import V1, V2
from tests.petitions.factories import Office

pytestmark = pytest.mark.django_db

NEW = "/petitions/new/"
GOOD_ID = "999901196804120025"


@pytest.fixture
def window(office: Office, at: Callable[[str], Any], client: Client) -> Client:
    at("2026-11-16 10:00")
    client.force_login(office.town.user("window"))
    return client


def typed(**changes: Any) -> dict[str, Any]:
    """A complete form as the browser posts it; `changes` name the fields that differ."""
    fields = {
        "form_key": str(uuid.uuid4()),
        "channel": "visit",
        "received_on": "2026-11-16",
        "head_count": "1",
        "kind": "claim",
        "purpose": "claim",
        "content": "0501",
        "narrative": some_text(),
        "division": V1,
        "risk": "blue",
        "petitioners-TOTAL_FORMS": "1",
        "petitioners-INITIAL_FORMS": "0",
        "petitioners-0-name": f"某{some_text(4)}",
        "demands-TOTAL_FORMS": "1",
        "demands-INITIAL_FORMS": "0",
        "demands-0-text": some_text(),
    }
    return fields | {name.replace("__", "-"): value for name, value in changes.items()}


def faults(answer: Any) -> dict[str, str]:
    """Field id → words of the error summary."""
    box = re.search(r'class="errsum".*?</ul>', answer.content.decode(), re.S)
    found = re.findall(r'<a href="#(\w[\w-]*)">(.*?)</a>', box[0]) if box else []
    return dict(found)


def test_a_visit_of_a_group_is_registered_with_all_that_was_said(window: Client) -> None:
    form = typed(
        channel="letter",
        received_on="2026-11-10",
        sender="bureau",
        sent_by="区信访办",
        external_number="涪信转〔2026〕5号",
        head_count="12",
        purpose="appeal",
        title="夜里的噪声",
        place="学校后面",
        prior_step="court",
        risk="orange",
        risk_reason="人多",
        is_urgent="on",
        has_follow_up_consent="on",
        petitioners__TOTAL_FORMS="2",
        petitioners__1__name="李桂兰",
        petitioners__1__phone="138 0000 0867",
        petitioners__1__id_number=GOOD_ID,
        petitioners__1__address="致远社区 4 组",
        demands__TOTAL_FORMS="2",
        demands__1__text="要求晚上十点后停工",
    )
    answer = window.post(NEW, form)
    petition = Petition.objects.get()
    assert answer["Location"] == f"/petitions/{petition.pk}/print/receipt/"
    assert petition.number == "李信〔2026〕1号"
    assert (petition.channel, petition.sender, petition.sent_by) == ("letter", "bureau", "区信访办")
    assert petition.external_number == "涪信转〔2026〕5号"
    assert (petition.head_count, petition.purpose, petition.prior_step) == (12, "appeal", "court")
    assert petition.received_on == date(2026, 11, 10)
    assert (petition.risk, petition.risk_reason, petition.is_urgent) == ("orange", "人多", True)
    assert petition.has_follow_up_consent
    assert petition.narrative == form["narrative"]
    people = list(petition.petitioners.all())
    assert [one.name for one in people] == [form["petitioners-0-name"], "李桂兰"]
    assert (people[1].phone, people[1].id_number) == ("13800000867", GOOD_ID)
    assert [one.text for one in petition.demands.all()] == [
        form["demands-0-text"],
        "要求晚上十点后停工",
    ]
    # Passed on to us: both clocks run from the day it came, not from today.
    running = dict(petition.deadlines.values_list("clock", "due_on"))
    assert running == {"NOTIFY": date(2026, 11, 25), "OBJECT": date(2026, 11, 17)}


@pytest.mark.parametrize("channel", ["visit", "letter", "phone", "online", "fax", "video"])
def test_every_channel_is_taken(window: Client, channel: str) -> None:
    assert window.post(NEW, typed(channel=channel)).status_code == 302
    assert Petition.objects.get().channel == channel


def test_each_fault_stands_beside_its_field_and_nothing_typed_is_lost(window: Client) -> None:
    form = typed(
        received_on="2026-11-17",
        sender="upper",
        risk="red",
        content="",
        division="",
        petitioners__0__name="",
        petitioners__0__phone="12345",
        demands__0__text="",
        title="这一句还在",
    )
    answer = window.post(NEW, form)
    assert Petition.objects.count() == 0
    assert set(faults(answer)) == {
        "id_received_on",
        "id_sent_by",
        "id_external_number",
        "id_risk_reason",
        "id_content",
        "id_division",
        "id_petitioners-0-name",
        "id_petitioners-0-phone",
        "id_demands-0-text",
    }
    assert faults(answer)["id_received_on"].startswith("收到日期：")
    assert "手机，少 6 位" in faults(answer)["id_petitioners-0-phone"]
    page = answer.content.decode()
    assert "这一句还在" in page
    assert form["narrative"] in page
    assert 'value="12345"' in page
    fixed = form | {
        "received_on": "2026-11-16",
        "sent_by": "市信访局",
        "external_number": "渝信转〔2026〕7号",
        "risk_reason": "要赶在雨前",
        "content": "0501",
        "division": V1,
        "petitioners-0-name": "何永昌",
        "petitioners-0-phone": "",
    }
    answer = window.post(NEW, fixed)
    assert faults(answer) == {"id_demands-0-text": "第 1 项诉求：请至少写一项诉求"}
    assert window.post(NEW, fixed | {"demands-0-text": "停工"}).status_code == 302


def test_a_sixth_representative_is_refused_by_the_article_and_a_fifth_is_not(
    window: Client,
) -> None:
    def of(count: int) -> dict[str, Any]:
        names = {f"petitioners-{n}-name": f"代表{n}" for n in range(count)}
        return typed(head_count="20") | names | {"petitioners-TOTAL_FORMS": str(count)}

    answer = window.post(NEW, of(6))
    assert "代表最多登记 5 位（信访工作条例第20条）" in answer.content.decode()
    assert Petition.objects.count() == 0
    assert window.post(NEW, of(5)).status_code == 302
    assert Petition.objects.get().petitioners.count() == 5


@pytest.mark.parametrize("typed_key", ["²", "٣", "9" * 18])
def test_a_key_that_no_petition_has_is_a_fault_and_not_an_error(
    window: Client, typed_key: str
) -> None:
    answer = window.post(NEW, typed(repeats=typed_key))
    assert answer.status_code == 200
    assert "没有找到这件信访" in answer.content.decode()
    assert Petition.objects.count() == 0
    assert window.post(NEW, typed(repeats="")).status_code == 302


def test_a_letter_without_a_name_needs_the_reason_why_nobody_can_be_told(window: Client) -> None:
    unnamed = typed(channel="letter", petitioners__0__name="")
    assert "id_petitioners-0-name" in faults(window.post(NEW, unnamed))
    answer = window.post(NEW, unnamed | {"notice_waived": "name"})
    petition = Petition.objects.get()
    assert answer["Location"] == f"/petitions/{petition.pk}/"  # there is nobody to give a receipt
    assert not petition.deadlines.filter(clock="NOTIFY").exists()


def test_a_number_in_his_words_asks_to_be_moved_and_stays_when_one_insists(window: Client) -> None:
    form = typed(narrative=f"他的电话 13800000867 {some_text()}")
    assert "id_narrative" in faults(window.post(NEW, form))
    assert window.post(NEW, form | {"keeps_numbers": "on"}).status_code == 302


def test_no_number_slips_into_the_title_that_stands_in_lists(window: Client) -> None:
    assert "id_title" in faults(window.post(NEW, typed(title="找 13800000867 说的事")))
    told = "13800000867 打来说夜里放炮"
    window.post(NEW, typed(narrative=told, keeps_numbers="on"))
    petition = Petition.objects.get()
    assert petition.narrative == told
    assert "13800000867" not in petition.title
    assert "夜里放炮" in petition.title


def test_who_is_named_is_counted_where_nobody_counted(window: Client) -> None:
    pair = typed(head_count="", petitioners__TOTAL_FORMS="2", petitioners__1__name="李桂兰")
    window.post(NEW, pair)
    assert Petition.objects.get().head_count == 2
    fewer = pair | {"form_key": str(uuid.uuid4()), "head_count": "1"}
    assert "id_head_count" in faults(window.post(NEW, fewer))


def test_a_double_click_makes_one_petition(window: Client) -> None:
    form = typed()
    first, second = window.post(NEW, form), window.post(NEW, form)
    assert Petition.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_rows_are_added_and_taken_away_without_scripts(window: Client) -> None:
    form = typed(
        demands__TOTAL_FORMS="3",
        demands__0__text="甲",
        demands__1__text="乙",
        demands__2__text="丙",
    )
    page = window.post(NEW, form | {"step": "drop:demands:1"}).content.decode()
    assert re.findall(r'name="demands-\d-text" value="(.)"', page) == ["甲", "丙"]
    page = window.post(NEW, form | {"step": "add:petitioners"}).content.decode()
    assert 'name="petitioners-1-name"' in page
    assert form["petitioners-0-name"] in page
    assert form["narrative"] in page
    assert Petition.objects.count() == 0


def test_a_hole_that_a_script_left_in_the_rows_is_no_row(window: Client) -> None:
    form = typed(demands__TOTAL_FORMS="3", demands__0__text="甲", demands__2__text="丙")
    assert window.post(NEW, form).status_code == 302
    assert [one.text for one in Petition.objects.get().demands.all()] == ["甲", "丙"]


def test_the_draft_waits_on_the_server_sealed_and_goes_when_registered(
    window: Client, office: Office
) -> None:
    form = typed()
    user = office.town.user("window")
    assert window.post(NEW, form | {"step": "draft"}).status_code == 302
    page = window.get(NEW).content.decode()
    assert form["narrative"] in page
    assert form["petitioners-0-name"] in page
    kept = Draft.objects.filter(user=user).extra(select={"raw": "data::text"}).values("raw")
    assert form["narrative"] not in str(list(kept))
    window.post(NEW, form)
    assert drafts.load(user, "petition") is None


def test_the_same_matter_is_found_by_number_or_by_its_words_never_by_a_person(
    office: Office, window: Client
) -> None:
    earlier = office.register(title="采石场夜里放炮", petitioners=[{"name": "何永昌"}], division=V2)
    client = Client()
    client.force_login(office.town.user("petition"))

    def offers(asked: str, of: Client = client) -> bool:
        page = of.post(NEW, typed(repeats_q=asked, step="find")).content.decode()
        return f'name="repeats" value="{earlier.pk}"' in page

    assert offers("放炮")
    assert offers("1")
    assert offers(earlier.number)
    assert not offers("何永昌")
    assert not offers("没有的字")
    # A clerk reads the card: by number and by the card's words, not by the file's.
    assert offers("信1号", window)
    assert not offers("放炮", window)
    window.post(NEW, typed(repeats=str(earlier.pk)))
    again = Petition.objects.latest("pk")
    assert again.repeats == earlier
    window.post(NEW, typed(repeats=str(again.pk)))
    assert Petition.objects.latest("pk").repeats == earlier  # with what the matter began


def test_again_the_same_matter_fills_in_the_matter_and_not_the_person(
    office: Office, window: Client
) -> None:
    earlier = office.register(title="采石场夜里放炮", petitioners=[{"name": "何永昌"}])
    client = Client()
    client.force_login(office.town.user("petition"))
    page = client.get(f"{NEW}?repeats={earlier.pk}").content.decode()
    assert "采石场夜里放炮" in page
    assert "何永昌" not in page
    assert re.search(rf'name="repeats" value="{earlier.pk}" checked', page)


def test_each_representative_has_a_receipt_with_a_code_of_his_own(
    window: Client, office: Office
) -> None:
    form = typed(
        head_count="3",
        petitioners__TOTAL_FORMS="2",
        petitioners__1__name="李桂兰",
        petitioners__1__phone="13800000867",
    )
    page = window.get(window.post(NEW, form)["Location"]).content.decode()
    petition = Petition.objects.get()
    first, second = petition.petitioners.all()
    for one in (first, second):
        assert f"{one.lookup_code[:4]}-{one.lookup_code[4:]}" in page
    assert first.receipt_pin in page  # he has no phone; the other types its last four digits
    assert not second.receipt_pin
    assert page.count("查询时再输手机号后四位") == 1
    assert petition.number in page
    assert "12月1日" in page  # 15 days after 16 November
    assert form["narrative"] not in page


def test_a_receipt_is_printed_by_its_clerk_and_the_petition_officer_alone(
    window: Client, office: Office
) -> None:
    address = window.post(NEW, typed())["Location"]
    other = office.register()
    assert window.get(address).status_code == 200
    assert window.get(f"/petitions/{other.pk}/print/receipt/").status_code == 404
    for account, status in (("petition", 200), ("director", 404), ("mediator", 404)):
        client = Client()
        client.force_login(office.town.user(account))
        assert client.get(address).status_code == status, account


def test_a_clerk_is_told_kindly_where_an_accusation_is_registered(window: Client) -> None:
    answer = window.post(NEW, typed(kind="accusation"))
    assert Petition.objects.count() == 0
    assert "检举控告由纪检专岗当面登记" in faults(answer)["id_kind"]


def test_discipline_registers_an_accusation_of_which_nothing_stands_in_clear(
    office: Office, window: Client
) -> None:
    client = Client()
    client.force_login(office.town.user("discipline"))
    assert client.get(NEW).status_code == 200
    form = typed(kind="accusation", content="", division="", title=some_text())
    answer = client.post(NEW, form)
    petition = Petition.objects.get()
    assert answer["Location"] == f"/petitions/{petition.pk}/"  # never a receipt
    assert client.get(f"/petitions/{petition.pk}/print/receipt/").status_code == 404
    assert (petition.title, petition.narrative, petition.card_text) == ("", "", "")
    assert SealedContent.objects.get().data["narrative"] == form["narrative"]
    # The post registers nothing else.
    answer = client.post(NEW, typed(kind="claim"))
    assert "信访登记由信访接待员或窗口来做" in answer.content.decode()


def test_for_everybody_else_the_page_does_not_exist(office: Office, window: Client) -> None:
    for account in ("village", "mediator", "leader", "peace", "director", "auditor", "department"):
        client = Client()
        client.force_login(office.town.user(account))
        assert client.get(NEW).status_code == 404, account
    assert window.get(NEW).status_code == 200


def test_places_are_found_by_initials(window: Client) -> None:
    assert V1 in str(window.get("/petitions/places/?q=zy").json())
