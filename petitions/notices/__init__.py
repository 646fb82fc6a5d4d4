"""Reminders of the clocks of petitions (rules.md §10): rows first, sent by `core.notices`."""

from petitions.notices.checking import still_due
from petitions.notices.reminding import reminders

__all__ = ["reminders", "still_due"]
