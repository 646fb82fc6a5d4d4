"""The counter: who goes first, what became of a visit, what happened to a ticket."""

from django.db import models


class Priority(models.TextChoices):
    """Who is called before the others (无障碍环境建设法 asks for it; seed 002 "优先")."""

    ELDER = "elder", "老人"
    DISABLED = "disabled", "残疾人"
    PREGNANT = "pregnant", "孕妇"


class VisitOutcome(models.TextChoices):
    """What became of a visit; every visit has one by the end of the day (首接负责)."""

    CASE = "case", "登记为矛盾纠纷"
    PETITION = "petition", "登记为信访件"
    ADDED = "added", "并入已有的件"
    ANSWERED = "answered", "当场答复"
    APPOINTMENT = "appointment", "约了时间"
    ELSEWHERE = "elsewhere", "指引到别处"
    GONE = "gone", "没等到就走了"


class VisitStepKind(models.TextChoices):
    TAKEN = "taken", "取号"
    CALLED = "called", "叫号"
    CALLED_AGAIN = "called_again", "再叫一遍"
    TRANSFERRED = "transferred", "转窗口"
    FINISHED = "finished", "办完"
    TAKEN_UP_AGAIN = "taken_up_again", "接着办"


# First part of the matter key that an outcome carries; the others name no matter, or any.
OUTCOME_MATTERS: dict[str, tuple[str, ...]] = {
    VisitOutcome.CASE: ("case",),
    VisitOutcome.PETITION: ("petition",),
    VisitOutcome.ADDED: ("case", "petition"),
    VisitOutcome.ANSWERED: ("inquiry",),
}
