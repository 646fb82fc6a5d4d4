"""Papers on A4: only those that were issued, with the words they were issued with."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from cases import access, selectors, services
from cases.models import Case, Paper
from cases.papers.layouts import (
    PLACEHOLDER,
    Block,
    Grid,
    Layout,
    People,
    Prose,
    Signatures,
    Table,
    Words,
)
from cases.papers.table import PAPERS
from mediation.core import clock
from mediation.core.accounts import signed_in


@never_cache
@require_GET
def case_print(request: HttpRequest, pk: int, document: str) -> HttpResponse:
    """A paper as it was issued, `?version=` or the last. 404: never issued, or above the reader."""
    if document not in PAPERS:
        raise Http404
    user = signed_in(request)
    case = selectors.file_of(user, pk)
    paper = issue_of(case, document, request.GET.get("version", ""))
    if paper is None or case.level < access.FILE:
        raise Http404
    if not selectors.may_read_paper(paper, case, access.readable_stages(user, case)):
        raise Http404
    paper_type, data = PAPERS[document], services.words_of(paper)
    return render(
        request,
        "prints/sheet.html",
        {
            "case": case,
            "paper": paper,
            "title": paper_type.label,
            "layout": paper_type.layout,
            "data": data,
            "blocks": blocks_of(paper_type.layout, data),
            "seal": filled(paper_type.layout.seal, data),
            "printed_by": user.name,
            "printed_at": clock.now(),
        },
    )


def issue_of(case: Case, document: str, version: str) -> Paper | None:
    issues = {str(one.version): one for one in case.papers.all() if one.kind == document}
    return issues.get(version) if version else max(issues.values(), key=_version, default=None)


def _version(paper: Paper) -> int:
    return paper.version


def blocks_of(layout: Layout, data: dict[str, Any]) -> list[dict[str, Any]]:
    """The blocks of a sheet with their words, for the template; what is empty and may be is left out."""
    return [found for block in layout.blocks if (found := block_of(block, data))]


def block_of(block: Block, data: dict[str, Any]) -> dict[str, Any] | None:
    if isinstance(block, People):
        return {"kind": "people", "rows": data[block.field.name]}
    if isinstance(block, Table):
        return {"kind": "table", "rows": [(one.label, data[one.name]) for one in block.fields]}
    if isinstance(block, Prose):
        text = data[block.field.name]
        is_shown = text or block.field.is_required
        return {"kind": "prose", "label": block.field.label, "text": text} if is_shown else None
    if isinstance(block, Words):
        is_shown = not block.fields or any(data[one.name] for one in block.fields)
        words = {"kind": "words", "text": filled(block.text, data)}
        return words | {"is_address": block.text.endswith("：")} if is_shown else None
    if isinstance(block, Grid):
        rows = [[row[name] for name, _ in block.columns] for row in data[block.field.name]]
        return {"kind": "grid", "heads": [head for _, head in block.columns], "rows": rows}
    if isinstance(block, Signatures):
        return {"kind": "signatures", "lines": block.lines}
    return None


def filled(text: str, data: dict[str, Any]) -> str:
    """A sentence of the form with its fields in place, each once: nothing typed is read as a mark."""
    return PLACEHOLDER.sub(lambda mark: str(data[mark[1]]), text)
