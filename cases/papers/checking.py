"""Whether a town's own template prints what its paper must say."""

from typing import Any

from cases.papers.layouts import Grid, Layout, People
from cases.papers.table import PAPERS
from mediation.core import documents

# A sample's words: no form contains them, and none is part of another.
_SIGN = "〖{}〗"


def sample_of(layout: Layout) -> tuple[dict[str, Any], dict[str, str]]:
    """A whole set of data and, by field, the text by which its print is recognised."""
    lists = {block.field.name: block for block in layout.blocks if isinstance(block, People | Grid)}
    data: dict[str, Any] = {}
    words: dict[str, str] = {}
    for field in layout.fields:
        word = words[field.name] = _SIGN.format(field.name)
        block = lists.get(field.name)
        if block is None:
            data[field.name] = word
        elif isinstance(block, Grid):
            data[field.name] = [{name: word for name, _ in block.columns}]
        else:
            data[field.name] = [{"label": "", "name": "", "text": word}]
    return data, words


def check_template(kind: str, template: bytes) -> None:
    """Refuse a template of this kind that is unsafe, asks for an unknown field or lacks a required one.

    Raises Refused: invalid_file · invalid_template, with the names.
    """
    layout = PAPERS[kind].layout
    data, words = sample_of(layout)
    required = {one.name: words[one.name] for one in layout.fields if one.is_required}
    labels = {one.name: f"{one.label}（{one.name}）" for one in layout.fields}
    documents.check_template(template, data, required, labels)
