"""接访日: who comes is registered at once, answered on the spot or given to a unit (domain.md §7
rows 189–193).

An answer on the spot is the shortest way of rules.md §3 and no way round it: accepted and told the
same moment, each demand answered, the reply signed by the head, the opinion handed over. Suggestions
and questions go the same way. A visit counts as answered on the spot once the opinion was sent.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from cases.access import standing
from cases.enums import DeliverWay
from cases.labels import day as day_words
from cases.services import writing
from grids.enums import Role
from grids.models import Department
from grids.selectors import centre_of
from mediation.core import clock, numbers
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import enums
from petitions.enums import Letter, ReceptionOutcome, Status, Verb, Way
from petitions.letters.source import Source
from petitions.letters.table import LETTERS
from petitions.models import Petition, Reception, ReceptionDay, ReceptionLeader
from petitions.services import letters
from petitions.services.demands import answer_demands
from petitions.services.door import Moved, move
from petitions.services.registration import register

SERIES = "reception"
HOLDERS = frozenset({Role.PETITION_OFFICER, Role.DIRECTOR, Role.PEACE_OFFICER})
TO_BE_SETTLED = frozenset({Status.REGISTERED, Status.HANDLING})
MOST_VISITORS = 99_999


def may_hold(user: User) -> bool:
    """Who arranges reception days: petition officer, director, 平安办."""
    return not standing(user).roles.isdisjoint(HOLDERS)


@transaction.atomic
def arrange(
    actor: User,
    *,
    on: date,
    hours: str,
    place: str,
    leaders: Collection[int | User],
    kind: str = enums.ReceptionKind.OPEN,
    note: str = "",
) -> ReceptionDay:
    """Arrange a reception day; the next 期 of its year. Raises Refused: not_yours · needs · invalid…."""
    centre = centre_of(actor)
    if centre is None or not may_hold(actor):
        raise _not_yours("安排接访日")
    if kind not in enums.ReceptionKind.values:
        raise Refused("invalid_choice", "请从列出的选项里选一个。", field="kind")
    receiving = [writing.staff_of(one, centre, "leaders") for one in dict.fromkeys(leaders)]
    if not receiving:
        raise Refused("needs", "请选接访的领导，可以选几位。", field="leaders")
    day = ReceptionDay(
        centre=centre,
        kind=kind,
        on=writing.day(on, "on"),
        hours=writing.words(hours, "hours", 40),
        place=writing.words(place, "place", 100),
        note=writing.words(note, "note", 500, is_needed=False),
        by=actor,
        at=clock.now(),
    )
    day.year = day.on.year
    day.number = numbers.take(SERIES, centre.code, day.year)
    day.save()
    ReceptionLeader.objects.bulk_create(
        ReceptionLeader(centre=centre, day=day, person=one, position=position)
        for position, one in enumerate(receiving, start=1)
        if one is not None
    )
    return day


@transaction.atomic
def write_day(day: ReceptionDay, actor: User, *, visitors: int, note: str = "") -> ReceptionDay:
    """How many came that day, those without a petition too. Raises Refused: not_yours · closed…."""
    day = _open(day, actor)
    _check_held(actor, "写接待人次")
    if not 0 <= visitors <= MOST_VISITORS:
        raise Refused("invalid_number", "接待人次请填 0 以上的数字。", field="visitors")
    day.visitors = visitors
    day.note = writing.words(note, "note", 500, is_needed=False)
    day.save(update_fields=["visitors", "note"])
    return day


@transaction.atomic
def close_day(day: ReceptionDay, actor: User) -> ReceptionDay:
    """The day is over: nobody is registered under it any more; what was given to units goes on.

    Raises Refused: not_yours · closed · too_early.
    """
    day = _open(day, actor)
    _check_held(actor, "结束接访")
    if day.on > clock.today():
        raise Refused("too_early", f"接访定在 {day.on:%Y-%m-%d}，还没有到。")
    day.closed_by, day.closed_at = actor, clock.now()
    day.save(update_fields=["closed_by", "closed_at"])
    return day


@transaction.atomic
def take_in(day: ReceptionDay, actor: User, **registration: Any) -> Reception:
    """Register who came: a visit, received on that day, by the petitioner himself.

    `registration`: as `services.register` takes it. Raises Refused: closed · too_early · sealed, and
    what the registration refuses.
    """
    day = _open(day, actor)
    if day.on > clock.today():
        raise Refused("too_early", f"接访定在 {day.on:%Y-%m-%d}，到了那天再登记。")
    if registration.get("kind") == enums.Kind.ACCUSATION:
        raise Refused(
            "sealed",
            "检举控告不在接访现场登记。",
            instead="请带他到纪检办，单独登记",
            field="kind",
        )
    visit = {
        "channel": enums.Channel.VISIT,
        "received_on": day.on,
        "sender": "",
        "sent_by": "",
        "centre": day.centre,
    }
    petition = register(actor, **(registration | visit)).petition
    reception, _ = Reception.objects.get_or_create(
        day=day,
        petition=petition,
        defaults={"centre": day.centre, "by": actor, "at": clock.now()},
    )
    return reception


@transaction.atomic
def answer_on_the_spot(
    reception: Reception,
    actor: User,
    answers: Mapping[int, Mapping[str, str]],
    *,
    review_body: str = "",
) -> Moved:
    """Answer every demand there and then; `answers` by the demands' keys as `answer_demands` takes
    them. The reply waits for the head's signature unless he makes it himself; then `hand_over`.

    Raises Refused: settled, and what the moves refuse.
    """
    reception = _unsettled(reception)
    petition = _accepted(reception.petition, actor)
    answer_demands(petition, actor, answers)
    moved = move(petition, Verb.REPLY, actor, review_body=review_body)
    said = [f"{one.position}. {one.answer or one.finding}" for one in _demands(petition)]
    write_sheet(reception, actor, answer="；".join(said), result="现场答复")
    _settle(reception, ReceptionOutcome.ON_THE_SPOT)
    return moved


def hand_over(reception: Reception, actor: User) -> Petition:
    """The signed opinion goes into his hands, today. Raises Refused: not_signed, and what `deliver`
    refuses."""
    opinion = reception.petition.letters.filter(kind=Letter.OPINION).order_by("-version").first()
    if opinion is None:
        raise Refused("not_signed", "处理意见书还没有签发。", instead="请先请本单位负责人签")
    return move(
        reception.petition,
        Verb.DELIVER,
        actor,
        letter=str(opinion.pk),
        way=DeliverWay.HAND,
        sent_on=clock.today(),
    ).petition


@transaction.atomic
def assign_there(
    reception: Reception,
    actor: User,
    *,
    unit: int | Department,
    text: str,
    due_on: date,
    demands: Collection[int | str] = (),
) -> Reception:
    """Give the demands (all, where none is named) to a unit, with a day for its answer.

    Raises Refused: settled, and what the moves refuse.
    """
    reception = _unsettled(reception)
    petition = _accepted(reception.petition, actor)
    keys = [str(one) for one in demands] or [str(one.pk) for one in _demands(petition)]
    key = str(getattr(unit, "pk", unit))
    move(petition, Verb.ASSIGN, actor, unit=key, demands=keys, text=text, due_on=due_on)
    reception.direction = petition.directions.select_related("to_unit").order_by("-pk")[0]
    to = reception.direction.to_unit.name
    write_sheet(reception, actor, answer=f"交办{to}：{text}", due_on=due_on, result="交办")
    _settle(reception, ReceptionOutcome.ASSIGNED)
    return reception


def write_sheet(
    reception: Reception, actor: User, *, answer: str, result: str, due_on: date | None = None
) -> None:
    """领导接访登记表 (F16); its Word file is drawn up when somebody first asks for it."""
    day, petition = reception.day, reception.petition
    leaders = day.leaders.select_related("person").order_by("position")
    subject = f"reception:{reception.pk}"
    given = {
        "period": str(day),
        "leader": "、".join(one.person.name for one in leaders),
        "time": f"{day.on.year}年{day_words(day.on.isoformat())} {day.hours}",
        "place": day.place,
        "answer": answer,
        "due_on": due_on.isoformat() if due_on else "",
        "result": result,
    }
    before = petition.letters.filter(kind=Letter.RECEPTION, subject=subject).order_by("-version")
    source = Source(petition, clock.today(), actor, given, subject)
    letters.write(LETTERS[Letter.RECEPTION], source, clock.now(), before=before.first())


# --- what every step asks ---------------------------------------------------------------------


def _not_yours(what: str) -> Refused:
    return Refused(
        "not_yours",
        f"这一步您现在不能办：{what}。",
        who="要由信访接待员、平安办或中心主任来办",
    )


def _check_held(actor: User, what: str) -> None:
    if not may_hold(actor):
        raise _not_yours(what)


def _open(day: ReceptionDay, actor: User) -> ReceptionDay:
    """The day, locked, while it is open. Raises Refused: not_yours · closed."""
    locked = ReceptionDay.objects.select_for_update(no_key=True, of=("self",))
    day = locked.select_related("centre").get(pk=day.pk)
    if day.centre_id not in standing(actor).centres:
        raise _not_yours("接访登记")
    if day.is_closed:
        raise Refused(
            "closed",
            f"{day}接访已经结束。",
            instead="来的人请在“登记信访”里登记，一样办理",
        )
    return day


def _unsettled(reception: Reception) -> Reception:
    """The visit, locked, until it is given to a unit or its reply is signed. Raises Refused: settled."""
    locked = Reception.objects.select_for_update(no_key=True, of=("self",))
    reception = locked.select_related("day", "petition").get(pk=reception.pk)
    if (
        reception.outcome == ReceptionOutcome.ASSIGNED
        or reception.petition.status not in TO_BE_SETTLED
    ):
        raise Refused(
            "settled",
            f"{reception.petition.aloud}已经办了（{reception.petition.get_status_display()}）。",
            instead="要接着办的，请打开这件信访",
        )
    return reception


def _accepted(petition: Petition, actor: User) -> Petition:
    """Accepted and told there and then, where it is not accepted yet."""
    if petition.status == Status.HANDLING:
        return petition
    return move(petition, Verb.ACCEPT, actor, way=Way.PETITION, told_now=True).petition


def _demands(petition: Petition) -> Any:
    return petition.demands.order_by("position")


def _settle(reception: Reception, outcome: str) -> None:
    reception.outcome, reception.settled_at = outcome, clock.now()
    reception.save(update_fields=["outcome", "direction", "settled_at"])
