"""Complaints to the director and photos from the look-up page, of petitions and of cases."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image
from rest_framework.test import APIClient

from cases.models import Party
from mediation.core import calendar, clock
from mediation.core.models import Notice, Rule
from petitions import notices
from petitions.models import PublicWord
from petitions.notices.public import reminders
from petitions.services.words import complain
from tests.cases.factories import registration as case_registration
from tests.cases.factories import some_text
from tests.petitions.factories import Office
from tests.petitions.pages import desk
from tests.petitions.test_lookup import act, look, own, text

pytestmark = pytest.mark.django_db
SECRET = b"GPS-29.7031-107.3894"


@pytest.fixture(autouse=True)
def _morning(at: Callable[[str], Any]) -> None:
    at("2026-09-24 09:00")  # Thursday; 中秋 25…27 off


def test_a_complaint_is_the_directors_alone_and_answered_where_it_was_said(office: Office) -> None:
    petition, person = own(office)
    words, reply = some_text(12), some_text(12)
    assert "9月30日以前答复您" in act(look(person), "complaint", text=words)
    word = petition.public_words.get()
    told = Notice.objects.filter(subject=f"public_word:{word.pk}")
    assert [one.user for one in told] == [office.town.user("director")]
    assert words not in told[0].text
    page = desk(office, "director").get("/complaints/").content.decode()
    assert words in page
    assert person.name not in page
    assert "群众意见" in page
    assert "对办理有意见" in desk(office, "director").get("/").content.decode()
    for other in ("petition", "peace", "window", "discipline"):
        assert desk(office, other).get("/complaints/").status_code == 404
        answer = desk(office, other).post(f"/complaints/{word.pk}/answer/", {"answer": reply})
        assert answer.status_code == 404
    assert words not in desk(office, "petition").get(f"/petitions/{petition.pk}/").content.decode()
    director = desk(office, "director")
    director.post(f"/complaints/{word.pk}/answer/", {"answer": " "})
    word.refresh_from_db()
    assert word.answered_on is None
    assert director.post(f"/complaints/{word.pk}/answer/", {"answer": reply}).status_code == 302
    assert reply in look(person)
    assert "对办理有意见" not in director.get("/").content.decode()


def test_one_complaint_at_a_time(office: Office) -> None:
    petition, person = own(office)
    act(look(person), "complaint", text=some_text())
    assert "已经在主任那里了" in act(look(person), "complaint", text=some_text())
    assert petition.public_words.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        petition.public_words.update(due_on=None)


def test_a_party_of_a_case_complains_in_the_same_way(office: Office) -> None:
    api = APIClient()
    api.force_authenticate(office.town.user("window"))
    made = api.post("/api/v1/cases/", case_registration(), format="json")
    assert made.status_code == 201, made.json()
    words = some_text(12)
    word = complain_of_case(made.json()["id"], words)
    assert (word.case_id, word.petition_id) == (made.json()["id"], None)
    director = APIClient()
    director.force_authenticate(office.town.user("director"))
    listed = director.get("/api/v1/complaints/").json()
    assert [one["text"] for one in listed] == [words]
    answered = director.post(f"/api/v1/complaints/{word.pk}/answer/", {"answer": "已经换人办"})
    assert (answered.status_code, answered.json()["answered_on"]) == (200, "2026-09-24")
    again = director.post(f"/api/v1/complaints/{word.pk}/answer/", {"answer": "x"})
    assert (again.status_code, again.json()["code"]) == (409, "answered")
    assert api.get("/api/v1/complaints/").json() == []
    assert api.post(f"/api/v1/complaints/{word.pk}/answer/", {"answer": "x"}).status_code == 404


def test_a_note_about_a_case_is_read_by_those_of_its_file(office: Office) -> None:
    api = APIClient()
    api.force_authenticate(office.town.user("window"))
    made = api.post("/api/v1/cases/", case_registration(), format="json").json()
    party, words, anger = Party.objects.get(case=made["id"], role="applicant"), some_text(), "气"
    second = party.receipt_pin or party.phone[-4:]
    given = {"code": party.lookup_code, "second": second}
    page = text(Client(REMOTE_ADDR="10.7.7.7").post("/lookup/", given))
    assert "您还可以" in page
    assert "已经交给办理的人" in act(page, "note", text=words)
    act(page, "complaint", text=f"{anger}{words[::-1]}")
    url = f"/cases/{made['id']}/words/"
    read = desk(office, "village").get(url).content.decode()
    assert words in read
    assert words[::-1] not in read
    assert Notice.objects.filter(url=url, kind="public_note").exists()
    assert desk(office, "village2").get(url).status_code == 404


def complain_of_case(pk: int, words: str) -> PublicWord:
    return complain(Party.objects.get(case=pk, role="applicant"), words)


def test_the_director_is_reminded_until_he_answers(office: Office, at: Any) -> None:
    _, person = own(office)
    act(look(person), "complaint", text=some_text())
    word = PublicWord.objects.get()

    def steps(first: str, last: str) -> list[tuple[str, str]]:
        at(f"{last} 09:00")
        rows = reminders(clock.today().fromisoformat(first), clock.today(), calendar.load())
        return [(str(row.day), row.kind) for row in rows]

    found = steps("2026-09-24", "2026-10-08")
    assert found[-1] == ("2026-10-08", "over1")
    assert ("2026-09-30", "day") in found
    assert ("2026-09-29", "before1") in found
    PublicWord.objects.filter(pk=word.pk).update(
        answered_on="2026-09-28", answered_at=clock.now(), answered_by=office.town.user("director")
    )
    assert steps("2026-09-24", "2026-10-08") == []
    assert notices.still_due([]) == set()


def test_the_town_edits_the_three_days(office: Office) -> None:
    Rule.objects.filter(clock="COMPLAINT").update(length=2)
    _, person = own(office)
    assert "9月29日以前答复您" in act(look(person), "complaint", text=some_text())


# --- photos --------------------------------------------------------------------------------------


def photo(kind: str = "JPEG") -> bytes:
    """A red square with an EXIF comment that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, kind, exif=exif.tobytes())
    return out.getvalue()


