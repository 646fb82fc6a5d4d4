"""The dossier: bound from what was issued and collected, and taken to the archive.

Nothing of it is a verb: it changes neither status nor figures. Archiving stops the ARCHIVE clock
(rules.md §4) and leaves a row that says by whom, when, how many pages and with which checksum.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from cases import access, enums
from cases.enums import Document, Outcome, Relation, Retention, Status, Verb
from cases.models import Access, Attachment, Case, Dossier, Paper, RetentionRule
from cases.selectors import dossier as found
from cases.selectors.dossier import Entry
from cases.selectors.matters import ROWS, for_lists
from cases.services import clocks, papers
from cases.services.act import Act
from cases.services.door import check_version, lock
from cases.services.issuing import issue_paper
from cases.workflow import GRAPH
from cases.workflow.dossier import PART_OF_PAPER
from grids.models import Category
from mediation.core import binding, clock, documents
from mediation.core.errors import Refused
from mediation.core.models import User

ARCHIVED = "archived"  # what stops the ARCHIVE clock, beside the verbs (cases/deadlines.py)
FORMS = ("pdf", "zip")
KEPT_PDFS = 16  # dossiers whose papers were converted lately
EPOCH = date(1980, 1, 1)  # the first day that a zip knows
UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


@dataclass(frozen=True, slots=True)
class Package:
    """A dossier as one file. `contents` holds codes and page numbers only."""

    body: bytes
    form: str
    name: str
    contents: list[dict[str, Any]]
    pages: int | None = None


# --- binding --------------------------------------------------------------------------------


def assemble(
    case: Case,
    rows: Sequence[Entry],
    form: str,
    *,
    made_by: User | None = None,
    for_court: bool = False,
) -> Package:
    """Bind `rows` (of `selectors.dossier.entries`) as one `pdf` or one `zip`.

    Raises Refused `still_open` while the case is being handled; for a PDF also `no_converter`,
    `no_typeface`, `not_converted`; `changed_since` when a paper is not what was locked.
    """
    if case.is_open:
        raise Refused(
            "still_open",
            "这件事还在办，办结以后再立卷。",
            instead="已经出具的文书可以单独下载",
        )
    cover = cover_of(case, made_by=made_by, for_court=for_court)
    name = f"{file_name(number_of(case))}{'（提交法院）' if for_court else ''}.{form}"
    contents = [
        {"part": one.part, "kind": "paper" if one.is_paper else "file", "key": one.row.pk}
        for one in rows
    ]
    if form == "zip":
        return Package(zipped(cover, rows), form, name, contents)
    bound = binding.bind(cover, pieces(rows))
    for line, placed in zip(contents, bound.placed, strict=True):
        line |= {"first": placed.first, "pages": placed.count}
    return Package(bound.pdf, form, name, contents, bound.pages)


def cover_of(case: Case, *, made_by: User | None = None, for_court: bool = False) -> binding.Cover:
    """The fields of the printed cover in their order (domain.md §2.1)."""
    kept = found.archived(case)
    maker = kept.made_by if kept else made_by
    made_on = kept.made_on if kept else (clock.today() if made_by else None)
    remarks = [
        "节选，供人民法院使用，不含调解记录和让步内容" if for_court else "",
        "见卷宗情况说明" if found.has_note(case) else "",
        "" if maker else "尚未归档",
    ]
    begun, ended = case.accepted_on or case.received_on, case.left_on or case.closed_on
    return binding.Cover(
        issuer=(case.committee or case.unit).name,
        title="调解卷宗",
        rows=(
            ("卷名", found.name_of_dossier(case)),
            ("卷号", number_of(case)),
            ("人民调解员", found.mediators_of(case)),
            ("调解日期", f"自 {day(begun)} 至 {day(ended)}"),
            ("立卷人", maker.name if maker else ""),
            ("立卷日期", day(made_on)),
            ("保管期限", kept.retention if kept else str(found.retention_of(case) or "")),
            ("备注", "；".join(one for one in remarks if one)),
        ),
    )


def number_of(case: Case) -> str:
    return case.dossier_number or case.number


def day(value: Any) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def pieces(rows: Sequence[Entry]) -> list[binding.Piece]:
    """Every paper as PDF, by one start of the converter; files as they are."""
    words = [docx_of(one.row) for one in rows if isinstance(one.row, Paper)]
    printed = iter(as_pdfs(tuple(one for one in words if one)))
    drawn = iter(words)
    bodies = []
    for one in rows:
        if isinstance(one.row, Attachment):
            bodies.append(binding.Piece(one.title, one.row.file_type, bytes_of(one.row)))
        elif next(drawn):
            bodies.append(binding.Piece(one.title, "pdf", next(printed)))
        else:
            bodies.append(binding.Piece(one.title))
    return bodies


@lru_cache(maxsize=KEPT_PDFS)
def as_pdfs(words: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Issued papers never change, so neither does what the converter makes of them."""
    return tuple(documents.to_pdfs(words))


