"""重大突发情况随时报送: facts of an event, those who must know told at once, the time line."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from cases.models import InstantReport
from grids.services import leads
from mediation.core.models import Notice
from tests.cases.factories import Cast, register, some_text
from tests.factories import GRID

pytestmark = pytest.mark.django_db


def sheet(**more: Any) -> dict[str, Any]:
    return {
        "happened_at": "2026-03-02T08:30",
        "place": "致远社区门口",
        "head_count": "30",
        "demands": some_text(),
        "cause": some_text(),
        "state": some_text(),
        "measures": some_text(),
        "advice": some_text(),
    } | more


def told_at_once() -> set[str]:
    rows = Notice.objects.filter(kind="instant_report", is_urgent=True)
    return set(rows.values_list("user__username", flat=True))


def report(client: Client, where: str = "", **more: Any) -> InstantReport:
    answer = client.post(f"/instant-reports/new/{where}", sheet(**more))
    found = InstantReport.objects.order_by("-pk")[0]
    assert answer.headers["Location"] == f"/instant-reports/{found.pk}/"
    return found


def test_a_report_of_a_case_tells_those_who_answer_for_it_and_stands_in_its_history(
    scene: Cast, browser: Any
) -> None:
    case = register(scene)
    officer = scene.members["village"]
    made = report(browser(officer), f"?case={case.pk}")
    assert made.number == "李突报〔2026〕1号"
    assert {"director", "peace", scene.owner.username, scene.heads["village"].username} <= (
        told_at_once()
    )
    assert not {officer.username, "police", "village2"} & told_at_once()
    words = Notice.objects.filter(kind="instant_report").values_list("text", flat=True)
    assert not [text for text in words if made.cause in text or made.place in text]
    page = browser(scene.peace).get(f"/cases/{case.pk}/").content.decode()
    assert "报送了突发情况" in page
    case.refresh_from_db()
    assert (case.last_verb, case.status) == ("urgent", "registered")
    assert made.cause in browser(scene.owner).get(f"/instant-reports/{made.pk}/").content.decode()


def test_the_police_are_told_where_an_offence_is_feared_and_read_no_other(
    scene: Cast, browser: Any
) -> None:
    quiet = report(browser(scene.clerk))
    assert "police" not in told_at_once()
    grave = report(browser(scene.grid), is_crime_feared="on")
    assert "police" in told_at_once()
    police = browser(scene.police)
    assert police.get(f"/instant-reports/{quiet.pk}/").status_code == 404
    assert grave.state in police.get(f"/instant-reports/{grave.pk}/").content.decode()


def test_who_may_report_of_what(scene: Cast, browser: Any) -> None:
    case = register(scene)
    of_the_case = f"/instant-reports/new/?case={case.pk}"
    for user, status in (
        (scene.members["village"], 200),
        (scene.heads["village"], 200),
        (scene.owner, 200),
        (scene.peace, 200),
        (scene.bystander, 404),
        (scene.town.user("village2"), 404),
    ):
        assert browser(user).get(of_the_case).status_code == status, user
    assert browser(scene.grid).get("/instant-reports/new/").status_code == 200
    assert browser(scene.bystander).get("/instant-reports/new/").status_code == 404


def test_nobody_who_was_there_is_written_down(scene: Cast, browser: Any) -> None:
    clerk = browser(scene.clerk)
    form = clerk.get("/instant-reports/new/").content.decode()
    assert not [word for word in ("在场人", "人员名单", "带头") if word in form]
    answer = clerk.post("/instant-reports/new/", sheet(state="有人留了电话 13800138000"))
    assert 'href="#id_state"' in answer.content.decode()
    assert not InstantReport.objects.exists()
    report(clerk)
    assert InstantReport.objects.count() == 1


def test_the_time_line_is_kept_and_printed(scene: Cast, browser: Any, at: Any) -> None:
    made = report(browser(scene.clerk))
    here, words = f"/instant-reports/{made.pk}/", some_text()
    at("2026-03-02 10:00")
    line = {"to": "区委政法委", "means": "phone", "reported_at": "2026-03-02T09:40", "text": words}
    early = browser(scene.peace).post(here, line | {"reported_at": "2026-03-02T08:00"})
    assert "不能早于事情发生的时间" in early.content.decode()
    assert browser(scene.peace).post(here, line).status_code == 302
    page = browser(scene.director).get(f"{here}print/").content.decode()
    assert "2026年3月2日 09:40，区委政法委（电话）" in page
    assert words in page


def test_the_same_over_json(scene: Cast, browser: Any) -> None:
    case = register(scene)
    client = browser(scene.members["village"])
    sent = sheet(case=case.pk, happened_at="2026-03-02T08:30:00+08:00")
    made = client.post("/api/v1/instant-reports/", sent, content_type="application/json")
    assert made.status_code == 201, made.json()
    assert {one["means"] for one in made.json()["steps"]} == {"system"}
    here = f"/api/v1/instant-reports/{made.json()['id']}/"
    step = {"to": "区委政法委", "means": "written"}
    more = client.post(here, step, content_type="application/json")
    assert len(more.json()["steps"]) == len(made.json()["steps"]) + 1
    assert browser(scene.bystander).get(here).status_code == 404
    assert browser(scene.bystander).get("/api/v1/instant-reports/").json()["results"] == []


def test_a_report_of_a_lead_is_read_by_whoever_reads_the_lead(scene: Cast, browser: Any) -> None:
    lead = leads.report(
        scene.grid, form_key=uuid.uuid4(), words=f"有人堵在路口 {some_text()}", division=GRID
    ).lead
    made = report(browser(scene.grid), f"?lead={lead.pk}")
    assert (made.lead, made.case) == (lead, None)
    assert {"director", "peace", scene.heads["village"].username} <= told_at_once()
    here = f"/instant-reports/{made.pk}/"
    assert made.cause in browser(scene.heads["village"]).get(here).content.decode()
    assert browser(scene.town.user("village2")).get(here).status_code == 404
    of_it = f"/instant-reports/new/?lead={lead.pk}"
    assert browser(scene.town.user("village2")).get(of_it).status_code == 404


def test_what_was_begun_comes_back_until_it_is_reported(scene: Cast, browser: Any) -> None:
    case, words = register(scene), some_text()
    client, other = browser(scene.members["village"]), browser(scene.heads["village"])
    here = f"/instant-reports/new/?case={case.pk}"
    kept = re.search(r'data-draft="([^"]+)"', client.get(here).content.decode())
    assert kept is not None
    client.post(kept[1], {"cause": words}, content_type="application/json")
    assert words in client.get(here).content.decode()
    assert words not in client.get("/instant-reports/new/").content.decode()
    assert words not in other.get(here).content.decode()
    report(client, f"?case={case.pk}")
    assert words not in client.get(here).content.decode()


def test_a_double_click_is_one_report_and_nobody_is_told_twice(scene: Cast, browser: Any) -> None:
    clerk, key = browser(scene.clerk), str(uuid.uuid4())
    assert 'name="form_key" value="' in clerk.get("/instant-reports/new/").content.decode()
    first, again = (report(clerk, form_key=key) for _ in range(2))
    assert first == again
    told = Notice.objects.filter(kind="instant_report").count()
    sent = sheet(happened_at="2026-03-02T08:30:00+08:00", form_key=key)
    over = clerk.post("/api/v1/instant-reports/", sent, content_type="application/json")
    assert (over.status_code, over.json()["id"]) == (201, first.pk)
    assert InstantReport.objects.count() == 1
    assert Notice.objects.filter(kind="instant_report").count() == told > 0
    other = browser(scene.grid).post("/api/v1/instant-reports/", sent, "application/json")
    assert (other.status_code, other.json()["code"]) == (409, "form_key_used")
    assert report(clerk, form_key=str(uuid.uuid4())) != first
