"""Opening a workbook the way an office does: LibreOffice prints it, and the print is read."""

import io
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

from mediation.core import documents

SECONDS = 600  # the first start of LibreOffice on a busy machine
MM = 72 / 25.4


@dataclass(frozen=True)
class Print:
    """The pages of one workbook: what stands on each, and how large it is in millimetres."""

    words: tuple[str, ...]
    sizes: tuple[tuple[int, int], ...]


def printed(folder: Path, books: dict[str, bytes]) -> dict[str, Print]:
    """Every workbook by its name, printed at one start of LibreOffice."""
    program = documents.converter()
    assert program is not None, "LibreOffice is needed to open the forms"
    for name, content in books.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    command = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *(str(folder / f"{name}.xlsx") for name in books),
    ]
    environment = {
        "HOME": str(folder),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    done = subprocess.run(
        command, env=environment, capture_output=True, timeout=SECONDS, check=True
    )
    for name in books:
        said = done.stderr.decode(errors="replace")
        assert (folder / f"{name}.pdf").exists(), f"LibreOffice Calc gave no {name}.pdf: {said}"
    return {name: _read((folder / f"{name}.pdf").read_bytes()) for name in books}


def _read(content: bytes) -> Print:
    pages = PdfReader(io.BytesIO(content)).pages
    return Print(
        tuple("".join((page.extract_text() or "").split()) for page in pages),
        tuple(
            (round(float(page.mediabox.width) / MM), round(float(page.mediabox.height) / MM))
            for page in pages
        ),
    )
