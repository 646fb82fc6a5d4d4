"""The predicates that the graph's edges name. They read prefetched rows where a page has them."""

from collections.abc import Mapping
from typing import Any

from cases import enums
from cases.models import Case, Deadline, Obligation, Pause, Stage
from grids.enums import DepartmentKind
from mediation.core import calendar, clock
from mediation.core.deadlines import days_over
from mediation.core.workflow import Condition, Given

HAND_BACK_WORKDAYS = 2  # rules.md §2 row 4
ESCALATE_AFTER_DAYS_OVER = 5  # rules.md §2 row 10


# --- facts of the case ------------------------------------------------------------------------


def stages_of(case: Case) -> list[Stage]:
    return sorted(case.stages.all(), key=lambda stage: stage.seq)


def running_clocks(case: Case, clock_code: str) -> list[Deadline]:
    return [d for d in case.deadlines.all() if d.clock == clock_code and d.stopped_on is None]


def is_fresh_arrival(case: Case) -> bool:
    """Whether the unit got the case at most two working days ago (today included)."""
    stage = stages_of(case)[-1]
    last_day = calendar.load().add_workdays(stage.entered_on, HAND_BACK_WORKDAYS)
    return clock.today() <= last_day


def is_rung_five_days_over(case: Case) -> bool:
    today = clock.today()
    return any(
        days_over(rung.due_on, today, rests_of(case, rung)) >= ESCALATE_AFTER_DAYS_OVER
        for rung in running_clocks(case, enums.Clock.RUNG)
    )


def is_at_rest(case: Case, deadline: Deadline) -> bool:
    """Whether an open pause of the case holds this clock now."""
    return any(one.to_on is None for one in rests_of(case, deadline))


def rests_of(case: Case, deadline: Deadline) -> list[Pause]:
    """The pauses of the case that this clock keeps; lateness stands still in them."""
    pauses = list(case.pauses.all())
    return [one for one in pauses if one.ground in deadline.rule.pause_grounds]


def is_auto_escalate_on(case: Case) -> bool:
    """Whether the town lets a rung that is long over pass its cases up by itself."""
    return any(rung.rule.has_auto_escalate for rung in running_clocks(case, enums.Clock.RUNG))


def came_from_below(case: Case) -> Stage | None:
    """The stage that passed the case up to the rung where it is now."""
    stages = stages_of(case)
    below = [s for s in stages if s.outcome == enums.StageOutcome.ESCALATED]
    current = stages[-1]
    for stage in reversed(below):
        if stage.tier == enums.tier_below(current.tier):
            return stage
    return None


def was_sent_back_from_here(case: Case) -> bool:
    return any(
        s.outcome == enums.StageOutcome.SENT_BACK and s.tier == case.tier for s in stages_of(case)
    )


def is_below_refused(case: Case) -> bool:
    below = came_from_below(case)
    return below is not None and below.ground in {
        enums.EscalateGround.REFUSED_HERE,
        enums.EscalateGround.CONFLICT,
    }


def is_owner_recused(case: Case) -> bool:
    """Whether the leader of the rung has stepped aside, so that nobody there names an officer."""
    return case.tier == enums.Tier.LEADER and any(
        one.user_id == case.owner_id for one in case.recusals.all()
    )


def obligations_in_force(case: Case) -> list[Obligation]:
    """What the agreement in force asks for; none where it was undone by reopening."""
    in_force = {one.pk for one in case.agreements.all() if not one.is_undone}
    return [one for one in case.obligations.all() if one.agreement_id in in_force]


# --- conditions over the case -----------------------------------------------------------------

