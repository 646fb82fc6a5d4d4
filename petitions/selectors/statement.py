"""The one sentence over a petition's page, and how far it has come (screen g). No query of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from petitions import enums
from petitions.enums import Clock, Letter, RecordKind, Status, Verb
from petitions.labels import day
from petitions.models import Deadline, IssuedLetter, Petition
from petitions.selectors.axis import Span
from petitions.workflow.conditions import is_extendable, latest, running, unanswered

REMIND_BEFORE = 10  # days before CONCLUDE is over: whether to apply for an extension


@dataclass(frozen=True, slots=True)
class Statement:
    """`strong` is printed bold between the two others; `notes` stand small below."""

    before: str
    strong: str
    after: str
    tone: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """`state`: done · now · open · later (its turn has not come). `anchor`: where it stands on the page."""

    title: str
    state: str
    words: str
    anchor: str = ""


def spans_of(petition: Petition) -> list[Span]:
    """The clocks of a petition that came through `file_of`, as the axis reads them."""
    return [
        Span(
            clock=one.clock,
            start_on=one.start_on,
            due_on=one.due_on,
            stopped_on=one.stopped_on,
            stopped_by=one.stopped_by,
            length=one.length,
            is_workdays=one.unit == "working",
            extended=sum(extension.days for extension in one.extensions.all()),
            paused=_paused(petition, one),
            is_extendable=bool(one.rule.extension_days) and not one.extensions.all(),
            is_provisional=one.is_provisional,
        )
        for one in sorted(petition.deadlines.all(), key=lambda one: one.pk)
    ]


def _paused(petition: Petition, deadline: Deadline) -> int:
    if deadline.clock != Clock.FINAL:
        return 0
    return sum(
        (one.to_on - one.from_on).days
        for one in petition.pauses.all()
        if one.to_on and one.from_on >= deadline.start_on
    )


# --- the sentence -------------------------------------------------------------------------------


def statement_of(petition: Petition, today: date) -> Statement:
    notes = tuple(_notes(petition, today))
    told = _telling(petition, today)
    status = petition.status
    if status == Status.REGISTERED:
        return _clock_or(petition, Clock.NOTIFY, "书面告知", "还没有定怎么办。", today, notes)
    if status == Status.HANDLING:
        return _clock_or(petition, Clock.CONCLUDE, "办理", "正在办理。", today, notes)
    if status == Status.REPLIED:
        if running(petition, Clock.CONCLUDE):
            return _clock_or(petition, Clock.CONCLUDE, "送出处理意见书的", "", today, notes)
        return _right(petition, Clock.Z_REVIEW, "复查", "处理意见书", today, notes)
    if status == Status.REVIEWED:
        return _right(petition, Clock.Z_FINAL, "复核", "复查意见", today, notes)
    if status in {Status.REVIEWING, Status.FINAL_REVIEWING}:
        is_final = status == Status.FINAL_REVIEWING
        clock, word = (Clock.FINAL, "复核") if is_final else (Clock.REVIEW, "复查")
        found = running(petition, clock)
        until = f"{day(found[0].due_on)} 前" if found else ""
        return Statement(f"{word}机关正在办，", until, "作出意见。", "", notes)
    words = ENDED.get(status, f"{petition.get_status_display()}。")
    if told and status == Status.RETURNED:
        words = "已提出异议退回，转来的机关还没有同意，书面告知期限"
        return Statement(words, told[0], f"，{told[1]}。", told[2], notes)
    if told:
        return Statement(
            f"{words}还没有告知信访人，书面告知", told[0], f"，{told[1]}。", told[2], notes
        )
    return Statement(words, "", "", "", notes)


ENDED: dict[str, str] = {
    Status.GUIDED: "已导入法定途径。",
    Status.FORWARDED: "已转送有权处理的机关。",
    Status.RETURNED: "已提出异议退回。",
    Status.DECLINED: "不予受理。",
    Status.NOT_AGAIN: "不再受理。",
    Status.FINALISED: "已经复核终结。",
    Status.WITHDRAWN: "信访人已经撤回。",
    Status.CLOSED: "已经结案归档。",
}


def _clock_or(
    petition: Petition, clock: str, word: str, otherwise: str, today: date, notes: tuple[str, ...]
) -> Statement:
    found = running(petition, clock)
    if not found:
        return Statement(otherwise, "", "", "", notes)
    strong, until, tone = _standing(found[0].due_on, today)
    return Statement(f"{word}期限", strong, f"，{until}。", tone, notes)


def _standing(due_on: date, today: date) -> tuple[str, str, str]:
    left = (due_on - today).days
    if left < 0:
        return f"已经逾期 {-left} 天", f"{day(due_on)} 到期", "bad"
    if left == 0:
        return "今天到期", f"{day(due_on)}", "warn"
    return f"还剩 {left} 天", f"{day(due_on)} 到期", ""


def _telling(petition: Petition, today: date) -> tuple[str, str, str] | None:
    found = running(petition, Clock.NOTIFY)
    return _standing(found[0].due_on, today) if found else None


def _right(
    petition: Petition, clock: str, word: str, letter: str, today: date, notes: tuple[str, ...]
) -> Statement:
    found = running(petition, clock)
    if not found:
        return Statement(
            f"{letter}已经作出，等信访人收到，收到起 30 日内可以申请{word}。", "", "", "", notes
        )
    if today > found[0].due_on:
        return Statement(
            f"申请{word}的期限 {day(found[0].due_on)} 已过，可以结案。", "", "", "", notes
        )
    return Statement("信访人可以在", f"{day(found[0].due_on)} 前", f"申请{word}。", "", notes)


def _notes(petition: Petition, today: date) -> Iterator[str]:
    """What stands small below: the day it began, what is done in time, what comes next."""
    if petition.status == Status.HANDLING and petition.accepted_on:
        nth = (today - petition.accepted_on).days
        limit = "10 个工作日" if petition.is_simple else "60 日"
        yield f"{day(petition.accepted_on)} 受理，限 {limit}，今天第 {nth} 天"
    else:
        yield f"{day(petition.received_on)} 收到"
    if petition.notice_waived:
        yield f"{petition.get_notice_waived_display()}，不用告知（条例23条）"
    elif told := _telling(petition, today):
        if petition.status != Status.REGISTERED:
            yield f"书面告知{told[0]}"
    elif petition.notified_on:
        notice = [one for one in petition.deadlines.all() if one.clock == Clock.NOTIFY]
        is_in_time = bool(notice) and petition.notified_on <= notice[-1].due_on
        yield "书面告知已按期完成" if is_in_time else f"书面告知 {day(petition.notified_on)} 完成"
    if petition.status == Status.REGISTERED and (objection := running(petition, Clock.OBJECT)):
        last_day = objection[0].due_on
        if today <= last_day:
            yield f"转来的，不属本单位职权可以在 {day(last_day)} 前提异议退回"
    if petition.status == Status.HANDLING and is_extendable(petition) and not petition.is_simple:
        ask_on = running(petition, Clock.CONCLUDE)[0].due_on - timedelta(days=REMIND_BEFORE)
        yield f"到 {day(ask_on)} 还没出意见，系统会提醒是否申请延期"
    if extended := _undelivered_extension(petition):
        yield f"延期办理告知书{extended.number}还没有送达，延期要告知信访人"


def _undelivered_extension(petition: Petition) -> IssuedLetter | None:
    letter = latest(petition, Letter.EXTENSION)
    return letter if letter is not None and letter.sent_on is None else None


# --- how far it has come ------------------------------------------------------------------------


def steps_of(petition: Petition, today: date) -> list[Step]:
    """Of the petition procedure seven, of the other ways what was decided and that he was told."""
    first = Step("登记", "done", day(petition.received_on))
    if petition.status == Status.WITHDRAWN:
        return [first, Step("信访人撤回", "done", _left_on(petition))]
    if petition.status == Status.REGISTERED:
        return [
            first,
            Step("定怎么办", "now", "受理、导入、转送……"),
            Step("书面告知", "later", "定了以后出告知书"),
        ]
    if _elsewhere(petition):
        return [first, *_told_only(petition)]
    return [first, *_procedure(petition, today)]


def _elsewhere(petition: Petition) -> bool:
    is_before = petition.status in enums.ELSEWHERE | enums.REFUSED
    return is_before or (petition.status == Status.CLOSED and petition.accepted_on is None)


def _left_on(petition: Petition) -> str:
    return day(petition.left_on) if petition.left_on else ""


def _told_only(petition: Petition) -> Iterator[Step]:
    yield Step(petition.get_status_display(), "done", _left_on(petition), "story")
    letters = [one for one in petition.letters.all() if one.kind in enums.TELLS]
    notice = max(letters, key=lambda one: one.pk, default=None)
    if petition.status == Status.RETURNED:
        if petition.agreed_on:
            yield Step("转来的机关同意退回", "done", day(petition.agreed_on))
        else:
            yield Step("转来的机关同意退回", "now", "等回音，告知期限照走")
    elif petition.notice_waived:
        yield Step("书面告知", "done", petition.get_notice_waived_display())
    elif notice is not None:
        yield from _delivery(notice, enums.Letter(notice.kind).label, "送达回证")
    if petition.status == Status.CLOSED:
        yield Step("结案归档", "done", day(petition.closed_on) if petition.closed_on else "")


def _delivery(letter: IssuedLetter | None, title: str, receipt: str) -> Iterator[Step]:
    """A letter and its receipt: told is told when it was sent, done when he has it."""
    if letter is None:
        yield Step(title, "open", "还没有出具", "letters")
        yield Step(receipt, "later", "出具以后")
        return
    sent = f"{day(letter.sent_on)}" if letter.sent_on else "还没有送出"
    yield Step(title, "done" if letter.sent_on else "now", sent, "letters")
    if letter.received_on:
        yield Step(receipt, "done", day(letter.received_on), "letters")
    else:
        yield Step(receipt, "open" if letter.sent_on else "later", "等回证", "letters")


def _procedure(petition: Petition, today: date) -> Iterator[Step]:
    yield from _delivery(latest(petition, Letter.ACCEPTANCE), "书面告知", "送达回证")
    left, has_records = unanswered(petition), bool(list(petition.records.all()))
    is_replied = petition.replied_on is not None
    if is_replied or not left:
        yield Step("调查核实", "done", "每一项都写了", "demands")
    else:
        words = f"在办，还有 {len(left)} 项没写全"
        yield Step("调查核实", "now" if has_records else "open", words, "demands")
    opinion = latest(petition, Letter.OPINION)
    if is_replied:
        replied_on = petition.replied_on
        yield Step("处理意见书", "done", day(replied_on) if replied_on else "", "letters")
    else:
        yield Step("处理意见书", "open", "等签" if _waits(petition, Verb.REPLY) else "没开始")
    if is_replied and opinion is not None and opinion.received_on:
        yield Step("送达并告知复查权利", "done", day(opinion.received_on), "letters")
    elif is_replied:
        words = f"{day(opinion.sent_on)} 寄出" if opinion and opinion.sent_on else "还没有送出"
        yield Step("送达并告知复查权利", "now", words, "letters")
    else:
        yield Step("送达并告知复查权利", "later", "意见书盖章后可办")
    yield _asked_after(petition)
    if petition.status == Status.CLOSED:
        yield Step("结案归档", "done", day(petition.closed_on) if petition.closed_on else "")


def _asked_after(petition: Petition) -> Step:
    done = [one for one in petition.records.all() if one.kind == RecordKind.FOLLOW_UP]
    if done:
        return Step("回访", "done", day(done[-1].on), "records")
    if not petition.has_follow_up_consent:
        return Step("回访", "later", "他没有要求回访")
    found = running(petition, Clock.PETITION_FOLLOW_UP)
    if found:
        return Step("回访", "open", f"{day(found[0].due_on)} 前")
    return Step("回访", "later", "送达 10 天后")


def _waits(petition: Petition, verb: str) -> bool:
    return any(one.verb == verb and one.decided_at is None for one in petition.proposals.all())
