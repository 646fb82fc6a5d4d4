"""What stands between a half-month and its submission: what must be put right, what wants a word.

Must: a check that does not add up, a typed number on which nothing is decided. Please explain: a
category that rose clearly against the half-month before (domain.md §4, screen h). To be known: a
return whose numbers changed after its village confirmed them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from grids.models import Division
from reporting import checks
from reporting.checks import Check
from reporting.enums import Decided, ReturnState
from reporting.figures import CATALOGUE
from reporting.models import HalfMonth, RiseExplanation, TypedNumber
from reporting.periods import previous
from reporting.selectors import CellSums, Table, table
from reporting.selectors.returns import Line, covered_by, explanations, number_now, typed_numbers

# A category rose clearly: by at least so many cases, and by at least half.
MORE, TIMES_TEN = 2, 15
NAMED = 3  # cells of a check that are named; the others are marked in the tables


@dataclass(frozen=True)
class Finding:
    """One entry of the column 核对; `mark` is its number there and on the cell it concerns."""

    code: str
    is_must: bool
    title: str
    text: str = ""
    cells: tuple[tuple[str, str, str], ...] = ()  # column, row, category
    typed: TypedNumber | None = None
    now: int = 0
    explained: RiseExplanation | None = None
    category: str = ""
    village: Division | None = None
    is_waiting: bool = False  # decided already: the village is to register or amend the case
    mark: int = 0

    @property
    def is_open(self) -> bool:
        """It still keeps the half-month from being submitted."""
        return self.is_must or (self.code == "rise" and self.explained is None)

    @property
    def is_changed(self) -> bool:
        """The village is to look at its return again; nothing waits for it."""
        return self.code == "changed"

    @property
    def sign(self) -> str:
        """①, ②, … as on the cell."""
        return chr(0x245F + self.mark) if 1 <= self.mark <= 20 else f"（{self.mark}）"


def of(
    figures: Table,
    before: Table,
    found: Sequence[Check],
    sums: CellSums,
    half_month: HalfMonth | None,
    *,
    villages: Iterable[Division] | None = None,
    lines: Iterable[Line] = (),
) -> list[Finding]:
    """Everything there is to find, numbered: must first. `villages`: typed numbers of these only;
    `lines`: the returns to be held against the numbers of now.
    """
    listed = [
        *_typed(figures.centre, figures, sums, villages),
        *_checks(found, figures),
        *_changed(figures, lines),
        *(_risen(figures, before, explanations(half_month)) if villages is None else ()),
    ]
    return [replace(each, mark=mark) for mark, each in enumerate(listed, 1)]


def of_half_month(figures: Table, sums: CellSums, lines: Iterable[Line] = ()) -> list[Finding]:
    """The same, read from nothing: for the step that submits, and for JSON."""
    before = table(figures.centre, previous(figures.period), locks=figures.locks)
    found = checks.run(figures, before)
    return of(figures, before, found, sums, figures.half_month, lines=lines)


def _typed(
    centre: Division, figures: Table, sums: CellSums, villages: Iterable[Division] | None
) -> list[Finding]:
    """Typed numbers that no decision has settled and that the system has not come to meet."""
    numbers = list(typed_numbers(centre, figures.period.last_on))
    if villages is not None:
        own = {village.pk for village in villages}
        numbers = [each for each in numbers if each.version.of.division_id in own]
    groups = covered_by({each.version.of.division for each in numbers}) if numbers else {}
    found = []
    for each in numbers:
        village = each.version.of.division
        now = number_now(sums, groups[village.pk], each.category_id, each.line)
        if (
            now == each.typed
            or each.decided == Decided.SYSTEM
            or each.state == ReturnState.SENT_BACK
        ):
            continue
        label = CATALOGUE[each.line].label
        found.append(
            Finding(
                "typed",
                True,
                f"{village.short_name} {each.category.short_name}：{label}填 {each.typed}，"
                f"系统是 {now}",
                each.why,
                ((each.line, village.code, each.category.code),),
                typed=each,
                now=now,
                is_waiting=each.decided == Decided.REGISTER,
            )
        )
    return found


def _changed(figures: Table, lines: Iterable[Line]) -> list[Finding]:
    """Returns that said other numbers than the system has by now, one entry a village."""
    labels = {row.key: row.short_label for row in figures.by_category}
    found = []
    for line in lines:
        said = [
            f"{labels.get(each.category, each.category)} {CATALOGUE[each.line].label} "
            f"{each.then} → {each.now}"
            for each in line.changes
        ]
        if said:
            more = f"等 {len(said)} 处" if len(said) > NAMED else ""
            found.append(
                Finding(
                    "changed",
                    False,
                    f"{line.village.short_name}报后数字变了，请村里再核对确认",
                    "、".join(said[:NAMED]) + more,
                    tuple((each.line, line.village.code, each.category) for each in line.changes),
                    village=line.village,
                )
            )
    return found


def _checks(found: Iterable[Check], figures: Table) -> list[Finding]:
    """Checks that do not add up, with the names of the first cells that they concern."""
    rows = (*figures.rows, *figures.by_category, *figures.by_source, figures.total)
    labels = {row.key: row.short_label for row in rows}
    return [
        Finding(
            check.code,
            True,
            check.message,
            "、".join(
                f"{labels.get(cell['row'], cell['row'])} {CATALOGUE[cell['column']].label}"
                for cell in check.cells[:NAMED]
                if cell["column"] in CATALOGUE
            ),
            cells=tuple((cell["column"], cell["row"], "") for cell in check.cells),
        )
        for check in found
        if not check.ok
    ]


def _risen(
    figures: Table, before: Table, explained: Mapping[int, RiseExplanation]
) -> list[Finding]:
    """Categories whose 新增 rose clearly; nothing to compare with where there was nothing at all."""
    if not before.total["new"]:
        return []
    earlier = {row.key: int(row["new"]) for row in before.by_category}
    words = {each.category.code: each for each in explained.values()} if explained else {}
    found = []
    for row in figures.by_category:
        now, then = int(row["new"]), earlier.get(row.key, 0)
        if now - then < MORE or now * 10 < then * TIMES_TEN:
            continue
        found.append(
            Finding(
                "rise",
                False,
                f"{row.short_label} {now} 件，比上期多 {now - then} 件",
                "请用一句话写写原因。",
                (("new", row.key, ""),),
                explained=words.get(row.key),
                category=row.key,
            )
        )
    return found