within_two_working_days = Condition(
    is_fresh_arrival,
    "too_late",
    "到本单位已超过 2 个工作日，不能再退回中心。",
    "请平安办改派。",
)
switched_on = Condition(
    is_auto_escalate_on,
    "not_yours",
    "本镇没有设置超期自动上报。",
    "请平安办或承办人上报。",
)
not_signed_for = Condition(
    lambda case: stages_of(case)[-1].signed_at is None,
    "signed_already",
    "这件事已经签收了。",
    "直接办下一步即可。",
)
handed_back = Condition(
    lambda case: case.unit.kind == DepartmentKind.CENTRE,
    "not_handed_back",
    "只有退回中心的，才由窗口改派。",
    "请告诉承办单位，或请平安办改派。",
)
awaiting_owner = Condition(
    lambda case: case.officer_id is None,
    "has_owner",
    "这件事已有包案领导。",
    "要换人的，请包案领导转派。",
)
rung_five_days_over = Condition(
    is_rung_five_days_over,
    "not_yet",
    "本级超期满 5 天，平安办才能上提。",
    "可以先督办。",
)
not_sent_back_before = Condition(
    lambda case: not was_sent_back_from_here(case),
    "sent_back_once",
    "这一级已经退回过一次，再退要由平安办定。",
    "请告诉平安办。",
)
sent_back_before = Condition(
    was_sent_back_from_here,
    "not_yours",
    "第一次退回由本单位负责人来办，再退时由平安办来定。",
    "请告诉承办单位负责人。",
)
passed_up_by_somebody = Condition(
    lambda case: came_from_below(case) is not None,
    "nobody_below",
    "这件事是直接到本级的，没有下级可退。",
    "不属本单位的，请退回中心或请平安办改派。",
)
left_without_conflict = Condition(
    lambda case: not is_below_refused(case),
    "below_refused",
    "下级是因回避或当事人不愿在那里调解才上报的，不能退回去。",
    "请在本级办理，或请平安办改派。",
)
paused = Condition(
    lambda case: any(pause.to_on is None for pause in case.pauses.all()),
    "not_paused",
    "现在没有暂停，不用恢复。",
)
not_paused = Condition(
    lambda case: all(pause.to_on is not None for pause in case.pauses.all()),
    "paused_already",
    "已经在暂停中。",
    "要改日子的，请先恢复计时。",
)
recused = Condition(
    lambda case: case.is_recused or is_owner_recused(case),
    "not_yours",
    "承办人没有回避，由承办单位负责人分派。",
    "请告诉承办单位负责人，或改派单位。",
)
something_to_deliver = Condition(
    lambda case: any(paper.received_on is None for paper in case.papers.all()),
    "nothing_to_deliver",
    "出具的文书都已经送达了。",
)
written_agreement = Condition(
    lambda case: any(
        one.form == enums.AgreementForm.WRITTEN and not one.is_undone
        for one in case.agreements.all()
    ),
    "not_written",
    "申请司法确认要有书面的调解协议。",
    "双方愿意的，可以重新办理并签成书面协议。",
)
something_owed = Condition(
    lambda case: bool(obligations_in_force(case)),
    "nothing_owed",
    "这件事没有列出要履行的事项。",
    "履行情况可以在回访里记。",
)


# --- conditions over what was typed -----------------------------------------------------------


def chosen_by_party(data: Mapping[str, Any]) -> bool:
    return data.get("chosen_by") == enums.ReferChooser.PARTY


def on_a_refusal(data: Mapping[str, Any]) -> bool:
    return data.get("ground") == enums.TerminateGround.REFUSED


def chosen_by_unit(data: Mapping[str, Any]) -> bool:
    return data.get("chosen_by") == enums.ReferChooser.UNIT


def handled_form(data: Mapping[str, Any]) -> bool:
    return data.get("form") == enums.AgreementForm.HANDLED


def not_handled_form(data: Mapping[str, Any]) -> bool:
    return data.get("form") != enums.AgreementForm.HANDLED


def himself(data: Mapping[str, Any]) -> bool:
    return not data.get("by_party")


def by_a_party(data: Mapping[str, Any]) -> bool:
    return bool(data.get("by_party"))


def to_a_unit(data: Mapping[str, Any]) -> bool:
    return bool(data.get("unit"))


def to_an_officer(data: Mapping[str, Any]) -> bool:
    return not data.get("unit")


def extends(clock_code: str) -> Given:
    return lambda data: data.get("clock") == clock_code
