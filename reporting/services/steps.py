"""The half-month's own steps: 汇总和核对 → 提交 (平安办) → 批准 (领导) → 锁定; or back, with a reason.

Ten days after the cut-off a half-month locks itself whatever step it stands at (`lock_overdue`).
"""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from grids.models import Category, Division
from grids.selectors import in_whose_role
from grids.services.writing import words
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from reporting import findings, periods
from reporting.access import APPROVERS, desk
from reporting.enums import State, Step
from reporting.figures import FIGURES, LINES, Figure, Mean, Share
from reporting.models import HalfMonth, HalfMonthStep, RiseExplanation
from reporting.periods import Period
from reporting.selectors import CellSums, cell_sums, last_lock, table
from reporting.selectors.returns import lines_of
from reporting.services import gate
from reporting.services import return_notices as telling
from reporting.services.locking import fingerprint, lock, lock_earlier
from reporting.services.return_review import check_keeper, for_peace
from reporting.services.returns import not_yours

LONGEST_WORDS, LONGEST_SENTENCE = 200, 500


@transaction.atomic
def submit(centre: Division, period: Period, actor: User, why_missing: str = "") -> HalfMonthStep:
    """平安办 puts the half-month before the leader; told at once.

    Refused while something must be put right or wants a word, and while villages are missing
    unless `why_missing` says why; until the end of the cut-off day, which is theirs, while any is
    missing. Raises `Refused`: not_yours · too_early · not_now · must_fix · needs_explanation ·
    needs_reason.
    """
    check_keeper(centre.pk, actor, "提交半月报")
    gate.close(centre)
    half_month = _held(centre, period, {State.OPEN})
    sums = cell_sums(centre, period)
    missing = [
        line.village.short_name for line in lines_of(centre, period.last_on) if line.is_owing
    ]
    if missing and clock.today() <= period.last_on:
        day = period.last_on
        raise Refused(
            "too_early",
            f"{day.month}月{day.day}日24时以前各村（社区）都可以报，"
            f"还差 {len(missing)} 个没有报：{named(missing)}。",
            instead="等报齐了，或者过了这一天再提交；可以先催一下",
        )
    found = findings.of_half_month(table(centre, period, sums=sums), sums)
    if must := [each for each in found if each.is_must]:
        raise Refused(
            "must_fix",
            f"还有 {len(must)} 处必须先改好：{must[0].title}",
            instead="请照“核对”一栏一处一处办",
        )
    if unsaid := [each for each in found if each.is_open]:
        raise Refused("needs_explanation", f"请先写写原因：{unsaid[0].title}", field="text")
    said = words(why_missing, "why_missing", LONGEST_WORDS, is_needed=False)
    if missing and not said:
        raise Refused(
            "needs_reason",
            f"还差 {len(missing)} 个村（社区）没有报：{named(missing)}。",
            instead="先催一下；等不及的，请写写为什么先提交",
            field="why_missing",
        )
    step = _write(half_month, Step.SUBMIT, actor, for_peace(actor), said, approved_print(sums))
    _put(half_month, State.SUBMITTED)
    telling.submitted(half_month, step)
    return step


@transaction.atomic
def approve(centre: Division, period: Period, actor: User) -> HalfMonthStep:
    """A leader approves what was submitted: never he who submitted it, and only those numbers.

    Raises `Refused`: not_yours · not_now · own_step · changed_since.
    """
    _check_approver(centre, actor, "批准半月报")
    gate.close(centre)
    half_month = _held(centre, period, {State.SUBMITTED})
    submitted = _last(half_month)
    if actor.pk in (submitted.by_id, submitted.on_behalf_of_id):
        raise Refused(
            "own_step",
            "这一期是您自己提交的，不能由您批准。",
            who="由另一位领导来批准",
        )
    sums = cell_sums(centre, period)
    _check_unchanged(submitted, sums)
    step = _write(half_month, Step.APPROVE, actor, _for_leader(actor), "", approved_print(sums))
    _put(half_month, State.APPROVED)
    telling.approved(half_month, step.seq)
    return step


@transaction.atomic
def give_back(centre: Division, period: Period, actor: User, reason: str) -> HalfMonthStep:
    """A leader, or 平安办 itself, has the half-month opened again, with the reason.

    Raises `Refused`: not_yours · not_now · needs.
    """
    own = desk(actor)
    if centre.pk not in own.approved | own.kept:
        raise not_yours("退回半月报", "由领导或平安办来办")
    gate.close(centre)  # nobody locks it meanwhile
    half_month = _held(centre, period, {State.SUBMITTED, State.APPROVED})
    said = words(reason, "reason", LONGEST_WORDS)
    behalf = _for_leader(actor) if centre.pk in own.approved else for_peace(actor)
    step = _write(half_month, Step.SEND_BACK, actor, behalf, said)
    _put(half_month, State.OPEN)
    telling.given_back(half_month, step.seq)
    return step


