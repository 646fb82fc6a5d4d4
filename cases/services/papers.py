"""Issuing papers: a row that says which paper was given out when and by whom."""

from cases.models import Paper
from cases.services.act import Act


def issue(act: Act, document: str, *, number: str = "") -> Paper:
    """A further issue of the same paper is its next version; older rows stay."""
    before = act.case.papers.filter(kind=document).count()
    return Paper.objects.create(
        centre=act.case.centre,
        case=act.case,
        kind=document,
        number=number or act.case.number,
        version=before + 1,
        issued_by=act.actor,
        issued_at=act.now,
    )
