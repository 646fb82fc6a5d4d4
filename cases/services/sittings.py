"""What may be done to a sitting that is arranged: call it off, answer, go on as another kind."""

from django.db import transaction

from cases import access, enums
from cases.enums import Relation
from cases.models import Case, MediationSession, ModeChange, Party, SessionGuest
from cases.services import booking
from cases.services.door import lock
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.notices import notify

ARRANGERS = frozenset({Relation.OFFICER, Relation.HEAD, Relation.LEADER, Relation.CLERK})
LONGEST_WORDS = 200


def may_arrange(user: User, case: Case) -> bool:
    """Who may book (rules.md §2 row 7) may also cancel, even when the case has since moved on."""
    return not access.relations(user, case).isdisjoint(ARRANGERS)


def may_read_outsiders(user: User, session: MediationSession, case: Case) -> bool:
    """Who reads the record, or books and rings them up, knows by name who else was asked."""
    return may_arrange(user, case) or session.stage_id in access.readable_stages(user, case)


@transaction.atomic
def cancel_session(session: MediationSession, actor: User, reason: str) -> MediationSession:
    """Call a sitting off and tell everybody at once.

    Raises Refused: not_yours · not_now · needs_reason.
    """
    session = _locked(session, actor)
    if not reason.strip():
        raise Refused("needs_reason", "请写一句为什么取消。", field="reason")
    now = clock.now()
    told = booking.invitations.staff_of(session)
    booking.cancel(session, actor, now, reason.strip()[:LONGEST_WORDS])
    booking.tell(session, actor, booking.CANCELLED, "的安排取消了", now, told)
    return session


@transaction.atomic
def change_mode(session: MediationSession, actor: User, mode: str, reason: str) -> MediationSession:
    """Go on as another kind of mediation; the change stands with who, when and why.

    Raises Refused: not_yours · not_now · needs_reason · invalid_choice.
    """
    session = _locked(session, actor)
    if mode not in enums.MediationMode.values or mode == session.mode:
        raise Refused("invalid_choice", "请选另一种调解方式。", field="mode")
    if not reason.strip():
        raise Refused("needs_reason", "请写一句为什么改。", field="reason")
    ModeChange.objects.create(
        centre=session.centre,
        case=session.case,
        session=session,
        before=session.mode,
        after=mode,
        reason=reason.strip()[:LONGEST_WORDS],
        by=actor,
        at=clock.now(),
    )
    session.mode = mode
    session.save(update_fields=["mode"])
    return session


def _locked(session: MediationSession, actor: User) -> MediationSession:
    """The sitting as it is now, its case locked, if this person may change it."""
    case = lock(session.case)
    session = MediationSession.objects.select_related("room", "mediator", "centre").get(
        pk=session.pk
    )
    session.case = case
    if not may_arrange(actor, case):
        raise Refused("not_yours", "这一场不在您手上", who="要由承办人、负责人、包案领导或窗口来改")
    if session.is_cancelled or session.outcome:
        raise Refused("not_now", "这一场已经开过或取消了。")
    return session


def is_own(user: User, guest: SessionGuest) -> bool:
    """He himself, or the unit in which he works, is the one who was asked."""
    return may_answer(user, guest, is_arranger=False)


def may_answer(user: User, guest: SessionGuest, *, is_arranger: bool) -> bool:
    """He himself, a colleague of the unit that was asked; for a party or an outsider, who books."""
    me = access.standing(user)
    if guest.user_id is not None:
        return guest.user_id in me.users
    if guest.unit_id is not None:
        return guest.unit_id in me.units
    return is_arranger


@transaction.atomic
def answer_invitation(
    guest: SessionGuest, answer: str, *, words: str = "", by: User | None = None
) -> SessionGuest:
    """Write an answer down; the last one counts (rules.md §6: "answer an invitation").

    `by` is who types it; None for the party on the public page. One of the staff who does not
    come is free again. Raises Refused: not_yours · not_now · invalid_choice · occupied.
    """
    case = lock(guest.case)
    guest = SessionGuest.objects.select_related(
        "session__mediator", "session__room", "session__by", "user"
    ).get(pk=guest.pk)
    session, now = guest.session, clock.now()
    session.case = case
    if by is not None and not may_answer(by, guest, is_arranger=may_arrange(by, case)):
        raise Refused("not_yours", "这份邀请不是给您的", who="要由被请的人或约的人来答复")
    if answer not in (enums.Attendance.COMING, enums.Attendance.UNABLE):
        raise Refused("invalid_choice", "请选能来或不能来。", field="answer")
    is_over = session.ends_at is not None and session.ends_at < now
    if session.is_cancelled or session.outcome or is_over:
        raise Refused("not_now", "这一场已经开过或取消了，不用答复。")
    if guest.user is not None and by is not None:
        if answer == enums.Attendance.UNABLE:
            booking.give_up(session, guest.user)
        else:
            booking.occupy_again(session, guest.user, by)
    guest.answer, guest.answered_at, guest.answered_by = answer, now, by
    guest.words = words.strip()[:LONGEST_WORDS]
    guest.save(update_fields=["answer", "answered_at", "answered_by", "words"])
    if answer == enums.Attendance.UNABLE:
        _tell_arranger(session, guest, by)
    return guest


def answer_own(party: Party, key: str, answer: str, words: str = "") -> SessionGuest:
    """A party's own word on the public page. Raises Refused as `answer_invitation`."""
    guest = party.invitations.filter(pk=key).first() if key.isdecimal() else None
    if guest is None:
        raise Refused("not_found", "没有找到这份邀请，请重新查一次。")
    return answer_invitation(guest, answer, words=words)


def _tell_arranger(session: MediationSession, guest: SessionGuest, by: User | None) -> None:
    """Who booked hears that somebody cannot come; who it is stands on the page."""
    if by == session.by or session.starts_at is None:
        return
    notify(
        session.by,
        "session_answer",
        f"{session.case.aloud}：{booking.moment(session.starts_at)}的安排有一位来不了",
        subject=f"guest:{guest.pk}",
        matter_key=f"case:{session.case_id}",
        url=f"/sessions/{session.pk}/",
    )
