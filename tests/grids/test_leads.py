"""苗头（随手拍）: one lead to one key, photos bare, four instants, the reporter answered (issue 6,
Build 3; domain.md §7 rows 11, 117)."""

import io
import random
import string
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from grids.enums import Role
from grids.models import Department, GridPoint, Lead, LeadPhoto, LeadStep
from grids.notices.leads import still_due
from grids.selectors import leads as seen
from grids.services import leads
from grids.services.lead_invariants import faults
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import Notice, User
from tests.factories import GRID, V1, V2, Town

pytestmark = pytest.mark.django_db
API = "/api/v1/leads/"
GPS = 0x8825  # the EXIF block that says where a photo was taken


@pytest.fixture(autouse=True)
def _monday(at: Any) -> None:
    at("2026-11-16 10:00")


def some_words() -> str:
    return "两家争晒坝" + "".join(random.choices(string.ascii_lowercase, k=10))


def opened(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def a_photo(name: str = "IMG_20261116_081200.jpg") -> SimpleUploadedFile:
    """As a phone takes it, with the place in it."""
    exif = Image.Exif()
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (29.0, 43.0, 12.0)
    exif[0x010F] = "PhoneMaker"
    out = io.BytesIO()
    colour = (random.randrange(256), 90, 120)
    Image.new("RGB", (40, 30), colour).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def typed(**more: Any) -> dict[str, Any]:
    """A report as the phone sends it."""
    return {
        "form_key": str(uuid.uuid4()),
        "kind": "dispute",
        "words": some_words(),
        "division": GRID,
        "risk": "yellow",
    } | more


def reported(user: User, **more: Any) -> Lead:
    return leads.report(user, **typed(**more)).lead


def told(lead: Lead) -> set[str]:
    return set(
        Notice.objects.filter(matter_key=lead.matter_key).values_list("user__username", flat=True)
    )


# --- reporting ------------------------------------------------------------------------------------


def test_the_same_key_is_one_lead_with_its_photos_however_often_it_is_sent(town: Town) -> None:
    phone, sent = opened(town.user("grid")), typed()
    first = phone.post(API, sent | {"photos": [a_photo(), a_photo()]})
    again = phone.post(API, sent | {"photos": [a_photo(), a_photo()]})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"] == "李苗〔2026〕1号"
    assert (Lead.objects.count(), LeadPhoto.objects.count()) == (1, 2)
    other = phone.post(API, sent | {"form_key": str(uuid.uuid4())})
    assert (other.status_code, other.json()["number"]) == (201, "李苗〔2026〕2号")
    assert list(faults()) == []


def test_somebody_elses_key_opens_nothing(town: Town) -> None:
    lead = reported(town.user("grid"))
    answer = opened(town.user("village2")).post(API, typed(form_key=str(lead.form_key)))
    assert answer.status_code == 409
    assert lead.number not in answer.content.decode()
    assert Lead.objects.count() == 1


def test_without_a_script_the_form_reports_with_its_photos(town: Town) -> None:
    phone, sent = opened(town.user("grid")), typed(act="report", place="晒坝边")
    page = phone.get("/leads/new/").content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert f'<option value="{GRID}" selected>' in page  # filled by his grid
    done = phone.post("/leads/new/", sent | {"photos": [a_photo()]})
    lead = Lead.objects.get()
    assert done.url == f"/leads/{lead.pk}/"
    assert (lead.grid.code, lead.division.code, lead.place) == (GRID, V1, "晒坝边")
    assert lead.unit.code == f"{V1}-committee"
    assert sent["words"] in phone.get(done.url).content.decode()


def test_words_and_a_place_are_asked_for_and_what_was_typed_stays(town: Town) -> None:
    phone, sent = opened(town.user("grid")), typed()
    page = phone.post("/leads/new/", sent | {"division": ""}).content.decode()
    assert "请选一下在哪里" in page
    assert sent["words"] in page
    wrong = phone.post(API, sent | {"words": " "})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["words"])
    assert not Lead.objects.exists()
    assert phone.post(API, sent).status_code == 201


