"""The kinds of query that a figure can be. Counts are conditions; the rest is arithmetic on them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.db.models import F, Q
from django.db.models.expressions import Combinable

from reporting.enums import Kind
from reporting.figures.rounding import rate, rounded
from reporting.periods import Period

Number = int | Decimal
Sums = Mapping[str, Number]


class Rows(Enum):
    """The rows that a count runs over; `selectors` says how each is read."""

    MOVEMENTS = "movements"
    STAYS = "stays"
    BOOKINGS = "bookings"
    FOLLOW_UPS = "follow_ups"


@dataclass(frozen=True)
class Count:
    """The sum of `value` (None: their number) over the period's rows that fulfil `where`.

    `is_of_accepted`: only of cases accepted by the end of the period, the latest accept coming
    after the latest `in`.
    """

    rows: Rows
    where: Callable[[Period], Q]
    value: Combinable | None = None
    is_of_accepted: bool = False

    def condition(self, period: Period) -> Q:
        """All that is asked of a row. The look into the case's bookings (`last_word`, which
        `selectors` adds) comes last: it is taken only of rows that fulfil the rest.
        """
        where = self.where(period)
        return where & Q(last_word=Kind.ACCEPTED) if self.is_of_accepted else where


@dataclass(frozen=True)
class Given:
    """A number that is carried over rather than counted, e.g. from the last locked half-month.

    `shown` are the rows that a reader finds behind it: of the period, or of the year up to it.
    `year_of`: the figure whose half-months of the year it gathers; empty for a figure of a period.
    """

    shown: Count | None = None
    year_of: str = ""


@dataclass(frozen=True)
class Total:
    """A sum of other figures; `minus` is taken off. `shown` as above."""

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    shown: Count | None = None


@dataclass(frozen=True)
class Share:
    """`part` ÷ `whole` in per cent."""

    part: str
    whole: str


@dataclass(frozen=True)
class Mean:
    """`total` ÷ `over`, one decimal."""

    total: str
    over: str


Query = Count | Given | Total | Share | Mean


@dataclass(frozen=True)
class Figure:
    """One column: code name, what the screen calls it, what it means, and how it is got.

    `edges`: what happens at its borders; `source`: the law, document or rule that it comes from.
    The catalogue page prints both (`figures.explained`).
    """

    name: str
    label: str
    definition: str
    query: Query
    unit: str = "件"
    edges: str = ""
    source: str = ""

    @property
    def is_additive(self) -> bool:
        """Rows of this figure may be added up."""
        return not isinstance(self.query, Share | Mean)


def moved(where: Q, value: Combinable | None = None, *, is_of_accepted: bool = False) -> Count:
    """A count over the movements of the period."""
    return Count(Rows.MOVEMENTS, lambda _period: where, value or F("amount"), is_of_accepted)


def value_of(figure: Figure, sums: Sums) -> Number | None:
    """The figure's value from the additive sums of one row of the table."""
    query = figure.query
    if isinstance(query, Share):
        return rate(sums.get(query.part, 0), sums.get(query.whole, 0))
    if isinstance(query, Mean):
        over = sums.get(query.over, 0)
        return rounded(Decimal(sums.get(query.total, 0)) / over, 1) if over else None
    return sums.get(figure.name, 0)
