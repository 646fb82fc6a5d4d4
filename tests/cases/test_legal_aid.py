"""法律援助初审: from a question or a case, by the conditions of 法律援助法; it decides nothing."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from cases.models import LegalAidCheck
from cases.notices.legal_aid import reminders, still_waiting
from cases.services.inquiries import answer_on_the_spot
from mediation.core import calendar
from mediation.core.models import Notice
from mediation.core.notices import notify_many
from tests.cases.factories import Cast, register, some_text

pytestmark = pytest.mark.django_db


def ask(scene: Cast) -> Any:
    return answer_on_the_spot(
        scene.clerk,
        window="legal",
        form_key=uuid.uuid4(),
        asked=some_text(),
        answer=some_text(),
        law="法律援助法第31条",
    )


def given(**more: Any) -> dict[str, Any]:
    return {
        "form_key": str(uuid.uuid4()),
        "applicant": f"某{some_text(4)}",
        "facts": some_text(),
        "matter": "labour",
        "means": "migrant",
        "result": "forward",
    } | more


def write(client: Client, **fields: Any) -> Any:
    return client.post("/api/v1/legal-aid/", fields, content_type="application/json")


def test_a_check_has_its_number_and_the_same_form_gives_the_first(
    scene: Cast, browser: Any
) -> None:
    clerk, fields = browser(scene.clerk), given(inquiry=ask(scene).pk)
    first, again = write(clerk, **fields), write(clerk, **fields)
    assert first.status_code == 201, first.json()
    assert first.json()["number"].endswith("援〔2026〕1号")
    assert again.json()["id"] == first.json()["id"]
    other = write(clerk, **given(case=register(scene).pk))
    assert other.json()["number"].endswith("援〔2026〕2号")


def test_who_applies_and_why_are_sealed_in_the_database(scene: Cast, browser: Any) -> None:
    fields = given(inquiry=ask(scene).pk)
    done = write(browser(scene.clerk), **fields)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT applicant, facts FROM cases_legalaidcheck WHERE id = %s", [done.json()["id"]]
        )
        stored = cursor.fetchone()
    assert all(value.startswith("v1:") for value in stored)
    assert (done.json()["applicant"], done.json()["facts"]) == (
        fields["applicant"],
        fields["facts"],
    )


def test_only_article_32_is_free_of_the_condition_of_hardship(scene: Cast, browser: Any) -> None:
    clerk, inquiry = browser(scene.clerk), ask(scene).pk
    refused = write(clerk, **given(inquiry=inquiry, means="free"))
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_means")
    assert (
        write(clerk, **given(inquiry=inquiry, means="free", matter="violence")).status_code == 201
    )
    check = LegalAidCheck.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalAidCheck.objects.filter(pk=check.pk).update(matter="labour")


def test_missing_papers_are_said_and_it_is_forwarded_all_the_same(
    scene: Cast, browser: Any
) -> None:
    clerk, words = browser(scene.clerk), some_text()
    address = f"/legal-aid/new/?inquiry={ask(scene).pk}"
    fields = given(result="papers")
    assert "还没有填" in clerk.post(address, fields).content.decode()
    done = clerk.post(address, fields | {"missing": words})
    assert done.status_code == 302
    page = clerk.get(done.url).content.decode()
    assert words in page
    sheet = clerk.get(f"{done.url}print/").content.decode()
    assert "不是决定" in sheet
    assert fields["applicant"] in sheet
    early = clerk.post(done.url, {"do": "answer", "answer": "granted"}, follow=True)
    assert "还没有转" in early.content.decode()
    assert clerk.post(done.url, {"do": "forward"}).status_code == 302
    assert clerk.post(done.url, {"do": "answer", "answer": "granted"}).status_code == 302
    check = LegalAidCheck.objects.get()
    assert (check.answer, check.forwarded_by) == ("granted", scene.clerk)


def test_the_window_reads_it_the_director_counts_and_others_see_nothing(
    scene: Cast, browser: Any
) -> None:
    fields = given(inquiry=ask(scene).pk)
    pk = write(browser(scene.clerk), **fields).json()["id"]
    assert browser(scene.justice).get(f"/legal-aid/{pk}/").status_code == 200
    director = browser(scene.director)
    assert "初审 <b>1 份</b>" in director.get("/legal-aid/").content.decode()
    assert director.get(f"/legal-aid/{pk}/").status_code == 404
    counts = director.get("/api/v1/legal-aid/counts/").json()
    assert counts == {"year": 2026, "checked": 1, "forwarded": 0, "granted": 0, "waiting": 0}
    for other in (scene.peace, scene.members["village"], scene.bystander):
        assert browser(other).get("/legal-aid/").status_code == 404
        assert browser(other).get(f"/api/v1/legal-aid/{pk}/").status_code == 404
        assert browser(other).get("/api/v1/legal-aid/counts/").status_code == 404
    assert write(browser(scene.peace), **given(inquiry=ask(scene).pk)).status_code == 404


def test_it_comes_from_one_matter_in_sight(scene: Cast, browser: Any) -> None:
    clerk = browser(scene.clerk)
    assert clerk.get("/legal-aid/new/").status_code == 404
    assert clerk.get("/legal-aid/new/?case=987654321").status_code == 404
    assert clerk.get(f"/legal-aid/new/?case={register(scene).pk}").status_code == 200


def step(client: Client, pk: int, **fields: Any) -> Any:
    return client.post(f"/api/v1/legal-aid/{pk}/", fields, content_type="application/json")


def test_the_window_asks_for_the_answer_on_the_seventh_day_and_while_it_is_late(
    scene: Cast, browser: Any
) -> None:
    clerk, fields = browser(scene.clerk), given(inquiry=ask(scene).pk)
    pk = write(clerk, **fields).json()["id"]
    days = calendar.load()
    assert not list(reminders(date(2026, 3, 1), date(2026, 3, 31), days))
    sent = step(clerk, pk).json()
    # Monday 2 March and seven days: Monday the 9th; the third working day after the 10th, the 13th.
    assert (sent["forwarded_on"], sent["due_on"]) == ("2026-03-02", "2026-03-09")
    rows = list(reminders(date(2026, 3, 2), date(2026, 3, 13), days))
    told: dict[date | None, set[int]] = {}
    for row in rows:
        told.setdefault(row.day, set()).add(row.user_id)
    assert set(told) == {date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 13)}
    assert told[date(2026, 3, 9)] == {scene.clerk.pk}
    late = told[date(2026, 3, 10)]
    assert late == told[date(2026, 3, 13)]
    assert {scene.clerk.pk, scene.justice.pk} <= late
    assert late.isdisjoint({scene.peace.pk, scene.director.pk, scene.bystander.pk})
    words = " ".join(row.text for row in rows)
    assert not any(fields[name] in words for name in ("applicant", "facts"))
    notify_many(rows)
    notices = list(Notice.objects.filter(matter_key=f"legal_aid:{pk}"))
    assert len(still_waiting(notices)) == len(late)
    assert step(clerk, pk, answer="granted").status_code == 200
    assert still_waiting(notices) == set()


def test_what_is_not_done_with_stands_in_the_windows_work_of_the_day(
    scene: Cast, browser: Any
) -> None:
    clerk, case = browser(scene.clerk), register(scene)
    assert f"/legal-aid/new/?case={case.pk}" in clerk.get(f"/cases/{case.pk}/").content.decode()
    number = write(clerk, **given(case=case.pk)).json()
    doubted = write(clerk, **given(case=case.pk, result="doubtful")).json()
    page = clerk.get("/").content.decode()
    assert number["number"] in page
    assert doubted["number"] not in page
    for other in (scene.director, scene.peace, scene.members["village"]):
        assert number["number"] not in browser(other).get("/").content.decode()
    address = f"/legal-aid/{number['id']}/"
    early = clerk.post(address, {"do": "forward", "on": "2026-02-27"})
    assert "不能早于" in early.content.decode()
    assert clerk.post(address, {"do": "forward", "on": "2026-03-02"}).status_code == 302
    assert "3月9日前应有答复" in clerk.get(address).content.decode()
    assert clerk.post(address, {"do": "answer", "answer": "granted"}).status_code == 302
    assert number["number"] not in clerk.get("/").content.decode()
