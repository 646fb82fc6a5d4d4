"""What a sheet looks like where a page ends; found by looking at pictures of long ones."""

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from cases.papers.layouts import People, Signatures
from cases.papers.table import PAPERS

SIGNED = [
    kind
    for kind, paper in PAPERS.items()
    if any(isinstance(block, Signatures) for block in paper.layout.blocks)
]


def words_of(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def is_kept(element: Any) -> bool:
    return element.find(f".//{qn('w:keepNext')}") is not None


@pytest.mark.parametrize("kind", SIGNED)
def test_nobody_signs_a_page_that_says_nothing(kind: str) -> None:
    """The words before the first line to sign, and that line, stay together; so do the words
    before those that may be left out."""
    paper = PAPERS[kind]
    lines = next(one.lines for one in paper.layout.blocks if isinstance(one, Signatures))
    sheet = Document(io.BytesIO(paper.template.read_bytes()))
    body = [one for one in sheet.element.body if one.tag in (qn("w:p"), qn("w:tbl"))]
    place = next(n for n, one in enumerate(body) if words_of(one) == lines[0])
    before = [one for one in body[:place] if not words_of(one).startswith("{%p")]
    assert is_kept(before[-1]) or not words_of(before[-1])  # the gap after a table is no words
    if words_of(body[place - 1]).startswith("{%p endif"):
        earlier = body[place - 4]  # before: if, the words themselves, endif
        assert is_kept(earlier) or earlier.tag == qn("w:tbl") or not words_of(earlier)


def test_what_is_said_of_one_person_is_not_torn_by_the_end_of_a_page() -> None:
    for kind, paper in PAPERS.items():
        people = [block for block in paper.layout.blocks if isinstance(block, People)]
        sheet = Document(io.BytesIO(paper.template.read_bytes()))
        whole = [
            row
            for table in sheet.tables
            for row in table.rows
            if "{{ one.text }}" in words_of(row._tr)
        ]
        assert len(whole) == len(people), kind
        for row in whole:
            assert row._tr.find(f".//{qn('w:cantSplit')}") is not None, kind
