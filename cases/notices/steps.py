"""What a message outside the house says of a notice: the act or step by its label, nothing else."""

from collections.abc import Mapping

from cases.enums import Beside, Verb
from cases.notices.addressees import PAUSE_EXPECTED, RUNG_BELOW_OVER, SUGGEST_ESCALATION, UNSIGNED
from cases.notices.sessions import TOMORROW
from cases.notices.terms import TERM_ENDS

STEPS: Mapping[str, str] = {
    UNSIGNED: "请签收",
    PAUSE_EXPECTED: "将恢复计时",
    RUNG_BELOW_OVER: "下一级已过期限",
    SUGGEST_ESCALATION: "建议上提",
    TOMORROW: "明天有调解",
    TERM_ENDS: "聘期将满",
    "duty": "有一件须办的事",
    "session_booked": "安排了调解",
    "session_moved": "调解改期",
    "session_cancelled": "调解取消",
    "instant_report": "突发情况即时报",
    "progress": "请写进展",
    "visits_left_open": "有来访还没有写结果",
}


def step_words(kind: str) -> str:
    """The step in a word or two; "" for what is not of cases."""
    return STEPS.get(kind) or str({**dict(Beside.choices), **dict(Verb.choices)}.get(kind, ""))
