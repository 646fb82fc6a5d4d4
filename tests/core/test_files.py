"""Files are taken by what is inside, and handed out as downloads only."""

import hashlib
import io
import secrets
import zipfile
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory

from mediation.core import clock, files
from mediation.core.errors import Refused
from mediation.core.models import FileType, User
from mediation.core.views import Download
from tests.core.things import Thing, ThingFile, things_in_the_database

PDF = b"%PDF-1.7\n%"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


def office(*parts: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return body.getvalue()


DOCX = office("[Content_Types].xml", "word/document.xml")
XLSX = office("[Content_Types].xml", "xl/workbook.xml")
MACROS = office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")


def upload(content: bytes, name: str = "现场.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "pdf"), (PNG, "png"), (JPG, "jpg"), (DOCX, "docx"), (XLSX, "xlsx")],
)
def test_the_five_types_are_taken_whatever_they_are_called(content: bytes, kind: str) -> None:
    stored = files.store(upload(content, "page.html"))
    assert stored.file_type == FileType(kind)
    assert stored.size == len(content)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00",
        b" %PDF-1.7",
        b"GIF89a",
        MACROS,
        office("anything.txt"),
        office("word/document.xml"),
        b"PK\x03\x04 broken",
    ],
)
def test_everything_else_is_refused_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        files.store(upload(content, "合同.pdf"))
    assert (refused.value.code, refused.value.status) == ("invalid_file", 400)


def test_an_empty_file_and_one_past_twenty_megabytes_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        files.store(upload(b""))
    assert refused.value.code == "needs_file"
    limit = 20 * 1024 * 1024
    assert files.store(upload(PDF + b"0" * (limit - len(PDF)))).size == limit
    with pytest.raises(Refused, match="20 MB"):
        files.store(upload(PDF + b"0" * (limit + 1 - len(PDF))))


def test_a_stored_name_says_nothing_and_the_given_name_has_no_folder() -> None:
    stored = files.store(upload(PDF, "..\\..\\etc\\张三身份证.pdf"))
    assert stored.name == "张三身份证.pdf"
    assert "张三" not in stored.stored_name.hex


@pytest.fixture
def attachment(db: None) -> Iterator[ThingFile]:
    with things_in_the_database():
        user = User.objects.create(username="window", name="周敏")
        content = PDF + secrets.token_bytes(50)
        stored = files.store(upload(content, "调解协议.pdf"))
        row = ThingFile.objects.create(
            thing=Thing.objects.create(),
            uploaded_by=user,
            uploaded_at=clock.now(),
            **stored._asdict(),
        )
        row.content = content
        yield row


def test_a_file_is_a_download_and_never_a_page(attachment: ThingFile) -> None:
    response = files.response_for(attachment)
    assert b"".join(response.streaming_content) == attachment.content
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    assert "no-store" in response["Cache-Control"]


def test_a_file_goes_to_whom_the_app_lets_see_it_and_to_nobody_else(attachment: ThingFile) -> None:
    request = RequestFactory().get("/")
    request.user = attachment.uploaded_by
    own = Download.as_view(allowed=lambda user: ThingFile.objects.filter(uploaded_by=user))
    response = own(request, pk=attachment.pk)
    assert b"".join(response.streaming_content) == attachment.content
    none = Download.as_view(allowed=lambda user: ThingFile.objects.none())
    with pytest.raises(Http404):
        none(request, pk=attachment.pk)
    with pytest.raises(Http404):
        Download.as_view()(request, pk=attachment.pk)