def docx_of(paper: Paper) -> bytes:
    """The Word file of an issued paper; empty where its words are not complete."""
    try:
        return papers.document_of(paper)
    except Refused as refused:
        if refused.code in ("needs_data", "invalid_kind"):
            return b""
        raise


def bytes_of(file: Attachment) -> bytes:
    """The stored file; empty where it is no longer there: its slip then says that it is missing."""
    if not default_storage.exists(file.stored_name.hex):
        return b""
    with default_storage.open(file.stored_name.hex) as stored:
        return bytes(stored.read())


def zipped(cover: binding.Cover, rows: Sequence[Entry]) -> bytes:
    """The same order as numbered files, with the contents and their checksums as a text file."""
    out = io.BytesIO()
    lines = [cover.issuer, cover.title, *(f"{label}：{value}" for label, value in cover.rows), ""]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number, one in enumerate(rows, start=1):
            body, ending = body_of(one)
            name = f"{number:02d}-{file_name(one.title)}"
            name = name if name.lower().endswith(f".{ending}") else f"{name}.{ending}"
            put(package, name, body, one.on)
            lines.append(f"{number:02d} {one.title} {hashlib.sha256(body).hexdigest()}")
        put(package, "00-封面和目录.txt", "\r\n".join(lines).encode("utf-8-sig"), EPOCH)
    return out.getvalue()


def body_of(one: Entry) -> tuple[bytes, str]:
    """Bytes and ending; a paper that was never drawn up says where it can be read."""
    if isinstance(one.row, Attachment):
        return bytes_of(one.row), one.row.file_type
    docx = docx_of(one.row)
    if docx:
        return docx, "docx"
    return f"{one.title} {one.row.number}，没有电子文件，请附纸质件。".encode("utf-8-sig"), "txt"


def put(package: zipfile.ZipFile, name: str, body: bytes, on: date) -> None:
    """With the day of the paper, so that the same dossier has the same bytes."""
    entry = zipfile.ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(entry, body)


def file_name(text: str) -> str:
    """What every system takes as the name of a file."""
    return UNFIT.sub(" ", text).strip(" .")[:80] or "文件"


# --- the archive ----------------------------------------------------------------------------


@transaction.atomic
def archive(
    case: Case, actor: User, *, explanation: str = "", version: int | None = None
) -> Dossier:
    """Lock every paper, bind the whole dossier, keep it, and stop the ARCHIVE clock.

    An incomplete one needs a 卷宗情况说明 (R11): `explanation` issues it. Raises Refused: not_yours
    · not_closed · merged · archived · no_retention · incomplete · stale, and those of `assemble`.
    """
    locked = lock(case)
    check_version(locked, version)
    check_archive(whole(case.pk), actor, explanation)
    if explanation.strip():
        issue_paper(locked, Document.DOSSIER_NOTE, actor, text=explanation.strip())
    for paper in locked.papers.filter(kind__in=PART_OF_PAPER):
        lock_words(paper, actor)
    case = whole(case.pk)
    form = "pdf" if documents.converter() and binding.typeface() else "zip"
    package = assemble(case, found.entries(case), form, made_by=actor)
    rule, now, stored_name = found.retention_of(case), clock.now(), uuid4()
    default_storage.save(stored_name.hex, ContentFile(package.body))
    dossier = Dossier.objects.create(
        centre=case.centre,
        case=case,
        number=number_of(case),
        made_on=clock.local_day(now),
        made_by=actor,
        archived_on=clock.local_day(now),
        archived_at=now,
        archived_by=actor,
        retention=str(rule),
        retention_basis=rule.basis if rule else "",
        contents=package.contents,
        file_type=package.form,
        stored_name=stored_name,
        size=len(package.body),
        pages=package.pages,
        sha256=hashlib.sha256(package.body).hexdigest(),
    )
    today = clock.local_day(now)
    clocks.apply(Act(case=locked, verb=ARCHIVED, actor=actor, on=today, now=now))
    locked.save(update_fields=clocks.FACE)
    return dossier


def lock_words(paper: Paper, actor: User) -> None:
    """Draw up what the door issued and nobody has asked for yet; an incomplete one stays so."""
    try:
        papers.draw_up(paper, actor)
    except Refused as refused:
        if refused.code != "needs_data":
            raise


def whole(pk: int) -> Case:
    """The case with every row, whoever is asking: the archive's own copy has all of it."""
    cases = for_lists(Case.objects.all()).select_related("committee")
    return cases.prefetch_related(*ROWS.values()).get(pk=pk)


def may_archive(case: Case, actor: User) -> bool:
    """Who handled the case, or heads the unit that did."""
    mine = access.relations(actor, case)
    return not mine.isdisjoint({Relation.OFFICER, Relation.HEAD})


