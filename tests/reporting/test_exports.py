"""Lists of cases as files: only what the reader sees, only for him, only for seven days."""

import io
from datetime import date

import openpyxl
import pytest
from rest_framework.test import APIClient

from cases import services as case_services
from cases.exports import COLUMNS
from reporting import services, tasks
from reporting.models import Export
from tests.cases.factories import fields_for, registration, some_text
from tests.factories import V1, V2

pytestmark = pytest.mark.usefixtures("at_once")


@pytest.fixture
def at_once(monkeypatch):
    """The worker's part is done in the call; the commit is the test's own."""
    started = []
    monkeypatch.setattr(tasks.write_export, "delay", started.append)
    return started


def register(town, **more):
    return case_services.register(town.user("window"), **registration(**more)).case


def made(user, **params):
    export = services.request_export(user, params, "check")
    assert tasks.write_export(str(export.pk))
    export.refresh_from_db()
    return export


def rows_of(content: bytes):
    """Headings and lines; the last line says how many."""
    sheet = openpyxl.load_workbook(io.BytesIO(content))["案件台账"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[-1][0] == f"共 {len(rows) - 2} 条"
    return rows[:-1]


def test_a_file_has_the_cases_of_its_owner_and_no_others(town):
    here, there = register(town, division=V1), register(town, division=V2)
    for account, numbers in (
        ("village", {here.number}),
        ("village2", {there.number}),
        ("peace", {here.number, there.number}),
    ):
        export = made(town.user(account))
        rows = rows_of(export.file.read())
        assert rows[0] == list(COLUMNS)
        assert {row[0] for row in rows[1:]} == numbers
        assert (export.state, export.done_rows, export.total_rows) == (
            "done",
            len(numbers),
            len(numbers),
        )


def test_a_file_names_nobody_in_full_and_has_no_number(town):
    name, phone, words = f"赵{some_text()}", "13912345678", some_text()
    case = register(
        town,
        division=V1,
        narrative=f"为{words}起了争执，电话 {phone}",
        keeps_numbers=True,
        parties=[
            {"role": "applicant", "kind": "person", "name": name, "phone": phone},
            {"role": "respondent", "kind": "person", "name": "待查"},
        ],
    )
    rows = rows_of(made(town.user("peace")).file.read())
    line = dict(zip(rows[0], rows[1], strict=True))
    assert line["案号"] == case.number
    assert line["当事人"] == "赵某 与 待某"
    assert words in line["简要情况"]
    text = str(rows)
    assert name not in text
    assert phone not in text


def test_what_is_above_the_readers_level_is_absent(town):
    words = some_text()
    case = register(town, division=V1, narrative=f"为{words}起了争执")
    case_services.move(case, "accept", town.user("village"), consent=True)
    file_reader = rows_of(made(town.user("peace")).file.read())
    assert words in str(file_reader)
    case_services.move(case, "escalate", town.user("village"), **fields_for("escalate", case))
    police = rows_of(made(town.user("police")).file.read())
    assert [row[0] for row in police[1:]] == [case.number]
    assert words not in str(police)


def test_filters_are_those_of_the_list(town):
    register(town, division=V1, category="02")
    other = register(town, division=V1, category="07")
    rows = rows_of(made(town.user("peace"), category="07").file.read())
    assert [row[0] for row in rows[1:]] == [other.number]


def test_only_the_owner_fetches_the_file_and_only_while_it_is_kept(town, at):
    register(town, division=V1)
    at("2026-10-02 09:00")
    export = made(town.user("peace"))
    address = f"/api/v1/exports/{export.pk}/"
    client, stranger = APIClient(), APIClient()
    client.force_authenticate(town.user("peace"))
    stranger.force_authenticate(town.user("director"))
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}file/").status_code == 404
    assert client.get(address).json()["state"] == "done"
    answer = client.get(f"{address}file/")
    assert len(rows_of(b"".join(answer.streaming_content))) == 2
    at("2026-10-09 09:00")
    assert services.expire_exports() == 0
    at("2026-10-09 09:01")
    assert tasks.expire_exports() == 1
    assert client.get(f"{address}file/").status_code == 409
    assert Export.objects.get().params == {}


def test_a_file_past_its_seven_days_is_refused_before_anybody_has_deleted_it(town, at):
    register(town)
    peace = town.user("peace")
    api = APIClient()
    api.force_authenticate(peace)
    at("2026-11-14 10:00")
    export = made(peace)
    at("2026-11-21 10:00")
    assert api.get(f"/api/v1/exports/{export.pk}/file/").status_code == 200
    at("2026-11-21 10:01")
    answer = api.get(f"/api/v1/exports/{export.pk}/file/")
    assert (answer.status_code, answer.json()["code"]) == (409, "expired")
    export.refresh_from_db()
    assert (export.state, export.accesses.count()) == ("done", 1)


def test_a_list_that_asks_for_itself_keeps_nobody_signed_in(town, client, at):
    at("2026-11-14 10:00")
    client.force_login(town.user("peace"))
    client.get("/exports/")
    seen = client.session["seen"]
    at("2026-11-14 10:20")
    assert client.get("/exports/", headers={"HX-Request": "true"}).status_code == 200
    assert client.session["seen"] == seen
    client.get("/exports/")
    assert client.session["seen"] > seen


def test_asking_by_the_api_writes_the_request_and_starts_the_worker(
    town, at_once, django_capture_on_commit_callbacks
):
    client = APIClient()
    client.force_authenticate(town.user("peace"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            "/api/v1/exports/", {"params": {"category": "02"}, "purpose": "report"}, format="json"
        )
    assert answer.status_code == 201
    body = answer.json()
    assert (body["state"], body["total_rows"], body["file"]) == ("waiting", 0, None)
    assert at_once == [body["id"]]
    assert client.get(f"/api/v1/exports/{body['id']}/file/").status_code == 409
    wrong = client.post(
        "/api/v1/exports/", {"params": {"tier": "nowhere"}, "purpose": "report"}, format="json"
    )
    assert wrong.status_code == 400
    assert "tier" in wrong.json()["fields"]


def test_the_page_asks_shows_and_cancels(town, client, django_capture_on_commit_callbacks):
    register(town, division=V1)
    client.force_login(town.user("peace"))
    assert "还没有导出过" in client.get("/exports/").content.decode()
    for _ in range(4):
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/exports/", {"status": "registered", "for": "meeting"})
    first, *others = Export.objects.order_by("created_at")
    assert len(others) == 2
    assert tasks.write_export(str(first.pk))
    client.post(f"/exports/{others[0].pk}/cancel/")
    assert not tasks.write_export(str(others[0].pk))
    text = client.get("/exports/").content.decode()
    assert f"/exports/{first.pk}/file/" in text
    assert "已取消" in text
    assert client.get(f"/exports/{first.pk}/file/").status_code == 200


def test_a_job_delivered_twice_makes_one_file(town):
    register(town, division=V1)
    export = made(town.user("peace"))
    assert not tasks.write_export(str(export.pk))
    assert rows_of(export.file.read())[1][0]


def test_a_file_that_cannot_be_made_says_so(town, monkeypatch):
    export = services.request_export(town.user("peace"), {}, "check")

    def broken(*args, **more):
        raise OSError("no room")

    monkeypatch.setattr("reporting.exports.as_list.write", broken)
    with pytest.raises(OSError, match="no room"):
        tasks.write_export(str(export.pk))
    export.refresh_from_db()
    assert export.state == "failed"
    assert "再生成一次" in export.message
    assert export.created_at.date() <= date(2026, 10, 1)