def test_a_photo_keeps_nothing_but_the_picture(town: Town) -> None:
    phone, picture = opened(town.user("grid")), a_photo()
    assert b"PhoneMaker" in picture.read()
    picture.seek(0)
    answer = phone.post(API, typed(photos=[picture])).json()
    photo = LeadPhoto.objects.get()
    assert photo.name == "照片1.jpg"
    body = default_storage.open(photo.stored_name.hex).read()
    kept = Image.open(io.BytesIO(body))
    assert kept.size == (40, 30)
    assert not dict(kept.getexif())
    assert b"PhoneMaker" not in body
    path = f"/leads/{answer['id']}/photos/{photo.pk}/"
    assert b"".join(phone.get(path)) == body
    assert opened(town.user("village2")).get(path).status_code == 404


def test_what_is_no_photo_is_refused_and_nothing_is_kept(town: Town) -> None:
    file = SimpleUploadedFile("a.jpg", b"<html>", "image/jpeg")
    answer = opened(town.user("grid")).post(API, typed(photos=[file]))
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["photos"])
    assert not Lead.objects.exists()
    assert reported(town.user("grid")).short_number == 1  # its number was given back


def test_the_position_proposes_a_grid_and_is_kept_only_where_he_agreed(town: Town) -> None:
    grid = town.place(GRID)
    GridPoint.objects.create(division=grid, latitude="29.72000", longitude="107.21000")
    GridPoint.objects.create(division=town.v2, latitude="29.75000", longitude="107.25000")
    phone = opened(town.user("grid"))
    here = {"latitude": "29.72110", "longitude": "107.21090"}
    assert phone.post("/leads/nearest/", here).json()["code"] == GRID
    far = {"latitude": "31.20000", "longitude": "121.50000"}
    assert phone.post("/leads/nearest/", far).json()["code"] == ""
    assert phone.post("/leads/nearest/", {"latitude": "x", "longitude": "NaN"}).status_code == 400
    exact = "29.721100,107.210900"
    assert reported(town.user("grid")).position == ""
    agreed = reported(town.user("grid"), position=exact)
    assert Lead.objects.get(pk=agreed.pk).position == exact
    with connection.cursor() as cursor:
        cursor.execute("SELECT position, words FROM grids_lead WHERE id = %s", [agreed.pk])
        position, words = cursor.fetchone()
    assert exact not in position
    assert agreed.words not in words


def test_a_phone_whose_clock_runs_ahead_found_it_now(town: Town) -> None:
    now = clock.now()
    ahead = reported(town.user("grid"), found_at=now + timedelta(hours=5))
    before = reported(town.user("grid"), found_at=now - timedelta(hours=5))
    assert ahead.found_at == ahead.reported_at
    assert before.found_at == now - timedelta(hours=5)


def test_who_has_no_post_outside_reports_nothing(town: Town) -> None:
    for account in ("auditor", "petition", "discipline"):
        client = opened(town.user(account))
        assert client.get("/leads/new/").status_code == 404
        assert client.post(API, typed()).status_code == 404
    assert not seen.may_report(town.user("secadmin"))
    assert not Lead.objects.exists()
    assert opened(town.user("police")).post(API, typed()).status_code == 201


# --- who reads it ---------------------------------------------------------------------------------


def test_a_lead_is_read_by_its_reporter_its_grid_its_village_and_the_overseers(town: Town) -> None:
    lead = reported(town.user("police"))  # in the grid of `grid`, of which he is not
    readers = {"police", "grid", "village", "peace", "director"}
    for account in ("grid", "village", "village2", "peace", "director", "police", "leader"):
        is_reader = account in readers
        client = opened(town.user(account))
        page, api = client.get(f"/leads/{lead.pk}/"), client.get(f"{API}{lead.pk}/")
        assert {page.status_code, api.status_code} == ({200} if is_reader else {404}), account
        assert (lead.words in client.get("/leads/").content.decode()) is is_reader, account
        assert (lead.number in client.get(API).content.decode()) is is_reader, account
    elsewhere = reported(town.user("police"), division=V2)
    assert not seen.visible_leads(town.user("grid")).filter(pk=elsewhere.pk).exists()