@transaction.atomic
def lock_approved(centre: Division, cut_off: date, actor: User) -> HalfMonth:
    """Lock what was approved, with the very numbers that were approved.

    Raises `Refused`: not_yours · too_early · already_locked · not_approved · changed_since.
    """
    check_keeper(centre.pk, actor, "锁定半月报")
    period = periods.half_month(cut_off)
    gate.close(centre)
    locked = last_lock(centre)
    if cut_off <= clock.today() and (locked is None or cut_off > locked.cut_off):
        half_month = HalfMonth.objects.filter(centre=centre, cut_off=cut_off).first()
        if half_month is None or half_month.state != State.APPROVED:
            raise Refused(
                "not_approved",
                "这一期还没有批准，不能锁定。",
                instead="先核对、提交，请领导批准；截止日过十天系统会自动锁定",
            )
        lock_earlier(centre, period)
        _check_unchanged(_last(half_month), cell_sums(centre, period))
    return lock(cut_off, actor, centre)


@transaction.atomic
def explain(
    centre: Division, period: Period, actor: User, category: str, text: str
) -> RiseExplanation:
    """One sentence on why a category rose. Raises `Refused`: not_yours · not_now · needs · invalid…"""
    check_keeper(centre.pk, actor, "写增多的原因")
    found = Category.objects.filter(code=category).first()
    if found is None:
        raise Refused("invalid_choice", "没有这个纠纷类别。", field="category")
    half_month = _held(centre, period, {State.OPEN}, is_over=False)
    return RiseExplanation.objects.create(
        centre=centre,
        half_month=half_month,
        category=found,
        text=words(text, "text", LONGEST_SENTENCE),
        by=actor,
        on_behalf_of=for_peace(actor),
        at=clock.now(),
    )


def made_of(figure: Figure) -> tuple[str, ...]:
    """The counts above and below the line of a rate or a mean."""
    query = figure.query
    if isinstance(query, Share):
        return query.part, query.whole
    return (query.total, query.over) if isinstance(query, Mean) else ()


# What a leader approves: the seven lines, and what every rate and mean of the table is made of.
APPROVED_SUMS = (
    *LINES,
    *sorted({name for figure in FIGURES for name in made_of(figure)} - {*LINES}),
)


def approved_print(sums: CellSums) -> str:
    """The fingerprint of every cell as a leader approves it."""
    said = {
        cell: {name: values[name] for name in APPROVED_SUMS if values.get(name)}
        for cell, values in sums.items()
    }
    return fingerprint({cell: values for cell, values in said.items() if values})


def named(villages: Collection[str], most: int = 5) -> str:
    """Some names, and how many more there are."""
    listed = list(villages)
    more = f"等 {len(listed)} 个" if len(listed) > most else ""
    return "、".join(listed[:most]) + more


def _held(
    centre: Division, period: Period, states: Collection[State], *, is_over: bool = True
) -> HalfMonth:
    """The half-month, locked for this transaction, in one of some states."""
    if is_over and period.last_on > clock.today():
        day = period.last_on
        raise Refused("too_early", f"这一期到{day.month}月{day.day}日才截止。")
    HalfMonth.objects.get_or_create(centre=centre, cut_off=period.last_on)
    found = HalfMonth.objects.select_for_update().get(centre=centre, cut_off=period.last_on)
    if found.state not in states:
        raise Refused(
            "not_now",
            f"这一期现在是“{State(found.state).label}”，这一步办不了。",
            instead="请刷新页面看看现在到了哪一步",
        )
    return found


def _put(half_month: HalfMonth, state: State) -> None:
    half_month.state = state
    half_month.save(update_fields=["state"])


def _write(
    half_month: HalfMonth,
    step: Step,
    actor: User,
    behalf: User | None,
    said: str = "",
    sha256: str = "",
) -> HalfMonthStep:
    return HalfMonthStep.objects.create(
        centre_id=half_month.centre_id,
        half_month=half_month,
        seq=half_month.steps.count() + 1,
        step=step,
        words=said,
        sha256=sha256,
        by=actor,
        on_behalf_of=behalf,
        at=clock.now(),
    )


def _last(half_month: HalfMonth) -> HalfMonthStep:
    return half_month.steps.order_by("-seq")[0]


def _check_unchanged(step: HalfMonthStep, sums: CellSums) -> None:
    if step.sha256 != approved_print(sums):
        raise Refused(
            "changed_since",
            f"{step.get_step_display()}以后又有案件补登或更正，数字变了。",
            instead="请退回，核对以后再提交",
        )


def _check_approver(centre: Division, actor: User, what: str) -> None:
    if centre.pk not in desk(actor).approved:
        raise not_yours(what, "由领导或中心主任来办")


def _for_leader(actor: User) -> User | None:
    return in_whose_role(actor, APPROVERS)
