"""One move while it is being made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cases.models import Case, Direction, Event
from mediation.core.errors import Refused
from mediation.core.models import User


@dataclass
class Act:
    """What the handlers of a verb read, and what they leave for the event.

    `changed` names the columns of the case that were set, `revisions` keeps the text that a
    correction replaced (field → before), `payload` holds codes, ids and days only.
    """

    case: Case
    verb: str
    actor: User
    on: date
    now: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    tier_before: str = ""
    status_before: str = ""
    on_behalf_of: User | None = None
    prepared_by: User | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    revisions: dict[str, str] = field(default_factory=dict)
    # What the clocks of this act need to know (`cases.deadlines.Moment`).
    clock_day: date | None = None  # where clocks start on another day than the act's
    direction: Direction | None = None
    directions: tuple[Direction, ...] = ()  # several at once: a whistle, a clock for each
    due_on: date | None = None
    obligations_on: tuple[date | None, ...] = ()  # None: performed on the spot, no clock
    is_confirmable: bool = True
    clock_subject: str | None = None  # of several rows of one clock, the one the act is about
    event: Event | None = None
    booked_on: date | None = None

    @property
    def outcome(self) -> str | None:
        return self.case.outcome

    def change(self, **values: Any) -> None:
        """Set columns of the case and remember which."""
        for name, value in values.items():
            setattr(self.case, name, value)
            self.changed.add(name)

    def one_of(self, name: str, choices: type, *, default: str | None = None) -> str:
        """A code from the data, checked against its enum."""
        value = self.data.get(name) or default
        if value not in choices.values:  # type: ignore[attr-defined]
            raise Refused("invalid_choice", "请从列出的选项里选一个。", field=name)
        return str(value)

    def day(self, name: str) -> date:
        """A day from the data; what waited for a signature comes back as ISO text."""
        value = self.data.get(name)
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            raise Refused("invalid_day", "请填一个日期。", field=name) from None

    def text(self, name: str) -> str:
        return str(self.data.get(name) or "").strip()


Handler = Callable[[Act], None]
