"""What must be done before a case is closed (rules.md §2 row 17), one named check each.

The page lists the sentences of those that are open, the door refuses with them, the API gives
them by name in the 409's `fields`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cases.enums import Clock, Document, ObligationState, Outcome, Status, Verb
from cases.models import Case
from cases.workflow.conditions import obligations_in_force, running_clocks
from mediation.core import clock
from mediation.core.workflow import Condition

REFERRAL_ROUNDS = 2  # "court result known or REFERRAL over twice"

# The paper that tells the parties how it ended. A withdrawal and a merger have none of their own;
# an oral agreement needs none (人民调解法 28).
PAPER_OF: Mapping[str, str] = {
    Outcome.WRITTEN: Document.AGREEMENT,
    Outcome.DECLINED: Document.DECLINE_NOTICE,
    Outcome.REFERRED: Document.REFERRAL,
    Outcome.TERMINATED: Document.TERMINATION,
    Outcome.TRANSFERRED: Document.TRANSFER,
}


@dataclass(frozen=True, slots=True)
class Check:
    """`test` is true when nothing is missing; `sentence` says what still is and what helps."""

    name: str
    sentence: str
    test: Callable[[Case], bool]


def is_paper_delivered(case: Case) -> bool:
    """The last issue of the paper that ends the matter has been sent or handed over."""
    kind = PAPER_OF.get(case.outcome or "")
    if kind is None:
        return True
    issued = [paper for paper in case.papers.all() if paper.kind == kind]
    last = max(issued, key=lambda paper: paper.pk, default=None)
    return last is not None and last.sent_on is not None


def has_record(case: Case) -> bool:
    """Terms in force, the minutes of a sitting, or the words with which it ended."""
    return (
        any(one.terms for one in case.agreements.all() if not one.is_undone)
        or any(one.outcome for one in case.sessions.all())
        or bool(case.endings.all())
    )


def is_followed_up(case: Case) -> bool:
    return case.status != Status.SETTLED or not running_clocks(case, Clock.FOLLOW_UP)


def is_court_result_known(case: Case) -> bool:
    """A result stops the clock; without one two rounds must be over."""
    if case.status != Status.REFERRED or not running_clocks(case, Clock.REFERRAL):
        return True
    today = clock.today()
    since = max((stage.entered_on for stage in case.stages.all()), default=today)
    rounds = [
        one for one in case.deadlines.all() if one.clock == Clock.REFERRAL and one.start_on >= since
    ]
    over = [one for one in rounds if one.stopped_on is not None or one.due_on < today]
    return len(over) >= REFERRAL_ROUNDS


def are_due_obligations_judged(case: Case) -> bool:
    today = clock.today()
    return not any(
        one.state == ObligationState.WAITING and one.due_on <= today
        for one in obligations_in_force(case)
    )


def is_confirmation_settled(case: Case) -> bool:
    """Applied for, waived, or the thirty days are over."""
    today = clock.today()
    return not any(one.due_on >= today for one in running_clocks(case, Clock.CONFIRM))


# fmt: off
CHECKS: tuple[Check, ...] = (
    Check("paper", "给当事人的文书还没有送达，请出具后记“送达”。", is_paper_delivered),
    Check("record", "卷里还没有调解记录、协议内容或办结说明。", has_record),
    Check("answers", "还有批示、督办或吹哨没有回话。",
          lambda case: not any(one.is_waiting for one in case.directions.all())),
    Check("signature", "还有待签的事项。",
          lambda case: not any(one.decided_at is None and one.verb != Verb.CLOSE
                               for one in case.proposals.all())),
    Check("follow_up", "还没有回访。", is_followed_up),
    Check("court_result", "还不知道法院的结果，也没有跟踪满两次。", is_court_result_known),
    Check("obligations", "约定的履行日已到，请先记录履行情况。", are_due_obligations_judged),
    Check("confirmation", "双方申请司法确认的期限还没有过；已经申请或都不申请的，请记“司法确认”。",
          is_confirmation_settled),
    Check("pause", "还在暂停计时，请先恢复。",
          lambda case: all(one.to_on is not None for one in case.pauses.all())),
    Check("listing", "还在挂牌督办，请包案领导、中心主任或平安办先摘牌。",
          lambda case: all(one.lifted_on is not None for one in case.listings.all())),
    # Its words say nothing of what is feared.
    Check("duties", "承办单位还有一项内部必办的事没有记，请承办人打开案件看。",
          lambda case: not any(one.is_open for one in case.duties.all())),
)
# fmt: on


def open_checks(case: Case) -> list[Check]:
    """The checks that are not satisfied now, in the order of the table."""
    return [check for check in CHECKS if not check.test(case)]


def closing_gaps(case: Case) -> list[str]:
    """What must still be done before the case may be closed, in the reader's words."""
    return [check.sentence for check in open_checks(case)]


nothing_left_open = Condition(
    lambda case: not open_checks(case),
    "closing_gaps",
    "还有没办完的事，暂时不能结案。",
    "页面“结案前还差”里逐项列出了。",
    lambda case: {check.name: [check.sentence] for check in open_checks(case)},
)
