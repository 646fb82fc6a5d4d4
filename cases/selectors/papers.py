"""Papers of a case as a reader sees them: what was issued, and what may be issued now."""

from collections.abc import Collection

from cases import access
from cases.enums import Document, Relation
from cases.models import Attachment, Case, Paper, Stage
from cases.papers.table import PAPERS, PaperType
from mediation.core.models import User

# Whoever may deliver papers hands out the receipt, which bears the look-up code.
RECEIPT_GIVERS = frozenset({Relation.OFFICER, Relation.HEAD, Relation.CLERK})


def stage_key(paper: Paper, case: Case) -> int:
    """The stage a paper belongs to; of an older row the one that was left or open at its moment."""
    if paper.stage_id is not None:
        return int(paper.stage_id)
    stages: list[Stage] = list(case.stages.all())
    left = [one for one in stages if one.left_at == paper.issued_at]
    open_then = [one for one in stages if one.entered_at <= paper.issued_at]
    return int((left or open_then[-1:])[0].pk)


def may_read_paper(paper: Paper, case: Case, readable: Collection[int]) -> bool:
    """Of the record: only with the record of its stage. The caller has checked the file's level."""
    paper_type = PAPERS.get(paper.kind)
    if paper_type is None or not paper_type.is_record:
        return True
    return stage_key(paper, case) in readable


def issuable(case: Case, user: User, readable: Collection[int]) -> list[PaperType]:
    """The papers that this user may issue by hand now, in the order of the forms."""
    relations = access.relations(user, case)
    return [
        one
        for one in PAPERS.values()
        if case.status in one.states
        and not relations.isdisjoint(one.who)
        and (readable or not one.is_record)
        and not one.ready(case)
    ]


def issued(
    case: Case, readable: Collection[int], *, has_receipt: bool
) -> list[tuple[Paper, list[Attachment]]]:
    """Every issue that the reader may see, with its scans; each keeps its file's own sight."""
    scans: dict[int, list[Attachment]] = {}
    for file in case.attachments.all():
        if file.paper_id is not None and (not file.is_record or file.stage_id in readable):
            scans.setdefault(file.paper_id, []).append(file)
    return [
        (paper, scans.get(paper.pk, []))
        for paper in case.papers.all()
        if may_read_paper(paper, case, readable) and (has_receipt or paper.kind != Document.RECEIPT)
    ]
