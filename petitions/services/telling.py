"""Who is told of an act (rules.md §2 notes, §10). Rows first; messages leave after the commit.

A notice names the petition by its number and says what happened, never whom it is about. Of an
accusation only the discipline post hears, and only that something has moved (条例30(3), 46(5)).
"""

from collections.abc import Callable, Iterable
from typing import Any

from cases.enums import Risk
from cases.labels import day
from grids.enums import Role
from grids.models import Department
from grids.selectors import handling_people, heads_of, people_with_role, with_deputies
from mediation.core.models import User
from mediation.core.notices import Told, notify_many, rows_of_act
from petitions.enums import Beside, DirectionKind, Letter, ReviewResult, Verb
from petitions.models import Direction, Petition
from petitions.services.act import Act

People = Iterable[User]

SEALED_KIND = "sealed"
SEALED_WORDS = "一件密件有新动静"


def tell(act: Act) -> None:
    """Write the notices of an act; each person once per event."""
    petition = act.petition
    if act.event is None:
        return
    matter: dict[str, Any] = {
        "subject": f"petition_event:{act.event.pk}",
        "matter_key": f"petition:{petition.pk}",
        "but": act.actor,
    }
    if petition.is_sealed:
        told: Told = [(people_with_role(Role.DISCIPLINE, petition.centre), SEALED_WORDS, False)]
        rows = rows_of_act(
            with_deputies(told), kind=SEALED_KIND, head="", url="/petitions/", **matter
        )
    elif compose := TELLERS.get(act.verb):
        url = f"/petitions/{petition.pk}/"
        rows = rows_of_act(
            with_deputies(compose(act)),
            kind=act.verb,
            head=f"{petition.aloud}：",
            url=url,
            **matter,
        )
    else:
        return
    notify_many(rows, at=act.now)


# --- the people ---------------------------------------------------------------------------------


def officers(petition: Petition) -> People:
    """The petition's officer; before it has one, the petition office."""
    if petition.officer is not None and petition.officer.is_active:
        return [petition.officer]
    return people_with_role(Role.PETITION_OFFICER, petition.centre)


def directors(petition: Petition) -> People:
    return people_with_role(Role.DIRECTOR, petition.centre)


def peace(petition: Petition) -> People:
    return people_with_role(Role.PEACE_OFFICER, petition.centre)


def desk(unit: Department) -> People:
    return list(handling_people(unit)) or list(heads_of(unit))


def assigned_units(petition: Petition) -> list[Department]:
    """The units that something of it was given to and that did not hand it back."""
    given = petition.directions.filter(
        kind=DirectionKind.ASSIGNMENT, handed_back_at__isnull=True
    ).select_related("to_unit")
    return list({one.to_unit_id: one.to_unit for one in given}.values())


def named(act: Act) -> Direction | None:
    """The direction that the act is about."""
    key = act.payload.get("direction")
    return act.petition.directions.select_related("to_unit", "by").filter(pk=key).first()


# --- what is said -------------------------------------------------------------------------------


def is_grave(petition: Petition) -> bool:
    return petition.is_urgent or petition.risk == Risk.RED


def on_register(act: Act) -> Told:
    petition = act.petition
    is_urgent = is_grave(petition)
    words = (
        "新登记，转来的机关在等，请先看是不是本单位职权"
        if petition.is_passed_on
        else "新登记，请办"
    )
    yield officers(petition), words, is_urgent
    if is_urgent:
        yield from on_grave(act)


def on_grave(act: Act) -> Told:
    words = "登记为重大紧急，请马上看" if act.petition.is_urgent else "风险定为红色，请尽快看"
    yield officers(act.petition), words, True
    yield directors(act.petition), words, True
    yield peace(act.petition), words, True


def on_amend(act: Act) -> Told:
    if "risk" in act.changed and act.petition.risk == Risk.RED:
        yield from on_grave(act)


def on_assign(act: Act) -> Told:
    for one in act.directions:
        words = f"交办到{one.to_unit.short_name}，请签收，{day(one.due_on)}前反馈"
        yield desk(one.to_unit), words, is_grave(act.petition)


def on_order(act: Act) -> Told:
    """批示 and 吹哨 are told at once, at any hour; 督办 in the digest (rules.md §10)."""
    words = {Verb.INSTRUCT: "批示，请", Verb.URGE: "督办，请", Verb.WHISTLE: "吹哨，请报到，"}
    for one in act.directions:
        text = f"{act.actor.name}{words[Verb(act.verb)]}在{day(one.due_on)}前回话"
        yield desk(one.to_unit), text, act.verb != Verb.URGE


