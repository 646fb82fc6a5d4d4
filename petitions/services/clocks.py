"""Starting, stopping and re-dating the clocks of a petition. Which step does what to which clock is
the table of `petitions.deadlines`; the arithmetic is `mediation.core.deadlines`."""

from collections.abc import Sequence

from mediation.core import calendar
from mediation.core.calendar import Calendar
from mediation.core.deadlines import longest_extension, pick, rows
from mediation.core.deadlines.rows import refresh_face, started
from mediation.core.errors import Refused
from mediation.core.models import Rule
from petitions.deadlines import Moment, Start, Stop, starting, stopping
from petitions.enums import Clock, Verb
from petitions.models import Deadline, Direction, Extension, Petition
from petitions.services.act import Act

RE_DATING = frozenset({Verb.AMEND, Verb.EXTEND, Verb.FINAL_DECIDED})


def apply(act: Act) -> None:
    """Do to the clocks what the act's verb does: stop first, start then, look at the face."""
    moment = moment_of(act)
    stops, starts = stopping(moment), starting(moment)
    for one in stops:
        stop(act, one)
    if starts:
        rules = list(Rule.objects.filter(clock__in=[one.clock for one in starts]).order_by("pk"))
        days = calendar.load()
        for one in starts:
            for direction in act.directions or (None,):
                start(act, one, rules, days, direction)
    if stops or starts or act.verb in RE_DATING:
        refresh_face(act.petition)


def moment_of(act: Act) -> Moment:
    petition, letter = act.petition, act.letter
    return Moment(
        verb=act.verb,
        on=act.on,
        received_on=petition.received_on,
        status=petition.status,
        is_passed_on=petition.is_passed_on,
        is_notice_waived=bool(petition.notice_waived),
        is_notice_due_again="notice_waived" in act.changed and petition.notified_on is None,
        agreed_on=petition.agreed_on,
        letter=letter.kind if letter else "",
        sent_on=letter.sent_on if letter else None,
        letter_received_on=letter.received_on if letter else None,
        has_follow_up_consent=petition.has_follow_up_consent,
        result=str(act.data.get("result") or ""),
        record_kind=str(act.data.get("kind") or ""),
        due_on=act.due_on,
    )


def facts_of(petition: Petition) -> dict[str, str]:
    """What a rule may be made for (`Rule.only_for`)."""
    return {"procedure": "simple"} if petition.is_simple else {}


def stop(act: Act, which: Stop) -> None:
    running = act.petition.deadlines.filter(clock=which.clock, stopped_on__isnull=True)
    if which.is_only_its_own:
        running = running.filter(direction__in=act.directions)
    running.update(stopped_on=which.on or act.on, stopped_by=act.verb)


def start(
    act: Act, which: Start, rules: Sequence[Rule], days: Calendar, direction: Direction | None
) -> Deadline | None:
    """Start a clock by the rule in force that day; None where the town has no such rule, or where
    it runs already (a letter that was sent is written down again when it is received)."""
    petition = act.petition
    rule = pick(rules, which.clock, which.on, **facts_of(petition))
    subject = str(direction.pk) if direction else ""
    known = petition.deadlines.filter(clock=which.clock, subject=subject, stopped_on__isnull=True)
    if rule is None or known.exists():
        return None
    row = Deadline.objects.create(
        centre=petition.centre,
        petition=petition,
        subject=subject,
        direction=direction,
        is_office=which.is_office,
        **(started(rule, which.on, days, act_on=act.on) | {"clock": which.clock}),
    )
    if direction is not None:  # 督办 names no day of its own: the rule does
        direction.due_on = row.due_on
        direction.save(update_fields=["due_on"])
        act.payload["due_on"] = row.due_on
    return row


def running(petition: Petition, clock: str) -> Deadline | None:
    found = petition.deadlines.filter(clock=clock, stopped_on__isnull=True)
    return found.select_related("rule").first()


def redate(deadline: Deadline) -> bool:
    """Reckon a running clock again from its rows; True when its day moved."""
    pauses = deadline.petition.pauses.filter(ground__in=deadline.rule.pause_grounds)
    extensions = deadline.extensions.order_by("pk")
    return rows.redate(deadline, calendar.load(), pauses, extensions)


def extend(act: Act, days: int, reason: str) -> Deadline:
    """CONCLUDE once, by at most thirty days (条例34). Raises Refused: not_running · invalid_days."""
    deadline = running(act.petition, Clock.CONCLUDE)
    if deadline is None:
        raise Refused("not_running", "办理期限现在没有在走，不用延。")
    longest = longest_extension(deadline.rule)
    if longest == 0:
        raise Refused(
            "not_extendable",
            "简易办理的期限不能延长。",
            instead="请尽快作出处理意见；需要说明的，写在处理意见书里。",
        )
    if not 1 <= days <= longest:
        raise Refused("invalid_days", f"可以延 1 到 {longest} 天。", field="days")
    Extension.objects.create(
        centre=act.petition.centre,
        deadline=deadline,
        days=days,
        reason=reason,
        granted_on=act.on,
        approved_by=act.actor,
    )
    redate(deadline)
    act.payload |= {"clock": deadline.clock, "days": days, "due_on": deadline.due_on}
    return deadline
