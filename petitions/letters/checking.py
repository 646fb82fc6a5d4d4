"""Whether a town's own template prints what its letter must say."""

from cases.papers.checking import check_against
from petitions.letters.table import LETTERS


def check_template(kind: str, template: bytes) -> None:
    """Raises Refused: invalid_file · invalid_template, with the names."""
    check_against(LETTERS[kind].layout, template)
