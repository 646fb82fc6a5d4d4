"""联席会议 (条例13(3)): calling one, its agenda, its minutes, and decisions that become directions."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Max

from cases.access import standing
from cases.services import writing
from grids.enums import Role
from grids.models import Department
from grids.selectors import centre_of, heads_of
from mediation.core import clock, notices, numbers
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access
from petitions.enums import JointReason, Verb
from petitions.enums import Relation as R
from petitions.models import (
    Direction,
    JointAttendee,
    JointDecision,
    JointItem,
    JointMeeting,
    Petition,
)
from petitions.selectors.joint_meetings import (
    MOST_ITEMS,
    joint_candidates,
    joint_reasons_of,
    may_convene,
)
from petitions.services.door import lock, move

SERIES = "joint_meeting"
SIGN = "联"  # 李信联〔2026〕1号


@transaction.atomic
def convene(
    actor: User,
    *,
    topic: str,
    held_on: date,
    place: str,
    chair: int | User | None = None,
    units: Collection[int | Department] = (),
) -> JointMeeting:
    """Call a meeting, by the director or 平安办; its agenda is filled in the same transaction.

    Raises Refused: not_yours · needs · invalid….
    """
    centre = centre_of(actor)
    if centre is None or not may_convene(actor):
        raise Refused(
            "not_yours", "联席会议由中心主任或平安办来召集。", who="请告诉中心主任或平安办"
        )
    asked = [writing.unit_of(unit, centre, "units") for unit in units]
    meeting = JointMeeting(
        centre=centre,
        topic=writing.words(topic, "topic", 80),
        held_on=writing.day(held_on, "held_on"),
        place=writing.words(place, "place", 100),
        chair=writing.staff_of(chair, centre, "chair") or actor,
        by=actor,
        at=clock.now(),
    )
    year = clock.today().year
    number = numbers.take(SERIES, centre.code, year)
    meeting.number = numbers.letter_number(centre.serial_label, SIGN, year, number)
    meeting.save()
    JointAttendee.objects.bulk_create(
        JointAttendee(centre=centre, meeting=meeting, unit=unit) for unit in dict.fromkeys(asked)
    )
    fill_agenda(meeting, actor)
    invite(meeting)
    return meeting


def invite(meeting: JointMeeting) -> None:
    """Tell the heads of the units; no word of any petition."""
    people = {
        person.pk
        for one in meeting.attendees.select_related("unit")
        for person in heads_of(one.unit)
    } - {meeting.by_id}
    on = meeting.held_on
    notices.notify_many(
        notices.Row(
            user_id=key,
            kind=SERIES,
            subject=f"{SERIES}:{meeting.pk}",
            matter_key=f"{SERIES}:{meeting.pk}",
            url=f"/petitions/joint-meetings/{meeting.pk}/",
            text=f"请参加信访工作联席会议（{meeting.number}）：{on.month}月{on.day}日，{meeting.place}",
        )
        for key in sorted(people)
    )


def may_prepare(meeting: JointMeeting, actor: User) -> bool:
    """Conveners, the chair, and the petition office, which is the meeting's own office."""
    me = standing(actor)
    if meeting.centre_id not in me.centres:
        return False
    return meeting.chair_id in me.users or may_convene(actor) or Role.PETITION_OFFICER in me.roles


def _open(meeting: JointMeeting, actor: User, what: str) -> JointMeeting:
    """The meeting, locked, while its minutes are not final. Raises Refused: not_yours · final."""
    locked = JointMeeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if not may_prepare(locked, actor):
        raise Refused("not_yours", f"这一步您现在不能办：{what}。", who="要由召集人或信访办来办")
    if locked.minutes_at is not None:
        raise Refused("final", "纪要已经定稿，不能再改。", instead="有新的议题请另开一次会")
    return locked


@transaction.atomic
def fill_agenda(meeting: JointMeeting, actor: User) -> int:
    """Take up the hard petitions that are not there yet; how many were left out.

    Raises Refused: not_yours · final.
    """
    meeting = _open(meeting, actor, "列议题")
    there = set(meeting.items.values_list("petition", flat=True))
    wanted = list(joint_candidates(actor).exclude(pk__in=there)[: MOST_ITEMS + 1])
    room = max(MOST_ITEMS - len(there), 0)
    first = _next_position(meeting)
    JointItem.objects.bulk_create(
        JointItem(
            centre=meeting.centre,
            meeting=meeting,
            petition=petition,
            position=first + place,
            reasons=joint_reasons_of(petition),
        )
        for place, petition in enumerate(wanted[:room])
    )
    return len(wanted) - len(wanted[:room])


