"""What a petitioner asks about his own data: written down, answered in time, refused with reasons
(个人信息保护法44–50条)."""

from datetime import date

from django.db import IntegrityError, transaction

from cases.enums import RequestChannel
from mediation.core import clock, notices
from mediation.core.accounts import system_user
from mediation.core.deadlines import PERSONAL_REQUEST, answer_due_on
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access
from petitions.enums import DataRequestKind
from petitions.enums import Relation as R
from petitions.models import DataRequest, Petition, Petitioner
from petitions.services.door import lock
from petitions.services.telling import officers

LONGEST = 2000
MAY_ASK = frozenset({R.OFFICER, R.HEAD, R.CLERK})
MAY_DECIDE = frozenset({R.OFFICER, R.HEAD})
# He must say which part is meant.
NEEDS_WORDS = frozenset({DataRequestKind.CORRECTION, DataRequestKind.DELETION})


def may_ask(user: User, petition: Petition) -> bool:
    return not petition.is_sealed and not access.relations(user, petition).isdisjoint(MAY_ASK)


def may_decide(user: User, petition: Petition) -> bool:
    return not petition.is_sealed and not access.relations(user, petition).isdisjoint(MAY_DECIDE)


def ask(
    petition: Petition,
    actor: User,
    *,
    petitioner: object,
    kind: str,
    text: str = "",
    asked_on: date | None = None,
) -> DataRequest:
    """Write down at the window what a petitioner asks.

    Raises `Refused`: not_yours · invalid_petitioner · invalid_choice · needs_text · invalid_day ·
    asked_already · sealed.
    """
    if not may_ask(actor, petition):
        raise Refused("not_yours", "这项要求由信访接待员或窗口来记。", who="信访接待员")
    key = str(petitioner)
    found = petition.petitioners.filter(pk=key).first() if key.isdecimal() else None
    if found is None:
        raise Refused("invalid_petitioner", "请选是哪一位提出的。", field="petitioner")
    return _ask(found, actor, RequestChannel.WINDOW, kind, text, asked_on)


def ask_own(petitioner: Petitioner, *, kind: str, text: str = "") -> DataRequest:
    """His own word on /lookup/, written down by the system. Raises as `ask` does."""
    return _ask(petitioner, system_user(), RequestChannel.LOOKUP, kind, text, None)


@transaction.atomic
def _ask(
    petitioner: Petitioner,
    actor: User,
    channel: str,
    kind: str,
    text: str,
    asked_on: date | None,
) -> DataRequest:
    petition, today = lock(petitioner.petition), clock.today()
    day = asked_on or today
    if petition.is_sealed:
        raise Refused("sealed", "检举控告不在这里办，请直接和纪检部门联系。")
    if kind not in DataRequestKind.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="kind")
    if kind in NEEDS_WORDS and not text.strip():
        raise Refused("needs_text", "请写一句是哪一处、应当怎样。", field="text")
    if not petition.received_on <= day <= today:
        raise Refused("invalid_day", "日期要在收到这件信访以后、今天以前。", field="asked_on")
    try:
        with transaction.atomic():
            request = DataRequest.objects.create(
                centre_id=petition.centre_id,
                petition=petition,
                petitioner=petitioner,
                kind=kind,
                channel=channel,
                text=text.strip()[:LONGEST],
                asked_on=day,
                due_on=answer_due_on(PERSONAL_REQUEST, day),
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
def decide(request: DataRequest, actor: User, *, is_granted: bool, answer: str = "") -> DataRequest:
    """Grant and say how, or refuse with reasons. Raises `Refused`: not_yours · decided · needs_text."""
    petition = lock(request.petition)
    if not may_decide(actor, petition):
        raise Refused("not_yours", "这项要求您现在不能答复。", who="由信访接待员或本单位负责人答复")
    request = DataRequest.objects.get(pk=request.pk)
    if request.decided_on is not None:
        raise Refused("decided", "这项要求已经答复过了。", instead="请刷新页面看一看。")
    if not answer.strip():
        words = "请写一句怎么办的。" if is_granted else "不同意的，要写明理由。"
        raise Refused("needs_text", words, field="answer")
    request.is_granted, request.answer = is_granted, answer.strip()[:LONGEST]
    request.decided_at, request.decided_by = clock.now(), actor
    request.decided_on = clock.local_day(request.decided_at)
    request.save()
    return request


def _tell(request: DataRequest) -> None:
    petition = request.petition
    due = f"{request.due_on.month}月{request.due_on.day}日"
    notices.notify_many(
        notices.Row(
            user_id=person.pk,
            kind="data_request",
            subject=f"data_request:{request.pk}",
            text=f"{petition.aloud}：有人要求{request.get_kind_display()}，请在{due}前答复",
            matter_key=f"petition:{petition.pk}",
            url=f"/petitions/{petition.pk}/requests/",
        )
        for person in officers(petition)
        if person.pk != request.by_id
    )
