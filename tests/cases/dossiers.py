"""What the tests of dossier and archive share: small PDFs and pictures, a case ready to be bound."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from fpdf import FPDF
from PIL import Image

from cases import services
from cases.enums import Document, DossierPart, Tier
from cases.models import Attachment, Case
from cases.services.dossier import place_file
from cases.services.issuing import issue_paper
from mediation.core.models import User
from tests.cases.factories import Cast, act, close, register, some_text

OFFICER = Tier.VILLAGE


def a_pdf(pages: int, words: str = "sheet") -> bytes:
    pdf = FPDF()
    for number in range(pages):
        pdf.add_page()
        pdf.set_font("helvetica", size=12)
        pdf.cell(text=f"{words}{number}")
    return bytes(pdf.output())


def a_picture(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "green").save(out, kind)
    return out.getvalue()


def add(
    case: Case, by: User, name: str, body: bytes, part: str = "", *, is_record: bool = False
) -> Attachment:
    file = services.attach(case, by, SimpleUploadedFile(name, body), is_record=is_record)
    return place_file(case, by, file.pk, part)


def settled(cast: Cast, **more: Any) -> Case:
    """Talked over once and settled in writing at the village."""
    officer = cast.members[OFFICER]
    case = act(register(cast), "accept", officer)
    case = act(case, "record", officer, minutes=some_text(), outcome="agreed")
    return act(case, "settle", officer, form="written", terms=some_text(), **more)


def names_in(package: bytes) -> list[str]:
    return sorted(zipfile.ZipFile(io.BytesIO(package)).namelist())


def complete(cast: Cast, **more: Any) -> Case:
    """Settled by word of mouth with every paper that a dossier must hold (domain.md §2.1), closed."""
    officer = cast.members[OFFICER]
    case = act(register(cast, **more), "accept", officer)
    issue_paper(case, Document.RIGHTS, officer)
    add(case, officer, "身份证.jpg", a_picture(), DossierPart.IDENTITY)
    case = act(case, "settle", officer, form="oral", terms=some_text())
    issue_paper(case, Document.ORAL_AGREEMENT, officer)
    return close(cast, case)
