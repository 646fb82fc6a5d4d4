"""Closed lists of campaigns (专项行动)."""

from django.db.models import TextChoices


class GroupSeat(TextChoices):
    """Seats of the leading group (seed 003 五(一))."""

    HEAD = "head", "组长"
    DEPUTY = "deputy", "副组长"
    MEMBER = "member", "成员"
    OFFICE = "office", "办公室主任"


class Measure(TextChoices):
    """What a target may be measured by; the figures' own names (rules.md §7, domain.md §4)."""

    SWEEP_RATE = "sweep_rate", "排查率（%）"
    HANDLED_RATE = "handled_rate", "调处率（%）"
    SUCCESS_RATE = "success_rate", "成功率（%）"
    RESOLVE_RATE = "resolve_rate", "化解率（%）"
    PERFORM_RATE = "perform_rate", "协议履行率（%）"
    OTHER = "other", "其他"


class Verdict(TextChoices):
    """What the lead unit says of a unit's work at the acceptance."""

    PASSED = "passed", "通过"
    MENDING = "mending", "整改后再验"
    FAILED = "failed", "不通过"


class CampaignAct(TextChoices):
    OPEN = "open", "建立"
    AMEND = "amend", "修改"
    FILE = "file", "存方案、材料"
    GROUP = "group", "定领导小组"
    PHASE = "phase", "定阶段"
    TARGET = "target", "定目标"
    TASK = "task", "派任务"
    DONE = "done", "任务完成"
    PROGRESS = "progress", "报月推进"
    CRITERION = "criterion", "定验收条目"
    ACCEPT = "accept", "验收"
    DROP = "drop", "去掉一项"
    CLOSE = "close", "总结收尾"
