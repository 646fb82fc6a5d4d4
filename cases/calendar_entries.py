"""A sitting as an iCalendar entry (RFC 5545) for the calendar of one of the staff.

It leaves the house: the matter stands in it by its number, parties as 张*山, others who were
asked only as what they come, no phone, no words.
"""

from collections.abc import Sequence

from icalendar import Calendar, Event

from cases.models import Case, MediationSession
from mediation.core import clock

PRODUCT = "-//mediation//sessions//ZH"


def entry(
    session: MediationSession, case: Case, masked_names: Sequence[str], others: Sequence[str] = ()
) -> bytes:
    """The bytes of an .ics file; a cancelled sitting says so, so that the entry goes away."""
    found = Event()
    found.add("uid", f"session-{session.pk}@{case.centre.code}")
    found.add("dtstamp", clock.now())
    found.add("dtstart", session.starts_at)
    found.add("dtend", session.ends_at)
    found.add("summary", f"{case.aloud} {session.get_kind_display()}")
    found.add("location", session.place)
    lines = [
        f"{label}：{'、'.join(names)}"
        for label, names in (("当事人", masked_names), ("还请", others))
        if names
    ]
    if lines:
        found.add("description", "\n".join(lines))
    found.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    file = Calendar()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("method", "CANCEL" if session.is_cancelled else "PUBLISH")
    file.add_component(found)
    return bytes(file.to_ical())
