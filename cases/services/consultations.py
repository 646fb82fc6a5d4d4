"""会商: calling a meeting, its agenda, its minutes, and decisions that become tasks."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Max

from cases import access
from cases.enums import AgendaReason, MeetingKind, UrgeMeans, Verb
from cases.enums import Relation as R
from cases.models import AgendaItem, Attendee, Case, Consultation, Decision, Direction
from cases.selectors.consultations import MOST_ITEMS, candidates, may_convene, reasons_of
from cases.services import writing
from cases.services.door import lock, move
from grids.models import Department, Post
from grids.selectors import centre_of, heads_of
from mediation.core import clock, notices, numbers
from mediation.core.errors import Refused
from mediation.core.models import User

SERIES = "consultation"


@transaction.atomic
def convene(
    actor: User,
    *,
    kind: str,
    topic: str,
    held_on: date,
    place: str,
    video_number: str = "",
    chair: int | User | None = None,
    units: Collection[int | Department] = (),
    people: Collection[int | User] = (),
) -> Consultation:
    """Call a meeting; its number is taken and its agenda filled in the same transaction.

    `units` and `people` are asked to come; the chair is the caller unless another is named.
    Raises `Refused`: not_yours · needs · invalid….
    """
    centre = centre_of(actor)
    if centre is None or not may_convene(actor):
        raise Refused(
            "not_yours",
            "这一步您现在不能办：召集会商。",
            who="要由平安办、司法所、包案领导或中心主任来召集",
        )
    if kind not in MeetingKind.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="kind")
    today = clock.today()
    post = Post.objects.on(today).filter(user=actor).select_related("department").order_by("pk")[0]
    asked = [writing.unit_of(unit, centre, "units") for unit in units]
    guests = [writing.staff_of(one, centre, "people") for one in people]
    consultation = Consultation(
        centre=centre,
        kind=kind,
        topic=writing.words(topic, "topic", 80),
        held_on=writing.day(held_on, "held_on"),
        place=writing.words(place, "place", 100),
        video_number=writing.words(video_number, "video_number", 40, is_needed=False),
        organiser=post.department,
        chair=writing.staff_of(chair, centre, "chair") or actor,
        by=actor,
        at=clock.now(),
    )
    number = numbers.take(SERIES, centre.code, today.year)
    consultation.number = numbers.consultation_number(centre.serial_label, today.year, number)
    consultation.save()
    Attendee.objects.bulk_create(
        [
            *(
                Attendee(centre=centre, consultation=consultation, unit=unit)
                for unit in dict.fromkeys(asked)
            ),
            *(
                Attendee(centre=centre, consultation=consultation, unit=_unit_of(one), person=one)
                for one in dict.fromkeys(guests)
                if one is not None
            ),
        ]
    )
    fill_agenda(consultation, actor)
    invite(consultation)
    return consultation


def invite(consultation: Consultation) -> None:
    """Tell who is asked to come, for a unit its heads; no word of any case."""
    asked = consultation.attendees.select_related("unit", "person")
    people = {
        person.pk
        for one in asked
        for person in ([one.person] if one.person else heads_of(one.unit))
    } - {consultation.by_id}
    on = consultation.held_on
    text = (
        f"请参加{consultation.get_kind_display()}（{consultation.number}）："
        f"{on.month}月{on.day}日，{consultation.place}，{consultation.organiser.short_name}召集"
    )
    notices.notify_many(
        notices.Row(
            user_id=key,
            kind=SERIES,
            subject=f"{SERIES}:{consultation.pk}",
            matter_key=f"{SERIES}:{consultation.pk}",
            url=f"/consultations/{consultation.pk}/",
            text=text,
        )
        for key in sorted(people)
    )


def _unit_of(person: User) -> Department:
    post = Post.objects.on(clock.today()).filter(user=person).select_related("department")
    return post.order_by("pk")[0].department


def may_prepare(consultation: Consultation, actor: User) -> bool:
    """The one who called it, its chair, whoever stands for them, and his unit's conveners."""
    me = access.standing(actor)
    return (
        consultation.by_id in me.users
        or consultation.chair_id in me.users
        or (consultation.organiser_id in me.units and may_convene(actor))
    )


def _open(consultation: Consultation, actor: User, what: str) -> Consultation:
    """The meeting, locked, while its minutes are not final. Raises Refused: not_yours · final."""
    locked = Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    if not may_prepare(locked, actor):
        raise Refused("not_yours", f"这一步您现在不能办：{what}。", who="要由召集人或主持人来办")
    if locked.minutes_at is not None:
        raise Refused("final", "纪要已经定稿，不能再改。", instead="有新的议题请另开一次会")
    return locked


@transaction.atomic
def fill_agenda(consultation: Consultation, actor: User) -> int:
    """Take up the major and cross-unit cases that are not there yet; how many were left out.

    Raises `Refused`: not_yours · final.
    """
    consultation = _open(consultation, actor, "列议题")
    there = set(consultation.items.values_list("case", flat=True))
    wanted = list(candidates(actor).exclude(pk__in=there)[: MOST_ITEMS + 1])
    room = max(MOST_ITEMS - len(there), 0)
    first = _next_position(consultation)
    AgendaItem.objects.bulk_create(
        AgendaItem(
            centre=consultation.centre,
            consultation=consultation,
            case=case,
            position=first + place,
            reasons=reasons_of(case),
        )
        for place, case in enumerate(wanted[:room])
    )
    return len(wanted) - len(wanted[:room])


