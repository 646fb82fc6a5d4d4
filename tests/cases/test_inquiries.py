"""咨询: answered on the spot with the law, numbered without gaps, read by the windows and the
director, counted by topic for 平安办 (issue 5, Build 1; domain.md §7 rows 40, 144, 191)."""

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cases.enums import VisitOutcome
from cases.models import Case, Inquiry, Visit
from cases.selectors.inquiries import inquiry_counts
from cases.services import inquiries
from cases.services.invariants import faults
from grids.models import InquiryAnswer
from mediation.core.errors import Refused
from mediation.core.models import Draft
from tests.cases.factories import Cast, some_text
from tests.cases.visiting import a_visit

API = "/api/v1/inquiries/"


def said(**more: Any) -> dict[str, Any]:
    """A complete answer, with the caller's own words over it."""
    return {
        "form_key": str(uuid.uuid4()),
        "window": "legal",
        "asked": f"借了钱不还怎么办 {some_text()}",
        "answer": f"可以先调解，也可以起诉 {some_text()}",
        "law": "民法典第675条、第188条",
    } | more


def answered(scene: Cast, **more: Any) -> Inquiry:
    return inquiries.answer_on_the_spot(scene.clerk, **said(**more))


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


# --- answering ----------------------------------------------------------------------------------


def test_an_answer_at_a_visit_ends_the_visit_with_its_number(scene: Cast, browser: Any) -> None:
    client, visit = browser(scene.clerk), a_visit(scene, scene.clerk)
    page = f"/inquiries/new/?visit={visit.pk}"
    assert visit.said in text(client.get(page))
    typed = said(version=visit.version, topic="04", where_to="区法院立案窗口")
    done = client.post(page, typed)
    inquiry = Inquiry.objects.get()
    assert done.url == f"/inquiries/{inquiry.pk}/"
    assert (inquiry.number, inquiry.short_number) == ("李询〔2026〕1号", 1)
    assert (inquiry.asked, inquiry.on) == (typed["asked"], date(2026, 3, 2))
    visit.refresh_from_db()
    assert (visit.outcome, visit.matter_key) == (VisitOutcome.ANSWERED, f"inquiry:{inquiry.pk}")
    shown = text(client.get(done.url))
    for words in (typed["asked"], typed["answer"], typed["law"], "区法院立案窗口", "合同纠纷"):
        assert words in shown


@pytest.mark.parametrize("missing", ["asked", "answer", "law"])
def test_without_question_answer_and_law_nothing_is_kept_and_the_words_stay(
    scene: Cast, browser: Any, missing: str
) -> None:
    client, typed = browser(scene.clerk), said()
    page = text(client.post("/inquiries/new/", typed | {missing: ""}))
    assert "有 1 处要改" in page
    assert not Inquiry.objects.exists()
    assert all(typed[name] in page for name in ("asked", "answer", "law") if name != missing)
    assert client.post("/inquiries/new/", typed).status_code == 302
    assert Inquiry.objects.count() == 1


def test_a_phone_number_has_no_place_in_a_question(scene: Cast, browser: Any) -> None:
    client = browser(scene.clerk)
    refused = text(client.post("/inquiries/new/", said(asked="请回电 13800000843")))
    assert "电话或证件号" in refused
    assert not Inquiry.objects.exists()
    assert client.post("/inquiries/new/", said(asked="请给我说说")).status_code == 302


def test_the_same_form_twice_is_one_answer(scene: Cast, browser: Any) -> None:
    client, typed = browser(scene.clerk), said()
    first, second = (client.post("/inquiries/new/", typed) for _ in range(2))
    assert first.url == second.url
    assert Inquiry.objects.count() == 1


def test_a_refused_answer_gives_its_number_back(scene: Cast) -> None:
    first = answered(scene)
    busy = a_visit(scene, scene.town.user("petition"))
    with pytest.raises(Refused) as refused:
        inquiries.answer_on_the_spot(scene.clerk, **said(), visit=busy)
    assert refused.value.code == "other_window"
    assert Inquiry.objects.count() == 1
    second = answered(scene)
    assert (first.short_number, second.short_number) == (1, 2)


def test_a_gap_in_the_numbers_is_found_by_the_nightly_check(scene: Cast) -> None:
    first, _ = answered(scene), answered(scene)
    assert not [one for one in faults() if one.startswith("inquiry")]
    first.delete()
    found = [one for one in faults() if one.startswith("inquiry")]
    assert [one.endswith("1 given, the highest is 2, counter at 2") for one in found] == [True]


def test_each_year_has_a_series_of_its_own(scene: Cast, at: Any) -> None:
    assert [answered(scene).number for _ in range(2)] == ["李询〔2026〕1号", "李询〔2026〕2号"]
    at("2027-01-04 09:00")
    assert answered(scene).number == "李询〔2027〕1号"


