"""Telling people: rows first (`rows`), e-mail after (`delivery`), other channels beside (`outside`)."""

from mediation.core.notices.delivery import Sent, send_due
from mediation.core.notices.outside import Passed, send_outside
from mediation.core.notices.rows import (
    DIGEST_AT,
    Row,
    Told,
    digest_at,
    drop_unsent,
    finish_day,
    inbox,
    is_written,
    last_written,
    mark_read,
    next_digest_at,
    notify,
    notify_many,
    rows_of_act,
    unread_count,
)

__all__ = [
    "DIGEST_AT",
    "Passed",
    "Row",
    "Sent",
    "Told",
    "digest_at",
    "drop_unsent",
    "finish_day",
    "inbox",
    "is_written",
    "last_written",
    "mark_read",
    "next_digest_at",
    "notify",
    "notify_many",
    "rows_of_act",
    "send_due",
    "send_outside",
    "unread_count",
]