def on_hand_back(act: Act) -> Told:
    """The demands are nobody's until they are given to somebody again."""
    for one in act.directions:
        words = f"{one.to_unit.short_name}退回了交办，请另行安排"
        yield [one.by], words, False
        yield officers(act.petition), words, False


def on_report_in(act: Act) -> Told:
    if one := named(act):
        yield [one.by], f"{one.to_unit.short_name}已报到", False
        yield officers(act.petition), f"{one.to_unit.short_name}已报到", False


def on_answer(act: Act) -> Told:
    if one := named(act):
        yield [one.by], f"{one.to_unit.short_name}已回话", False
        yield officers(act.petition), f"{one.to_unit.short_name}已回话", False


def to_deliver(letter: Letter) -> Callable[[Act], Told]:
    """Signed: whoever prepared it hears that the letter waits to be delivered."""

    def compose(act: Act) -> Told:
        yield officers(act.petition), f"{letter.label}已签发，请送到信访人手里并记送达", False

    return compose


def on_reply(act: Act) -> Told:
    yield from to_deliver(Letter.OPINION)(act)
    for unit in assigned_units(act.petition):
        yield desk(unit), "处理意见已出具，请照意见落实", False


def on_close(act: Act) -> Told:
    yield officers(act.petition), "已结案，请归档", False


def on_request(act: Act) -> Told:
    asked = "复查" if act.verb == Verb.REVIEW_REQUESTED else "复核"
    words = f"信访人申请{asked}，请配合{asked}机关"
    yield officers(act.petition), words, False
    yield directors(act.petition), words, False
    for unit in assigned_units(act.petition):
        yield desk(unit), words, False


def on_decision(act: Act) -> Told:
    said = "复查" if act.verb == Verb.REVIEW_DECIDED else "复核"
    is_redo = act.payload.get("result") == ReviewResult.REDO
    words = f"{said}机关责令重新办理" if is_redo else f"{said}机关已作出意见"
    yield officers(act.petition), words, False
    yield directors(act.petition), words, False
    for unit in assigned_units(act.petition):
        yield desk(unit), words, False


def on_withdraw(act: Act) -> Told:
    yield officers(act.petition), "信访人撤回了", False
    for unit in assigned_units(act.petition):
        yield desk(unit), "信访人撤回了，交办不用再办", False


def on_own(act: Act) -> Told:
    """The owner at once; the officer learns who it is."""
    petition = act.petition
    if petition.owner is not None:
        yield [petition.owner], "请您包案，请先看卷、填包案表", True
        yield officers(petition), f"由{petition.owner.name}包案", False


def on_reopen(act: Act) -> Told:
    yield officers(act.petition), "重新办理，请看", False
    yield directors(act.petition), "重新办理，请看", False


def on_handed_over(act: Act) -> Told:
    successor = User.objects.filter(pk=act.payload["to"], is_active=True)
    yield successor, "经办人调整，移交给您，请看一看", False


def on_visited(act: Act) -> Told:
    yield officers(act.petition), "信访人又到窗口补充了情况，请看一看", False


TELLERS: dict[str, Callable[[Act], Told]] = {
    Verb.REGISTER: on_register,
    Verb.AMEND: on_amend,
    Verb.ASSIGN: on_assign,
    Verb.INSTRUCT: on_order,
    Verb.URGE: on_order,
    Verb.WHISTLE: on_order,
    Verb.HAND_BACK: on_hand_back,
    Verb.REPORT_IN: on_report_in,
    Verb.ANSWER: on_answer,
    Verb.DECLINE: to_deliver(Letter.DECLINE),
    Verb.NO_LONGER_ACCEPT: to_deliver(Letter.NOT_AGAIN),
    Verb.EXTEND: to_deliver(Letter.EXTENSION),
    Verb.REPLY: on_reply,
    Verb.CLOSE: on_close,
    Verb.REVIEW_REQUESTED: on_request,
    Verb.FINAL_REQUESTED: on_request,
    Verb.REVIEW_DECIDED: on_decision,
    Verb.FINAL_DECIDED: on_decision,
    Verb.WITHDRAW: on_withdraw,
    Verb.REOPEN: on_reopen,
    Beside.OWN: on_own,
    Beside.VISITED: on_visited,
    Beside.HANDED_OVER: on_handed_over,
}