def _next_position(meeting: JointMeeting) -> int:
    return (meeting.items.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def add_item(meeting: JointMeeting, actor: User, petition: Petition) -> JointItem:
    """One more petition whose file the actor reads. Raises Refused: not_yours · final · there…."""
    meeting = _open(meeting, actor, "列议题")
    _check_file(petition, actor)
    if petition.centre_id != meeting.centre_id:
        raise _not_found()
    if meeting.items.filter(petition=petition).exists():
        raise Refused("there_already", f"{petition.aloud}已经在议题里。", field="number")
    if meeting.items.count() >= MOST_ITEMS:
        raise Refused("too_many", f"一次会最多 {MOST_ITEMS} 个议题。", instead="请另开一次会")
    return JointItem.objects.create(
        centre=meeting.centre,
        meeting=meeting,
        petition=petition,
        position=_next_position(meeting),
        reasons=[JointReason.ADDED],
    )


def _not_found() -> Refused:
    return Refused("invalid_choice", "没有找到这件信访，或者不在您的查看范围。", field="number")


def _check_file(petition: Petition, actor: User) -> None:
    """An accusation is never spoken of in a meeting. Raises Refused: invalid_choice."""
    if petition.is_sealed or access.level_of(actor, petition) < access.FILE:
        raise _not_found()


@transaction.atomic
def drop_item(item: JointItem, actor: User) -> None:
    """Take a petition off before anything was said of it. Raises Refused: not_yours · final ·
    spoken_of."""
    _open(item.meeting, actor, "列议题")
    item = JointItem.objects.get(pk=item.pk)
    if item.discussion or item.decisions.exists():
        raise Refused("spoken_of", "这个议题已经研究过，不能拿掉。")
    item.delete()


@transaction.atomic
def discuss(item: JointItem, actor: User, discussion: str) -> JointItem:
    """What was said of one petition; read with its file. Raises Refused: not_yours · final · …."""
    _open(item.meeting, actor, "写研究情况")
    _check_file(item.petition, actor)
    item.discussion = writing.words(discussion, "discussion")
    item.save(update_fields=["discussion"])
    return item


@transaction.atomic
def decide(
    item: JointItem,
    actor: User,
    *,
    text: str,
    unit: int | Department | None = None,
    due_on: date | None = None,
) -> JointDecision:
    """What was decided. With a unit and a day it becomes a direction: the director's or the owner's
    word is 批示, anybody else's is 吹哨 (rules.md §3 row 22).

    Raises Refused: not_yours · final · needs · invalid…, and what the move itself refuses.
    """
    _open(item.meeting, actor, "写议定事项")
    _check_file(item.petition, actor)
    text = writing.words(text, "text", 2_000)
    decision = JointDecision(centre=item.centre, item=item, text=text, by=actor, at=clock.now())
    if unit or due_on:
        decision.unit = writing.unit_of(unit, item.centre, "unit")
        decision.due_on = writing.day(due_on, "due_on", earliest=clock.today())
        decision.direction = _task(item.petition, actor, decision.unit, decision.due_on, text)
    decision.save()
    return decision


def _task(petition: Petition, actor: User, unit: Department, due_on: date, text: str) -> Direction:
    """The decision as a move of the petition, and the direction that it left."""
    petition = lock(petition)
    known = set(petition.directions.values_list("pk", flat=True))
    key = str(unit.pk)
    if not access.relations(actor, petition).isdisjoint({R.HEAD, R.OWNER}):
        move(petition, Verb.INSTRUCT, actor, to=key, text=text, due_on=due_on)
    else:
        move(petition, Verb.WHISTLE, actor, units=[key], text=text, due_on=due_on)
    return petition.directions.exclude(pk__in=known).get(to_unit=unit)


@transaction.atomic
def finish_minutes(
    meeting: JointMeeting, actor: User, *, minutes: str, present: Collection[int | str] = ()
) -> JointMeeting:
    """The minutes, final: after this nothing of the meeting changes. `present`: attendees' keys.

    Raises Refused: not_yours · final · too_early · needs · invalid….
    """
    meeting = _open(meeting, actor, "写纪要")
    if meeting.held_on > clock.today():
        raise Refused(
            "too_early",
            f"会定在 {meeting.held_on:%Y-%m-%d}，开过才能写纪要。",
            instead="可以先列议题",
        )
    keys = {int(key) for key in present}
    if not keys <= set(meeting.attendees.values_list("pk", flat=True)):
        raise Refused("invalid_choice", "到会的请从成员单位里选。", field="present")
    meeting.minutes = writing.words(minutes, "minutes", 20_000)
    meeting.minutes_by, meeting.minutes_at = actor, clock.now()
    meeting.save(update_fields=["minutes", "minutes_by", "minutes_at"])
    meeting.attendees.filter(pk__in=keys).update(is_present=True)
    return meeting
