"""Words of the books: what is booked, and how it is counted."""

from django.db import models


class Kind(models.TextChoices):
    """What a booking says happened. The first four (and ADJUSTED) are lines of the table."""

    NEW = "new", "新增"
    REOPENED = "reopened", "反弹重开"
    RESOLVED = "resolved", "化解"
    ENDED = "ended", "分流"
    ADJUSTED = "adjusted", "调整"
    ACCEPTED = "accepted", "受理"
    COURT_ACCEPTED = "court_accepted", "法院立案"
    CLOSED = "closed", "结案归档"


IN = frozenset({Kind.NEW, Kind.REOPENED})
OUT = frozenset({Kind.RESOLVED, Kind.ENDED})


class State(models.TextChoices):
    OPEN = "open", "未锁定"
    LOCKED = "locked", "已锁定"


class StayKind(models.TextChoices):
    """Why a case stands in the books over a stretch of days."""

    OPEN = "open", "未化解"
    TRACKED = "tracked", "引导诉讼跟踪"


class ExportState(models.TextChoices):
    WAITING = "waiting", "排队中"
    RUNNING = "running", "正在生成"
    DONE = "done", "已生成"
    FAILED = "failed", "没有生成"
    CANCELLED = "cancelled", "已取消"
    EXPIRED = "expired", "已过期"
