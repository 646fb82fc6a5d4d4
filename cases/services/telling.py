"""Who is told of an act (rules.md §2 notes, §10). Rows first; messages leave after the commit.

A notice names the case by its number and says what happened, never whom it is about.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from cases import access
from cases.enums import Beside, Risk, Status, Tier, Verb, WhistleKind
from cases.labels import day, label
from cases.models import Case
from cases.services.act import Act
from grids.enums import DepartmentKind, ReceiverNote, Role
from grids.models import Department
from grids.selectors import (
    department_of,
    handling_people,
    heads_of,
    people_with_role,
    stationed_leader,
    with_deputies,
)
from mediation.core.models import User
from mediation.core.notices import Told, notify_many, rows_of_act

People = Iterable[User]


# The officer is reminded that the parties must be told, whoever decided it.
TOLD_TO_HIMSELF = frozenset({Verb.PAUSE, Verb.RESUME})


def tell(act: Act) -> None:
    """Write the notices of an act; each person once per event."""
    compose = TELLERS.get(act.verb)
    if compose is None or act.event is None:
        return
    rows = rows_of_act(
        with_deputies(compose(act)),
        kind=act.verb,
        subject=f"event:{act.event.pk}",
        head=f"{act.case.aloud}：",
        matter_key=f"case:{act.case.pk}",
        url=f"/cases/{act.case.pk}/",
        but=None if act.verb in TOLD_TO_HIMSELF else act.actor,
    )
    # What may be taken back for ten seconds does not leave before (rules.md §2 row 35).
    hold = access.RETRACT_WITHIN if act.verb in access.RETRACTABLE else timedelta()
    notify_many(rows, at=act.now, hold=hold)


def receivers(case: Case) -> People:
    """The officer, or all who may take the case into their hands."""
    return [case.officer] if case.officer else list(handling_people(case.unit))


def office(case: Case, kind: str) -> People:
    unit = department_of(kind, case.centre)
    return list(handling_people(unit)) or list(heads_of(unit)) if unit else []


def responsible_leader(case: Case) -> People:
    leader = case.owner or stationed_leader(case.division)
    return [leader] if leader else []


def on_missing_receiver(act: Act) -> Told:
    """rules.md §5, "if nobody": 平安办 hears that somebody must be named."""
    note = act.payload.get("receiver_note")
    if note:
        yield office(act.case, DepartmentKind.PEACE_OFFICE), label(ReceiverNote, note), True


def on_register(act: Act) -> Told:
    urgent = act.case.risk == Risk.RED
    yield from on_missing_receiver(act)
    yield receivers(act.case), "新登记到本单位，请签收", urgent
    if urgent:
        yield from red(act)


def on_arrival(act: Act) -> Told:
    yield receivers(act.case), f"{act.actor.name}转来，请签收", False


def on_escalate(act: Act) -> Told:
    """seed 000: 平安办, 派出所 and 司法所 hear of what a village could not settle."""
    case = act.case
    rung = case.get_tier_display()
    is_last = case.tier == Tier.LITIGATION
    yield from on_missing_receiver(act)
    done = "已引导诉讼" if is_last else f"已上报到{rung}"
    yield receivers(case), "引导诉讼，请跟踪" if is_last else f"上报到{rung}，请签收", False
    yield office(case, DepartmentKind.PEACE_OFFICE), done, False
    yield office(case, DepartmentKind.JUSTICE_OFFICE), done, False
    if case.tier == Tier.STREET:
        yield office(case, DepartmentKind.POLICE_STATION), "村（社区）没谈成，已上报街道", False


def on_ending(act: Act) -> Told:
    """Those who worked on it and those who would have worked next hear that it is over."""
    stage = act.case.stages.exclude(tier=Tier.LITIGATION).order_by("-seq").first()
    people = [stage.officer] if stage and stage.officer else []
    yield people, f"已{Verb(act.verb).label}", False
    if act.case.status == Status.REFERRED:
        yield receivers(act.case), "引导诉讼，请跟踪", False


def on_direction(act: Act) -> Told:
    direction = act.direction
    if direction is None:
        return
    unit: Department | None = direction.to_unit
    people = (
        [direction.to_user] if direction.to_user else list(handling_people(unit)) if unit else []
    )
    label = "批示" if act.verb == Verb.INSTRUCT else "督办"
    is_urgent = act.verb == Verb.INSTRUCT
    yield people, f"{act.actor.name}{label}，请在{day(direction.due_on)}前回话", is_urgent


def on_whistle(act: Act) -> Told:
    """Each unit at once; its day is its own (rules.md §10)."""
    for one in act.directions:
        unit: Department = one.to_unit  # type: ignore[assignment]
        asked = "到场" if one.whistle_kind == WhistleKind.PRESENCE else "报到"
        people = list(handling_people(unit)) or list(heads_of(unit))
        yield people, f"{act.actor.name}吹哨，请{asked}，{day(one.due_on)}前回话", True


def on_report_in(act: Act) -> Told:
    if act.direction is not None:
        unit = act.direction.to_unit
        came = "已到场" if act.direction.whistle_kind == WhistleKind.PRESENCE else "已报到"
        who = unit.short_name if unit else act.actor.name
        yield [act.direction.by], f"{who}{came}", False
        yield receivers(act.case), f"{who}{came}", False


def on_pause(act: Act) -> Told:
    expected_on = day(act.payload["expected_on"])
    yield receivers(act.case), f"已暂停计时，预计{expected_on}恢复，请告知当事人", False


def on_resume(act: Act) -> Told:
    yield receivers(act.case), "已恢复计时，请告知当事人", False


def on_recuse(act: Act) -> Told:
    """Whoever names the next officer: the head, on the leader's rung 平安办 and the director."""
    words = "承办人回避，请另派承办人"
    yield heads_of(act.case.unit), words, True
    stays = act.payload["user"]
    heads = [one for one in heads_of(act.case.unit) if one.pk != stays]
    if act.case.tier == Tier.LEADER or not heads:
        yield office(act.case, DepartmentKind.PEACE_OFFICE), words, True
        yield people_with_role(Role.DIRECTOR, act.case.centre), words, True


