"""Starting, stopping and re-dating the clocks of a case. Which verb does what to which clock is
the table of `cases.deadlines`; the arithmetic is `mediation.core.deadlines`."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import QuerySet

from cases.deadlines import Moment, Start, starting, stopping
from cases.enums import Clock, Status, Verb
from cases.models import BridgeLetter, Case, Deadline, Direction, Extension
from cases.services.act import Act
from mediation.core import calendar
from mediation.core.calendar import Calendar
from mediation.core.deadlines import WARN_DAYS, longest_extension, pick, rows
from mediation.core.deadlines.rows import started
from mediation.core.errors import Refused
from mediation.core.models import Rule

DAY = timedelta(days=1)
# What `refresh_face` writes.
FACE = ("due_on", "due_rule", "due_basis", "due_is_provisional", "is_resting")
# Acts that may move the day of a running clock without starting or stopping one.
RE_DATING = frozenset({Verb.AMEND, Verb.EXTEND, Verb.PAUSE, Verb.RESUME})


def apply(act: Act) -> None:
    """Do to the clocks what the act's verb does: stop first, start then, look at the face."""
    case = act.case
    moment = Moment(
        verb=act.verb,
        on=act.clock_day or act.on,
        tier=case.tier,
        status=case.status,
        tier_before=act.tier_before,
        received_on=case.received_on,
        bridge_on=bridge_day(case) if act.verb == Verb.ACCEPT else None,
        form=str(act.data.get("form", "")),
        is_confirmable=act.is_confirmable,
        obligations_on=act.obligations_on,
        due_on=act.due_on,
        court_result=str(act.data.get("court_result") or ""),
        confirm_step=str(act.data.get("step") or "") if act.verb == Verb.CONFIRM else "",
        referral_rounds=referral_rounds(case) if act.verb == Verb.FOLLOW_UP else 0,
    )
    stops, starts = stopping(moment), starting(moment)
    whole = [one.clock for one in stops if not one.is_only_its_own]
    if whole:
        running = case.deadlines.filter(clock__in=whole, stopped_on__isnull=True)
        running.update(stopped_on=act.on, stopped_by=act.verb)
    if its_own := [one.clock for one in stops if one.is_only_its_own]:
        running = rows_of_its_own(act, its_own)
        running.update(stopped_on=act.on, stopped_by=act.verb)
    if starts:
        rules = list(Rule.objects.filter(clock__in=[one.clock for one in starts]).order_by("pk"))
        days = calendar.load()
        for one in starts:
            for direction in act.directions or (act.direction,):
                start(act, one, rules, days, direction)
    if stops or starts or act.verb in RE_DATING:
        refresh_face(case)


def rows_of_its_own(act: Act, asking: Sequence[str]) -> QuerySet[Deadline]:
    """The running rows that the act is about: the direction's, the obligation's, or of several
    that ask for a follow-up all that it answers."""
    running = act.case.deadlines.filter(stopped_on__isnull=True, clock__in=asking)
    if act.direction is not None:
        return running.filter(direction=act.direction)
    if act.clock_subject is not None:
        return running.filter(subject=act.clock_subject)
    if act.verb == Verb.RETRACT:
        return running.none()  # what is taken back is an assignment: it started no clock
    return running.filter(pk__in=[one.pk for one in answered(act.case, asking, act.on)])


def answered(case: Case, asking: Sequence[str], on: date) -> list[Deadline]:
    """Which of the clocks that ask for a follow-up one of that day answers, the nearest first.

    All whose day is reached or within its warning days; where none is, the nearest (rules.md §2
    row 19: "that is due").
    """
    rows = case.deadlines.filter(stopped_on__isnull=True, clock__in=asking)
    running = list(rows.select_related("rule").order_by("due_on", "id"))
    return [one for one in running if is_near(one, on)] or running[:1]


def is_near(deadline: Deadline, on: date) -> bool:
    return deadline.due_on - max(deadline.rule.warn_days or WARN_DAYS) * DAY <= on


def start(
    act: Act,
    which: Start,
    rules: Sequence[Rule],
    days: Calendar,
    direction: Direction | None = None,
) -> Deadline | None:
    """Start a clock by the rule in force that day; None where the town has no such rule."""
    case = act.case
    facts = facts_of(case) | bridge_facts(case, which.clock)
    rule = pick(rules, which.clock, which.on, tier=case.tier, variant=which.variant, **facts)
    if rule is None:
        return None
    row = Deadline.objects.create(
        centre=case.centre,
        case=case,
        tier=case.tier,
        subject=str(direction.pk) if direction else which.subject,
        direction=direction,
        is_office=which.is_office,
        **(started(rule, which.on, days, act_on=act.on) | {"clock": which.clock}),
    )
    if direction is not None:  # 督办 names no day of its own: the rule does
        answer_by(row)
        act.payload["due_on"] = direction.due_on = row.due_on
    return row