def test_the_database_keeps_no_answer_without_its_law(scene: Cast) -> None:
    inquiry = answered(scene)
    for column in ("law", "answer"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Inquiry.objects.filter(pk=inquiry.pk).update(**{column: ""})
    assert Inquiry.objects.filter(pk=inquiry.pk).update(law="民法典第188条") == 1


def test_the_question_is_sealed_in_the_database(scene: Cast) -> None:
    inquiry = answered(scene)
    with connection.cursor() as cursor:
        cursor.execute("SELECT asked FROM cases_inquiry WHERE id = %s", [inquiry.pk])
        (raw,) = cursor.fetchone()
    assert raw.startswith("v1:")
    assert inquiry.asked not in raw


def test_a_ready_answer_is_taken_over_and_may_be_changed(scene: Cast, browser: Any) -> None:
    client = browser(scene.clerk)
    ready = InquiryAnswer.objects.get(question__startswith="上班受伤")
    asked = f"厂里不管 {some_text()}"
    page = text(
        client.post("/inquiries/new/", said(asked=asked, answer="", law="") | {"ready": ready.pk})
    )
    assert asked in page
    assert ready.law in page
    assert "待审核" in page
    assert re.search(r'<option value="11" selected', page)
    assert not Inquiry.objects.exists()


def test_what_is_typed_for_a_visit_is_there_when_somebody_comes_back(
    scene: Cast, browser: Any
) -> None:
    client, visit, words = browser(scene.clerk), a_visit(scene, scene.clerk), some_text()
    key = f"?key=visit-{visit.pk}"
    client.post(f"/drafts/inquiry/{key}", said(answer=words), content_type="application/json")
    page = f"/inquiries/new/?visit={visit.pk}"
    assert words in text(client.get(page))
    client.post(page, said(version=visit.version, answer=words))
    assert not Draft.objects.filter(kind="inquiry").exists()


# --- reading ------------------------------------------------------------------------------------


def test_the_windows_and_the_director_read_them_others_find_nothing(
    scene: Cast, browser: Any
) -> None:
    inquiry = answered(scene)
    pages = [f"/inquiries/{inquiry.pk}/", f"/inquiries/{inquiry.pk}/print/", f"{API}{inquiry.pk}/"]
    for user in (scene.clerk, scene.town.user("petition"), scene.justice, scene.director):
        client = browser(user)
        assert all(inquiry.answer in text(client.get(page)) for page in pages)
        assert inquiry.number in text(client.get("/inquiries/"))
    for user in (scene.peace, scene.heads["village"], scene.police, scene.town.user("department")):
        client = browser(user)
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]
        assert client.get(API).status_code == 404


def test_the_peace_office_reads_numbers_by_topic_and_not_a_word_of_them(
    scene: Cast, browser: Any
) -> None:
    first, _, _ = answered(scene, topic="04"), answered(scene, topic="04"), answered(scene)
    answered(scene, topic="10", on=date(2026, 3, 1))
    answered(scene, topic="10", on=date(2026, 2, 28))
    # By hand: today two of 合同 and one without a topic; 拖欠工资 once in March before today.
    by_hand = {"合同纠纷": (2, 2), "拖欠农民工工资纠纷": (0, 1), "没有归类": (1, 1)}
    counts = inquiry_counts(scene.town.centre, date(2026, 3, 2))
    assert {one.topic: (one.day, one.month) for one in counts} == by_hand
    page = text(browser(scene.peace).get("/inquiries/"))
    assert "合同纠纷" in page
    assert first.asked not in page
    assert first.number not in page
    assert "/inquiries/new/" not in page
    answer = browser(scene.peace).get(f"{API}counts/").json()
    assert {one["topic"]: (one["day"], one["month"]) for one in answer} == by_hand
    assert browser(scene.heads["village"]).get("/inquiries/").status_code == 404


def test_only_who_sits_at_a_window_answers(scene: Cast, browser: Any) -> None:
    for user in (scene.director, scene.peace, scene.heads["street"]):
        assert browser(user).post("/inquiries/new/", said()).status_code == 404
        posted = browser(user).post(API, said(), content_type="application/json")
        assert posted.status_code == 404
    assert not Inquiry.objects.exists()
    for user in (scene.justice, scene.town.user("petition")):
        assert browser(user).post("/inquiries/new/", said()).status_code == 302


def test_the_list_finds_by_number_and_by_words_of_the_answer(scene: Cast, browser: Any) -> None:
    word = some_text()
    first, second = answered(scene, answer=f"看第{word}条"), answered(scene)
    client = browser(scene.clerk)
    for asked, there, not_there in [
        ("2", second, first),
        ("李询〔2026〕1号", first, second),
        (word, first, second),
    ]:
        page = text(client.get("/inquiries/", {"q": asked}))
        assert there.number in page
        assert not_there.number not in page
    assert "没有找到" in text(client.get("/inquiries/", {"q": some_text()}))


def test_the_list_costs_the_same_with_one_and_with_many(
    scene: Cast, browser: Any, queries: Any
) -> None:
    client = browser(scene.clerk)
    answered(scene, topic="04")
    client.get("/inquiries/")
    once = queries(lambda: client.get("/inquiries/"))
    for topic in ("01", "02", "10"):
        answered(scene, topic=topic)
    assert queries(lambda: client.get("/inquiries/")) == once


