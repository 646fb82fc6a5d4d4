"""The predicates that the graph's edges name. They read prefetched rows where a page has them."""

from collections.abc import Mapping
from typing import Any

from mediation.core import calendar, clock
from mediation.core.workflow import Condition
from petitions import enums
from petitions.models import Deadline, Demand, Direction, IssuedLetter, Petition

HAND_BACK_WORKDAYS = 2  # rules.md §3 row 8
RATE_WITHIN_DAYS = 30  # row 21, after F8 was received


# --- facts of the petition ----------------------------------------------------------------------


def running(petition: Petition, clock_code: str) -> list[Deadline]:
    return [
        row
        for row in petition.deadlines.all()
        if row.clock == clock_code and row.stopped_on is None
    ]


def is_objection_open(petition: Petition) -> bool:
    """Whether OBJECT runs and its fifth working day is not over."""
    today = clock.today()
    return any(today <= row.due_on for row in running(petition, enums.Clock.OBJECT))


def is_extendable(petition: Petition) -> bool:
    today = clock.today()
    return any(
        today <= row.due_on and not row.extensions.all()
        for row in running(petition, enums.Clock.CONCLUDE)
    )


def latest(petition: Petition, kind: str) -> IssuedLetter | None:
    found = [one for one in petition.letters.all() if one.kind == kind]
    return max(found, key=lambda one: one.version, default=None)


def unsent(petition: Petition) -> list[IssuedLetter]:
    """Letters that go out, were issued since it was last taken up, and have not arrived."""
    newest: dict[tuple[str, str], IssuedLetter] = {}
    for one in petition.letters.all():
        if one.kind not in enums.SENT_OUT:
            continue
        if petition.reopened_at is not None and one.issued_at < petition.reopened_at:
            continue
        key = (one.kind, one.subject)
        if key not in newest or newest[key].version < one.version:
            newest[key] = one
    return [one for one in newest.values() if one.received_on is None]


def before_closing(petition: Petition) -> list[IssuedLetter]:
    """Of these, those that must have arrived before the petition is closed; nothing can reach a
    petitioner whose name or address nobody knows (条例23)."""
    if not petition.notice_waived:
        return unsent(petition)
    return [one for one in unsent(petition) if one.kind in enums.FOR_ANOTHER_BODY]


def unanswered(petition: Petition) -> list[Demand]:
    return [one for one in petition.demands.all() if not one.is_answered]


def waiting(petition: Petition) -> list[Direction]:
    """Whoever was asked and has not answered. With the petitioner's withdrawal nobody is asked
    any more."""
    if petition.status == enums.Status.WITHDRAWN:
        return []
    return [one for one in petition.directions.all() if one.is_waiting]


def is_right_running(petition: Petition) -> bool:
    """Whether the petitioner may still ask for a review (Z_REVIEW, Z_FINAL)."""
    today = clock.today()
    rights = (enums.Clock.Z_REVIEW, enums.Clock.Z_FINAL)
    return any(today <= row.due_on for right in rights for row in running(petition, right))


def can_hand_back(direction: Direction) -> bool:
    """Row 8: within two working days of the assignment, and of no day before it was written down."""
    arrived_on = clock.local_day(direction.at)
    last_day = calendar.load().add_workdays(arrived_on, HAND_BACK_WORKDAYS)
    return direction.is_waiting and clock.today() <= last_day


def is_handed_back_in_time(petition: Petition) -> bool:
    return any(
        one.kind == enums.DirectionKind.ASSIGNMENT and can_hand_back(one)
        for one in petition.directions.all()
    )


def is_opinion_sent(petition: Petition) -> bool:
    opinion = latest(petition, enums.Letter.OPINION)
    return opinion is not None and opinion.is_sent


def is_rating_open(petition: Petition) -> bool:
    opinion = latest(petition, enums.Letter.OPINION)
    if opinion is None or opinion.received_on is None or list(petition.ratings.all()):
        return False
    return (clock.today() - opinion.received_on).days <= RATE_WITHIN_DAYS


# --- conditions over the petition ---------------------------------------------------------------

