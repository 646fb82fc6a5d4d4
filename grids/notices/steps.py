"""What a message outside the house says of leads, registers and campaigns: the step, nothing else."""

from collections.abc import Mapping

from grids.notices.registers import ADDRESSED, ASKED, DECIDED

STEPS: Mapping[str, str] = {
    "lead": "苗头有动静",
    ASKED: "台账等您审批",
    ADDRESSED: "台账里有一条写给你们单位",
    DECIDED: "台账审批有了结果",
    "campaign_task": "专项行动有新任务",
}


def step_words(kind: str) -> str:
    """The step in a word or two; "" for what is not of these (settings.NOTICE_STEPS)."""
    return STEPS.get(kind, "")
