"""Papers on A4: only those that were issued, with the words they were issued with."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases import access, enums, labels, selectors
from cases.enums import Document
from cases.models import Case, Paper, Stage
from grids.selectors import department_of
from mediation.core import clock
from mediation.core.accounts import signed_in
from mediation.core.privacy import mask_address, mask_numbers_in, mask_phone

# One template per paper; the receipt has a page of its own.
TEMPLATES = {
    Document.ACCEPTANCE: "prints/acceptance.html",
    Document.DECLINE_NOTICE: "prints/decline.html",
    Document.ESCALATION: "prints/escalation.html",
    Document.TERMINATION: "prints/termination.html",
    Document.REFERRAL: "prints/referral.html",
    Document.AGREEMENT: "prints/agreement.html",
    Document.TRANSFER: "prints/transfer.html",
}
LABOUR = frozenset({"10", "11"})  # domain.md §3.1: arbitration before the court, one year
GROUNDS = {
    Document.DECLINE_NOTICE: enums.DeclineGround,
    Document.TERMINATION: enums.TerminateGround,
    Document.TRANSFER: enums.TransferKind,
    Document.REFERRAL: enums.ReferWay,
}


@never_cache
@require_GET
def case_print(request: HttpRequest, pk: int, document: str) -> HttpResponse:
    """A paper as it was issued, `?version=` or the last. 404: never issued, or above the reader."""
    if document not in TEMPLATES:
        raise Http404
    user = signed_in(request)
    case = selectors.file_of(user, pk)
    paper = issue_of(case, document, request.GET.get("version", ""))
    if paper is None or case.level < access.FILE:
        raise Http404
    context = context_of(case, paper)
    agreement = context["agreement"]
    if document == Document.AGREEMENT and (
        agreement is None or agreement.stage_id not in access.readable_stages(user, case)
    ):
        raise Http404
    return render(request, TEMPLATES[Document(document)], context | {"printed_by": user.name})


def issue_of(case: Case, document: str, version: str) -> Paper | None:
    issues = {str(one.version): one for one in case.papers.all() if one.kind == document}
    return issues.get(version or str(len(issues)))


def context_of(case: Case, paper: Paper) -> dict[str, Any]:
    """What a paper says. Its rows were written in the same act, so they bear the same instant."""
    at = paper.issued_at
    ending = next((one for one in case.endings.all() if one.at == at), None)
    ground = ending.ground if ending else ""
    choices = GROUNDS.get(Document(paper.kind))
    return {
        "case": case,
        "paper": paper,
        "title": labels.label(Document, paper.kind),
        "on": clock.local_day(at),
        "stage": stage_at(case, paper),
        "ending": ending,
        "ground": labels.label(choices, ground) if choices and ground else "",
        "agreement": next((one for one in case.agreements.all() if one.at == at), None),
        "applicants": [one for one in parties_of(case) if one["is_applicant"]],
        "others": [one for one in parties_of(case) if not one["is_applicant"]],
        "narrative": mask_numbers_in(case.narrative),
        "is_labour": case.category.code in LABOUR,
        "centre_office": department_of("centre", case.centre),
        "printed_at": clock.now(),
    }


def stage_at(case: Case, paper: Paper) -> Stage:
    """The stage that was closed by the act, else the one that was open then."""
    stages = list(case.stages.all())
    for stage in stages:
        if stage.left_at == paper.issued_at:
            return stage
    return [one for one in stages if one.entered_at <= paper.issued_at][-1]


def parties_of(case: Case) -> list[dict[str, Any]]:
    """Names as they are, numbers masked (ui/DESIGN §8)."""
    return [
        {
            "party": one,
            "is_applicant": one.role == enums.PartyRole.APPLICANT,
            "phone": mask_phone(one.phone) if one.phone else "",
            "address": mask_address(one.address) if one.address else "",
        }
        for one in case.parties.all()
    ]
