"""The ladder of one case as the page draws it: where it has been, where it is, how long is left."""

from dataclasses import dataclass, field
from datetime import date

from cases import enums, labels
from cases.enums import Clock, StageOutcome, Tier
from cases.models import Case, Deadline, Stage
from cases.workflow.conditions import rests_of

NOTHING_MOVES_BY_ITSELF = {
    Tier.STREET: "村（社区）谈不成再到这一步",
    Tier.LEADER: "到期没谈成，提醒包案领导接手",
    Tier.LITIGATION: "当事人随时可选",
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One segment. `percent` of the time used fills the bar, full means due; the last of `lines`
    says how the day was reckoned."""

    tier: str
    state: str  # done now todo
    title: str
    lines: list[str] = field(default_factory=list)
    clock: str = ""
    clock_note: str = ""
    percent: int = 0
    fill: str = ""


def rail_of(case: Case, today: date) -> list[Rung]:
    """Four rungs from the case's prefetched stages, clocks and sessions."""
    stages = list(case.stages.all())
    at = enums.LADDER.index(Tier(case.tier))
    is_there = case.is_open or case.status == enums.Status.REFERRED
    rungs = []
    for place, tier in enumerate(enums.LADDER):
        stays = [stage for stage in stages if stage.tier == tier]
        if place == at and is_there and stays:
            rungs.append(_now(case, tier, stays[-1], today))
        elif stays and (place <= at or not is_there):
            rungs.append(Rung(tier, "done", title_of(case, tier), _past(case, stays[-1])))
        else:
            rungs.append(Rung(tier, "todo", title_of(case, tier), _ahead(case, tier, place < at)))
    return rungs


def title_of(case: Case, tier: str) -> str:
    titles = {Tier.VILLAGE: "村（社区）调解", Tier.LEADER: "包案领导牵头"}
    return titles.get(Tier(tier), Tier(tier).label)


def _now(case: Case, tier: Tier, stage: Stage, today: date) -> Rung:
    who = stage.officer.name if stage.officer else "还没有人签收"
    lines = [f"{stage.unit.short_name}，{who}"]
    if stage.responsibility:
        lines.append(stage.get_responsibility_display())
    talks = _talks(case, stage)
    if talks:
        lines.append(f"谈了 {talks} 次")
    running = _clock(case, Clock.REFERRAL if tier == Tier.LITIGATION else Clock.RUNG)
    if running is None:
        return Rung(tier, "now", title_of(case, tier), lines)
    total = max((running.due_on - running.start_on).days, 1)
    resting = next((one for one in rests_of(case, running) if one.to_on is None), None)
    is_resting = resting is not None
    until = min(today, resting.from_on) if resting else today
    used = max((until - running.start_on).days, 0)
    left = (running.due_on - today).days
    provisional = "（暂定）" if running.is_provisional else ""
    return Rung(
        tier,
        "now",
        title_of(case, tier),
        [*lines, running.basis],
        clock=labels.due_words(running.due_on, today, is_resting=is_resting),
        clock_note=f"{labels.day(running.due_on)} {labels.weekday(running.due_on)}到期{provisional}，"
        f"{total} 天已用 {used} 天",
        percent=min(round(100 * used / total), 100),
        fill="" if is_resting else "over" if left < 0 else "today" if left == 0 else "",
    )


def _past(case: Case, stage: Stage) -> list[str]:
    lines = [stage.unit.short_name]
    if stage.left_on:
        days = (stage.left_on - stage.entered_on).days
        lines.append(
            f"{labels.day(stage.entered_on)}—{labels.day(stage.left_on)}，"
            + (f"用 {days} 天" if days else "当天办完")
        )
    talks = _talks(case, stage)
    outcome = labels.label(StageOutcome, stage.outcome)
    lines.append("，".join(part for part in (f"谈了 {talks} 次" if talks else "", outcome) if part))
    return lines


def _ahead(case: Case, tier: Tier, is_skipped: bool) -> list[str]:
    if is_skipped:
        return ["没有经过这一级"]
    lines = [case.owner.name] if tier == Tier.LEADER and case.owner else []
    return [*lines, NOTHING_MOVES_BY_ITSELF.get(tier, "")]


def _talks(case: Case, stage: Stage) -> int:
    return sum(
        1
        for session in case.sessions.all()
        if session.stage_id == stage.pk and session.outcome and not session.is_investigation
    )


def _clock(case: Case, clock_code: str) -> Deadline | None:
    running = [d for d in case.deadlines.all() if d.clock == clock_code and d.is_running]
    return min(running, key=lambda one: (one.due_on, one.pk), default=None)
