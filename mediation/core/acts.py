"""One move while it is being made: what the handlers of every matter read and leave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from mediation.core.errors import Refused
from mediation.core.models import User


@dataclass(kw_only=True)
class AbstractAct:
    """What the handlers of a verb read, and what they leave for the event.

    `changed` names the columns of the matter that were set, `revisions` keeps the text that a
    correction replaced (field → before), `payload` holds codes, ids and days only.
    """

    matter_field: ClassVar[str]  # the name of the matter on the concrete act and its rows

    verb: str
    actor: User
    on: date
    now: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    status_before: str = ""
    on_behalf_of: User | None = None
    prepared_by: User | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    revisions: dict[str, str] = field(default_factory=dict)
    booked_on: date | None = None

    @property
    def matter(self) -> Any:
        return getattr(self, self.matter_field)

    def change(self, **values: Any) -> None:
        """Set columns of the matter and remember which."""
        for name, value in values.items():
            setattr(self.matter, name, value)
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
