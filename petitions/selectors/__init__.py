"""Reading petitions. Every function starts at `access.visible_to` (DESIGN idea 6)."""

from petitions.selectors.axis import Axis, axis_of
from petitions.selectors.matters import DECIDING, file_of, for_lists, get_visible
from petitions.selectors.rows import Row, days_left, level_of, people_of, row, rows, title_of
from petitions.selectors.searching import earlier, narrow
from petitions.selectors.statement import Statement, Step, spans_of, statement_of, steps_of
from petitions.selectors.story import Line, since, story_of

__all__ = [
    "DECIDING",
    "Axis",
    "Line",
    "Row",
    "Statement",
    "Step",
    "axis_of",
    "days_left",
    "earlier",
    "file_of",
    "for_lists",
    "get_visible",
    "level_of",
    "narrow",
    "people_of",
    "row",
    "rows",
    "since",
    "spans_of",
    "statement_of",
    "steps_of",
    "story_of",
    "title_of",
]
