"""What a message outside the house says of a petition's notice: a label, nothing else.

Of an accusation not even that something moved has a name (条例30(3)).
"""

from collections.abc import Mapping

from petitions.enums import Beside, Verb
from petitions.notices.reminding import THINK_OF_EXTENDING, UNTOLD

STEPS: Mapping[str, str] = {
    UNTOLD: "延期还没有告知",
    THINK_OF_EXTENDING: "请想一想要不要延期",
    "urgent_report": "重大紧急信息",
}


def step_words(kind: str) -> str:
    """The step in a word or two; "" for what is not of petitions."""
    return STEPS.get(kind) or str({**dict(Beside.choices), **dict(Verb.choices)}.get(kind, ""))
