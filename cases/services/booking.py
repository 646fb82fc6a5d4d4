"""Arranging a sitting: time, place, people, and what it occupies (rules.md §2 row 7).

A room, each member of staff and the case are taken in `grids.Occupancy`, where the database lets
nobody be in two places at once. What is moved is cancelled and arranged anew, so that both stand.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cases import access, enums
from cases.models import Case, CaseResource, MediationSession
from cases.services import invitations, ladder, stages
from cases.services.act import Act
from grids.enums import ResourceKind
from grids.models import Occupancy, Resource, Room
from grids.services import Wish, moment, release, staff_resource, take
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.notices import Row, notify_many

BOOKED, CANCELLED, MOVED = "session_booked", "session_cancelled", "session_moved"
# A word that came after the sitting would help nobody: one for these days goes at once.
SOON = timedelta(days=1)


def schedule(act: Act) -> None:
    """Book a sitting, or move one (`instead_of`). Raises Refused: invalid_time · needs ·
    occupied · closed · recused."""
    case = act.case
    starts_at, ends_at = times_of(act)
    before = session_to_move(act)
    room = room_of(act)
    session = MediationSession(
        centre=case.centre,
        case=case,
        stage=stages.current(case),
        starts_at=starts_at,
        ends_at=ends_at,
        kind=act.one_of("kind", enums.SessionKind, default=enums.SessionKind.SESSION),
        mode=act.one_of("mode", enums.MediationMode, default=enums.MediationMode.PEOPLE),
        room=room,
        mediator=mediator_of(act, before),
        people=before.people if before else "",
        is_online=bool(act.data.get("is_online")),
        platform=act.text("platform"),
        is_recorded=bool(act.data.get("is_recorded")),
        has_recording_consent=bool(act.data.get("has_recording_consent")),
        is_public=bool(act.data.get("is_public")),
        on=clock.local_day(starts_at),
        by=act.actor,
        at=act.now,
        moved_from=before,
    )
    if session.mediator is not None:
        session.mediator_chosen_by = act.one_of(
            "mediator_chosen_by", enums.MediatorChooser, default=enums.MediatorChooser.UNIT
        )
    if session.kind == enums.SessionKind.POLICY_MEETING:
        session.is_public = True  # open to whoever the policy touches
    session.place = act.text("place") or (room.name if room else session.platform)
    check_place(session)
    if before is not None:
        cancel(before, act.actor, act.now, "改期")
    session.save()
    wanted = act.data.get("guests") or (invitations.keys_of(before) if before else None)
    others = act.text("outsiders") or (invitations.outsiders_of(before) if before else "")
    guests = invitations.invite(session, wanted, others)
    occupy(session, [guest.user for guest in guests if guest.user], act.actor)
    act.payload |= {"session": session.pk, "starts_at": starts_at.isoformat()}
    if before is None:
        tell(session, act.actor, BOOKED, f"在{where(session)}，请您到场，能不能来请答复", act.now)
    else:
        act.payload["instead_of"] = before.pk
        tell(before, act.actor, MOVED, f"的安排改到{moment(starts_at)}，{where(session)}", act.now)
        newcomers = {*invitations.staff_of(session)} - {*invitations.staff_of(before)}
        tell(
            session,
            act.actor,
            BOOKED,
            f"在{where(session)}，请您到场，能不能来请答复",
            act.now,
            newcomers,
        )


def times_of(act: Act) -> tuple[datetime, datetime]:
    starts_at, ends_at = act.data["starts_at"], act.data["ends_at"]
    if not isinstance(starts_at, datetime) or not isinstance(ends_at, datetime):
        raise Refused("invalid_time", "时间没看懂，请重新选。", field="starts_at")
    if ends_at <= starts_at:
        raise Refused("invalid_time", "结束时间要晚于开始时间。", field="ends_at")
    if starts_at < act.now:
        raise Refused("invalid_time", "开始时间已经过了，请另约。", field="starts_at")
    return starts_at, ends_at


def session_to_move(act: Act) -> MediationSession | None:
    key = act.data.get("instead_of")
    if not key:
        return None
    found = ladder.find(MediationSession, key, "instead_of")
    if found.case_id != act.case.pk or found.is_cancelled or found.outcome:
        raise Refused("invalid_choice", "要改期的这一场已经开过或取消了。", field="instead_of")
    return found


def room_of(act: Act) -> Room | None:
    key = act.data.get("room")
    if not key:
        return None
    room = ladder.find(Room, key, "room")
    if room.centre_id != act.case.centre_id or not room.is_active:
        raise Refused("invalid_choice", "这间房间现在不能约，请换一间。", field="room")
    return room


def mediator_of(act: Act, before: MediationSession | None) -> User | None:
    """Who presides: named, else as before the move, else the officer. A recused one does not
    (特邀调解规定15条)."""
    key = act.data.get("mediator")
    usual = before.mediator if before is not None and before.mediator else act.case.officer
    mediator: User | None = ladder.find(User, key, "mediator") if key else usual
    if mediator is not None and act.case.is_recused and mediator == act.case.officer:
        raise Refused(
            "recused",
            f"{mediator.name}在这件事上要回避，不能主持",
            instead="请换一位主持人",
            field="mediator",
        )
    return mediator


def check_place(session: MediationSession) -> None:
    if session.is_online and not session.platform:
        raise Refused("needs", "网上调解请写明用哪个平台。", field="platform")
    if session.is_recorded and not session.has_recording_consent:
        raise Refused(
            "needs",
            "录音录像要先征得各方同意。",
            instead="各方同意了就勾上，不同意就不录",
            field="has_recording_consent",
        )
    if not session.place:
        raise Refused("needs", "请选一间房间，或写明地点。", field="place")


# --- what it occupies -----------------------------------------------------------------------


def occupy(session: MediationSession, staff: Iterable[User], actor: User) -> None:
    """Take the room, the mediator, the staff asked to come, and the case itself."""
    wishes = [Wish(case_resource(session.case), f"这件事（{session.case.aloud}）", "starts_at")]
    if session.room is not None:
        wishes.append(Wish(session.room.resource, session.room.name, "room"))
    people = {person.pk: person for person in staff}
    if session.mediator is not None:
        people.pop(session.mediator.pk, None)
        wishes.append(Wish(staff_resource(session.mediator), session.mediator.name, "mediator"))
    wishes += [Wish(staff_resource(one), one.name, "guests") for one in people.values()]
    session.occupancies.add(*_take(wishes, session, actor))


def occupy_again(session: MediationSession, person: User, actor: User) -> None:
    """Somebody who had said no comes after all. Raises Refused("occupied")."""
    wish = Wish(staff_resource(person), person.name)
    if not session.occupancies.filter(resource=wish.resource, is_cancelled=False).exists():
        session.occupancies.add(*_take([wish], session, actor))


def give_up(session: MediationSession, person: User) -> None:
    """One who does not come is free for something else."""
    release(session.occupancies.filter(resource__staff__user=person))


def _take(wishes: list[Wish], session: MediationSession, actor: User) -> list[Occupancy]:
    assert session.starts_at is not None  # noqa: S101 - told apart from a record by its caller
    assert session.ends_at is not None  # noqa: S101
    return take(
        wishes,
        session.starts_at,
        session.ends_at,
        reason=session.get_kind_display(),
        room=session.room,
        said_of=lambda occupancy: words_on(occupancy, actor),
    )


def words_on(occupancy: Occupancy, reader: User) -> str:
    """803号: which case occupies it, as far as the reader sees that case."""
    session = MediationSession.objects.filter(occupancies=occupancy).first()
    if session is None:
        return occupancy.reason
    found = access.visible_to(reader).filter(pk=session.case_id).first()
    return found.aloud if found else ""


def case_resource(case: Case) -> Resource:
    """Made when the case is first booked; the caller holds the lock of the case."""
    known = CaseResource.objects.filter(case=case).select_related("resource").first()
    if known is not None:
        return known.resource
    resource = Resource.objects.create(kind=ResourceKind.CASE)
    return CaseResource.objects.create(centre=case.centre, case=case, resource=resource).resource


# --- cancelling -----------------------------------------------------------------------------


def cancel(session: MediationSession, actor: User, at: datetime, reason: str) -> None:
    release(session.occupancies.all())
    session.is_cancelled = True
    session.cancelled_at, session.cancelled_by, session.cancel_reason = at, actor, reason
    session.save(update_fields=["is_cancelled", "cancelled_at", "cancelled_by", "cancel_reason"])


def cancel_upcoming(act: Act) -> None:
    """The case is over: what was arranged is called off and people told (rules.md rows 14, 15)."""
    upcoming = act.case.sessions.filter(
        outcome="", is_cancelled=False, starts_at__gte=act.now
    ).select_related("room", "mediator")
    for session in upcoming:
        cancel(session, act.actor, act.now, enums.Verb(act.verb).label)
        tell(session, act.actor, CANCELLED, "的安排取消了，这件事已办结", act.now)


# --- telling --------------------------------------------------------------------------------


def where(session: MediationSession) -> str:
    """The place as a message may say it: one in free words may be somebody's home."""
    if session.room is not None:
        return session.room.name
    return "网上" if session.is_online else "现场"


def tell(
    session: MediationSession,
    actor: User,
    kind: str,
    words: str,
    at: datetime,
    people: Iterable[User] | None = None,
) -> None:
    """Tell the staff who were to come: number, time and place only. A cancelled or moved sitting
    at once (rules.md §10), a booking with the digest unless it is soon. A party is told on
    /lookup/ and by the office."""
    if session.starts_at is None:
        return
    is_soon = clock.local_day(session.starts_at) <= clock.local_day(at) + SOON
    notify_many(
        [
            Row(
                user_id=person.pk,
                kind=kind,
                subject=f"session:{session.pk}:{kind}",
                text=f"{session.case.aloud}：{moment(session.starts_at)}{words}",
                matter_key=f"case:{session.case_id}",
                url=f"/sessions/{session.pk}/",
                is_urgent=kind != BOOKED or is_soon,
            )
            for person in (invitations.staff_of(session) if people is None else people)
            if person.pk != actor.pk
        ],
        at=at,
    )
