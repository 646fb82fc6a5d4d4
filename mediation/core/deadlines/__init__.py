"""Time limits: the pure reckoning of due dates and reminders, and the rules behind them."""

from mediation.core.deadlines.limits import COMPLAINT, PERSONAL_REQUEST, answer_due_on
from mediation.core.deadlines.reckoning import (
    Due,
    Extension,
    Measure,
    Pause,
    days_over,
    due,
    is_paused,
    merge_pauses,
)
from mediation.core.deadlines.reminders import (
    WARN_DAYS,
    last_reminder_day,
    reminder_step,
    steps_due_between,
)
from mediation.core.deadlines.rules import (
    LoadedRules,
    load_rules,
    longest_extension,
    pick,
    seed_rules,
)

__all__ = [
    "COMPLAINT",
    "PERSONAL_REQUEST",
    "WARN_DAYS",
    "Due",
    "Extension",
    "LoadedRules",
    "Measure",
    "Pause",
    "answer_due_on",
    "days_over",
    "due",
    "is_paused",
    "last_reminder_day",
    "load_rules",
    "longest_extension",
    "merge_pauses",
    "pick",
    "reminder_step",
    "seed_rules",
    "steps_due_between",
]
