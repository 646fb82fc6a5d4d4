"""What a row of the table of registers says."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

# Type of each column that a kind may show; they are fields of `models.Register`.
COLUMN_TYPES: Mapping[str, str] = {
    "happened_on": "date",
    "title": "string",
    "sort": "choice",
    "place": "string",
    "headcount": "integer",
    "amount": "decimal",
    "to_unit": "unit",
    "external_number": "string",
    "matter": "matter",
    "text": "text",
    "measures": "text",
    "due_on": "date",
    "done_on": "date",
    "result": "text",
}
LONGEST: Mapping[str, int] = {
    "title": 100,
    "place": 100,
    "external_number": 60,
    "text": 4_000,
    "measures": 4_000,
    "result": 4_000,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the entry under the name that this register gives it."""

    name: str
    label: str
    is_required: bool = True
    hint: str = ""

    @property
    def type(self) -> str:
        return COLUMN_TYPES[self.name]


Optional = partial(Column, is_required=False)


@dataclass(frozen=True, slots=True)
class Kind:
    """One register.

    `writers` write for their own unit and read what it wrote; `readers` read the whole town's;
    the unit in `to_unit` reads what is addressed to it, and says what became of it where the kind
    has `done_on`. `approvers`: an entry holds only once one of them, another than its writer, has
    said yes. `kept_years`: from the end of the entry's year.
    """

    code: str
    label: str
    about: str
    columns: tuple[Column, ...]
    writers: frozenset[str]
    readers: frozenset[str]
    sheet: str
    kept_years: int = 10
    sorts: tuple[tuple[str, str], ...] = ()
    approvers: frozenset[str] = frozenset()
    checklists: tuple[str, ...] = ()

    def column(self, name: str) -> Column | None:
        return next((one for one in self.columns if one.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.columns)

    @property
    def has_answer(self) -> bool:
        """Whether the unit that it is addressed to says what became of it."""
        return "to_unit" in self.names and "done_on" in self.names


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A register that has its own page already; the list of registers leads there."""

    label: str
    about: str
    url_name: str
    readers: frozenset[str]
