"""Tables of the reports: what was booked, what follows from it, what is locked, what was asked for."""

from reporting.models.books import Booking, Movement, Stay
from reporting.models.exports import Export
from reporting.models.half_months import HalfMonth, Snapshot

__all__ = ["Booking", "Export", "HalfMonth", "Movement", "Snapshot", "Stay"]
