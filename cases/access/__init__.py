"""Who sees how much of a case, and what he is to it (rules.md §1, §6). Deny by default.

`visible_to(user)` is where every read starts; each row carries `level`: 1 card, 2 file, 3 record.
The object check is the same queryset with a primary key. `relations` feeds the workflow.
"""

from cases.access.records import (
    attachments_for,
    is_whistled_police,
    may_raise_sign,
    may_see_safety,
    may_see_whole,
    readable_stages,
)
from cases.access.relations import (
    RETRACT_WITHIN,
    RETRACTABLE,
    is_last_author,
    may_register,
    relations,
    stood_for,
)
from cases.access.sights import (
    CARD,
    FILE,
    RECORD,
    SIGHTS,
    Sight,
    is_guided_by,
    level_of,
    sees_all,
    visible_to,
)
from cases.access.standing import (
    SYSTEM_USERNAME,
    Standing,
    own_standing,
    read_standing,
    standing,
    standing_of,
)

__all__ = [
    "CARD",
    "FILE",
    "RECORD",
    "RETRACTABLE",
    "RETRACT_WITHIN",
    "SIGHTS",
    "SYSTEM_USERNAME",
    "Sight",
    "Standing",
    "attachments_for",
    "is_guided_by",
    "is_last_author",
    "is_whistled_police",
    "level_of",
    "may_raise_sign",
    "may_register",
    "may_see_safety",
    "may_see_whole",
    "own_standing",
    "read_standing",
    "readable_stages",
    "relations",
    "sees_all",
    "standing",
    "standing_of",
    "stood_for",
    "visible_to",
]
