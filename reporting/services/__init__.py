"""Writing the books: what a move books, and locking a half-month."""

from reporting.services.books import book_movement, booking_day, rebuild
from reporting.services.export_jobs import fail_export, find_broken_off, write_export
from reporting.services.exports import (
    cancel_export,
    expire_exports,
    record_fetch,
    request_again,
    request_export,
)
from reporting.services.locking import lock, lock_overdue

__all__ = [
    "book_movement",
    "booking_day",
    "cancel_export",
    "expire_exports",
    "fail_export",
    "find_broken_off",
    "lock",
    "lock_overdue",
    "rebuild",
    "record_fetch",
    "request_again",
    "request_export",
    "write_export",
]