def send(page: str, body: bytes, name: str = "我家.jpg", **more: Any) -> str:
    return act(page, "note", photo=SimpleUploadedFile(name, body, "image/jpeg"), **more)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_is_kept_without_where_it_was_taken(office: Office, kind: str) -> None:
    petition, person = own(office)
    body = photo(kind)
    assert SECRET in body
    assert "已经交给办理的人" in send(look(person), body)
    kept = petition.attachments.get()
    with default_storage.open(kept.stored_name.hex) as file:
        stored = file.read()
    assert SECRET not in stored
    assert not Image.open(io.BytesIO(stored)).getexif()
    assert Image.open(io.BytesIO(stored)).size == (40, 30)
    assert "我家" not in kept.name
    officer = desk(office, "petition")
    assert officer.get(f"/petitions/files/{kept.pk}/").status_code == 200
    assert desk(office, "window").get(f"/petitions/files/{kept.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"%PDF-1.7 not a photo", "这里只收照片"),
        (b"\xff\xd8\xff but no picture", "这张照片打不开"),
        (b"", "空的"),
    ],
)
def test_what_is_no_photo_is_not_kept(office: Office, body: bytes, words: str) -> None:
    petition, person = own(office)
    assert words in send(look(person), body, "photo.jpg")
    assert not petition.attachments.exists()
    assert not petition.public_words.exists()


def test_a_photo_may_not_be_too_large(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    petition, person = own(office)
    monkeypatch.setattr("mediation.core.photos.SIZE_LIMIT", len(photo()) - 1)
    assert "请换一张小一点的" in send(look(person), photo())
    monkeypatch.setattr("mediation.core.photos.SIZE_LIMIT", len(photo()))
    assert "已经交给办理的人" in send(look(person), photo())
    assert petition.attachments.count() == 1


def test_five_notes_a_day_are_enough(office: Office, at: Any) -> None:
    petition, person = own(office)
    page = look(person)
    for _ in range(5):
        assert "已经交给办理的人" in act(page, "note", text=some_text())
    assert "一天最多补充 5 次" in act(page, "note", text=some_text())
    at("2026-09-25 09:00")
    assert "已经交给办理的人" in act(look(person), "note", text=some_text())
    assert petition.public_words.count() == 6


# --- /about/ and its poster ----------------------------------------------------------------------


def test_about_and_the_poster_say_the_live_limits_and_the_reception_days(office: Office) -> None:
    for url in ("/about/", "/about/poster/"):
        page = text(Client().get(url))
        assert "受理后，作出处理意见：60 日" in page
        assert "确需延长的最多再延 30 日" in page
        assert "信访工作条例第34条" in page
    assert 'href="/about/poster/"' in text(Client().get("/about/"))
    assert (
        'href="/about/poster/"'
        in desk(office, "director").get("/petitions/receptions/").content.decode()
    )
    Rule.objects.filter(clock="PERSONAL_REQUEST").update(length=9)
    assert "答复您：9 工作日" in text(Client().get("/about/"))
