"""`make bench`: pages, searches and reminders measured on a big town (DESIGN §7, performance.md)."""
