"""Reading returns: which villages owe one, how each stands, what was typed over, who was in time."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from grids.enums import Level
from grids.models import Division
from mediation.core import clock
from mediation.core.models import User
from reporting.access import desk
from reporting.enums import ReturnState, State
from reporting.figures import rate
from reporting.models import (
    COUNTED_LINES,
    HalfMonth,
    Movement,
    NumberDecision,
    ReturnUrge,
    ReturnVersion,
    RiseExplanation,
    TypedNumber,
    VillageReturn,
)
from reporting.periods import Period, half_month
from reporting.selectors.sums import CellSums
from reporting.selectors.tables import Table, table

RATE = (
    "报送及时率＝截止日当天或以前第一次报上来的村（社区）数÷应报的村（社区）数。"
    "应报的是截止日还在用的村（社区）；截止日以前已经并掉的不算，零报告算报了，"
    "退回重报的看第一次；本年的是开始用报表以后各期的合计；百分比保留两位小数，四舍五入，没有应报的写“—”。"
)
# {category code: {line: count}}, zeros left out.
Numbers = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Changed:
    """A number that is another one now than the village confirmed (`then`)."""

    category: str
    line: str
    then: int
    now: int


@dataclass(frozen=True, slots=True)
class Line:
    """How one village stands in one half-month; `found` None: its return opens on first writing."""

    village: Division
    due_on: date
    found: VillageReturn | None = None
    latest: ReturnVersion | None = None
    urged_on: date | None = None
    typed: int = 0
    # Of a return that stands and is not locked: where the system has another number by now.
    changes: tuple[Changed, ...] = ()

    @property
    def state(self) -> ReturnState:
        return ReturnState(self.found.state) if self.found else ReturnState.WAITING

    @property
    def filed_on(self) -> date | None:
        """The day on which it came first."""
        return self.found.first_filed_on if self.found else None

    @property
    def is_owing(self) -> bool:
        return self.state != ReturnState.FILED

    @property
    def is_overdue(self) -> bool:
        return self.filed_on is None and self.due_on < clock.today()

    @property
    def days_late(self) -> int:
        """Days after the cut-off on which it came first; 0 in time."""
        return max((self.filed_on - self.due_on).days, 0) if self.filed_on else 0

    @property
    def is_on_time(self) -> bool:
        return self.filed_on is not None and self.filed_on <= self.due_on


@dataclass(frozen=True, slots=True)
class Counts:
    """Villages that owe a return, those that sent it, in time, and not (yet, or not again)."""

    due: int = 0
    sent: int = 0
    on_time: int = 0
    owing: int = 0

    @property
    def standing(self) -> int:
        """Those whose return is here now; one that was sent back is owed again."""
        return self.due - self.owing

    @property
    def rate(self) -> Decimal | None:
        """报送及时率 in per cent; None where nobody owes."""
        return rate(self.on_time, self.due)

    @property
    def rate_words(self) -> str:
        return "—" if self.rate is None else f"{self.rate}%"


def due_villages(centre: Division, cut_off: date) -> QuerySet[Division]:
    """Villages in use at the end of the cut-off day; `valid_to` is the first day without one."""
    return Division.objects.filter(
        Q(is_active=True) | Q(valid_to__gt=cut_off),
        Q(valid_from=None) | Q(valid_from__lte=cut_off),
        level=Level.VILLAGE,
        path__startswith=centre.path,
    ).order_by("code")


def is_due(village: Division, centre: Division, cut_off: date) -> bool:
    return due_villages(centre, cut_off).filter(pk=village.pk).exists()


def covered(village: Division) -> frozenset[int]:
    """The village and those that were merged into it: it answers for their rows too."""
    return frozenset({village.pk, *village.merged_from.values_list("pk", flat=True)})


def lines_of(
    centre: Division, cut_off: date, villages: Collection[int] | None = None
) -> list[Line]:
    """Every village that owes a return, by code (some of them by id); a fixed number of queries."""
    due = due_villages(centre, cut_off)
    if villages is not None:
        due = due.filter(pk__in=villages)
    urged = ReturnUrge.objects.filter(of=OuterRef("pk")).order_by("-on")
    returns = {
        each.division_id: each
        for each in VillageReturn.objects.filter(centre=centre, due_on=cut_off)
        .select_related("half_month")
        .annotate(urged_on=Subquery(urged.values("on")[:1]))
        .order_by()
    }
    latest = {
        each.of_id: each
        for each in latest_versions()
        .filter(of__centre=centre, of__due_on=cut_off)
        .select_related("by")
    }
    typed: dict[int, list[TypedNumber]] = {}
    for number in typed_numbers(centre, cut_off):
        typed.setdefault(number.version_id, []).append(number)
    found = []
    for village in due:
        each = returns.get(village.pk)
        version = latest.get(each.pk) if each else None
        found.append(
            Line(
                village,
                cut_off,
                each,
                version,
                each.urged_on if each else None,
                len(typed.get(version.pk, [])) if version else 0,
            )
        )
    return _held_against_now(centre, cut_off, found, typed)


def _held_against_now(
    centre: Division, cut_off: date, lines: list[Line], typed: Mapping[int, list[TypedNumber]]
) -> list[Line]:
    """The lines with what changed after each village's last word; two queries."""
    standing = [
        line
        for line in lines
        if line.found is not None
        and line.state == ReturnState.FILED
        and line.found.half_month.state != State.LOCKED
    ]
    if not standing:
        return lines
    now = numbers_now(centre, half_month(cut_off), covered_by(line.village for line in standing))
    return [
        replace(line, changes=tuple(_changes(line.latest, now[line.village.pk], typed)))
        if line.latest and line.village.pk in now
        else line
        for line in lines
    ]


