"""Issuing a paper by hand, and a further version of one that the door issued."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cases import access
from cases.enums import Document
from cases.models import Case, Paper, PaperDocument, Stage
from cases.papers.facts import facts_of
from cases.papers.source import Source
from cases.papers.table import PAPERS, PaperType
from cases.services.door import lock
from cases.services.papers import check_complete, draw, numbered, stage_of
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User


@transaction.atomic
def issue_paper(case: Case, kind: str, actor: User, **given: Any) -> Paper:
    """Issue a paper by hand: check, fill in, draw up, lock.

    `given`: what the paper asks for (`PaperType.asks`). Raises Refused: invalid_kind · not_now ·
    not_yours · not_yet · needs_data, which names everything that is missing · invalid_template.
    """
    case = lock(case)
    paper_type = PAPERS.get(kind)
    if paper_type is None:
        raise Refused("invalid_kind", "没有这种文书，请重新选。", field="kind")
    check_may_issue(paper_type, case, actor)
    now = clock.now()
    before = case.papers.filter(kind=kind).order_by("-version").first()
    stage = stage_for(paper_type, case, before, given)
    if paper_type.is_record and stage.pk not in access.readable_stages(actor, case):
        raise Refused("not_yours", "这一环节的记录由当时的承办单位出具。")
    source = Source(case, stage, clock.local_day(now), given)
    data = facts_of(kind, source) | {"number": "待编号"}
    check_complete(paper_type, data)
    paper = numbered(paper_type, source, actor, now, subject_of(paper_type, source, before))
    data["number"] = paper.number
    content = PaperDocument(centre=case.centre, case=case, paper=paper, data=data)
    draw(paper, content, actor)
    return paper


def check_may_issue(paper_type: PaperType, case: Case, actor: User) -> None:
    """Raises Refused: not_now · not_yours · not_yet."""
    if case.status not in paper_type.states:
        raise Refused(
            "not_now", f"“{case.get_status_display()}”的案件现在不出“{paper_type.label}”。"
        )
    is_readable = not paper_type.is_record or bool(access.readable_stages(actor, case))
    if access.relations(actor, case).isdisjoint(paper_type.who) or not is_readable:
        raise Refused("not_yours", "这份文书由承办人出具。", who="请找承办单位")
    if gap := paper_type.ready(case):
        raise Refused("not_yet", f"现在还出不了“{paper_type.label}”：{gap}。")


def stage_for(
    paper_type: PaperType, case: Case, before: Paper | None, given: Mapping[str, Any]
) -> Stage:
    """A further version of an act's paper belongs where the first did, minutes to their sitting."""
    stages = Stage.objects.select_related("unit", "officer")
    if paper_type.is_of_act and before is not None:
        return before.stage or stage_of(case, before.issued_at)
    if paper_type.kind == Document.MINUTES:
        session = case.sessions.filter(pk=given.get("session") or None).first()
        if session is not None:
            return stages.get(pk=session.stage_id)
    if paper_type.kind in {Document.ORAL_AGREEMENT, Document.CONFIRMATION}:
        made = case.agreements.filter(is_undone=False).order_by("-pk").first()
        if made is not None:
            return stages.get(pk=made.stage_id)
    return stages.filter(case=case).order_by("-seq")[0]


def subject_of(paper_type: PaperType, source: Source, before: Paper | None) -> str:
    """What a paper is about: a further one about the same keeps its number."""
    if paper_type.is_of_act:
        return before.subject if before else f"stage:{source.stage.pk}"
    if paper_type.kind == Document.MINUTES and source.session:
        return f"session:{source.session.pk}"
    if paper_type.kind == Document.FOLLOW_UP and source.follow_up:
        return f"visit:{source.follow_up.pk}"
    if paper_type.kind == Document.INVESTIGATION:
        return ""  # each is one of its own
    return f"stage:{source.stage.pk}"
