"""Files of a matter: what may be stored, under which name, and how it is handed out."""

import hashlib
import zipfile
from typing import IO, Any, NamedTuple
from uuid import UUID, uuid4

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from mediation.core.errors import Refused
from mediation.core.models import AbstractAttachment, FileType

SIZE_LIMIT = 20 * 1024 * 1024
_SIGNATURES = {
    b"%PDF-": FileType.PDF,
    b"\xff\xd8\xff": FileType.JPG,
    b"\x89PNG\r\n\x1a\n": FileType.PNG,
}
_OFFICE_PARTS = {"word/document.xml": FileType.DOCX, "xl/workbook.xml": FileType.XLSX}


class Stored(NamedTuple):
    """The columns of an AbstractAttachment that come from the file itself."""

    name: str
    stored_name: UUID
    file_type: FileType
    size: int
    sha256: str


def sniff(file: IO[bytes]) -> FileType | None:
    """The type by what is inside, whatever the name says; None for one that is not taken."""
    file.seek(0)
    head = file.read(8)
    for signature, file_type in _SIGNATURES.items():
        if head.startswith(signature):
            return file_type
    return _office_type(file) if head.startswith(b"PK\x03\x04") else None


def _office_type(file: IO[bytes]) -> FileType | None:
    """Word and Excel without macros. Names of the parts are read, nothing is unpacked."""
    try:
        parts = set(zipfile.ZipFile(file).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return None
    if "[Content_Types].xml" not in parts or any("vbaProject" in part for part in parts):
        return None
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in parts), None)


def store(upload: "UploadedFile[Any]", field: str = "file") -> Stored:
    """Keep an upload under a random name, outside the static files.

    Raises Refused (`invalid_file`, `needs_file`) for an empty, a too large or an unknown file.
    """
    size = upload.size or 0
    if not size:
        raise Refused("needs_file", "这个文件是空的，请重新选一个", field=field)
    if size > SIZE_LIMIT:
        limit = SIZE_LIMIT // 1024 // 1024
        raise Refused("invalid_file", f"文件超过 {limit} MB，请压缩或分成几份", field=field)
    file_type = sniff(upload)
    if file_type is None:
        message = "只收 PDF、JPG、PNG、Word（docx）、Excel（xlsx），不带宏"
        raise Refused("invalid_file", message, field=field)
    upload.seek(0)
    digest = hashlib.file_digest(upload, "sha256").hexdigest()
    upload.seek(0)
    stored_name = uuid4()
    default_storage.save(stored_name.hex, upload)
    name = (upload.name or "").replace("\\", "/").rsplit("/", 1)[-1].strip()
    return Stored(name[-200:] or f"附件.{file_type}", stored_name, file_type, size, digest)


def response_for(attachment: AbstractAttachment) -> FileResponse:
    """The file as a download, never as a page. The caller has checked who is asking."""
    response = FileResponse(
        default_storage.open(attachment.stored_name.hex),
        as_attachment=True,
        filename=attachment.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def response_of(body: bytes, name: str) -> HttpResponse:
    """Bytes made just now, as a download. The caller has checked who is asking."""
    response = HttpResponse(body, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
