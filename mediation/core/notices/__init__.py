"""Telling people: rows first (`rows`), e-mail after (`delivery`)."""

from mediation.core.notices.delivery import Sent, send_due
from mediation.core.notices.rows import (
    DIGEST_AT,
    Row,
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
    unread_count,
)

__all__ = [
    "DIGEST_AT",
    "Row",
    "Sent",
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
    "send_due",
    "unread_count",
]