def test_danger_is_told_at_once_and_read_by_those_who_follow_it(town: Town) -> None:
    calm, grave = reported(town.user("police")), reported(town.user("police"), has_danger=True)
    assert "peace" not in told(calm)
    assert {"village", "peace"} <= told(grave)
    assert Notice.objects.filter(matter_key=grave.matter_key, is_urgent=False).count() == 0
    passed = leads.pass_on(grave, town.user("village"), unit="500102011-guijian", words="违建")
    for account, reads in (("police", True), ("department", True), ("village", False)):
        page = opened(town.user(account)).get(f"/leads/{passed.pk}/").content.decode()
        assert ("人身危险" in page) is reads, account
        api = opened(town.user(account)).get(f"{API}{passed.pk}/").json()
        assert api["has_danger"] is (True if reads else None)


def test_no_notice_carries_a_word_of_it_and_a_taken_up_lead_is_not_announced(town: Town) -> None:
    lead = reported(town.user("grid"), settled="")
    leads.note(lead, town.user("grid"), words=some_words())
    texts = " ".join(Notice.objects.values_list("text", flat=True))
    assert lead.aloud in texts
    assert "晒坝" not in texts
    waiting = list(Notice.objects.filter(subject__endswith=":reported"))
    assert {one.pk for one in waiting} <= set(still_due(waiting))
    leads.follow(lead, town.user("village"))
    assert not {one.pk for one in waiting} & set(still_due(waiting))


# --- what becomes of it ---------------------------------------------------------------------------


def test_the_four_instants_and_the_answer_reach_the_reporter(town: Town, at: Any) -> None:
    at("2026-11-16 10:00")
    lead = reported(town.user("grid"), found_at=clock.now() - timedelta(minutes=40))
    at("2026-11-16 11:00")
    desk = opened(town.user("village"))
    assert desk.post(f"/leads/{lead.pk}/follow/").status_code == 302
    at("2026-11-16 15:30")
    answer = some_words()
    desk = opened(town.user("village"))  # half an hour later one signs in again
    desk.post(f"/leads/{lead.pk}/answer/", {"words": answer, "outcome": "handled"})
    lead.refresh_from_db()
    instants = (lead.found_at, lead.reported_at, lead.followed_at, lead.answered_at)
    assert [f"{clock.local(one):%H:%M}" for one in instants] == ["09:20", "10:00", "11:00", "15:30"]
    assert (lead.status, lead.outcome, lead.followed_by) == (
        "answered", "handled", town.user("village"),
    )  # fmt: skip
    page = opened(town.user("grid")).get(f"/leads/{lead.pk}/").content.decode()
    assert "给您的反馈" in page
    assert answer in page
    assert "grid" in told(lead)
    assert list(lead.steps.values_list("kind", flat=True)) == ["reported", "followed", "answered"]


def test_what_is_settled_on_the_spot_is_recorded_as_such(town: Town) -> None:
    phone, how = opened(town.user("grid")), some_words()
    asked = phone.post("/leads/new/", typed(act="settle"))
    assert "怎么调好的，写一句就行" in asked.content.decode()
    phone.post("/leads/new/", typed(act="settle", settled=how))
    lead = Lead.objects.get()
    assert (lead.status, lead.outcome, lead.answer) == ("answered", "on_spot", how)
    assert lead.reported_at == lead.followed_at == lead.answered_at
    # and by the mediator, later, of one that was reported to him
    other = reported(town.user("grid"))
    opened(town.user("village")).post(f"/leads/{other.pk}/settle/", {"words": how})
    other.refresh_from_db()
    assert (other.outcome, other.answered_by) == ("on_spot", town.user("village"))
    # "报给村里" does not settle, whatever stands in the folded field
    phone.post("/leads/new/", typed(act="report", settled=how))
    assert Lead.objects.order_by("pk").last().outcome == ""