def _changes(
    version: ReturnVersion, now: Numbers, typed: Mapping[int, list[TypedNumber]]
) -> Iterator[Changed]:
    """A number that came to meet what the village typed is no change to it."""
    said = {(each.category.code, each.line): each.typed for each in typed.get(version.pk, [])}
    for code in sorted({*version.numbers, *now}):
        for line in COUNTED_LINES:
            then = version.numbers.get(code, {}).get(line, 0)
            count = now.get(code, {}).get(line, 0)
            if count not in (then, said.get((code, line))):
                yield Changed(code, line, then, count)


def numbers_now(
    centre: Division, period: Period, groups: Mapping[int, Collection[int]]
) -> dict[int, Numbers]:
    """What the system counts of villages as `numbers_of` says it; `groups` as `covered_by`."""
    rows = (
        Movement.objects.filter(
            centre=centre,
            booked_on__range=(period.first_on, period.last_on),
            kind__in=COUNTED_LINES,
            division__in={division for group in groups.values() for division in group},
        )
        .order_by()
        .values_list("division", "category__code", "kind")
        .annotate(count=Sum("amount"))
    )
    found: dict[int, Numbers] = {village: {} for village in groups}
    for division, code, line, count in rows:
        for village, group in groups.items():
            if division in group and count:
                lines = found[village].setdefault(code, {})
                lines[line] = lines.get(line, 0) + count
    return found


def counts_of(lines: Iterable[Line]) -> Counts:
    listed = list(lines)
    return Counts(
        due=len(listed),
        sent=sum(line.filed_on is not None for line in listed),
        on_time=sum(line.is_on_time for line in listed),
        owing=sum(line.is_owing for line in listed),
    )


def latest_versions() -> QuerySet[ReturnVersion]:
    later = ReturnVersion.objects.filter(of=OuterRef("of"), seq__gt=OuterRef("seq"))
    return ReturnVersion.objects.filter(~Exists(later)).order_by("of_id")


def typed_numbers(centre: Division, cut_off: date) -> QuerySet[TypedNumber]:
    """Numbers typed over in the latest versions, with the last decision on each (`decided`)."""
    later = ReturnVersion.objects.filter(
        of=OuterRef("version__of"), seq__gt=OuterRef("version__seq")
    )
    last = NumberDecision.objects.filter(number=OuterRef("pk")).order_by("-seq")
    return (
        TypedNumber.objects.filter(
            ~Exists(later), version__of__centre=centre, version__of__due_on=cut_off
        )
        .annotate(
            decided=Subquery(last.values("how")[:1]),
            division_code=F("version__of__division__code"),
            state=F("version__of__state"),
        )
        .select_related("category", "case", "version__of__division")
        .order_by("division_code", "category__order", "category__code", "line")
    )


