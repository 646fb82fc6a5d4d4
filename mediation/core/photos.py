"""Photos that people send from their phones: only the picture is kept, never where and when it was
taken or by which phone (EXIF, XMP, comments)."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from PIL import Image, ImageOps

from mediation.core.errors import Refused
from mediation.core.files import sniff
from mediation.core.models import FileType

SIZE_LIMIT = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
QUALITY = 88
FORMATS = {FileType.JPG: "JPEG", FileType.PNG: "PNG"}


def bare(upload: "UploadedFile[Any]", name: str, field: str = "photo") -> SimpleUploadedFile:
    """The picture drawn anew under our own name, so that nothing of the sent file remains.

    The type is what is inside. Raises `Refused`: needs_file · invalid_file.
    """
    size = upload.size or 0
    if not size:
        raise Refused("needs_file", "这张照片是空的，请重新选一张。", field=field)
    if size > SIZE_LIMIT:
        limit = SIZE_LIMIT // 1024 // 1024
        raise Refused("invalid_file", f"照片超过 {limit} MB，请换一张小一点的。", field=field)
    file_type = sniff(upload)
    if file_type not in FORMATS:
        raise Refused("invalid_file", "这里只收照片（JPG、PNG）。", field=field)
    upload.seek(0)
    try:
        picture = Image.open(upload, formats=list(FORMATS.values()))
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused("invalid_file", "照片的尺寸太大，请换一张小一点的。", field=field)
        body = _drawn_anew(picture, FORMATS[file_type])
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refused("invalid_file", "这张照片打不开，请换一张。", field=field) from None
    return SimpleUploadedFile(f"{name}.{file_type}", body)


def _drawn_anew(picture: Image.Image, kind: str) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    clean = Image.new("RGB", upright.size, "white")
    flat = upright.convert("RGBA")
    clean.paste(flat, mask=flat.getchannel("A"))
    out = io.BytesIO()
    clean.save(out, kind, quality=QUALITY)
    return out.getvalue()
