"""What was kept of a locked half-month against itself and against the rows as they stand today.

A locked table is read from what was kept and never from rows; this tells where the two part, case
by case and cell by cell (`half_month --check`). What somebody did after the lock through the door
(another risk, a corrected category) is not a fault: it left an event or a revision.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import CharField, F, Func, Q
from django.db.models import Count as CountOf

from cases.enums import Beside, Source
from cases.models import Case, Event, Revision
from grids.models import Category, Division
from reporting.figures import CATALOGUE, Rows
from reporting.models import CountedCase, CountedList, HalfMonth
from reporting.periods import Period, half_month
from reporting.selectors.counted import KEPT, counted_sql
from reporting.selectors.sums import Cell, locked_sums
from reporting.services.locking import fingerprint

# Its number is a sum of +1 and −1, or of money, and not of rows.
NO_COUNT = frozenset({"adjusted", "agreement_amount"})
# Counted where the case itself stood when it was locked.
AT_ITS_PLACE = ["base", "follow_ups_due", "court_accepted", "confirmed"]
PLACE = {"division": "村（社区）", "category": "类别", "source": "来源"}


@dataclass(frozen=True)
class Findings:
    """`faults`: a sentence each. `explained`: how many cases differ by what was done since."""

    faults: tuple[str, ...] = ()
    explained: int = 0


@dataclass(frozen=True)
class Part:
    """A case in a cell: the figures that were locked there, and those that would be there now."""

    case: int
    cell: Cell
    kept: frozenset[str]
    now: frozenset[str]


def examine(locked: HalfMonth) -> Findings:
    """Everything in which a locked half-month differs from itself or from the rows of today."""
    say = Words()
    faults = [*own_faults(locked)]
    found = CountedList.objects.filter(half_month=locked).first()
    if found is None:
        return Findings((*faults, f"截至{locked}的半月报锁定时没有留存名单，不能逐件核对。"))
    parts = list(_parts(locked, frozenset(found.figures)))
    moved = list(_out_of_place(locked))
    cases = Case.objects.in_bulk({part.case for part in parts} | {each.case_id for each in moved})
    acted = set(
        Event.objects.filter(case__in=[part.case for part in parts], at__gt=locked.locked_at)
        .order_by()
        .values_list("case", flat=True)
        .distinct()
    )
    loose = hanging_on_the_case(half_month(locked.cut_off))
    explained = set()
    for part in parts:
        firm = (part.kept ^ part.now) - (loose if part.case in acted else frozenset())
        if not firm:
            explained.add(part.case)
            continue
        name = say.case(cases.get(part.case), part.case)
        cell = say.cell(part.cell)
        if part.kept & firm:
            labels = say.figures(part.kept & firm)
            faults.append(f"{name}：锁定时在“{cell}”一格计入{labels}，现在的记录里没有。")
        if part.now & firm:
            labels = say.figures(part.now & firm)
            faults.append(f"{name}：现在的记录在“{cell}”一格计入{labels}，锁定时没有。")
    for row in moved:
        wrong = [field for field in PLACE if _is_unexplained(row, field, locked)]
        if not wrong:
            explained.add(row.case_id)
        for field in wrong:
            name = say.case(row.case, row.case_id)
            cell = say.cell(Cell(row.division_id, row.category_id, row.source))
            now = say.place(field, row.case)
            faults.append(
                f"{name}：锁定时计在“{cell}”一格，现在案件上写的{PLACE[field]}是“{now}”，"
                "锁定以后没有更正记录。"
            )
    return Findings(tuple(faults), len(explained))


def own_faults(locked: HalfMonth) -> Iterator[str]:
    """Where numbers, list and fingerprint of a lock do not agree among themselves."""
    sums = locked_sums(locked)
    if fingerprint(sums) != locked.sha256:
        yield f"截至{locked}的半月报留存的数字和锁定时的指纹对不上。"
    found = CountedList.objects.filter(half_month=locked).first()
    if found is None:
        return
    say = Words()
    listed: Counter[tuple[Cell, str]] = Counter()
    rows = CountedCase.objects.filter(half_month=locked).order_by()
    names = Func(F("figures"), function="unnest", output_field=CharField())
    for *cell, name, count in rows.values_list("division", "category", "source", names).annotate(
        CountOf("pk")
    ):
        listed[Cell(*cell), name] = count
    kept = {
        (cell, name): int(amount)
        for cell, values in sums.items()
        for name, amount in values.items()
        if name in KEPT
    }
    for cell, name in sorted(kept.keys() | listed.keys()):
        numbers = kept.get((cell, name), 0), listed[cell, name]
        if name in found.figures and name not in NO_COUNT and numbers[0] != numbers[1]:
            yield (
                f"截至{locked}的半月报“{say.cell(cell)}”一格，{CATALOGUE[name].label}留存的数是 "
                f"{numbers[0]}，名单上是 {numbers[1]} 件。"
            )


def hanging_on_the_case(period: Period) -> frozenset[str]:
    """Figures that a later act may change in the rows: their conditions look at the case itself."""
    return frozenset(
        name
        for name, count in KEPT.items()
        if count.rows in {Rows.BOOKINGS, Rows.FOLLOW_UPS} or _looks_at_case(count.where(period))
    )


def _looks_at_case(condition: Any) -> bool:
    if isinstance(condition, Q):
        return any(_looks_at_case(child) for child in condition.children)
    if isinstance(condition, tuple):
        return condition[0].startswith(("case__", "agreed_"))
    return True  # a look into another table


def _parts(locked: HalfMonth, names: frozenset[str]) -> Iterator[Part]:
    """Where the list and the rows of today differ, in the figures whose list was kept."""
    sql, parameters = counted_sql(locked.centre, half_month(locked.cut_off))
    with connections[CountedCase.objects.db].cursor() as cursor:
        cursor.execute(
            f"""
            SELECT case_id, division_id, category_id, source, kept.figures, now.figures
            FROM (SELECT * FROM reporting_countedcase WHERE half_month_id = %s) AS kept
            FULL JOIN ({sql}) AS now USING (case_id, division_id, category_id, source, nth)
            WHERE kept.figures IS DISTINCT FROM now.figures
            ORDER BY case_id, division_id, category_id, source, nth
            """,  # noqa: S608 - put together by the ORM, values apart
            [locked.pk, *parameters],
        )
        for case, *cell, kept, now in cursor.fetchall():
            before, after = names & set(kept or ()), names & set(now or ())
            if before != after:
                yield Part(case, Cell(*cell), before, after)


def _out_of_place(locked: HalfMonth) -> Iterable[CountedCase]:
    """Counted cases that stand elsewhere now than where they were counted."""
    rows = CountedCase.objects.filter(
        half_month=locked, nth=1, figures__overlap=AT_ITS_PLACE, case__in=Case.objects.all()
    )
    here = Q(case__division=F("division"), case__category=F("category"), case__source=F("source"))
    return (
        rows.exclude(here)
        .select_related("case__division", "case__category", "division", "category")
        .order_by("case", "pk")
    )


def _is_unexplained(row: CountedCase, field: str, locked: HalfMonth) -> bool:
    """It stands elsewhere, and nobody corrected it: what stood before the first correction since
    the lock must be what was counted. A village that merged has an event instead.
    """
    counted, now = getattr(row, field), getattr(row.case, field)
    if counted == now:
        return False
    counted = getattr(counted, "code", counted)
    correction = (
        Revision.objects.filter(case=row.case_id, field=field, at__gt=locked.locked_at)
        .order_by("pk")
        .first()
    )
    if correction is not None and correction.before == counted:
        return False
    if field != "division":
        return True
    merger = (
        Event.objects.filter(case=row.case_id, verb=Beside.REPLACED, at__gt=locked.locked_at)
        .order_by("seq")
        .first()
    )
    return merger is None or merger.payload.get("from") != counted


class Words:
    """Names of places, categories and cases, each table read once."""

    def __init__(self) -> None:
        self._places: dict[int, str] = {}
        self._categories: Mapping[int, str] = {}

    def cell(self, cell: Cell) -> str:
        if not self._categories:
            self._categories = {
                each.pk: f"{each.code} {each.short_name}" for each in Category.objects.all()
            }
        if cell.division not in self._places:
            self._places[cell.division] = str(Division.objects.get(pk=cell.division))
        category = self._categories.get(cell.category, f"{cell.category}")
        source = Source(cell.source).label if cell.source in Source.values else cell.source
        return f"{self._places[cell.division]} · {category} · {source}"

    def case(self, case: Case | None, key: int) -> str:
        return case.number if case else f"已经不在系统里的案件（内部编号 {key}）"

    def figures(self, names: Iterable[str]) -> str:
        order = list(CATALOGUE)
        return "、".join(CATALOGUE[name].label for name in sorted(names, key=order.index))

    def place(self, field: str, case: Case) -> str:
        if field == "source":
            return case.get_source_display()
        found = getattr(case, field)
        return f"{found.code} {found.short_name}" if field == "category" else str(found)
