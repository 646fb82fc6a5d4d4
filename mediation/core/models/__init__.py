"""Tables of the ground floor. The abstract ones become tables in the apps above."""

from mediation.core.models.accounts import User
from mediation.core.models.drafts import Draft
from mediation.core.models.events import AbstractAccess, AbstractEvent, append_only
from mediation.core.models.files import AbstractAttachment, FileType
from mediation.core.models.notices import Notice, NoticeState
from mediation.core.models.numbers import Counter
from mediation.core.models.papers import AbstractPaper
from mediation.core.models.proposals import AbstractProposal, Decision

__all__ = [
    "AbstractAccess",
    "AbstractAttachment",
    "AbstractEvent",
    "AbstractPaper",
    "AbstractProposal",
    "Counter",
    "Decision",
    "Draft",
    "FileType",
    "Notice",
    "NoticeState",
    "User",
    "append_only",
]
