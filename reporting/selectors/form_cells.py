"""The cases behind a number of a form, as far as the reader may see them (issue 7, Build 2)."""

from collections.abc import Callable, Collection
from dataclasses import replace

from django.db.models import Q

from cases.access import visible_to
from grids.models import Category, Subtype
from mediation.core.models import User
from reporting.figures import Figure, Number, Share
from reporting.figures.mediation import COUNTS, FOUND_BY_SWEEPING, MediationColumn
from reporting.figures.queries import Count
from reporting.figures.survey import LINES, figure_of
from reporting.periods import Period
from reporting.selectors.behind import Behind
from reporting.selectors.counted import live_rows
from reporting.selectors.forms import Opened
from reporting.selectors.mediation_form import Unit

ACCEPTED_BY_A_COMMITTEE = Q(case__committee__isnull=False)


def behind_survey(
    user: User, opened: Opened, period: Period, name: str, line: str = "", level: str = ""
) -> Behind:
    """The cases of one cell of the 排查情况表, once for each time it counts them.

    `line` and `level` empty: of all. KeyError for what no case is behind.
    """
    return _behind(user, opened, period, figure_of(name), _of_line(line) & _of_level(level))


def behind_mediation(
    user: User,
    opened: Opened,
    column: MediationColumn,
    unit: Unit | None = None,
    of_body: Collection[str] = (),
) -> Behind:
    """The cases of one cell of the people's mediation table; no unit: of the whole town.

    `of_body`: the committees (codes) that are the body of a column 调解主体.
    KeyError for a column that the house keeps nothing for, or that counts rounds.
    """
    period = opened.span.period
    if column.counted in FOUND_BY_SWEEPING:
        query, where = FOUND_BY_SWEEPING[column.counted], Q()
        if unit is not None:
            where &= Q(division__code=unit.village)
    else:
        query, where = COUNTS[column.counted], ACCEPTED_BY_A_COMMITTEE
        if unit is not None:
            where &= Q(case__committee__code=unit.code)
    if column.sources:
        where &= Q(source__in=column.sources)
    if column.body:
        where &= Q(case__committee__code__in=of_body)
    if column.category:
        where &= Q(category__code=column.category)
    figure = Figure(column.counted, column.label, column.definition, query)
    return _behind(user, replace(opened, villages=None), period, figure, where)


def as_locked(under: Behind, number: Callable[[str], Number | None]) -> Behind:
    """The list of today beside the number (by its figure's name) that was locked with the form."""
    query = under.figure.query
    value = number(query.part if isinstance(query, Share) else under.figure.name)
    return replace(
        under,
        is_kept=False,
        is_of_today=True,
        locked=None if value is None else int(value),
        of=None if under.of is None else as_locked(under.of, number),
    )


def _behind(user: User, opened: Opened, period: Period, figure: Figure, where: Q) -> Behind:
    query = figure.query
    if isinstance(query, Share):
        whole = _behind(user, opened, period, figure_of(query.whole), where)
        part = _behind(user, opened, period, figure_of(query.part), where)
        return replace(part, figure=figure, of=whole)
    if not isinstance(query, Count):
        raise KeyError(figure.name)
    rows, prefix, related = live_rows(figure, opened.centre, period)
    rows = rows.filter(where)
    if opened.villages is not None:
        rows = rows.filter(**{f"{prefix}division__code__in": opened.villages})
    cases = visible_to(user).filter(**{f"{related}__in": rows.values("pk")})
    seen = cases.count()
    in_order = cases.select_related("division", "category").order_by("year", "short_number", "pk")
    return Behind(figure, in_order, seen, rows.count() - seen)


def _of_level(level: str) -> Q:
    return Q(case__route=level) if level else Q()


def _of_line(line: str) -> Q:
    """The codes that lead to a line, as `LINES.line_of` reads them."""
    if not line:
        return Q()
    mine, free = [], []
    for code in Subtype.objects.order_by("code").values_list("code", flat=True):
        named = next((LINES.by_subtype[c] for c in (code, code[:2]) if c in LINES.by_subtype), None)
        if named is None:
            free.append(code)
        elif named == line:
            mine.append(code)
    categories = [
        code
        for code in Category.objects.order_by("code").values_list("code", flat=True)
        if LINES.line_of(code, "") == line
    ]
    by_category = Q(case__subtype__isnull=True) | Q(case__subtype__code__in=free)
    return Q(case__subtype__code__in=mine) | (by_category & Q(category__code__in=categories))
