"""Reading petitions. Every function starts at `access.visible_to` (DESIGN idea 6)."""

from petitions.selectors.matters import DECIDING, file_of, for_lists, get_visible
from petitions.selectors.rows import Row, days_left, level_of, people_of, row, rows, title_of

__all__ = [
    "DECIDING",
    "Row",
    "days_left",
    "file_of",
    "for_lists",
    "get_visible",
    "level_of",
    "people_of",
    "row",
    "rows",
    "title_of",
]
