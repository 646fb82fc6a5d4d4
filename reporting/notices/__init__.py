"""Reminders of what the reports wait for (settings.REMINDERS, NOTICE_CHECKS, NOTICE_STEPS)."""
