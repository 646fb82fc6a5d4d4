"""Writing the books: what a move books, and locking a half-month."""

from reporting.services.books import book_movement, booking_day, rebuild
from reporting.services.locking import lock, lock_overdue

__all__ = [
    "book_movement",
    "booking_day",
    "lock",
    "lock_overdue",
    "rebuild",
]
