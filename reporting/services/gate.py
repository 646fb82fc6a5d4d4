"""One gate per town between those who book and the one who locks.

Bookings share it, a lock has it alone: nothing is booked into a half-month while it is being
locked, and whoever waited sees the lock. The gate opens when the transaction ends.
"""

from django.db import connection

from grids.models import Division

GATE = 0x484D  # a number of our own among the advisory locks of the database


def enter(centre: Division) -> None:
    """Wait until nobody locks a half-month of this town; keep others from it until commit."""
    _take("pg_advisory_xact_lock_shared", centre)


def close(centre: Division) -> None:
    """Wait until nobody books in this town; keep everybody out until commit."""
    _take("pg_advisory_xact_lock", centre)


def _take(function: str, centre: Division) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [GATE, centre.pk])
