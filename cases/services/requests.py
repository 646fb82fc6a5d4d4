"""What a party asks about his own data: written down, answered in thirty days, with reasons."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from cases import access, enums
from cases.enums import Relation as R
from cases.models import Case, Party, PartyRequest
from cases.services.door import lock
from cases.services.duties import responsible
from mediation.core import clock, notices
from mediation.core.accounts import system_user
from mediation.core.errors import Refused
from mediation.core.models import User

ANSWERED_WITHIN = timedelta(days=30)  # calendar days (issue 3, Build 9)
MAY_ASK = frozenset({R.OFFICER, R.HEAD, R.LEADER, R.CLERK, R.JUSTICE})
MAY_DECIDE = frozenset({R.OFFICER, R.HEAD, R.LEADER, R.DIRECTOR})


def ask(
    case: Case,
    actor: User,
    *,
    party: object,
    kind: str,
    text: str = "",
    asked_on: date | None = None,
) -> PartyRequest:
    """Write down at the window what a party asks.

    Raises `Refused`: not_yours · invalid_party · invalid_choice · needs_text · invalid_day ·
    asked_already.
    """
    if access.relations(actor, case).isdisjoint(MAY_ASK):
        raise Refused("not_yours", "当事人的要求由窗口或承办单位来记。")
    found = case.parties.filter(pk=party).first() if str(party).isdecimal() else None
    if found is None:
        raise Refused("invalid_party", "请选是哪一位当事人。", field="party")
    return _ask(found, actor, enums.RequestChannel.WINDOW, kind, text, asked_on)


def ask_own(party: Party, *, kind: str, text: str = "") -> PartyRequest:
    """The party's own word on /lookup/, written down by the system. Raises as `ask` does."""
    return _ask(party, system_user(), enums.RequestChannel.LOOKUP, kind, text, None)


@transaction.atomic
def _ask(
    party: Party, actor: User, channel: str, kind: str, text: str, asked_on: date | None
) -> PartyRequest:
    case = lock(party.case)
    today = clock.today()
    day = asked_on or today
    if kind not in enums.PartyRequestKind.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="kind")
    if kind == enums.PartyRequestKind.CORRECTION and not text.strip():
        raise Refused("needs_text", "请写一句哪里记错了、应当是什么。", field="text")
    if day > today or day < case.received_on:
        raise Refused("invalid_day", "日期要在收到这件事以后、今天以前。", field="asked_on")
    try:
        with transaction.atomic():
            request = PartyRequest.objects.create(
                centre_id=case.centre_id,
                case=case,
                party=party,
                kind=kind,
                channel=channel,
                text=text.strip(),
                asked_on=day,
                due_on=day + ANSWERED_WITHIN,
                by=actor,
                at=clock.now(),
            )
    except IntegrityError:
        raise Refused(
            "asked_already", "同样的要求已经提过，还在答复期限里。", instead="有补充的，请打电话说"
        ) from None
    _tell(request)
    return request


@transaction.atomic
def decide(
    request: PartyRequest, actor: User, *, is_granted: bool, reasons: str = ""
) -> PartyRequest:
    """Grant, or refuse with reasons. Raises `Refused`: not_yours · decided · needs_reasons."""
    case = lock(request.case)
    if access.relations(actor, case).isdisjoint(MAY_DECIDE):
        raise Refused("not_yours", "这项要求您现在不能答复。", who="由承办人、承办单位负责人来答复")
    request = PartyRequest.objects.get(pk=request.pk)
    if request.decided_on is not None:
        raise Refused("decided", "这项要求已经答复过了。", instead="请刷新页面看一看。")
    if not is_granted and not reasons.strip():
        raise Refused("needs_reasons", "不同意的，要写明理由。", field="reasons")
    request.is_granted, request.reasons = is_granted, reasons.strip()
    request.decided_on, request.decided_at = clock.today(), clock.now()
    request.decided_by = actor
    request.save()
    return request


def _tell(request: PartyRequest) -> None:
    case = request.case
    due = f"{request.due_on.month}月{request.due_on.day}日"
    notices.notify_many(
        notices.Row(
            user_id=person.pk,
            kind="party_request",
            subject=f"request:{request.pk}",
            text=f"{case.aloud}：当事人要求{request.get_kind_display()}，请在{due}前答复",
            matter_key=f"case:{case.pk}",
            url=f"/cases/{case.pk}/requests/",
        )
        for person in responsible(case)
        if person.pk != request.by_id
    )
