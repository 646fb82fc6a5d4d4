"""Words of 监测预警: what is watched, how a warning ends, what happens to it between."""

from django.db.models import TextChoices


class WarningSeries(TextChoices):
    """What is counted; each is watched and shown on its own."""

    CASES = "cases", "矛盾纠纷"
    LEADS = "leads", "苗头"


class WarningEnding(TextChoices):
    """What 平安办 found it to be."""

    GENUINE = "genuine", "确有上升，已采取措施"
    EXPLAINED = "explained", "原因清楚，不用另外处理"
    FALSE_ALARM = "false_alarm", "误报"


class WarningStepKind(TextChoices):
    RAISED = "raised", "发出预警"
    ASKED = "asked", "请单位回复"
    ANSWERED = "answered", "回复"
    RETURNED = "returned", "请再说明"
    URGED = "urged", "催办"
    CLOSED = "closed", "结束"
