"""诉调、公调、访调、仲调 (issue 3, Build 7): the letter in, its case, its time, the letter back."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from cases import access, enums
from cases.enums import Relation as R
from cases.enums import Verb
from cases.models import BridgeLetter, Case
from cases.selectors.bridges import letters_for
from cases.services import clocks
from cases.services.act import Act
from cases.services.door import lock, move
from cases.services.limiting import EARLIEST_YEAR
from cases.services.registration import register
from grids.access import BRIDGE_READERS
from grids.selectors import centre_of
from mediation.core import calendar, clock, numbers
from mediation.core.deadlines import due, pick
from mediation.core.errors import Refused
from mediation.core.models import Rule, User

MAY_ATTACH = frozenset({R.OFFICER, R.HEAD, R.LEADER, R.CLERK, R.JUSTICE, R.PEACE})
MAY_REPLY = frozenset({R.OFFICER, R.HEAD, R.LEADER, R.JUSTICE})
# What a reply may say of a case that ended so.
RESULTS: dict[str, frozenset[str]] = {
    enums.BridgeResult.SETTLED: frozenset(enums.RESOLVED_OUTCOMES),
    enums.BridgeResult.WITHDRAWN: frozenset({enums.Outcome.WITHDRAWN}),
    enums.BridgeResult.NOT_SETTLED: frozenset(
        {
            enums.Outcome.REFERRED,
            enums.Outcome.TERMINATED,
            enums.Outcome.DECLINED,
            enums.Outcome.TRANSFERRED,
        }
    ),
}


@transaction.atomic
def receive_letter(
    actor: User,
    *,
    kind: str,
    entrusting: str,
    from_body: str,
    their_number: str,
    received_on: date | None = None,
    papers: str = "",
    reply_due_on: date | None = None,
) -> BridgeLetter:
    """Register an incoming letter, with or before its case. `received_on`: signed for on that day.

    Raises `Refused`: not_yours · invalid_choice · needs_from_body · needs_their_number ·
    invalid_day · letter_known.
    """
    centre = centre_of(actor)
    if centre is None or access.standing(actor).roles.isdisjoint(BRIDGE_READERS):
        raise Refused("not_yours", "来函由窗口、调解室或司法所来登记。")
    for name, value, choices in (
        ("kind", kind, enums.BridgeKind),
        ("entrusting", entrusting, enums.Entrusting),
    ):
        if value not in choices.values:
            raise Refused("invalid_choice", "请从列出的选项里选一个。", field=name)
    is_court = kind == enums.BridgeKind.COURT
    if not is_court and entrusting != enums.Entrusting.HANDED_OVER:
        raise Refused(
            "invalid_choice", "委派、委托是法院的，其他单位请选“移交”。", field="entrusting"
        )
    for name, value in (("from_body", from_body), ("their_number", their_number)):
        if not value.strip():
            raise Refused(f"needs_{name}", "这一格还没有填。", field=name)
    today = clock.today()
    day = received_on or today
    if day > today or day.year < EARLIEST_YEAR:
        raise Refused("invalid_day", "签收日期不能晚于今天，请再看一眼。", field="received_on")
    if reply_due_on is not None and reply_due_on < day:
        raise Refused("invalid_day", "复函期限不能早于签收日期。", field="reply_due_on")
    try:
        with transaction.atomic():
            return BridgeLetter.objects.create(
                centre=centre,
                kind=kind,
                entrusting=entrusting,
                from_body=from_body.strip()[:80],
                their_number=their_number.strip()[:60],
                received_on=day,
                papers=papers.strip(),
                reply_due_on=reply_due_on or mediation_due(kind, entrusting, day),
                by=actor,
                at=clock.now(),
            )
    except IntegrityError:
        raise Refused(
            "letter_known",
            "这个单位的这个文号已经登记过。",
            instead="请在来函里找一找",
            field="their_number",
        ) from None


def mediation_due(kind: str, entrusting: str, received_on: date) -> date:
    """Until when mediation may last, and so by when the sender hears: 30, 15 or 7 days."""
    rules = Rule.objects.filter(clock=enums.Clock.MEDIATION).order_by("pk")
    rule = pick(rules, enums.Clock.MEDIATION, received_on, source=kind, channel=entrusting)
    if rule is None:
        raise Refused("no_rule", "还没有设置调解期限。", instead="请填复函期限，或找安全管理员。")
    return due(rule, received_on, calendar.load()).on


@transaction.atomic
def register_case(letter: BridgeLetter, actor: User, **fields: Any) -> Case:
    """A new case from a letter: straight to the street's room, received on the letter's day.

    `fields` are those of `services.register`. Raises `Refused` as it does, and not_yours · bound.
    """
    letter = _unbound(letter, actor)
    is_court = letter.kind == enums.BridgeKind.COURT
    reason = enums.RouteReason.COURT_BRIDGE if is_court else enums.RouteReason.CENTRE_HANDLES
    taken = {
        "source": letter.kind,
        "route": enums.Route.STREET,
        "route_reason": reason,
        "received_on": letter.received_on,
        "external_number": letter.their_number,
    }
    case = register(actor, **(fields | taken)).case
    return _bind(letter, case)


@transaction.atomic
def attach_case(letter: BridgeLetter, actor: User, case: Case) -> Case:
    """A letter about a case that is here already: it goes on with the letter's time, or, where it
    had ended, is opened again under its number (rules.md §2 row 18, court_sent).

    Raises `Refused`: not_yours · bound · in_hand, and what `move` refuses.
    """
    letter = _unbound(letter, actor)
    case = lock(case)
    if access.relations(actor, case).isdisjoint(MAY_ATTACH):
        raise Refused("not_yours", "这件案子您现在不能归入来函。", who="由窗口或承办单位来办")
    if clocks.bridge_in_hand(case) is not None:
        raise Refused("in_hand", "这件案子还有一封来函没有复函。", instead="请先复函，再归这一封。")
    _bind(letter, case)
    if not case.is_open:
        reason = f"{letter.get_kind_display()} {letter.their_number}"
        return move(
            case, Verb.REOPEN, actor, ground=enums.ReopenGround.COURT_SENT, reason=reason
        ).case
    today, now = clock.today(), clock.now()
    act = Act(case=case, verb="bridge", actor=actor, on=today, now=now)
    clocks.restart_mediation(act, letter)
    case.save()
    return case


def _unbound(letter: BridgeLetter, actor: User) -> BridgeLetter:
    found = letters_for(actor).filter(pk=letter.pk).values("pk")
    locked = BridgeLetter.objects.select_for_update().filter(pk__in=found).first()
    if locked is None:
        raise Refused("not_yours", "这封来函不在您的查看范围。")
    if locked.case_id is not None:
        raise Refused("bound", "这封来函已经归到案件了。", instead="请刷新页面看一看。")
    return locked


def _bind(letter: BridgeLetter, case: Case) -> Case:
    letter.case = case
    letter.save(update_fields=["case"])
    return case


@transaction.atomic
def prepare_reply(letter: BridgeLetter, actor: User, *, result: str) -> BridgeLetter:
    """Give the reply its number and its result, which must be how the case ended.

    Raises `Refused`: not_yours · no_case · replied · invalid_choice · not_now.
    """
    letter, case = _of_case(letter, actor)
    if letter.reply_number:
        raise Refused("replied", "复函已经有文号了。", instead="请打印、发出。")
    if result not in RESULTS:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="result")
    if case.outcome is None:
        raise Refused("not_now", "案子还在办，办出结果再复函。")
    if case.outcome not in RESULTS[result]:
        raise Refused(
            "invalid_choice",
            f"案子的结果是“{case.get_outcome_display()}”，和选的不一样。",
            field="result",
        )
    today = clock.today()
    letter.result, letter.replied_on, letter.replied_by = result, today, actor
    town = letter.centre
    number = numbers.take("bridge_reply", town.code, today.year)
    letter.reply_number = numbers.bridge_reply_number(town.serial_label, today.year, number)
    letter.save()
    return letter


@transaction.atomic
def send_reply(letter: BridgeLetter, actor: User, *, sent_on: date | None = None) -> BridgeLetter:
    """Record that the reply left. Raises `Refused`: not_yours · no_case · not_now · sent · invalid_day."""
    letter, _ = _of_case(letter, actor)
    if letter.replied_on is None:
        raise Refused("not_now", "复函还没有做好。", instead="请先选结果、取文号。")
    if letter.sent_on is not None:
        raise Refused("sent", "复函已经发出了。")
    day = sent_on or clock.today()
    if not letter.replied_on <= day <= clock.today():
        raise Refused("invalid_day", "发出日期要在复函日期以后、今天以前。", field="sent_on")
    letter.sent_on, letter.sent_by = day, actor
    letter.save(update_fields=["sent_on", "sent_by"])
    return letter


def _of_case(letter: BridgeLetter, actor: User) -> tuple[BridgeLetter, Case]:
    if letter.case is None:
        raise Refused("no_case", "这封来函还没有归到案件。", instead="请先登记或归入一件。")
    case = lock(letter.case)
    if access.relations(actor, case).isdisjoint(MAY_REPLY):
        raise Refused("not_yours", "复函由承办人、承办单位负责人或司法所来办。")
    locked = BridgeLetter.objects.select_for_update().get(pk=letter.pk)
    locked.case = case
    return locked, case
