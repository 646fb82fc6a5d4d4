"""Reminders of running clocks (rules.md §10): rows first, sent by `mediation.core.notices`."""

from cases.notices.addressees import Addressees
from cases.notices.checking import still_due
from cases.notices.escalating import escalate_overdue
from cases.notices.reminding import Written, write_due

__all__ = ["Addressees", "Written", "escalate_overdue", "still_due", "write_due"]