passed_to_us = Condition(
    lambda petition: petition.is_passed_on,
    "not_passed_on",
    "这件是信访人直接向本单位提出的，没有可以退回的机关。",
    "不属本单位职权的，可以转送，或者不予受理并告诉他向谁提。",
)
objection_open = Condition(
    is_objection_open,
    "too_late",
    "提出异议的期限（收到后 5 个工作日）已经过了，不能再退回（信访工作条例第23条）。",
    "请按本单位的件办理；确需其他单位办的，可以转送或者交办。",
)
extendable = Condition(
    is_extendable,
    "not_extendable",
    "办理期限只能延长一次，并且要在到期以前批准（信访工作条例第34条）。",
    "请尽快作出处理意见；已经逾期的，在处理意见书里说明。",
)
each_demand_answered = Condition(
    lambda petition: not unanswered(petition),
    "demands_open",
    "还有诉求没有逐项答复：每一项都要写查明、意见和依据（信访工作条例第32条）。",
    "请先在“诉求一条一条办”里写完",
    details=lambda petition: {
        f"demand_{one.position}": [f"第 {one.position} 项还没有写全查明、意见和依据。"]
        for one in unanswered(petition)
    },
)
something_to_deliver = Condition(
    lambda petition: bool(unsent(petition)),
    "nothing_to_deliver",
    "没有等着送达的文书。",
    "",
)
opinion_sent = Condition(
    is_opinion_sent,
    "opinion_not_sent",
    "处理意见书还没有送出，不能记复查申请。",
    "请先记送达",
)
letters_delivered = Condition(
    lambda petition: not before_closing(petition),
    "letters_waiting",
    "还有文书没有送达，不能结案。",
    "请先记送达",
    details=lambda petition: {
        "letters": [
            f"{enums.Letter(one.kind).label}{one.number} 还没有记送达。"
            for one in before_closing(petition)
        ]
    },
)
nobody_asked = Condition(
    lambda petition: not waiting(petition),
    "directions_waiting",
    "还有交办、批示、督办或吹哨没有回话，不能结案。",
    "请先请承办单位回话",
)
handed_back_in_time = Condition(
    is_handed_back_in_time,
    "too_late",
    "交办已经超过 2 个工作日，不能再退回。",
    "请向信访接待员说明，由他另行交办。",
)
sender_agreed = Condition(
    lambda petition: (
        petition.status != enums.Status.RETURNED
        or petition.agreed_on is not None
        or bool(petition.notice_waived)
    ),
    "sender_silent",
    "转来的机关还没有同意退回，告知期限还在走，不能结案。",
    "同意了的，请在“更正”里写下同意的日期；不同意的，请重新办理",
)
may_be_rated = Condition(
    is_rating_open,
    "rating_closed",
    "评价在收到处理意见书后 30 天内，每件一次。",
    "有话要说，可以随时到窗口或者写信。",
)


# --- conditions over what was typed -------------------------------------------------------------


def is_right_over_or_waived(petition: Petition) -> bool:
    return not is_right_running(petition)


right_over = Condition(
    is_right_over_or_waived,
    "right_running",
    "信访人申请复查、复核的期限还没有过，不能结案。",
    "信访人书面表示不申请的，请选“书面表示不再申请”。",
)


def waived_in_writing(data: Mapping[str, Any]) -> bool:
    return bool(data.get("waived"))


def not_waived(data: Mapping[str, Any]) -> bool:
    return not data.get("waived")


def is_redo(data: Mapping[str, Any]) -> bool:
    return data.get("result") == enums.ReviewResult.REDO


def is_follow_up(data: Mapping[str, Any]) -> bool:
    return data.get("kind") == enums.RecordKind.FOLLOW_UP


def is_decided(data: Mapping[str, Any]) -> bool:
    return data.get("result") != enums.ReviewResult.REDO


def by_petition_procedure(data: Mapping[str, Any]) -> bool:
    return str(data.get("way") or enums.Way.PETITION) == enums.Way.PETITION


def by_another_way(data: Mapping[str, Any]) -> bool:
    return str(data.get("way") or "") in set(enums.Way.values) - {enums.Way.PETITION}
