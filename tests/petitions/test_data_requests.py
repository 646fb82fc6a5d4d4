"""查阅 复制 更正 删除 解释: fifteen working days, an answer or reasons, counted by kind alone."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from mediation.core import calendar, clock
from mediation.core.models import Notice
from petitions.models import DataRequest, Event, Petition, Petitioner
from petitions.notices.public import reminders, still_due
from tests.cases.factories import some_text
from tests.petitions.factories import Office
from tests.petitions.pages import desk
from tests.petitions.test_lookup import act, look, own

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning(at: Callable[[str], Any]) -> None:
    at("2026-09-24 09:00")


def api(office: Office, who: str) -> APIClient:
    client = APIClient()
    client.force_authenticate(office.town.user(who))
    return client


def ask(office: Office, petition: Petition, person: Petitioner, who: str, **more: Any) -> Any:
    given = {"petitioner": person.pk, "kind": "copy"} | more
    return api(office, who).post(f"/api/v1/petitions/{petition.pk}/requests/", given)


def test_he_asks_on_the_look_up_and_reads_the_answer_there(office: Office) -> None:
    petition, person = own(office)
    words, why = some_text(12), some_text(12)
    said = act(look(person), "request", kind="correction", text=words)
    assert "10月22日以前答复您" in said  # 15 working days over 中秋 and 国庆
    asked = petition.data_requests.get()
    assert (asked.channel, asked.text, str(asked.due_on)) == ("lookup", words, "2026-10-22")
    assert "还在答复期限里" in act(look(person), "request", kind="correction", text=words)
    assert "请写一句" in act(look(person), "request", kind="deletion")
    officer, url = desk(office, "petition"), f"/petitions/{petition.pk}/requests/"
    assert words in officer.get(url).content.decode()
    officer.post(url, {"row": asked.pk, "is_granted": "no", "answer": " "})
    asked.refresh_from_db()
    assert asked.decided_on is None
    officer.post(url, {"row": asked.pk, "is_granted": "no", "answer": why})
    assert why in look(person)
    assert not Event.objects.filter(payload__icontains=words).exists()
    assert not Notice.objects.filter(text__contains=words).exists()


@pytest.mark.parametrize("kind", ["view", "copy", "correction", "deletion", "explanation"])
def test_each_kind_is_written_down_at_the_window(office: Office, kind: str) -> None:
    petition, person = own(office)
    made = ask(office, petition, person, "window", kind=kind, text=some_text())
    assert made.status_code == 201, made.json()
    assert made.json()["due_on"] == "2026-10-22"
    url = f"/api/v1/petitions/{petition.pk}/requests/{made.json()['id']}/"
    given = {"is_granted": True, "answer": some_text()}
    refused = api(office, "window").post(url, given)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_yours")
    assert api(office, "director").post(url, given).json()["is_granted"] is True
    twice = api(office, "director").post(url, given)
    assert (twice.status_code, twice.json()["code"]) == (409, "decided")


def test_who_may_not_see_the_petition_finds_no_requests(office: Office) -> None:
    petition, person = own(office)
    for who in ("peace", "leader", "department", "discipline", "village"):
        assert ask(office, petition, person, who).status_code == 404, who
        assert desk(office, who).get(f"/petitions/{petition.pk}/requests/").status_code == 404
    assert ask(office, petition, person, "petition").status_code == 201
    assert (
        api(office, "window").get(f"/api/v1/petitions/{petition.pk}/requests/").status_code == 404
    )
    _, stranger = own(office)
    other = ask(office, petition, stranger, "petition", kind="view")
    assert (other.status_code, other.json()["code"]) == (400, "invalid_petitioner")


def test_an_accusation_takes_no_requests(office: Office) -> None:
    petition = office.register("discipline", kind="accusation")
    made = ask(office, petition, petition.petitioners.get(), "discipline")
    assert made.status_code == 404
    assert not DataRequest.objects.exists()


def test_the_register_counts_requests_by_kind_and_never_persons(office: Office, at: Any) -> None:
    petition, person = own(office)
    made = ask(office, petition, person, "window", kind="view").json()
    ask(office, petition, person, "window", kind="copy")
    url = f"/api/v1/petitions/{petition.pk}/requests/{made['id']}/"
    api(office, "petition").post(url, {"is_granted": True, "answer": "当场看了"})
    at("2026-10-23 09:00")
    page = desk(office, "director").get("/petitions/requests/").content.decode()
    assert petition.aloud in page
    assert person.name not in page
    cells = [part.split("</td>")[0] for part in page.split('<td class="r" data-l="')[1:]]
    told = [one.replace('">', " ") for one in cells]
    assert told == [
        "收到 1", "同意 0", "不同意 0", "等答复 1", "超期 1",
        "收到 1", "同意 1", "不同意 0", "等答复 0", "超期 0",
    ]  # fmt: skip
    assert desk(office, "discipline").get("/petitions/requests/").status_code == 404


def test_the_officer_is_reminded_until_it_is_answered(office: Office, at: Any) -> None:
    petition, person = own(office)
    made = ask(office, petition, person, "window").json()
    at("2026-10-23 09:00")
    start = clock.today().fromisoformat("2026-10-15")
    rows = list(reminders(start, clock.today(), calendar.load()))
    officer = office.town.user("petition").pk
    assert [(str(row.day), row.kind) for row in rows if row.user_id == officer] == [
        ("2026-10-19", "before3"),
        ("2026-10-21", "before1"),
        ("2026-10-22", "day"),
        ("2026-10-23", "over1"),
    ]
    written = [
        Notice.objects.create(
            user_id=officer, kind=row.kind, subject=row.subject, day=row.day, text=row.text,
            matter_key=row.matter_key, url=row.url, created_at=clock.now(), not_before=clock.now(),
        )
        for row in rows if row.user_id == officer
    ]  # fmt: skip
    assert still_due(written) == {written[-1].pk}
    url = f"/api/v1/petitions/{petition.pk}/requests/{made['id']}/"
    assert (
        api(office, "petition").post(url, {"is_granted": False, "answer": "x"}).status_code == 200
    )
    assert still_due(written) == set()


def test_who_only_follows_them_is_led_to_no_page_that_is_shut_to_him(office: Office) -> None:
    petition, person = own(office)
    ask(office, petition, person, "window")
    url = f"/petitions/{petition.pk}/requests/"
    for who, opens in (("petition", True), ("director", True), ("peace", False)):
        page = desk(office, who).get("/petitions/requests/").content.decode()
        assert petition.aloud in page
        assert (f'href="{url}"' in page) == (desk(office, who).get(url).status_code == 200) == opens


def test_a_wrong_day_is_said_beside_its_field_and_the_words_stay(office: Office) -> None:
    petition, person = own(office)
    words, url = some_text(12), f"/petitions/{petition.pk}/requests/"
    form = {"petitioner": person.pk, "kind": "correction", "text": words, "asked_on": "2026-09-25"}
    page = desk(office, "petition").post(url, form).content.decode()
    assert 'id="id_asked_on_error"' in page
    assert words in page
    assert not petition.data_requests.exists()
    desk(office, "petition").post(url, form | {"asked_on": "2026-09-24"})
    assert petition.data_requests.get().text == words


def test_too_many_words_are_refused_in_plain_chinese(office: Office) -> None:
    petition, person = own(office)
    url = f"/petitions/{petition.pk}/requests/"
    form = {"petitioner": person.pk, "kind": "correction", "text": "字" * 2001}
    page = desk(office, "petition").post(url, form).content.decode()
    assert "最多 2000 个字，请精简一些。" in page
    assert "确保该变量" not in page
