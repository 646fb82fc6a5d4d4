"""记履行: what became of one obligation (rules.md §2 row 33; 人民调解法 31)."""

from cases.enums import ObligationState
from cases.models import Attachment, Obligation
from cases.services.act import Act
from mediation.core.errors import Refused


def perform(act: Act) -> None:
    """Judge one obligation of the agreement in force; its own clock stops.

    What was judged may be judged again (first a part, later the rest). Late is not a state: it
    follows from the two days. Raises `Refused`: invalid_choice · invalid_day · nothing_changed.
    """
    obligation = _obligation(act)
    agreement = obligation.agreement
    state = act.one_of("state", ObligationState)
    if state == ObligationState.WAITING:
        raise Refused("invalid_choice", "请选履行得怎样；还没到期的不用记。", field="state")
    if act.on < agreement.on:
        raise Refused(
            "invalid_day", f"日期不能早于协议生效（{agreement.on:%Y-%m-%d}）。", field="on"
        )
    if state == ObligationState.ON_SPOT and act.on != agreement.on:
        raise Refused(
            "invalid_choice", "当场履行说的是达成协议的当天，请选“已履行”。", field="state"
        )
    evidence = _evidence(act)
    text = act.text("text")[:300]
    if obligation.state == state and not text and evidence is None:
        raise Refused("nothing_changed", "已经是这样记的，没有改动。")
    obligation.state, obligation.performed_on, obligation.text = state, act.on, text
    obligation.evidence = evidence or obligation.evidence
    obligation.judged_by, obligation.judged_at = act.actor, act.now
    obligation.save()
    act.clock_subject = obligation.clock_subject
    act.payload |= {"seq": obligation.seq, "state": state}


def _obligation(act: Act) -> Obligation:
    key = act.data.get("obligation")
    rows = act.case.obligations.filter(agreement__is_undone=False).select_related("agreement")
    pk = getattr(key, "pk", key)
    found = rows.filter(pk=pk).first() if str(pk).isdecimal() else None
    if found is None:
        raise Refused("invalid_choice", "请从现在协议约定的事项里选一项。", field="obligation")
    return found


def _evidence(act: Act) -> Attachment | None:
    """A receipt or a picture that is already with the case."""
    key = act.data.get("evidence")
    if not key:
        return None
    pk = getattr(key, "pk", key)
    found = act.case.attachments.filter(pk=pk).first() if str(pk).isdecimal() else None
    if found is None:
        raise Refused("invalid_choice", "请先把凭证加到材料里，再来选。", field="evidence")
    return found
