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
    CONFIRMED = "confirmed", "司法确认"
    CLOSED = "closed", "结案归档"


IN = frozenset({Kind.NEW, Kind.REOPENED})
OUT = frozenset({Kind.RESOLVED, Kind.ENDED})


class State(models.TextChoices):
    """汇总和核对 → 提交 → 批准 → 锁定; who submits or approves may have it sent back to OPEN."""

    OPEN = "open", "未锁定"
    SUBMITTED = "submitted", "已提交"
    APPROVED = "approved", "已批准"
    LOCKED = "locked", "已锁定"


# What the database lets happen to the state; a half-month locks itself from any of them.
STATE_CHANGES = [
    (State.OPEN, State.SUBMITTED),
    (State.SUBMITTED, State.OPEN),
    (State.SUBMITTED, State.APPROVED),
    (State.APPROVED, State.OPEN),
    (State.OPEN, State.LOCKED),
    (State.SUBMITTED, State.LOCKED),
    (State.APPROVED, State.LOCKED),
]


class Step(models.TextChoices):
    """What is done with a half-month before it is locked."""

    SUBMIT = "submit", "提交"
    APPROVE = "approve", "批准"
    SEND_BACK = "send_back", "退回"


class ReturnState(models.TextChoices):
    """A village's return. Late or in time follows from the day it first came."""

    WAITING = "waiting", "还没有报"
    FILED = "filed", "已报"
    SENT_BACK = "sent_back", "退回重报"


class Decided(models.TextChoices):
    """What 平安办 makes of a number that a village typed over: the figure stays the system's."""

    SYSTEM = "system", "用系统的数"
    REGISTER = "register", "请村里补登或更正案件"


class StayKind(models.TextChoices):
    """Why a case stands in the books over a stretch of days."""

    OPEN = "open", "未化解"
    TRACKED = "tracked", "引导诉讼跟踪"


class ExportFormat(models.TextChoices):
    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"


class ExportState(models.TextChoices):
    WAITING = "waiting", "排队中"
    RUNNING = "running", "正在生成"
    DONE = "done", "已生成"
    FAILED = "failed", "没有生成"
    CANCELLED = "cancelled", "已取消"
    EXPIRED = "expired", "已过期"


class ReportState(models.TextChoices):
    """Of a written report: being written, waiting for the issuer's name, sent for good."""

    DRAFT = "draft", "起草"
    TO_SIGN = "to_sign", "待签发"
    SENT = "sent", "已签发报送"


class Disclosure(models.TextChoices):
    """文件公开属性 (domain.md §7 row 45)."""

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    CLOSED = "closed", "不公开"


class ReportAct(models.TextChoices):
    """What happened to a written report."""

    OPENED = "opened", "开始起草"
    WRITTEN = "written", "改了文字"
    SUBMITTED = "submitted", "送签发"
    RETURNED = "returned", "退回修改"
    SIGNED = "signed", "签发报送"
    RECEIVED = "received", "收件单位签收"
    CORRECTED = "corrected", "开始更正"


class FormKind(models.TextChoices):
    """Forms of natural months, quarters and years; what they said is kept when they are locked."""

    SURVEY = "survey", "矛盾纠纷排查情况表"
    MEDIATION = "mediation", "人民调解案件情况统计表"
