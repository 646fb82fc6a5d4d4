"""Letters F1–F16 (domain.md §2.2): fields in the official order, required ones, the house's files."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from cases.papers.drawing import draw
from cases.papers.layouts import People
from mediation.core import documents
from petitions.enums import Letter
from petitions.letters.table import LETTERS
from tests.cases.test_papers import plain, words

# domain.md §2.2 read by hand: the fields of each letter, in its order; what may stay empty in brackets.
ORDER: dict[str, str] = {
    "registration": "petition_number registered_at registered_by channel came occurrence people"
    " head_count [place] purpose [content] narrative demands prior_step [files] [talk] [handling]",
    "acceptance": "names received_on channel title way procedure limit contact query",
    "decline": "names received_on channel title ground basis [detail] to contact signer",
    "not_again": "names received_on channel title final_number basis [detail] contact signer",
    "guidance": "names received_on channel title way to time_limit basis [detail] contact",
    "forwarding": "to names received_on channel title narrative demands reason [files] contact",
    "forward_notice": "names received_on channel title to reason contact query",
    "assignment": "to names received_on channel title narrative demands text due_on [files] contact",
    "objection": "sent_by external_number names received_on title reason [to] contact",
    "extension": "names received_on channel title accepted_on reason days due_on signer contact"
    " query",
    "opinion": "names received_on channel title came accepted_on demands answers [resolution]"
    " review_body contact query signer",
    "review": "names office body requested_on title demands [found] result decided_on",
    "final": "names office body requested_on title demands [found] result decided_on",
    "receipt": "letter letter_number to [time] [place] [way] [outcome] [deliverer] [witness]",
    "hearing": "time [place] [people] title text [view]",
    "report": "unit assignment_number title due_on basics [inquiry] text [attitude] [files]",
    "settlement": "people respondent narrative terms performance copies",
    "urgent": "time place head_count demands cause state measures advice reporter contact",
    "reception": "period leader time place names head_count demands answer [due_on] [result]",
}
AROUND = ("issuer", "number", "on", "petition_number")
# What the refusal calls a field that is missing.
LABELS = {
    ("registration", "narrative"): "反映的主要问题、事实和理由",
    ("acceptance", "limit"): "办理期限",
    ("decline", "to"): "应当向何机关提出",
    ("decline", "signer"): "签发人",
    ("not_again", "final_number"): "复核意见书文号",
    ("guidance", "time_limit"): "期限提示",
    ("forwarding", "reason"): "转送理由",
    ("forward_notice", "to"): "转送去向",
    ("assignment", "due_on"): "反馈期限",
    ("objection", "reason"): "不属本单位职权的理由",
    ("extension", "due_on"): "新的办结日期",
    ("extension", "signer"): "批准人",
    ("opinion", "answers"): "逐项查明、依据和意见",
    ("opinion", "review_body"): "复查机关",
    ("review", "result"): "结论",
    ("final", "decided_on"): "作出日期",
    ("receipt", "letter_number"): "文号",
    ("hearing", "text"): "陈述、质证、辩论",
    ("report", "text"): "处理意见及落实",
    ("settlement", "terms"): "双方自愿达成如下协议",
    ("urgent", "measures"): "已采取的措施",
    ("reception", "leader"): "接访领导",
}


def order_of(kind: str) -> list[str]:
    return [name.strip("[]") for name in ORDER[kind].split()]


def filled(kind: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Every field of a letter with words of its own."""
    tables = {b.field.name for b in LETTERS[kind].layout.blocks if isinstance(b, People)}
    said = {name: words() for name in (*order_of(kind), *AROUND)}
    data: dict[str, Any] = dict(said)
    for name in tables:
        data[name] = [{"label": "第一项", "name": said[name], "text": said[name]}]
    return data, said


def test_every_field_is_on_the_pdf_in_the_official_order_and_every_typeface_inside(
    tmp_path: Path,
) -> None:
    assert set(ORDER) == set(LETTERS) == set(Letter.values)
    asked = {kind: filled(kind) for kind in ORDER}
    made = [
        documents.render(LETTERS[kind].template.read_bytes(), data)
        for kind, (data, _) in asked.items()
    ]
    for (kind, (_, said)), pdf in zip(asked.items(), documents.to_pdfs(made), strict=True):
        path = tmp_path / f"{kind}.pdf"
        path.write_bytes(pdf)
        text, at = plain(path), 0
        for name in ("issuer", "number", *order_of(kind), "on"):
            found = text.find(said[name], at)
            assert found >= 0, f"{kind}: {name} is missing or stands too early"
            at = found
        assert said["petition_number"] in text, kind
        fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True)
        rows = fonts.stdout.splitlines()[2:]
        assert rows, kind
        assert [row for row in rows if row.split()[-5] != "yes"] == [], kind


def test_the_templates_are_those_of_the_layouts() -> None:
    for kind, letter in LETTERS.items():
        drawn = draw(letter.title, letter.layout)
        assert documents.text_of(drawn) == documents.text_of(letter.template.read_bytes()), kind
        assert documents.fields_of(drawn) <= {one.name for one in letter.layout.fields}, kind


@pytest.mark.parametrize("kind", sorted(ORDER))
def test_each_required_field_that_is_missing_is_named_and_the_others_are_not(kind: str) -> None:
    whole, _ = filled(kind)
    letter = LETTERS[kind]
    labels = {one.name: one.label for one in letter.layout.fields}
    assert letter.missing(whole) == []
    for name in (*ORDER[kind].split(), *AROUND):
        bare = name.strip("[]")
        data = whole | {bare: [] if isinstance(whole[bare], list) else ""}
        assert letter.missing(data) == ([] if name.startswith("[") else [labels[bare]]), name
    for (of, name), label in LABELS.items():
        assert of != kind or labels[name] == label
    assert {of for of, _ in LABELS} == set(ORDER)
