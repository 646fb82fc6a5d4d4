"""One figure in words, and the figures of one table: what the catalogue page and its API print."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

NO_LINE = "—"  # a count: nothing stands below the line


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure in words. `how` is what the database is asked, said in Chinese."""

    name: str
    label: str
    unit: str
    definition: str
    numerator: str
    denominator: str
    edges: str
    source: str
    how: str

    @property
    def text(self) -> str:
        """What a search looks through."""
        return f"{self.name} {self.label} {self.definition} {self.numerator} {self.denominator}"


@dataclass(frozen=True)
class Chapter:
    """The figures of one table."""

    code: str
    title: str
    about: str
    entries: tuple[Entry, ...]

    def of(self, words: Sequence[str]) -> "Chapter":
        """With the entries that hold every one of the words."""
        found = (one for one in self.entries if all(word in one.text for word in words))
        return replace(self, entries=tuple(found))