def answer_by(deadline: Deadline) -> None:
    """A 批示 or 督办 bears the day of its clock."""
    Direction.objects.filter(pk=deadline.direction_id).update(due_on=deadline.due_on)


def facts_of(case: Case) -> dict[str, str]:
    """What a rule's `only_for` may ask about."""
    return {"source": case.source, "category": case.category.code, "risk": case.risk}


def bridge_in_hand(case: Case) -> BridgeLetter | None:
    """The letter that sent the case here and has not been answered yet."""
    return case.bridge_letters.filter(sent_on__isnull=True).first()


def bridge_day(case: Case) -> date | None:
    letter = bridge_in_hand(case)
    return letter.received_on if letter else None


def bridge_facts(case: Case, clock_code: str) -> dict[str, str]:
    """A court's letter sets the time for mediation (特邀调解规定27条), whoever brought the case."""
    letter = bridge_in_hand(case) if clock_code == Clock.MEDIATION else None
    return {"source": letter.kind, "channel": letter.entrusting} if letter else {}


def restart_mediation(act: Act, letter: BridgeLetter) -> None:
    """A letter that comes while the case is mediated: its own time, from the day it was signed for."""
    running = act.case.deadlines.filter(clock=Clock.MEDIATION, stopped_on__isnull=True)
    if not running.exists():
        return
    running.update(stopped_on=act.on, stopped_by=act.verb)
    rules = list(Rule.objects.filter(clock=Clock.MEDIATION).order_by("pk"))
    start(act, Start(Clock.MEDIATION, letter.received_on), rules, calendar.load(), None)
    refresh_face(act.case)


def referral_rounds(case: Case) -> int:
    """How many REFERRAL periods the present stay with the court has had."""
    last_stage = case.stages.order_by("-seq").first()
    if last_stage is None:
        return 0
    return case.deadlines.filter(clock=Clock.REFERRAL, start_on__gte=last_stage.entered_on).count()


def redate(deadline: Deadline, *, start_on: date | None = None) -> bool:
    """Reckon a running clock again from its rows; True when its day moved."""
    pauses = deadline.case.pauses.filter(ground__in=deadline.rule.pause_grounds)
    extensions = deadline.extensions.order_by("pk")
    has_moved = rows.redate(deadline, calendar.load(), pauses, extensions, start_on=start_on)
    if deadline.direction_id:
        answer_by(deadline)
    return has_moved


def extend(act: Act, clock_code: str, days: int, reason: str, *, has_consent: bool) -> None:
    """More time for one clock: at most the rule's length each, at most twice; a rung never
    past the mediation's own limit (rules.md §2 row 25)."""
    case = act.case
    deadline = (
        case.deadlines.filter(clock=clock_code, stopped_on__isnull=True)
        .select_related("rule")
        .first()
    )
    if deadline is None:
        raise Refused("not_running", "这个期限现在没有在走，不用延。", field="clock")
    rule = deadline.rule
    if deadline.extensions.count() >= rule.extension_limit:
        raise Refused(
            "extended_enough", f"已经延过 {rule.extension_limit} 次，不能再延。", field="clock"
        )
    longest = longest_extension(rule)
    if not 1 <= days <= longest:
        raise Refused("invalid_days", f"一次可以延 1 到 {longest} 天。", field="days")
    Extension.objects.create(
        centre=case.centre,
        deadline=deadline,
        days=days,
        reason=reason,
        granted_on=act.on,
        approved_by=act.actor,
        has_consent=has_consent,
    )
    redate(deadline)
    mediation = case.deadlines.filter(clock=Clock.MEDIATION, stopped_on__isnull=True).first()
    if clock_code == Clock.RUNG and mediation is not None and deadline.due_on > mediation.due_on:
        raise Refused(
            "past_mediation",
            f"本级期限不能晚于调解期限（{mediation.due_on:%Y-%m-%d}）。",
            instead="双方同意的，可以先延调解期限。",
            field="days",
        )
    act.payload |= {"clock": clock_code, "days": days, "due_on": deadline.due_on}


def refresh_face(case: Case) -> None:
    """Put the nearest running clock of the office on the face of the case, for lists.

    A clock at rest gives way to one that is not: nobody is late while he waits for an appraisal.
    """
    running = case.deadlines.filter(stopped_on__isnull=True, is_office=True)
    running = running.select_related("rule").order_by("due_on", "id")
    pause = None
    if case.status == Status.MEDIATING:  # nothing else rests
        pause = case.pauses.filter(to_on__isnull=True).first()
    awake = [one for one in running if not pause or pause.ground not in one.rule.pause_grounds]
    nearest = next(iter(awake or running), None)
    case.is_resting = bool(running) and not awake
    case.due_on = nearest.due_on if nearest else None
    case.due_rule = nearest.clock if nearest else ""
    case.due_basis = nearest.basis[:300] if nearest else ""
    case.due_is_provisional = bool(nearest and nearest.is_provisional)
