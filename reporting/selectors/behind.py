"""The cases behind a number, as far as the reader may see them."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from cases.access import visible_to
from cases.enums import Source
from cases.models import Case
from grids.models import Category, Division
from mediation.core.models import User
from reporting.figures import CATALOGUE, Figure, Mean, Share
from reporting.models import HalfMonth
from reporting.periods import Period
from reporting.selectors.counted import (
    KEPT_RELATED,
    count_of,
    gone,
    is_once,
    kept_rows,
    live_rows,
)
from reporting.selectors.locks import half_month_of


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

    One row is one count: a case that a year counts twice stands there twice. `cases` are read
    where they are asked for, best by the page; `seen` is how many they are, `hidden` how many more
    there are outside the reader's sight, `gone` how many of a locked number the system no longer
    has. `is_kept` False: the period is locked, and this list was not kept with it. `is_of_today`:
    the number was kept with its form and the list is what the rows say now; `locked` is that
    number, None where it does not count cases.
    """

    figure: Figure
    cases: QuerySet[Case] = field(default_factory=Case.objects.none)
    seen: int = 0
    hidden: int = 0
    of: "Behind | None" = None
    gone: int = 0
    is_kept: bool = True
    is_of_today: bool = False
    locked: int | None = None

    @property
    def count(self) -> int:
        return self.seen + self.hidden + self.gone

    @property
    def number(self) -> int:
        """What stands in the cell: the locked number where it was kept, else what is listed."""
        return self.count if self.locked is None else self.locked

    def page(self, number: str | None, size: int) -> Page[Case]:
        """Some of the cases. No number gives the first page, one out of range the last."""
        pages = Paginator(self.cases, size)
        pages.count = self.seen  # counted already
        return pages.get_page(number)


def behind(
    user: User, figure: Figure, centre: Division, period: Period, row: Slice | None = None
) -> Behind:
    """The cases behind one cell of the table, by number.

    Of a locked half-month those that were counted when it was locked; where that list was not kept
    yet, those that its rows name now.
    """
    found = half_month_of(centre, period)
    locked = found if found is not None and found.is_locked else None
    return _behind(user, figure, centre, period, row or Slice(), locked)


def _behind(
    user: User,
    figure: Figure,
    centre: Division,
    period: Period,
    row: Slice,
    locked: HalfMonth | None,
) -> Behind:
    query = figure.query
    if isinstance(query, Share):
        whole = _behind(user, CATALOGUE[query.whole], centre, period, row, locked)
        part = _behind(user, CATALOGUE[query.part], centre, period, row, locked)
        return replace(part, figure=figure, of=whole)
    if isinstance(query, Mean):
        over = _behind(user, CATALOGUE[query.over], centre, period, row, locked)
        return Behind(figure, of=over)
    if count_of(figure) is None:
        return Behind(figure)
    if locked is None:
        return _behind_live(user, figure, centre, period, row)
    kept = kept_rows(figure, locked)
    if kept is None:
        return replace(_behind_live(user, figure, centre, period, row), is_kept=False)
    rows = kept.filter(row.condition(""))
    once = is_once(figure, period)
    counted = _found(user, figure, rows, "" if once else KEPT_RELATED)
    lost = gone(rows, is_once=once) if counted.hidden else 0
    return replace(counted, hidden=counted.hidden - lost, gone=lost)


def _behind_live(
    user: User, figure: Figure, centre: Division, period: Period, row: Slice
) -> Behind:
    rows, prefix, related = live_rows(figure, centre, period)
    rows = rows.filter(row.condition(prefix))
    return _found(user, figure, rows, "" if is_once(figure, period) else related)


def _found(user: User, figure: Figure, rows: QuerySet[Any], related: str) -> Behind:
    """The rows as cases in sight, in order: each once, or by `related` once for each of its rows.

    A case that moved inside the cell is there with −1 and with +1, and once in the list of 调整.
    """
    if related:
        cases = visible_to(user).filter(**{f"{related}__in": rows.values("pk")})
        total = rows.count()
    else:
        keys = rows.values("case")
        cases, total = visible_to(user).filter(pk__in=keys), keys.distinct().count()
    seen = cases.count()
    in_order = cases.select_related("division", "category").order_by("year", "short_number", "pk")
    return Behind(figure, in_order, seen, total - seen)


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
