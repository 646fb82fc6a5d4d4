"""一案一策: writing a plan, 倒排工期, 销号 (domain.md §7 rows 73, 194)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from cases import access
from cases.enums import OPEN, Status
from cases.enums import Relation as R
from cases.models import Case, Plan, PlanStep
from cases.services import writing
from cases.services.door import lock
from mediation.core import clock
from mediation.core.calendar import Calendar
from mediation.core.errors import Refused
from mediation.core.models import User

WRITERS = frozenset({R.OFFICER, R.HEAD, R.LEADER, R.PEACE})
SIGNERS = frozenset({R.OFFICER, R.HEAD, R.LEADER})
MOST_STEPS = 30
LONGEST_STEP = 250  # working days


@dataclass(frozen=True, slots=True)
class Schedule:
    """Days by which the steps are due, in order; work begins on the working day after `starts_on`."""

    starts_on: date
    due_on: tuple[date, ...]


def schedule_backwards(ends_on: date, lengths: Sequence[int], days: Calendar) -> Schedule:
    """倒排工期: from the plan's last day backwards, `lengths` in working days per step.

    The last step is due on `ends_on`, or on the working day before if that is none; each earlier
    one as many working days before as the step after it takes.
    Raises `Refused`: invalid_days.
    """
    due = days.workday_on_or_before(ends_on)
    found = [due]
    for place, length in reversed(list(enumerate(lengths))):
        if not 1 <= length <= LONGEST_STEP:
            message = f"工作日请填 1 到 {LONGEST_STEP} 的数字。"
            raise Refused("invalid_days", message, field=f"steps.{place}.days")
        for _ in range(length):
            due = days.workday_on_or_before(due - timedelta(days=1))
        found.append(due)
    starts_on, *due_on = reversed(found)
    return Schedule(starts_on, tuple(due_on))


@transaction.atomic
def write_plan(
    case: Case,
    actor: User,
    *,
    goal: str,
    measures: str,
    ends_on: date,
    steps: Sequence[Mapping[str, Any]] = (),
    version: int | None = None,
) -> Plan:
    """A new version of the case's plan; what was struck off in the last one is carried along.

    `steps`: {what, unit, person (optional), due_on}; `version` is the one the screen had loaded,
    0 for none. Raises `Refused`: not_now · not_yours · stale · nothing_changed · needs · invalid….
    """
    case = lock(case)
    writing.check_may(case, actor, WRITERS, "写方案")
    writing.check_status(case, OPEN, "写方案")
    last = current_plan(case)
    check_version(last.version if last else 0, version, last.by if last else None)
    plan = Plan(
        centre=case.centre,
        case=case,
        version=last.version + 1 if last else 1,
        goal=writing.words(goal, "goal"),
        measures=writing.words(measures, "measures"),
        ends_on=writing.day(ends_on, "ends_on", earliest=case.received_on),
        by=actor,
        at=clock.now(),
    )
    rows = [_step(plan, place, step) for place, step in enumerate(steps)]
    if len(rows) > MOST_STEPS:
        raise Refused("invalid_steps", f"最多 {MOST_STEPS} 步，请合并几步。", field="steps")
    before = list(last.steps.select_related("unit", "person", "done_by")) if last else []
    if last and _words_of(last, before) == _words_of(plan, rows):
        raise Refused("nothing_changed", "没有改动，不用保存。")
    plan.save()
    done = [_carried(plan, step) for step in before if step.done_on]
    for position, step in enumerate([*done, *rows], start=1):
        step.position = position
    PlanStep.objects.bulk_create([*done, *rows])
    return plan


def current_plan(case: Case) -> Plan | None:
    return case.plans.select_related("by").order_by("-version").first()


def check_version(standing: int, loaded: int | None, by: User | None) -> None:
    """Refuse a text written over one that its writer never saw. Raises `Refused`: stale."""
    if loaded is not None and loaded != standing:
        who = f"{by.name} " if by else ""
        raise Refused(
            "stale",
            f"您打开以后，{who}写了新的一版（第 {standing} 版）。",
            instead="您写的还在，请对照新的一版再保存",
            current={"version": standing},
        )


def _step(plan: Plan, place: int, given: Mapping[str, Any]) -> PlanStep:
    at = f"steps.{place}."
    unit = writing.unit_of(given.get("unit"), plan.centre, f"{at}unit")
    return PlanStep(
        centre=plan.centre,
        case=plan.case,
        plan=plan,
        what=writing.words(given.get("what"), f"{at}what", 200),
        unit=unit,
        person=writing.staff_of(given.get("person"), plan.centre, f"{at}person", unit),
        due_on=writing.day(
            given.get("due_on"),
            f"{at}due_on",
            earliest=plan.case.received_on,
            latest=plan.ends_on,
        ),
    )


def _words_of(plan: Plan, steps: Sequence[PlanStep]) -> tuple[Any, ...]:
    """What makes a version another one: the text and the steps still open."""
    ahead = tuple((s.what, s.unit_id, s.person_id, s.due_on) for s in steps if s.done_on is None)
    return (plan.goal, plan.measures, plan.ends_on, ahead)


def _carried(plan: Plan, step: PlanStep) -> PlanStep:
    kept = ("what", "unit", "person", "due_on", "result", "done_on", "done_at", "done_by")
    return PlanStep(
        centre=plan.centre,
        case=plan.case,
        plan=plan,
        **{name: getattr(step, name) for name in kept},
    )


@transaction.atomic
def strike_off(
    step: PlanStep, actor: User, *, result: str = "", on: date | None = None
) -> PlanStep:
    """销号: the step is done, signed by O, H, L or by the unit that answers for it.

    `on` is the local day it was done, today by default, not before the case was received.
    Raises `Refused`: not_now · not_yours · done_already · old_version · invalid….
    """
    case = lock(step.case)
    step = PlanStep.objects.select_related("plan", "unit", "done_by").get(pk=step.pk)
    if not may_strike_off(step, case, actor):
        raise Refused(
            "not_yours",
            f"这一步由{step.unit.short_name}负责，您不能销号。",
            who=f"要由{step.unit.short_name}、承办人、承办单位负责人或包案领导来签",
        )
    writing.check_status(case, frozenset(Status) - {Status.CLOSED}, "销号")
    if step.done_by is not None:
        raise Refused("done_already", f"{step.done_by.name}已经签过，这一步已销号。")
    newest = current_plan(case)
    if newest is not None and newest.pk != step.plan_id:
        raise Refused(
            "old_version",
            f"方案已经有第 {newest.version} 版，这一步是旧版里的。",
            instead="请在新的一版里销号",
        )
    today = clock.today()
    step.result = writing.words(result, "result", 300, is_needed=False)
    step.done_on = writing.day(on or today, "on", earliest=case.received_on, latest=today)
    step.done_at, step.done_by = clock.now(), actor
    step.save(update_fields=["result", "done_on", "done_at", "done_by"])
    return step


def may_strike_off(step: PlanStep, case: Case, actor: User) -> bool:
    """O, H, L; else the step's own unit, as far as it may read the file."""
    if not access.relations(actor, case).isdisjoint(SIGNERS):
        return True
    is_own = step.unit_id in access.standing(actor).units
    return is_own and access.level_of(actor, case) >= access.FILE
