"""What goes out and what comes back: the same two things for every channel."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

LINES_SHOWN = 15  # a robot takes 2048 bytes


@dataclass(frozen=True)
class Line:
    """One notice as the outside may read it: short number, step, day, link."""

    number: str
    step: str
    day: str
    link: str

    def __str__(self) -> str:
        head = f"{self.number}：" if self.number else ""
        return f"{head}{self.step}（{self.day}）{self.link}"


@dataclass(frozen=True)
class Message:
    """To one person. `key` is the same for every further try; its first signs stand in the text, so
    that neither a machine nor a reader takes a second copy for another message."""

    key: str
    to: str = field(repr=False)
    lines: tuple[Line, ...]
    inbox: str = ""

    @property
    def head(self) -> Line:
        """The only line; of several their count and the way to the inbox."""
        if len(self.lines) == 1:
            return self.lines[0]
        return Line("", f"今天有{len(self.lines)}件事请您留意", self.lines[-1].day, self.inbox)

    @property
    def text(self) -> str:
        shown = [str(line) for line in self.lines[:LINES_SHOWN]]
        if len(self.lines) > 1:
            shown = [f"今天有{len(self.lines)}件事请您留意：", *shown]
        if len(self.lines) > LINES_SHOWN:
            shown.append(f"还有{len(self.lines) - LINES_SHOWN}件，请登录查看 {self.inbox}".rstrip())
        return "\n".join([*shown, f"编号{self.mark}"])

    @property
    def mark(self) -> str:
        return self.key[:6].upper()


@dataclass(frozen=True)
class Receipt:
    """What became of it: taken (no fault), surely not taken, or unknown (`may_have_it`).

    `fault` is a `DeliveryFault`: closed words, never what the other side wrote.
    """

    fault: str = ""
    may_have_it: bool = False

    @property
    def is_taken(self) -> bool:
        return not self.fault


TAKEN = Receipt()


class Adapter(Protocol):
    """One kind of channel. `forgets_after`: how long the other side drops a second copy."""

    @property
    def forgets_after(self) -> timedelta: ...

    def send(self, message: Message) -> Receipt: ...