def village_table(
    centre: Division, period: Period, village: Division, sums: CellSums | None = None
) -> Table:
    """The rows that a village answers for; the town's total is not among them."""
    return table(centre, period, shown=covered(village), sums=sums)


def numbers_of(figures: Table) -> Numbers:
    """What the system counts by category, as a return confirms it."""
    found = {
        row.key: {line: int(row[line]) for line in COUNTED_LINES if row[line]}
        for row in figures.by_category
    }
    return {code: numbers for code, numbers in found.items() if numbers}


def number_now(sums: CellSums, villages: Collection[int], category: int, line: str) -> int:
    """What the system counts now in one cell of a return."""
    return sum(
        int(values.get(line, 0))
        for cell, values in sums.items()
        if cell.division in villages and cell.category == category
    )


def covered_by(villages: Iterable[Division]) -> dict[int, frozenset[int]]:
    """The villages that each of some answers for, itself among them; one query."""
    own = {village.pk: {village.pk} for village in villages}
    for merged in Division.objects.filter(merged_into__in=list(own)):
        own[merged.merged_into_id or 0].add(merged.pk)
    return {pk: frozenset(found) for pk, found in own.items()}


def explanations(half_month: HalfMonth | None) -> dict[int, RiseExplanation]:
    """The last word on each category's rise, by category."""
    if half_month is None:
        return {}
    rows = half_month.explanations.select_related("by", "category").order_by("category_id", "-pk")
    return {each.category_id: each for each in rows.distinct("category_id")}


def visible_returns(user: User) -> QuerySet[VillageReturn]:
    """Returns that the user may open: every one of his town, or those of his villages."""
    own = desk(user)
    return VillageReturn.objects.filter(
        Q(centre__in=own.read) | Q(division__in=own.written)
    ).select_related("division", "half_month", "centre")


def timeliness(centre: Division, first_on: date, last_on: date) -> Mapping[int, Counts]:
    """报送及时 of each village (id) over the half-months whose day lies between two days.

    The same base as `lines_of`: of every half-month of which returns were asked, the villages in
    use at its cut-off, whether a row was opened for them or not. Of a day that is not over only
    those count that have sent. Three queries.
    """
    today = clock.today()
    rows = {
        (each.due_on, each.division_id): each
        for each in VillageReturn.objects.filter(
            centre=centre, due_on__range=(first_on, last_on)
        ).order_by()
    }
    villages = list(
        Division.objects.filter(level=Level.VILLAGE, path__startswith=centre.path).order_by("code")
    )
    found: dict[int, list[tuple[date, VillageReturn | None]]] = {}
    for cut_off in sorted({due_on for due_on, _ in rows}):
        for village in villages:
            each = rows.get((cut_off, village.pk))
            has_sent = each is not None and each.first_filed_on is not None
            if _is_in_use(village, cut_off) and (cut_off < today or has_sent):
                found.setdefault(village.pk, []).append((cut_off, each))
    return {
        village: Counts(
            due=len(listed),
            sent=sum(each is not None and each.first_filed_on is not None for _, each in listed),
            on_time=sum(each is not None and each.is_on_time for _, each in listed),
            owing=sum(each is None or each.state != ReturnState.FILED for _, each in listed),
        )
        for village, listed in found.items()
    }


def _is_in_use(village: Division, cut_off: date) -> bool:
    """As `due_villages` asks it of the database."""
    has_begun = village.valid_from is None or village.valid_from <= cut_off
    is_left = village.valid_to is None or village.valid_to <= cut_off
    return has_begun and (village.is_active or not is_left)


def owing(user: User) -> list[VillageReturn]:
    """Returns that his villages owe today: opened, not filed, the half-month not yet submitted; a
    village that is missing may send its first one until the half-month is locked."""
    villages = desk(user).written
    if not villages:
        return []
    return list(
        VillageReturn.objects.filter(
            Q(half_month__state=State.OPEN)
            | Q(
                half_month__state__in=[State.SUBMITTED, State.APPROVED],
                state=ReturnState.WAITING,
            ),
            division__in=villages,
            division__is_active=True,
        )
        .exclude(state=ReturnState.FILED)
        .select_related("division", "half_month")
        .order_by("due_on", "division__code")
    )