def test_the_sheet_has_what_was_asked_the_law_and_the_way_on(scene: Cast, browser: Any) -> None:
    inquiry, client = answered(scene, where_to="区法律援助中心"), browser(scene.clerk)
    assert not inquiry.is_printed
    address = f"/inquiries/{inquiry.pk}/print/"
    assert client.post(address).status_code == 302
    sheet = text(client.get(address))
    for words in (inquiry.number, inquiry.asked, inquiry.answer, inquiry.law, "区法律援助中心",
                  "2026年3月2日", "法院", "12348"):  # fmt: skip
        assert words in sheet
    inquiry.refresh_from_db()
    assert inquiry.is_printed


def test_to_look_at_a_sheet_is_not_to_print_it(scene: Cast, browser: Any) -> None:
    inquiry = answered(scene)
    browser(scene.clerk).get(f"/inquiries/{inquiry.pk}/print/")
    inquiry.refresh_from_db()
    assert not inquiry.is_printed


# --- it is a dispute after all ------------------------------------------------------------------


def test_a_question_becomes_a_dispute_with_nothing_typed_twice(scene: Cast, browser: Any) -> None:
    client, visit = browser(scene.clerk), a_visit(scene, scene.clerk)
    client.post(f"/inquiries/new/?visit={visit.pk}", said(version=visit.version, topic="04"))
    inquiry = Inquiry.objects.get()
    carried = client.post(f"/inquiries/{inquiry.pk}/carry/")
    assert carried.url == f"/cases/new/?inquiry={inquiry.pk}&visit={visit.pk}"
    form = text(client.get(carried.url))
    assert inquiry.asked in form
    assert re.search(r'<option value="04" selected', form)
    visit.refresh_from_db()
    assert visit.left_at is None
    assert Inquiry.objects.filter(pk=inquiry.pk).exists()


def test_without_a_visit_of_today_it_is_carried_over_all_the_same(
    scene: Cast, browser: Any, at: Any
) -> None:
    visit = a_visit(scene, scene.clerk)
    inquiry = inquiries.answer_on_the_spot(scene.clerk, **said(), visit=visit)
    at("2026-03-03 09:00")
    carried = browser(scene.clerk).post(f"/inquiries/{inquiry.pk}/carry/")
    assert carried.url == f"/cases/new/?inquiry={inquiry.pk}"
    assert Visit.objects.get(pk=visit.pk).outcome == VisitOutcome.ANSWERED


def test_at_the_petition_window_it_goes_on_as_a_petition(scene: Cast, browser: Any) -> None:
    petition = scene.town.user("petition")
    inquiry = inquiries.answer_on_the_spot(petition, **said(window="petition"))
    client = browser(petition)
    carried = client.post(f"/inquiries/{inquiry.pk}/carry/")
    assert carried.url == f"/petitions/new/?inquiry={inquiry.pk}"
    assert inquiry.asked in text(client.get(carried.url))
    assert not Case.objects.filter(narrative=inquiry.asked).exists()


def test_an_inquiry_out_of_sight_begins_no_form(scene: Cast, browser: Any) -> None:
    """A village registers disputes, and reads no questions of the windows."""
    inquiry = answered(scene)
    form = text(browser(scene.heads["village"]).get(f"/cases/new/?inquiry={inquiry.pk}"))
    assert inquiry.asked not in form
    assert inquiry.asked in text(browser(scene.clerk).get(f"/cases/new/?inquiry={inquiry.pk}"))


# --- over JSON ----------------------------------------------------------------------------------


def test_the_api_answers_reads_and_carries_over(scene: Cast, browser: Any) -> None:
    client, visit = browser(scene.clerk), a_visit(scene, scene.clerk)
    typed = said(topic="02", visit=visit.pk, version=visit.version)
    made = client.post(API, typed, content_type="application/json")
    assert made.status_code == 201
    body = made.json()
    assert (body["number"], body["topic"], body["law"]) == ("李询〔2026〕1号", "02", typed["law"])
    assert client.get(f"{API}{body['id']}/").json() == body
    assert [one["id"] for one in client.get(API).json()["results"]] == [body["id"]]
    assert client.post(API, typed, content_type="application/json").json()["id"] == body["id"]
    carried = client.post(f"{API}{body['id']}/carry/").json()
    assert carried == {"narrative": typed["asked"], "category": "02", "visit": visit.pk}


def test_the_api_says_what_is_missing_and_what_the_rules_refuse(scene: Cast, browser: Any) -> None:
    client, visit = browser(scene.clerk), a_visit(scene, scene.clerk)
    for fault, field in [({"law": ""}, "law"), ({"topic": "xx"}, "topic"),
                         ({"on": "2026-03-03"}, "on")]:  # fmt: skip
        answer = client.post(API, said(**fault), content_type="application/json")
        assert answer.status_code == 400, fault
        assert field in answer.json()["fields"], fault
    stale = said(visit=visit.pk, version=visit.version + 1)
    refused = client.post(API, stale, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "stale")
    assert not Inquiry.objects.exists()
    fresh = stale | {"version": visit.version}
    assert client.post(API, fresh, content_type="application/json").json()["number"].endswith("1号")
