"""The agreement as a reader of the record sees it, and what of a case may go to a court."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cases.enums import Clock, ConfirmStep, Document, ObligationState, Status
from cases.models import Agreement, Attachment, Case, Deadline, Obligation, Paper
from cases.selectors.rows import name_of

DAY = timedelta(days=1)
SUE = "可以向法院起诉（人民调解法第32条）"
ENFORCE = "法院已裁定有效，可以向法院申请强制执行（人民调解法第33条）"


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation with how it stands today. `late_days` is computed, never stored."""

    obligation: Obligation
    debtor: str
    state: str
    late_days: int
    tone: str  # "", "good", "warn", "bad": how the tag is coloured

    @property
    def is_open(self) -> bool:
        """Whether something may still be recorded about it."""
        return self.obligation.state not in {ObligationState.ON_SPOT, ObligationState.DONE}


@dataclass(frozen=True, slots=True)
class AgreementBlock:
    """The agreement in force, what is owed, the court's word, and what helps where it is broken."""

    agreement: Agreement
    owed: Sequence[Owed]
    confirmation: str
    ways: Sequence[str]


def agreement_of(case: Case, readable: Collection[int], today: date) -> AgreementBlock | None:
    """None where none is in force or the reader may not read the record of its stage."""
    found = [one for one in case.agreements.all() if not one.is_undone and one.stage_id in readable]
    if not found:
        return None
    agreement = found[0]
    rows = [
        owed(one, case, today) for one in case.obligations.all() if one.agreement_id == agreement.pk
    ]
    return AgreementBlock(
        agreement,
        sorted(rows, key=lambda row: row.obligation.seq),
        confirmation_words(case, agreement, today),
        ways_of(agreement, rows),
    )


def owed(one: Obligation, case: Case, today: date) -> Owed:
    """当场 · 已履行 · 部分 · 逾期, with the days it is or was late."""
    state = ObligationState(one.state)
    is_met = state in {ObligationState.ON_SPOT, ObligationState.DONE}
    until = one.performed_on if is_met and one.performed_on else today
    late = max((until - one.due_on) // DAY, 0)
    words, tone = state.label, "good" if is_met else ""
    if state == ObligationState.WAITING:
        words, tone = ("逾期", "bad") if late else ("还没到期", "")
    elif state == ObligationState.BROKEN:
        tone = "bad"
    elif state == ObligationState.PARTLY:
        words, tone = ("逾期，履行了一部分", "bad") if late else (words, "warn")
    debtor = name_of(one.debtor, case) if one.debtor else "各方"
    return Owed(one, debtor, words, late, tone)


def ways_of(agreement: Agreement, rows: Sequence[Owed]) -> list[str]:
    """What the other side may do where something was not performed. Nothing hinders it."""
    if not any(row.tone == "bad" for row in rows):
        return []
    confirmation = getattr(agreement, "confirmation", None)
    if confirmation is not None and confirmation.step == ConfirmStep.RULED:
        return [ENFORCE]
    return [SUE]


def confirmation_words(case: Case, agreement: Agreement, today: date) -> str:
    """Where the judicial confirmation stands, in one sentence; empty where there is none."""
    confirmation = getattr(agreement, "confirmation", None)
    if agreement.unconfirmable:
        return f"{agreement.get_unconfirmable_display()}，法院不予司法确认"
    if confirmation is not None:
        number = f"（{confirmation.court_number}）" if confirmation.court_number else ""
        on = confirmation.on
        return f"司法确认：{confirmation.get_step_display()}{number}，{on.month}月{on.day}日"
    due_on = confirm_by(case, agreement)
    if due_on is None:
        return ""
    if today > due_on:
        return f"共同申请司法确认的期限已过（{due_on.month}月{due_on.day}日）"
    return f"{due_on.month}月{due_on.day}日以前，双方可以共同向法院申请司法确认，不收费"


def confirm_by(case: Case, agreement: Agreement) -> date | None:
    """The last day of the thirty, as the clock of this agreement reckoned it."""
    clocks: list[Deadline] = [
        one
        for one in case.deadlines.all()
        if one.clock == Clock.CONFIRM and one.start_on >= agreement.on
    ]
    return clocks[-1].due_on if clocks else None


def has_fresh_relapse(case: Case) -> bool:
    """Whether the last visit found the dispute alive again, and nobody has reopened it since."""
    visits = sorted(case.follow_ups.all(), key=lambda one: one.pk)
    is_out = case.status in {Status.SETTLED, Status.REFERRED, Status.CLOSED}
    return is_out and bool(visits) and visits[-1].is_relapse


# --- for a court --------------------------------------------------------------------------------

# What was said, offered or half agreed in mediation is not told to a court (特邀调解规定22条; issue 3
# Build 3): minutes, terms, the notes of how far the talks went. These papers say none of it.
COURT_PAPERS = frozenset(
    {
        Document.APPLICATION,
        Document.ACCEPTANCE,
        Document.RIGHTS,
        Document.EVIDENCE,
        Document.TERMINATION,
        Document.REFERRAL,
        Document.TRANSFER,
    }
)


@dataclass(frozen=True, slots=True)
class CourtFile:
    """What of a case may leave the house for a court or another body."""

    case: Case
    papers: Sequence[Paper]
    attachments: Sequence[Attachment]


def without_concessions(case: Case) -> CourtFile:
    """The papers and unmarked files of a case that tell no concession: no minutes, no terms, no
    partial agreement, nothing from the record. The case came through `get_visible` or `file_of`.
    """
    return CourtFile(
        case,
        [paper for paper in case.papers.all() if paper.kind in COURT_PAPERS],
        [file for file in case.attachments.all() if not file.is_record],
    )