def check_archive(case: Case, actor: User, explanation: str) -> None:
    """Refuses what may not go yet; see `archive`."""
    if not may_archive(case, actor):
        raise Refused(
            "not_yours",
            "归档您现在不能办。",
            who="要由承办人或承办单位负责人来办",
            instead="可以告诉他们，卷里还差什么在这一页上",
        )
    if case.outcome == Outcome.MERGED:
        raise Refused("merged", "这件事并入了另一件，随那一件归档。")
    if case.status != Status.CLOSED:
        raise Refused("not_closed", "结案以后才能归档。", instead="请先结案")
    if found.archived(case) is not None:
        raise Refused("archived", "这一卷已经归档了。", instead="要补材料的，请写说明另行装订")
    if found.retention_of(case) is None:
        raise Refused(
            "no_retention",
            "归档范围表里还没有这一类的保管期限。",
            who="请系统管理员在后台补上",
        )
    missing = found.gaps(case)
    if missing and not explanation.strip() and not found.has_note(case):
        raise Refused(
            "incomplete",
            f"卷里还差：{'、'.join(one.part.label for one in missing)}。",
            instead="补齐后再归档；补不齐的，请写卷宗情况说明",
            field="explanation",
        )


def place_file(case: Case, actor: User, file_pk: int, part: str) -> Attachment:
    """Put a file into another place of the dossier; whoever may add files may.

    Raises Refused: not_yours · invalid_file · invalid_choice · archived.
    """
    with transaction.atomic():
        case = lock(case)
        GRAPH.check_open(case, Verb.NOTE, access.relations(actor, case))
        if part and part not in enums.DossierPart.values:
            raise Refused("invalid_choice", "请从列出的选项里选一个。", field="part")
        if found.archived(case) is not None:
            raise Refused("archived", "这一卷已经归档了，不能再调整。")
        file = access.attachments_for(actor).filter(case=case, pk=file_pk).first()
        if file is None:
            raise Refused("invalid_file", "没有找到这份材料，请刷新页面再选。", field="file")
        file.dossier_part = part
        file.save(update_fields=["dossier_part"])
    return file


def stored(dossier: Dossier) -> bytes:
    """The archive's own copy, checked. Raises Refused `damaged` when it is not what it was."""
    body = b""
    if default_storage.exists(dossier.stored_name.hex):
        with default_storage.open(dossier.stored_name.hex) as file:
            body = bytes(file.read())
    if hashlib.sha256(body).hexdigest() != dossier.sha256:
        raise Refused(
            "damaged",
            "归档的文件和当时的校验值对不上，没有给出。",
            who="请系统管理员从备份里找回",
        )
    return body


def package_for(case: Case, reader: User, form: str, *, for_court: bool = False) -> Package:
    """The dossier as far as this reader's sight goes; the archive's copy for who may read it all.

    `case` comes from `selectors.dossier.dossier_of`. Raises Refused as `assemble` and `stored`.
    """
    readable = access.readable_stages(reader, case)
    kept = found.archived(case)
    reads_all = readable >= {stage.pk for stage in case.stages.all()}
    if kept is not None and kept.file_type == form and reads_all and not for_court:
        name = f"{file_name(kept.number)}.{form}"
        return Package(stored(kept), form, name, kept.contents, kept.pages)
    rows = found.entries(case, readable, for_court=for_court)
    return assemble(case, rows, form, for_court=for_court)


def note_access(case: Case, user: User, form: str, for_court: bool) -> None:
    """A whole file that leaves the house is written down (domain.md §8 row 24)."""
    what = f"dossier.{form}{'.court' if for_court else ''}"
    Access.objects.create(centre_id=case.centre_id, case=case, user=user, at=clock.now(), what=what)


def changed_dossiers() -> Iterator[str]:
    """Numbers of the cases whose archived file is gone or is not what it was."""
    for kept in Dossier.objects.select_related("case").order_by("pk").iterator():
        try:
            stored(kept)
        except Refused:
            yield kept.case.number


# What a new town starts with; the archives authority of its level approves what it makes of it.
FIRST_RULES: tuple[tuple[str, str, str], ...] = (
    ("", "", Retention.LONG),
    ("", "03", Retention.PERMANENT),  # houses and homesteads: titles are asked for after decades
    ("", "07", Retention.PERMANENT),  # forests and land
    (Outcome.DECLINED, "", Retention.SHORT),
    (Outcome.WITHDRAWN, "", Retention.SHORT),
)
FIRST_BASIS = "归档范围表（待同级档案主管部门审核）"


def load_retention() -> int:
    """Fill an empty 归档范围表; a town's own lines are left alone. Answers how many there are."""
    if not RetentionRule.objects.exists():
        categories = {one.code: one for one in Category.objects.all()}
        RetentionRule.objects.bulk_create(
            RetentionRule(
                outcome=outcome,
                category=categories.get(category),
                period=period,
                basis=FIRST_BASIS,
            )
            for outcome, category, period in FIRST_RULES
            if not category or category in categories
        )
    return RetentionRule.objects.count()
