"""Word templates and PDFs: printed as typed, nothing unsafe taken in, every typeface inside."""

import io
import random
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from mediation.core import documents
from mediation.core.errors import Refused


def template(*lines: str) -> bytes:
    sheet = Document()
    for line in lines:
        sheet.add_paragraph(line)
    out = io.BytesIO()
    sheet.save(out)
    return out.getvalue()


def with_part(docx: bytes, name: str, body: bytes) -> bytes:
    """The same file with one part put in or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, body)
    return out.getvalue()


def part_of(docx: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(docx)).read(name)


def some_words(size: int = 8) -> str:
    return "".join(chr(random.randrange(0x4E00, 0x9FA0)) for _ in range(size))


@pytest.mark.parametrize("sign", ["<", "&", "{{", "}}", "{%", "<w:p/>", "&amp;", '"', "\x0b"])
def test_a_text_prints_as_it_was_typed(sign: str) -> None:
    typed = f"{some_words()}{sign}{some_words()}"
    made = documents.render(template("甲{{ words }}乙"), {"words": typed})
    assert f"甲{typed.replace(chr(11), '')}乙" in documents.text_of(made)


def test_each_line_of_a_text_is_a_paragraph() -> None:
    first, second = some_words(), some_words()
    made = documents.render(template("{{ words }}"), {"words": f"{first}\r\n{second}"})
    found = [one.text for one in Document(io.BytesIO(made)).paragraphs]
    assert [text for text in found if text] == [first, second]


def test_a_template_names_its_fields() -> None:
    made = template("{{ one }}", "{% for row in rows %}{{ row.cell }}{% endfor %}")
    assert documents.fields_of(made) == {"one", "rows"}


@pytest.mark.parametrize(
    "line",
    ["{{ nobody }}", "{{ words.__class__ }}", "{% for %}", "{{ words", "{{ range(9) }}"],
)
def test_a_template_that_cannot_be_filled_is_refused(line: str) -> None:
    assert documents.render(template("{{ words }}"), {"words": "好"})
    with pytest.raises(Refused) as refused:
        documents.render(template(line), {"words": "好"})
    assert refused.value.code == "invalid_template"


def check(docx: bytes) -> None:
    sample = {"name": "〖name〗", "day": "〖day〗", "note": "〖note〗"}
    words = {"name": "〖name〗", "day": "〖day〗"}
    documents.check_template(docx, sample, words, {"name": "姓名", "day": "日期"})


def test_a_template_with_an_unknown_or_a_missing_field_is_refused_by_name() -> None:
    check(template("{{ name }} {{ day }} {{ note }}"))
    check(template("{{ name }} {{ day }}"))  # what is not required may be left out
    with pytest.raises(Refused, match="hobby"):
        check(template("{{ name }} {{ day }} {{ hobby }}"))
    with pytest.raises(Refused, match="日期"):
        check(template("{{ name }}"))
    with pytest.raises(Refused, match="姓名、日期"):
        check(template("{{ note }}"))
    with pytest.raises(Refused, match="日期"):
        check(template("{{ name }}{% if false %}{{ day }}{% endif %}"))


RELATIONS = "word/_rels/document.xml.rels"
OUTSIDE = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/attachedTemplate" Target="http://192.0.2.1/x" TargetMode="External"/>'
)


def spoiled(kind: str) -> bytes:
    docx = template("{{ name }} {{ day }}")
    body = part_of(docx, "word/document.xml")
    if kind == "a macro":
        return with_part(docx, "word/vbaProject.bin", b"x")
    if kind == "an embedded program":
        return with_part(docx, "word/embeddings/oleObject1.bin", b"x")
    if kind == "an outside link":
        links = part_of(docx, RELATIONS)
        return with_part(docx, RELATIONS, links.replace(b"</Relat", OUTSIDE + b"</Relat"))
    if kind == "a field that fetches":
        run = b'<w:r><w:instrText>INCLUDETEXT "x"</w:instrText></w:r></w:p>'
        return with_part(docx, "word/document.xml", body.replace(b"</w:p>", run, 1))
    if kind == "an entity":
        head = body.replace(b"<w:document", b'<!DOCTYPE d [<!ENTITY a "b">]><w:document', 1)
        return with_part(docx, "word/document.xml", head)
    if kind == "a bomb":
        return with_part(docx, "word/media/a.bin", b"0" * (documents.UNPACKED_LIMIT + 1))
    if kind == "half a file":
        return docx[: len(docx) // 2]
    return b"PK\x03\x04" + random.randbytes(200)


@pytest.mark.parametrize(
    "kind",
    [
        "a macro",
        "an embedded program",
        "an outside link",
        "a field that fetches",
        "an entity",
        "a bomb",
        "half a file",
        "noise",
    ],
)
def test_what_is_no_plain_word_file_is_refused(kind: str) -> None:
    check(template("{{ name }} {{ day }}"))
    with pytest.raises(Refused) as refused:
        check(spoiled(kind))
    assert refused.value.code == "invalid_file"
    assert refused.value.status == 400


def test_two_files_become_two_pdfs_in_their_order(tmp_path: Path) -> None:
    first, second = some_words(), some_words()
    sources = [
        documents.render(template("{{ words }}", "尾"), {"words": words})
        for words in (first, second)
    ]
    made = documents.to_pdfs(sources)
    texts = []
    for place, pdf in enumerate(made):
        path = tmp_path / f"{place}.pdf"
        path.write_bytes(pdf)
        assert documents.pages(pdf) == 1
        texts.append(
            subprocess.run(
                ["pdftotext", path, "-"], capture_output=True, text=True, check=True
            ).stdout
        )
    assert first in re.sub(r"\s", "", texts[0])
    assert second in re.sub(r"\s", "", texts[1])


def test_without_a_converter_one_is_told_what_else_helps(monkeypatch: Any) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Refused) as refused:
        documents.to_pdf(template("x"))
    assert refused.value.code == "no_converter"
    assert "Word" in refused.value.sentence
