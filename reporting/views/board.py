"""What stands beside the table of a half-month for those who keep, approve or write returns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from mediation.core import clock
from mediation.core.models import User
from reporting import findings
from reporting.access import Desk, desk
from reporting.enums import State, Step
from reporting.findings import Finding
from reporting.models import HalfMonth, HalfMonthStep
from reporting.report import Report, Scope
from reporting.selectors import Table
from reporting.selectors.returns import Counts, Line, counts_of, lines_of

STEP_LABELS = ("汇总", "核对", "提交", "锁定")


@dataclass(frozen=True)
class Board:
    """The returns, what is found, the steps, and which buttons the reader has."""

    user: User
    own: Desk
    scope: Scope
    report: Report
    lines: Sequence[Line]
    found: Sequence[Finding]
    steps: Sequence[HalfMonthStep] = field(default_factory=tuple)

    @property
    def half_month(self) -> HalfMonth | None:
        return self.report.figures.half_month

    @property
    def state(self) -> State:
        return State(self.half_month.state) if self.half_month else State.OPEN

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_over(self) -> bool:
        """The cut-off day has come."""
        return self.scope.period.last_on <= clock.today()

    @property
    def reads_all(self) -> bool:
        return self.scope.centre.pk in self.own.read

    @property
    def is_keeper(self) -> bool:
        return self.scope.centre.pk in self.own.kept

    @property
    def is_approver(self) -> bool:
        return self.scope.centre.pk in self.own.approved

    @cached_property
    def counts(self) -> Counts:
        return counts_of(self.lines)

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if line.is_owing]

    @property
    def own_lines(self) -> list[Line]:
        return [line for line in self.lines if line.village.pk in self.own.written]

    @property
    def must(self) -> int:
        return sum(each.is_must for each in self.found)

    @property
    def unsaid(self) -> int:
        return sum(not each.is_must and each.is_open for each in self.found)

    @property
    def changed(self) -> int:
        return sum(each.is_changed for each in self.found)

    @property
    def marks(self) -> Mapping[tuple[str, str, str], str]:
        """(column, row, category) → ① of what must be put right or looked at there."""
        marks: dict[tuple[str, str, str], str] = {}
        for each in self.found:
            for column, row, category in each.cells if each.is_must or each.is_changed else ():
                marks.setdefault((column, row, category), each.sign)
                marks.setdefault((column, row, ""), each.sign)
        return marks

    @property
    def may_urge(self) -> bool:
        has_begun = self.scope.period.first_on <= clock.today()
        return self.is_keeper and self.is_open and has_begun and bool(self.missing)

    @property
    def may_submit(self) -> bool:
        """Until the end of the cut-off day only where every village has sent (`steps.submit`)."""
        is_past = self.scope.period.last_on < clock.today()
        return self.is_keeper and self.is_open and self.is_over and (is_past or not self.missing)

    @property
    def is_own_step(self) -> bool:
        """The reader submitted it himself, or it was submitted for him."""
        last = self.steps[-1] if self.steps else None
        return last is not None and self.user.pk in (last.by_id, last.on_behalf_of_id)

    @property
    def has_to_wait(self) -> bool:
        """He approves half-months, but not this one, which he submitted."""
        return self.is_approver and self.state == State.SUBMITTED and self.is_own_step

    @property
    def may_approve(self) -> bool:
        return self.is_approver and self.state == State.SUBMITTED and not self.is_own_step

    @property
    def may_give_back(self) -> bool:
        return (self.is_approver or self.is_keeper) and self.state in {
            State.SUBMITTED,
            State.APPROVED,
        }

    @property
    def may_lock(self) -> bool:
        return self.is_keeper and self.state == State.APPROVED and self.report.is_open_to_lock

    @property
    def may_correct(self) -> bool:
        return self.is_keeper and self.state == State.LOCKED

    @property
    def last_back(self) -> HalfMonthStep | None:
        """The reason for which it came back, while it is open again."""
        last = self.steps[-1] if self.steps else None
        return last if last and last.step == Step.SEND_BACK and self.is_open else None


def board_of(user: User, scope: Scope, report: Report, before: Table) -> Board | None:
    """None for a reader who has nothing to do with returns, and for a part of the town."""
    own = desk(user)
    reads_all = scope.centre.pk in own.read
    if scope.division != scope.centre or not (reads_all or own.written):
        return None
    lines = lines_of(scope.centre, scope.period.last_on, None if reads_all else own.written)
    figures = report.figures
    found: Sequence[Finding] = ()
    if not figures.is_locked:
        found = findings.of(
            figures,
            before,
            report.checks,
            report.sums,
            figures.half_month,
            villages=None if reads_all else [line.village for line in lines],
            lines=lines,
        )
    steps: Sequence[HalfMonthStep] = ()
    if reads_all and figures.half_month is not None:
        steps = tuple(figures.half_month.steps.select_related("by", "on_behalf_of"))
    return Board(user, own, scope, report, lines, found, steps)


def steps_shown(report: Report, board: Board | None) -> list[tuple[str, str, str]]:
    """①汇总 ②核对 ③提交 ④锁定 as (class, sign, label): done, being done, still to come."""
    figures = report.figures
    state = State(figures.half_month.state) if figures.half_month else State.OPEN
    if state == State.LOCKED:
        done = 4
    elif state == State.OPEN:
        done = 1 if board is None or not board.reads_all or not board.missing else 0
    else:
        done = 3 if state == State.APPROVED else 2
    labels = list(STEP_LABELS)
    if state == State.SUBMITTED:
        labels[2] = "已提交，等领导批准"
    if state == State.APPROVED:
        labels[2] = "提交并批准"
    return [
        (
            "ok" if place < done else "on" if place == done else "",
            "✓" if place < done else chr(0x2460 + place),
            label,
        )
        for place, label in enumerate(labels)
    ]
