"""Reading cases. Every function starts at `access.visible_to` (DESIGN idea 6)."""

from cases.selectors.board import Board, board_of
from cases.selectors.co_handling import may_read_listings, summary_of
from cases.selectors.consultations import consultations_for, may_convene
from cases.selectors.matters import DECIDING, file_of, for_lists, get_visible
from cases.selectors.papers import RECEIPT_GIVERS, issuable, issued, may_read_paper
from cases.selectors.rail import Rung, rail_of
from cases.selectors.rows import Row, days_left, name_of, row, rows, title_of
from cases.selectors.searching import narrow, search
from cases.selectors.sessions import Seen, Week, has_clash, invitations_of, session_for, week_of
from cases.selectors.similar import Similar, similar
from cases.selectors.story import Line, since, story_of, team_of
from cases.selectors.work import Work, to_answer, to_sign, work_of

__all__ = [
    "DECIDING",
    "RECEIPT_GIVERS",
    "Board",
    "Line",
    "Row",
    "Rung",
    "Seen",
    "Similar",
    "Week",
    "Work",
    "board_of",
    "consultations_for",
    "days_left",
    "file_of",
    "for_lists",
    "get_visible",
    "has_clash",
    "invitations_of",
    "issuable",
    "issued",
    "may_convene",
    "may_read_listings",
    "may_read_paper",
    "name_of",
    "narrow",
    "rail_of",
    "row",
    "rows",
    "search",
    "session_for",
    "similar",
    "since",
    "story_of",
    "summary_of",
    "team_of",
    "title_of",
    "to_answer",
    "to_sign",
    "week_of",
    "work_of",
]