def _next_position(consultation: Consultation) -> int:
    return (consultation.items.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def add_item(consultation: Consultation, actor: User, case: Case) -> AgendaItem:
    """One more case whose file the actor reads. Raises `Refused`: not_yours · final · there…."""
    consultation = _open(consultation, actor, "列议题")
    if access.level_of(actor, case) < access.FILE or case.centre_id != consultation.centre_id:
        raise Refused("invalid_choice", "没有找到这件事，或者不在您的查看范围。", field="case")
    if consultation.items.filter(case=case).exists():
        raise Refused("there_already", f"{case.aloud}已经在议题里。", field="case")
    if consultation.items.count() >= MOST_ITEMS:
        raise Refused("too_many", f"一次会最多 {MOST_ITEMS} 个议题。", instead="请另开一次会")
    return AgendaItem.objects.create(
        centre=consultation.centre,
        consultation=consultation,
        case=case,
        position=_next_position(consultation),
        reasons=[AgendaReason.ADDED],
    )


@transaction.atomic
def drop_item(item: AgendaItem, actor: User) -> None:
    """Take a case off the agenda before anything was said of it.

    Raises `Refused`: not_yours · final · spoken_of.
    """
    _open(item.consultation, actor, "列议题")
    item = AgendaItem.objects.get(pk=item.pk)
    if item.discussion or item.decisions.exists():
        raise Refused("spoken_of", "这个议题已经研究过，不能拿掉。")
    item.delete()


@transaction.atomic
def discuss(item: AgendaItem, actor: User, discussion: str) -> AgendaItem:
    """What was said of one case; read with its file. Raises `Refused`: not_yours · final · …."""
    _open(item.consultation, actor, "写研究情况")
    _check_file(item, actor)
    item.discussion = writing.words(discussion, "discussion")
    item.save(update_fields=["discussion"])
    return item


def _check_file(item: AgendaItem, actor: User) -> None:
    if access.level_of(actor, item.case) < access.FILE:
        raise Refused("not_yours", "这件事的卷宗不在您的查看范围。", who="请能看到的同志来写")


@transaction.atomic
def decide(
    item: AgendaItem,
    actor: User,
    *,
    text: str,
    unit: int | Department | None = None,
    due_on: date | None = None,
) -> Decision:
    """What was decided about one case. With a unit and a day it becomes a task in the case: a
    leader's or the director's word is 批示; anybody else's is 督办 to the unit that handles the
    case and 吹哨 to another one (rules.md §2 rows 20, 21, 23).

    Raises `Refused`: not_yours · final · needs · invalid…, and what the move itself refuses.
    """
    _open(item.consultation, actor, "写议定事项")
    _check_file(item, actor)
    text = writing.words(text, "text", 2_000)
    decision = Decision(centre=item.centre, item=item, text=text, by=actor, at=clock.now())
    if unit or due_on:
        decision.unit = writing.unit_of(unit, item.centre, "unit")
        decision.due_on = writing.day(due_on, "due_on", earliest=clock.today())
        decision.direction = _task(item.case, actor, decision.unit, decision.due_on, text)
    decision.save()
    return decision


def _task(case: Case, actor: User, unit: Department, due_on: date, text: str) -> Direction:
    """The decision as a move of the case, and the direction that the move left.

    Raises `Refused`: what the door refuses.
    """
    case = lock(case)
    mine = access.relations(actor, case)
    known = set(case.directions.values_list("pk", flat=True))
    if not mine.isdisjoint({R.LEADER, R.DIRECTOR, R.STATIONED}):
        move(case, Verb.INSTRUCT, actor, to=str(unit.pk), text=text, due_on=due_on)
    elif unit.pk == case.unit_id:
        by_when = f"{text}\n会上定的期限：{due_on:%Y-%m-%d}。"
        move(case, Verb.URGE, actor, text=by_when, means=UrgeMeans.MEETING)
    else:
        move(case, Verb.WHISTLE, actor, units=[str(unit.pk)], text=text, due_on=due_on)
    return case.directions.exclude(pk__in=known).get(to_unit=unit)


@transaction.atomic
def finish_minutes(
    consultation: Consultation,
    actor: User,
    *,
    minutes: str,
    present: Collection[int] = (),
) -> Consultation:
    """The minutes, final: after this nothing of the meeting changes. `present`: attendees' keys.

    Raises `Refused`: not_yours · final · too_early · needs · invalid….
    """
    consultation = _open(consultation, actor, "写纪要")
    if consultation.held_on > clock.today():
        raise Refused(
            "too_early",
            f"会定在 {consultation.held_on:%Y-%m-%d}，开过才能写纪要。",
            instead="可以先列议题",
        )
    keys = {int(key) for key in present}
    known = set(consultation.attendees.values_list("pk", flat=True))
    if not keys <= known:
        raise Refused("invalid_choice", "到会的请从参会名单里选。", field="present")
    consultation.minutes = writing.words(minutes, "minutes", 20_000)
    consultation.minutes_by, consultation.minutes_at = actor, clock.now()
    consultation.save(update_fields=["minutes", "minutes_by", "minutes_at"])
    consultation.attendees.filter(pk__in=keys).update(is_present=True)
    return consultation
