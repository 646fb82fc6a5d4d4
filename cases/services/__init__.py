"""Changing things. `move` is the one door; `register` lets a case in."""

from cases.services.act import Act
from cases.services.attachments import attach
from cases.services.door import Moved, check_version, move
from cases.services.finding import find_by_number
from cases.services.issuing import check_may_issue, issue_paper
from cases.services.papers import document_of, draw_up, words_of
from cases.services.public import withdraw_own
from cases.services.rating import rate_answer
from cases.services.registration import Registered, register
from cases.services.representatives import choose_representatives
from cases.services.scans import attach_scan
from cases.services.signing import give_back, may_sign, sign
from cases.services.sittings import (
    answer_invitation,
    answer_own,
    cancel_session,
    change_mode,
    is_own,
    may_answer,
    may_arrange,
    may_read_outsiders,
)
from cases.services.unmasking import unmask

__all__ = [
    "Act",
    "Moved",
    "Registered",
    "answer_invitation",
    "answer_own",
    "attach",
    "attach_scan",
    "cancel_session",
    "change_mode",
    "check_may_issue",
    "check_version",
    "choose_representatives",
    "document_of",
    "draw_up",
    "find_by_number",
    "give_back",
    "is_own",
    "issue_paper",
    "may_answer",
    "may_arrange",
    "may_read_outsiders",
    "may_sign",
    "move",
    "rate_answer",
    "register",
    "sign",
    "unmask",
    "withdraw_own",
    "words_of",
]
