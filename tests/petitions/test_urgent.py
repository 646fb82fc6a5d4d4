"""重大紧急信访事项 (条例25; F15): the sheet, who is told at once, the time line."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from mediation.core.models import Notice
from petitions.models import Petition, UrgentReport
from petitions.services.ownership import name_owner
from tests.cases.factories import some_text
from tests.petitions.factories import Office
from tests.petitions.pages import desk, page_of

pytestmark = pytest.mark.django_db


def sheet(**more: Any) -> dict[str, Any]:
    return {
        "happened_at": "2026-08-03T08:30",
        "place": "街道门口",
        "head_count": "30",
        "demands": some_text(),
        "cause": some_text(),
        "state": some_text(),
        "measures": some_text(),
        "advice": some_text(),
    } | more


def told_at_once(office: Office) -> set[str]:
    rows = Notice.objects.filter(kind="urgent_report", is_urgent=True)
    return set(rows.values_list("user__username", flat=True))


def test_a_report_of_a_petition_tells_the_right_posts_at_once(
    office: Office, petition: Petition
) -> None:
    name_owner(petition, office.town.user("director"), office.town.user("leader").pk)
    sent = sheet()
    answer = desk(office, "petition").post(f"/petitions/urgent/new/?petition={petition.pk}", sent)
    report = UrgentReport.objects.get()
    assert answer.url == f"/petitions/urgent/{report.pk}/"
    assert report.number == "李信急报〔2026〕1号"
    assert told_at_once(office) == {"director", "peace", "leader"}
    notices = Notice.objects.filter(kind="urgent_report")
    assert not [one for one in notices if sent["cause"] in one.text or sent["place"] in one.text]
    petition.refresh_from_db()
    assert (petition.is_urgent, petition.last_verb) == (True, "urgent")
    assert petition.letters.filter(kind="urgent").count() == 1
    assert report.number in desk(office, "peace").get("/petitions/urgent/").content.decode()
    page = desk(office, "leader").get(answer.url).content.decode()
    assert sent["cause"] in page
    assert "中心主任" in page
    assert "报告重大紧急" in page_of(office, "peace", petition)


def test_the_police_are_told_where_an_offence_is_feared(office: Office, petition: Petition) -> None:
    desk(office, "petition").post("/petitions/urgent/new/", sheet())
    first = UrgentReport.objects.get()
    assert "police" not in told_at_once(office)
    assert desk(office, "police").get(f"/petitions/urgent/{first.pk}/").status_code == 404
    desk(office, "window").post("/petitions/urgent/new/", sheet(is_crime_feared="on"))
    second = UrgentReport.objects.order_by("-pk")[0]
    assert "police" in told_at_once(office)
    page = desk(office, "police").get(f"/petitions/urgent/{second.pk}/").content.decode()
    assert second.cause in page
    assert second.petition_id is None
    assert [one.to.split()[0] for one in second.steps.all()] == [
        "中心主任",
        "平安办",
        "信访办",
        "派出所",
    ]


def test_the_time_line_says_what_was_reported_to_whom_and_when(
    office: Office, petition: Petition, at: Callable[[str], Any]
) -> None:
    desk(office, "petition").post("/petitions/urgent/new/", sheet())
    report = UrgentReport.objects.get()
    here, words = f"/petitions/urgent/{report.pk}/", some_text()
    at("2026-08-03 10:00")
    line = {"to": "区信访办", "means": "phone", "reported_at": "2026-08-03T09:40", "text": words}
    early = desk(office, "peace").post(here, line | {"reported_at": "2026-08-03T08:00"})
    assert "不能早于事情发生的时间" in early.content.decode()
    late = desk(office, "peace").post(here, line | {"reported_at": "2026-08-03T11:00"})
    assert "不能晚于现在" in late.content.decode()
    assert desk(office, "peace").post(here, line).status_code == 302
    page = desk(office, "director").get(f"{here}print/").content.decode()
    assert "2026年8月3日 09:40，区信访办（电话）" in page
    assert words in page
    assert report.steps.count() == 3


def test_nobody_who_was_there_is_written_down(office: Office, petition: Petition) -> None:
    form = desk(office, "petition").get("/petitions/urgent/new/").content.decode()
    assert not [word for word in ("在场人", "人员名单", "带头") if word in form]
    answer = desk(office, "petition").post(
        "/petitions/urgent/new/", sheet(state="有人留了电话 13800138000")
    )
    assert 'href="#id_state"' in answer.content.decode()
    assert not UrgentReport.objects.exists()
    desk(office, "petition").post("/petitions/urgent/new/", sheet())
    assert UrgentReport.objects.count() == 1


def test_who_may_report_and_an_accusation_never(office: Office, petition: Petition) -> None:
    sealed = office.register("discipline", kind="accusation")
    for who in ("petition", "director", "peace", "discipline"):
        there = desk(office, who).get(f"/petitions/urgent/new/?petition={sealed.pk}")
        assert there.status_code == 404, who
    for who, status in {"petition": 200, "peace": 200, "window": 404, "leader": 404,
                        "department": 404}.items():  # fmt: skip
        there = desk(office, who).get(f"/petitions/urgent/new/?petition={petition.pk}")
        assert there.status_code == status, who
    for who, status in {"window": 200, "leader": 200, "department": 404, "village": 404}.items():
        assert desk(office, who).get("/petitions/urgent/new/").status_code == status, who


def test_the_same_over_json(office: Office, petition: Petition) -> None:
    client = APIClient()
    client.force_login(office.town.user("petition"))
    sent = sheet(petition=petition.pk, happened_at="2026-08-03T08:30:00+08:00")
    made = client.post("/api/v1/petitions/urgent/", sent, format="json")
    assert made.status_code == 201, made.json()
    assert [one["means"] for one in made.json()["steps"]] == ["system", "system"]
    here = f"/api/v1/petitions/urgent/{made.json()['id']}/"
    more = client.post(here, {"to": "区信访办", "means": "written"}, format="json")
    assert len(more.json()["steps"]) == 3
    wrong = client.post(here, {"to": "区信访办", "means": "system"}, format="json")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid_choice")
    client.force_login(office.town.user("department"))
    assert client.get(here).status_code == 404
    assert client.get("/api/v1/petitions/urgent/").json()["results"] == []
