"""Signs of danger, offers of help, and duties answered (rules.md §2 row 28, §6 column "safety").

Rows only: no event, no search word, no notice that says what is feared.
"""

from collections.abc import Callable
from datetime import date

from django.db import transaction

from cases import access, enums
from cases.models import Case, Duty, SafetySign, SupportStep
from cases.services import duties, search_text
from cases.services.door import lock
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User


@transaction.atomic
def raise_sign(
    case: Case,
    actor: User,
    *,
    kind: str,
    text: str,
    is_incapable: bool = False,
    on: date | None = None,
    reported_on: date | None = None,
    reported_to: str = "",
) -> SafetySign:
    """Write down a sign of danger and ask at once what the law demands.

    Anybody who works with the file may; he need not be able to read what others wrote. Who has
    reported it himself says when and to whom. Raises `Refused`: not_yours · invalid_choice ·
    needs_text · invalid_day · needs_to_whom.
    """
    if not access.may_raise_sign(actor, case):
        raise _not_yours()
    if kind not in enums.SignKind.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="kind")
    if not text.strip():
        raise Refused("needs_text", "请写一句看到、听到了什么。", field="text")
    case, now, today = lock(case), clock.now(), clock.today()
    day = _day(on, "on", not_before=None) or today
    sign = SafetySign.objects.create(
        centre=case.centre,
        case=case,
        kind=kind,
        is_incapable=is_incapable,
        text=text.strip(),
        on=day,
        by=actor,
        at=now,
    )
    if not case.has_safety_sign or (kind == enums.SignKind.MINOR and not case.has_minor):
        case.has_safety_sign = True
        case.has_minor = case.has_minor or kind == enums.SignKind.MINOR
        search_text.refresh(case)
        case.save(update_fields=["has_safety_sign", "has_minor", "card_text", "file_text"])
    for duty_kind in duties.duties_of(sign):
        duty = duties.ask(case, duty_kind, by=actor, on=day, at=now, sign=sign)
        if reported_on or reported_to:
            _report(duty, actor, reported_on or today, reported_to)
    return sign


@transaction.atomic
def report_duty(duty: Duty, actor: User, *, on: date | None = None, to_whom: str = "") -> Duty:
    """Record when and to whom it was reported. Raises `Refused`: not_yours · answered ·
    needs_to_whom · invalid_day."""
    duty = _locked_duty(duty, actor)
    return _report(duty, actor, on or clock.today(), to_whom)


@transaction.atomic
def deny_danger(duty: Duty, actor: User, *, reason: str) -> Duty:
    """ "No such danger": only where no sign asked for it, and with the reason.

    Raises `Refused`: not_yours · answered · sign_stands · needs_reason.
    """
    duty = _locked_duty(duty, actor)
    if duty.sign_id is not None:
        raise Refused(
            "sign_stands",
            "这一项是因为记下的迹象而必须办的，不能选“没有危险”。",
            instead="请报告以后，写明哪天、向谁报告的",
        )
    if not reason.strip():
        raise Refused("needs_reason", "请写一句为什么没有这种危险。", field="reason")
    return _answer(duty, actor, enums.DutyAnswer.NO_DANGER, reason.strip(), None)


def _report(duty: Duty, actor: User, on: date, to_whom: str) -> Duty:
    if not to_whom.strip():
        raise Refused("needs_to_whom", "请写明向哪个单位、哪位报告的。", field="to_whom")
    day = _day(on, "on", not_before=None)
    return _answer(duty, actor, enums.DutyAnswer.REPORTED, to_whom.strip(), day)


def _answer(duty: Duty, actor: User, answer: str, words: str, on: date | None) -> Duty:
    duty.answer, duty.words, duty.done_on = answer, words, on
    duty.answered_by, duty.answered_at = actor, clock.now()
    duty.save()
    return duty


def _locked_duty(duty: Duty, actor: User) -> Duty:
    case = lock(duty.case)
    if not access.may_see_safety(actor, case):
        raise _not_yours()
    duty = Duty.objects.get(pk=duty.pk)
    duty.case = case
    if not duty.is_open:
        raise Refused("answered", "这一项已经记过了。", instead="请刷新页面看一看。")
    return duty


@transaction.atomic
def offer_support(
    case: Case, actor: User, *, kind: str, text: str = "", on: date | None = None
) -> SupportStep:
    """Ask for one kind of help. Raises `Refused`: not_yours · invalid_choice · invalid_day."""
    if not access.may_see_safety(actor, case):
        raise _not_yours()
    if kind not in enums.SupportKind.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="kind")
    case = lock(case)
    return SupportStep.objects.create(
        centre=case.centre,
        case=case,
        kind=kind,
        text=text.strip(),
        on=_day(on, "on", not_before=None) or clock.today(),
        by=actor,
        at=clock.now(),
    )


def consent_to_support(step: SupportStep, actor: User, on: date) -> None:
    step.consented_on = on


def finish_support(step: SupportStep, actor: User, on: date) -> None:
    if step.kind == enums.SupportKind.COUNSELLING and step.consented_on is None:
        raise Refused(
            "no_consent",
            "心理疏导要本人同意。",
            instead="本人同意的，请先记“本人同意”；不同意的，记“不再需要”",
        )
    step.done_on, step.done_by = on, actor


def withdraw_support(step: SupportStep, actor: User, on: date) -> None:
    step.withdrawn_on = on


SUPPORT_CHANGES: dict[str, Callable[[SupportStep, User, date], None]] = {
    "consent": consent_to_support,
    "finish": finish_support,
    "withdraw": withdraw_support,
}


@transaction.atomic
def change_support(
    step: SupportStep, actor: User, change: str, *, on: date | None = None
) -> SupportStep:
    """`consent`, `finish` or `withdraw` (the person may say no at any time until it is done).

    Raises `Refused`: not_yours · over · invalid_choice · invalid_day · no_consent.
    """
    case = lock(step.case)
    if not access.may_see_safety(actor, case):
        raise _not_yours()
    step = SupportStep.objects.get(pk=step.pk)
    if not step.is_open:
        raise Refused("over", "这一项已经办好或者不需要了。")
    if change not in SUPPORT_CHANGES:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="change")
    day = _day(on, "on", not_before=step.on) or clock.today()
    SUPPORT_CHANGES[change](step, actor, day)
    step.save()
    return step


def _day(on: date | None, name: str, *, not_before: date | None) -> date | None:
    if on is not None and on > clock.today():
        raise Refused("invalid_day", "日期不能晚于今天，请再看一眼。", field=name)
    if on is not None and not_before is not None and on < not_before:
        raise Refused("invalid_day", "日期不能早于提出的那天，请再看一眼。", field=name)
    return on


def _not_yours() -> Refused:
    return Refused(
        "not_yours",
        "这一栏您现在不能办。",
        who="由承办人、承办单位负责人或包案领导来办",
        instead="看到危险的，请先打 110，再告诉承办人",
    )