def on_answer(act: Act) -> Told:
    if act.direction is not None:
        yield [act.direction.by], f"{act.actor.name}已回话", False


def on_reassess(act: Act) -> Told:
    if act.case.risk == Risk.RED and act.payload.get("from") != Risk.RED:
        yield from red(act)


def on_visited(act: Act) -> Told:
    """What was said stays in the file; the notice only says that somebody should read it."""
    yield receivers(act.case), "来访人又到窗口补充了情况，请看一看", False


def on_replaced(act: Act) -> Told:
    """Only where another unit has the case from now on."""
    if "unit" in act.payload:
        yield receivers(act.case), "村（社区）合并或拆分，由您单位接着办，期限照旧", False


def on_handed_over(act: Act) -> Told:
    successor = User.objects.filter(pk=act.payload["to"], is_active=True)
    yield successor, "经办人调整，移交给您，请看一看", False


def on_disputed(act: Act) -> Told:
    """The common superior of the town's units: its director, and 平安办 for him."""
    due = f"承办单位认为不归它办，请在{day(str(act.payload['due_on']))}前指定由谁办"
    yield people_with_role(Role.DIRECTOR, act.case.centre), due, True
    yield people_with_role(Role.PEACE_OFFICER, act.case.centre), due, True


def on_placed(act: Act) -> Told:
    """The unit that asked; whom it went to hears of it by the assignment."""
    raised = Department.objects.get(pk=act.payload["raised_by"])
    words = "已定：由原单位办" if act.payload.get("stays") else "已定：由另一单位办"
    yield heads_of(raised), f"管辖{words}，理由写在案件里", False
    yield receivers(act.case), f"管辖{words}，理由写在案件里", False


def red(act: Act) -> Told:
    case = act.case
    yield responsible_leader(case), "风险定为红色，请尽快看", True
    yield people_with_role(Role.PEACE_OFFICER, case.centre), "风险定为红色，请尽快看", True
    yield heads_of(case.unit), "风险定为红色，请尽快看", True


TELLERS: dict[str, Callable[[Act], Told]] = {
    Verb.REGISTER: on_register,
    Verb.HAND_BACK: on_arrival,
    Verb.ASSIGN: on_arrival,
    Verb.SEND_BACK: on_arrival,
    Verb.REOPEN: on_arrival,
    Verb.ESCALATE: on_escalate,
    Verb.REFER: on_ending,
    Verb.TRANSFER: on_ending,
    Verb.WITHDRAW: on_ending,
    Verb.TERMINATE: on_ending,
    Verb.MERGE: on_ending,
    Verb.INSTRUCT: on_direction,
    Verb.URGE: on_direction,
    Verb.ANSWER: on_answer,
    Verb.WHISTLE: on_whistle,
    Verb.REPORT_IN: on_report_in,
    Verb.PAUSE: on_pause,
    Verb.RESUME: on_resume,
    Verb.RECUSE: on_recuse,
    Verb.REASSESS: on_reassess,
    Beside.VISITED: on_visited,
    Beside.REPLACED: on_replaced,
    Beside.HANDED_OVER: on_handed_over,
    Beside.DISPUTED: on_disputed,
    Beside.PLACED: on_placed,
}
