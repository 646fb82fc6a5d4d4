"""The cases behind a number, as far as the reader may see them."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from cases.access import visible_to
from cases.enums import Source
from cases.models import Case
from grids.models import Category, Division
from mediation.core.models import User
from reporting.figures import CATALOGUE, Count, Figure, Given, Mean, Share, Total
from reporting.periods import Period, reporting_year
from reporting.selectors.sums import PREFIX, rows_of


@dataclass(frozen=True)
class Slice:
    """Which row of the table: any of a place (with all below it), a category, a source.

    `villages`: only these (ids), for a reader who sees no other rows.
    """

    division: Division | None = None
    category: str = ""
    source: str = ""
    villages: frozenset[int] | None = None

    def condition(self, prefix: str) -> Q:
        condition = Q()
        if self.division is not None:
            condition &= Q(**{f"{prefix}division__path__startswith": self.division.path})
        if self.category:
            condition &= Q(**{f"{prefix}category__code": self.category})
        if self.source:
            condition &= Q(**{f"{prefix}source": self.source})
        if self.villages is not None:
            condition &= Q(**{f"{prefix}division__in": self.villages})
        return condition


@dataclass(frozen=True)
class Behind:
    """The cases of a cell. A rate has those above the line here and those below it in `of`.

    `cases` are read where they are asked for, best by the page; `seen` is how many they are,
    `hidden` how many more there are outside the reader's sight.
    """

    figure: Figure
    cases: QuerySet[Case] = field(default_factory=Case.objects.none)
    seen: int = 0
    hidden: int = 0
    of: "Behind | None" = None

    @property
    def count(self) -> int:
        return self.seen + self.hidden

    def page(self, number: str | None, size: int) -> Page[Case]:
        """Some of the cases. No number gives the first page, one out of range the last."""
        pages = Paginator(self.cases, size)
        pages.count = self.seen  # counted already
        return pages.get_page(number)


def behind(
    user: User, figure: Figure, centre: Division, period: Period, row: Slice | None = None
) -> Behind:
    """The cases behind one cell of the table, by number."""
    query = figure.query
    if isinstance(query, Share):
        whole = behind(user, CATALOGUE[query.whole], centre, period, row)
        part = behind(user, CATALOGUE[query.part], centre, period, row)
        return Behind(figure, part.cases, part.seen, part.hidden, whole)
    if isinstance(query, Mean):
        return Behind(figure, of=behind(user, CATALOGUE[query.over], centre, period, row))
    count = query.shown if isinstance(query, Total | Given) else query
    if count is None:
        return Behind(figure)
    if isinstance(query, Given) and query.is_of_the_year:
        period = reporting_year(period.last_on)
    keys = case_keys(count, centre, period, row or Slice())
    cases = visible_to(user).filter(pk__in=keys)
    seen = cases.count()
    in_order = cases.select_related("division", "category").order_by("year", "short_number")
    return Behind(figure, in_order, seen, keys.distinct().count() - seen)


def case_keys(count: Count, centre: Division, period: Period, row: Slice) -> QuerySet[Any]:
    """The cases that a count runs over, once for each of its rows; a subquery for `pk__in`."""
    rows: QuerySet[Any] = rows_of(count.rows, centre, period, is_of_accepted=count.is_of_accepted)
    found = rows.filter(count.where(period) & row.condition(PREFIX[count.rows]))
    return found.order_by().values("case")


def slice_of(key: str, within: Division, category: str = "") -> Slice | None:
    """The row that a key of the table names, inside a place; None if there is no such row.

    Two digits are a category, more a place, a word a source, nothing the total. `category`
    narrows any of them.
    """
    if not key:
        return Slice(within, category)
    if key in Source.values:
        return Slice(within, category, key)
    if Category.objects.filter(code=key).exists():
        return Slice(within, key)
    division = Division.objects.filter(code=key).first()
    if division is None or not division.is_under(within):
        return None
    return Slice(division, category)
