"""Issuing papers: which, under which number, in which words, by whom (domain.md §2).

The door issues those of its acts (`issue`): the words are kept at once, the Word file is drawn up
when somebody first asks for it (`cases.services.issuing` issues by hand and draws at once). What
was drawn up is locked by its SHA-256; a change is a further version, the old one stays.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import transaction

from cases.models import Case, Paper, PaperDocument, PaperTemplate, Stage
from cases.papers.facts import Data, facts_of
from cases.papers.source import Source
from cases.papers.table import PAPERS, PaperType
from cases.services.act import Act
from mediation.core import clock, documents, numbers
from mediation.core.errors import Refused
from mediation.core.models import User


def issue(act: Act, document: str, stage: Stage, *, number: str = "") -> Paper:
    """The paper of an act about one stage: a row, its number, its words. `number`: the dossier's."""
    case = act.case
    if document not in PAPERS:  # the receipt has a page of its own
        return _create(case, document, act.actor, act.now, number=number or case.number)
    source = Source(case, stage, act.on)
    paper = numbered(PAPERS[document], source, act.actor, act.now, f"stage:{stage.pk}")
    data = facts_of(document, source) | {"number": paper.number}
    PaperDocument.objects.create(centre=case.centre, case=case, paper=paper, data=data)
    return paper


@transaction.atomic
def draw_up(paper: Paper, actor: User) -> Paper:
    """Draw up the Word file of a paper that the door issued, from the words kept with it.

    Once: what was drawn up before stays as it is. The caller has checked that he may read it.
    Raises Refused: needs_data · invalid_template.
    """
    paper = Paper.objects.select_for_update(of=("self",)).select_related("case").get(pk=paper.pk)
    content = PaperDocument.objects.filter(paper=paper).first()
    if content is not None and content.docx is not None:
        return paper
    if content is None:
        content = PaperDocument(
            centre_id=paper.centre_id, case=paper.case, paper=paper, data=words_of(paper)
        )
    check_complete(PAPERS[paper.kind], content.data)
    draw(paper, content, actor)
    return paper


def document_of(paper: Paper) -> bytes:
    """The Word file of a paper, its checksum verified; not yet drawn up: as it would be drawn.

    Raises Refused: changed_since (the bytes are not those that were locked) · needs_data ·
    invalid_kind (the receipt has no Word file).
    """
    if paper.kind not in PAPERS:
        raise Refused("invalid_kind", "这份文书没有 Word 文件，请用打印页。")
    content = PaperDocument.objects.filter(paper=paper).first()
    if content is None or content.docx is None:
        data = content.data if content else words_of(paper)
        check_complete(PAPERS[paper.kind], data)
        return documents.render(template_for(paper.centre_id, paper.kind), data)
    docx = bytes(content.docx)
    if hashlib.sha256(docx).hexdigest() != paper.sha256:
        raise Refused(
            "changed_since",
            "这份文书与出具时的校验值不一致，不能再用",
            instead="请重新出具一份，并告诉安全管理员",
        )
    return docx


def words_of(paper: Paper) -> Data:
    """The words of a paper: those kept with it, or, for one of before, what the case says now."""
    content = PaperDocument.objects.filter(paper=paper).only("data").first()
    if content is not None:
        return dict(content.data)
    case = paper.case
    stage = paper.stage or stage_of(case, paper.issued_at)
    source = Source(case, stage, clock.local_day(paper.issued_at))
    return facts_of(paper.kind, source) | {"number": paper.number}


def check_complete(paper_type: PaperType, data: Mapping[str, Any]) -> None:
    """Raises Refused `needs_data` with the labels of all that is missing."""
    if missing := paper_type.missing(data):
        raise Refused(
            "needs_data",
            f"“{paper_type.label}”还缺：{'、'.join(missing)}。",
            instead="补齐后再出具。",
        )


# --- where it belongs -----------------------------------------------------------------------


def stage_of(case: Case, at: Any) -> Stage:
    """Of a paper that names none: the stage that was left at this moment, else the open one."""
    stages = list(Stage.objects.filter(case=case).select_related("unit", "officer").order_by("seq"))
    for stage in stages:
        if stage.left_at == at:
            return stage
    return [one for one in stages if one.entered_at <= at][-1]


# --- writing --------------------------------------------------------------------------------


def numbered(paper_type: PaperType, source: Source, actor: User, now: Any, subject: str) -> Paper:
    """The row with its number: the same again for the same subject, else the next of its series."""
    case, unit = source.case, source.stage.unit
    same = None
    if subject:
        found = case.papers.filter(kind=paper_type.kind, subject=subject)
        same = found.order_by("-version").first()
    more: dict[str, Any] = {"stage": source.stage, "subject": subject}
    if same is not None and same.number:
        more |= {"unit": same.unit, "year": same.year, "serial": same.serial}
        return _create(case, paper_type.kind, actor, now, number=same.number, **more)
    if not paper_type.series:
        number = case.dossier_number or case.number
        return _create(case, paper_type.kind, actor, now, number=number, **more)
    year = source.on.year
    serial = numbers.take(f"paper:{paper_type.kind}", unit.code, year)
    label = unit.serial_label or unit.short_name
    number = numbers.paper_number(label, paper_type.series, year, serial)
    more |= {"unit": unit, "year": year, "serial": serial}
    return _create(case, paper_type.kind, actor, now, number=number, **more)


def _create(case: Case, kind: str, actor: User, now: Any, **more: Any) -> Paper:
    last = case.papers.filter(kind=kind).order_by("-version").values_list("version", flat=True)
    return Paper.objects.create(
        centre=case.centre,
        case=case,
        kind=kind,
        version=(last.first() or 0) + 1,
        issued_by=actor,
        issued_at=now,
        **more,
    )


def draw(paper: Paper, content: PaperDocument, actor: User) -> None:
    template = template_for(paper.centre_id, paper.kind)
    content.docx = documents.render(template, content.data)
    content.template_sha256 = hashlib.sha256(template).hexdigest()
    content.drawn_by, content.drawn_at = actor, clock.now()
    content.save()
    paper.sha256 = hashlib.sha256(content.docx).hexdigest()
    paper.save(update_fields=["sha256"])


# --- templates ------------------------------------------------------------------------------


def template_for(centre_id: int, kind: str) -> bytes:
    """The town's own template where it has one, else the house's."""
    own = PaperTemplate.objects.filter(centre=centre_id, kind=kind, is_active=True).first()
    if own is None:
        return house_template(kind)
    file = bytes(own.file)
    if hashlib.sha256(file).hexdigest() != own.sha256:
        raise Refused("invalid_template", "这份文书的模板被改动过，请系统管理员重新上传。")
    return file


@cache
def house_template(kind: str) -> bytes:
    return PAPERS[kind].template.read_bytes()