def test_only_who_follows_it_acts_and_an_answered_lead_stays_answered(town: Town) -> None:
    lead = reported(town.user("police"))
    with pytest.raises(Refused, match="现在不能办"):
        leads.settle(lead, town.user("police"), words=some_words())  # he reported it, no more
    leads.settle(lead, town.user("grid"), words=some_words())  # it is in his grid
    again = opened(town.user("village")).post(
        f"{API}{lead.pk}/acts/", {"act": "answer", "words": "再答一次"}, "application/json"
    )
    assert (again.status_code, again.json()["code"]) == (409, "not_now")
    note = {"act": "note", "words": some_words()}
    added = opened(town.user("police")).post(f"{API}{lead.pk}/acts/", note, "application/json")
    assert added.status_code == 200  # what is seen later may always be added


def test_a_deputy_follows_in_his_place_and_the_step_says_so(town: Town) -> None:
    deputy, absent = town.hire("500102011209", Role.MEDIATOR), town.user("village")
    lead = reported(town.user("grid"))
    with pytest.raises(Refused, match="现在不能办"):
        leads.follow(lead, deputy)
    today = clock.today()
    absent.deputies.create(deputy=deputy, from_on=today, to_on=today)
    deputy = User.objects.get(pk=deputy.pk)
    leads.follow(lead, deputy)
    step = LeadStep.objects.get(kind="followed")
    assert (step.by, step.on_behalf_of) == (deputy, absent)


def test_passed_on_the_new_unit_follows_and_the_village_still_reads(town: Town) -> None:
    lead = reported(town.user("grid"), kind="appeal")
    unit = Department.objects.get(code="500102011-guijian")
    desk, why = opened(town.user("village")), some_words()
    desk.post(f"/leads/{lead.pk}/pass/", {"unit": unit.code, "words": why})
    lead.refresh_from_db()
    assert (lead.unit, lead.status) == (unit, "following")
    assert "department" in told(lead)
    assert why in desk.get(f"/leads/{lead.pk}/").content.decode()
    leads.answer(lead, town.user("department"), words=some_words())
    other = reported(town.user("grid"))
    with pytest.raises(Refused, match="从列出的单位里选"):
        leads.pass_on(other, town.user("village"), unit=f"{V2}-committee", words="别的村")


def test_numbers_of_persons_are_masked_wherever_the_lead_is_read(town: Town) -> None:
    phone = f"139{random.randrange(10**8):08d}"
    lead = reported(town.user("grid"), words=f"{some_words()} 电话{phone}")
    client = opened(town.user("village"))
    for path in ("/leads/", f"/leads/{lead.pk}/", API, f"{API}{lead.pk}/"):
        shown = client.get(path).content.decode()
        assert phone not in shown
        assert phone[-4:] in shown, path


def test_the_database_holds_what_a_lead_may_be(town: Town) -> None:
    lead = reported(town.user("grid"), kind="suggestion")
    settled = reported(town.user("grid"), settled="讲和了")
    wrong: tuple[tuple[Lead, dict[str, Any]], ...] = (
        (lead, {"status": "answered"}),
        (lead, {"outcome": "handled"}),
        (lead, {"found_at": clock.now() + timedelta(days=1)}),
        (lead, {"risk": "purple"}),
        (settled, {"kind": "suggestion", "outcome": "case"}),
    )
    for row, change in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Lead.objects.filter(pk=row.pk).update(**change)
    assert Lead.objects.filter(pk=lead.pk).update(risk="red") == 1


def test_list_and_detail_ask_the_same_number_of_queries_for_few_and_many(town: Town) -> None:
    reporter, desk = town.user("grid"), opened(town.user("village"))
    first = reported(reporter)
    pages = ("/leads/?status=reported&kind=dispute", f"/leads/{first.pk}/", API)

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    asked()  # the session is renewed once
    few = asked()
    for _ in range(12):
        reported(reporter, pictures=[a_photo()])
    assert asked() == few
