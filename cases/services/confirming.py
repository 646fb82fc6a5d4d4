"""司法确认: the parties apply together within thirty days, the court answers (row 34).

人民调解法 33; 民诉法 205–206; 民诉法解释 351–358. It is the parties' right: the office reminds and
records, and gives a reason where a court will not confirm.
"""

from collections.abc import Mapping

from cases.enums import AgreementForm, Clock, ConfirmStep
from cases.models import Agreement, JudicialConfirmation
from cases.services.act import Act
from mediation.core.errors import Refused

S = ConfirmStep

# What may follow what; "" is before the first step. A court's refusal leaves the parties the rest
# of their thirty days to apply anew.
FOLLOWS: Mapping[str, frozenset[str]] = {
    "": frozenset({S.APPLIED, S.WAIVED}),
    S.WAIVED: frozenset({S.APPLIED}),
    S.APPLIED: frozenset({S.ACCEPTED, S.REFUSED}),
    S.ACCEPTED: frozenset({S.RULED, S.REFUSED}),
    S.RULED: frozenset(),
    S.REFUSED: frozenset({S.APPLIED}),
}

STILL_BINDS = "协议对双方仍然有约束力，一方不履行的，另一方可以向法院起诉（人民调解法第31、32条）"


def confirm(act: Act) -> None:
    """Record the next step. Raises `Refused`: no_agreement · not_written · unconfirmable ·
    out_of_order · confirm_over · invalid_day."""
    case = act.case
    step = act.one_of("step", ConfirmStep)
    agreement = case.agreements.filter(is_undone=False).first()
    check_confirmable(agreement)
    assert agreement is not None  # noqa: S101 - checked above
    row = JudicialConfirmation.objects.filter(agreement=agreement).first()
    before = row.step if row else ""
    if step not in FOLLOWS[before]:
        raise out_of_order(before)
    if act.on < agreement.on:
        raise Refused(
            "invalid_day", f"日期不能早于协议生效（{agreement.on:%Y-%m-%d}）。", field="on"
        )
    if step == S.APPLIED:
        check_in_time(act, agreement)
    row = row or JudicialConfirmation(centre=case.centre, case=case, agreement=agreement)
    advance(row, step, act)
    act.payload |= {"step": step, "effective_on": agreement.on}


def check_confirmable(agreement: Agreement | None) -> None:
    """Whether a court may confirm it at all (民诉法解释 355)."""
    if agreement is None:
        raise Refused("no_agreement", "现在没有生效的协议，没有可以确认的。")
    if agreement.form != AgreementForm.WRITTEN:
        raise Refused(
            "not_written",
            f"这是{agreement.get_form_display()}，申请司法确认要有书面的调解协议。",
            instead="双方愿意的，可以重新办理并签成书面协议",
        )
    if agreement.unconfirmable:
        raise Refused(
            "unconfirmable",
            f"这份协议{agreement.get_unconfirmable_display()}，法院不予司法确认"
            "（民事诉讼法解释第355条）。",
            instead=STILL_BINDS,
        )


def check_in_time(act: Act, agreement: Agreement) -> None:
    """The last day is the clock's, rolled where it fell on a day off."""
    clock = (
        act.case.deadlines.filter(clock=Clock.CONFIRM, start_on__gte=agreement.on)
        .order_by("-pk")
        .first()
    )
    if clock is not None and act.on > clock.due_on:
        raise Refused(
            "confirm_over",
            f"共同申请司法确认的期限到{clock.due_on:%Y-%m-%d}为止，已经过了。",
            instead=STILL_BINDS,
            field="on",
        )


def out_of_order(before: str) -> Refused:
    open_steps = [step.label for step in ConfirmStep if step in FOLLOWS[before]]
    stands = f"现在是“{ConfirmStep(before).label}”" if before else "还没有申请"
    helps = f"下一步可以记“{'”或“'.join(open_steps)}”" if open_steps else "不用再记了"
    return Refused("out_of_order", f"{stands}，不能记这一步。", instead=helps, field="step")


def advance(row: JudicialConfirmation, step: str, act: Act) -> None:
    """Put the step and its day on the row; days do not run backwards."""
    latest = max((d for d in (row.applied_on, row.accepted_on) if d), default=None)
    if latest is not None and step != S.APPLIED and act.on < latest:
        raise Refused("invalid_day", f"日期不能早于上一步（{latest:%Y-%m-%d}）。", field="on")
    if step == S.APPLIED:
        row.applied_on, row.accepted_on, row.decided_on = act.on, None, None
    elif step == S.ACCEPTED:
        row.accepted_on = act.on
    elif step in (S.RULED, S.REFUSED):
        row.decided_on = act.on
    row.step, row.on, row.by, row.at = step, act.on, act.actor, act.now
    row.court_number = act.text("court_number")[:60] or row.court_number
    row.text = act.text("text") or row.text
    row.save()
