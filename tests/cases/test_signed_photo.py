"""The photo of the signed agreement is taken where the agreement is written (screen i2)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.enums import Status
from tests.cases.agreements import TICKS, client_of, mediating, now, officer, post, settle
from tests.cases.factories import Cast, some_text

pytestmark = pytest.mark.django_db
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 32


def photo(content: bytes = JPG) -> SimpleUploadedFile:
    return SimpleUploadedFile("协议.jpg", content, content_type="image/jpeg")


def typed(case: Any, **more: Any) -> dict[str, Any]:
    ticks = dict.fromkeys(TICKS, "on")
    return {"form": "written", "terms": some_text(), "version": case.version, **ticks, **more}


def test_the_photo_becomes_a_file_of_the_agreement_signed_by_all(scene: Cast) -> None:
    case = mediating(scene)
    client, url = client_of(officer(scene)), f"/cases/{case.pk}/moves/settle/"
    page = client.get(url).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file" name="photo"' in page
    answer = client.post(url, typed(case, photo=photo()))
    assert answer.status_code == 302, answer.content.decode()
    file = case.attachments.get()
    assert (file.paper, file.is_record) == (case.papers.get(kind="agreement"), True)
    names = [one.name for one in case.parties.order_by("position")]
    assert file.signed_by == "、".join([*names, officer(scene).name])
    assert now(case).status == Status.SETTLED


def test_without_a_photo_it_is_settled_all_the_same(scene: Cast) -> None:
    case = mediating(scene)
    client_of(officer(scene)).post(f"/cases/{case.pk}/moves/settle/", typed(case))
    assert now(case).status == Status.SETTLED
    assert not case.attachments.exists()


def test_a_file_that_is_no_photo_settles_nothing(scene: Cast) -> None:
    """The type is read from the content, whatever the name says."""
    case, words = mediating(scene), some_text()
    url = f"/cases/{case.pk}/moves/settle/"
    wrong = typed(case, photo=photo(b"MZ" + b"0" * 64), terms=words)
    page = client_of(officer(scene)).post(url, wrong).content.decode()
    assert "只收 PDF" in page
    assert words in page
    assert "请再拍一次或再选一次" in page
    assert now(case).status == Status.MEDIATING
    assert not case.attachments.exists()
    assert not case.papers.filter(kind="agreement").exists()


def test_what_was_agreed_by_word_of_mouth_keeps_its_photo_in_the_record(scene: Cast) -> None:
    case = mediating(scene)
    fields = {"form": "oral", "terms": some_text(), "signed": "on", "version": case.version}
    url = f"/cases/{case.pk}/moves/settle/"
    client_of(officer(scene)).post(url, fields | {"harmless": "on", "photo": photo()})
    file = case.attachments.get()
    assert (file.paper, file.is_record, now(case).outcome) == (None, True, "oral")


def test_over_the_api_with_the_move_or_after_it(scene: Cast) -> None:
    client, case = client_of(officer(scene)), mediating(scene)
    url = f"/api/v1/cases/{case.pk}/moves/"
    answer = client.post(url, typed(case, verb="settle", photo=photo()))
    assert answer.status_code == 200, answer.content
    assert case.attachments.get().paper == case.papers.get(kind="agreement")
    other, words = settle(scene, mediating(scene)), some_text()
    paper = other.papers.get(kind="agreement")
    url = f"/api/v1/cases/{other.pk}/papers/{paper.pk}/scan/"
    answer = client.post(url, {"file": photo(), "signed_by": words})
    assert (answer.status_code, answer.json()["signed_by"]) == (201, words)
    assert other.attachments.get().paper == paper
    wrong = client.post(url, {"file": photo(b"MZ" + b"0" * 64), "signed_by": words})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid_file")
    stranger = client_of(scene.bystander)
    assert stranger.post(url, {"file": photo(), "signed_by": words}).status_code == 404
    assert post(officer(scene), other, "note").status_code == 400  # JSON is read as before
