"""What happens to a place, and how a unit is present at the centre."""

from django.db.models import TextChoices


class ChangeKind(TextChoices):
    """What happened to a place (grids.models.changes)."""

    ADDED = "added", "新设"
    RENAMED = "renamed", "更名"
    MERGED = "merged", "并入"
    SPLIT = "split", "析出"
    CLOSED = "closed", "撤销"
    REOPENED = "reopened", "恢复"


class Attendance(TextChoices):
    """How a unit is present at the centre (seed 002: 集中常驻、轮流入驻、随叫随驻)."""

    RESIDENT = "resident", "常驻"
    ROTATING = "rotating", "轮驻"
    ON_CALL = "on_call", "随驻"


class PostAct(TextChoices):
    """What was done about a post, a seat, a station (grids.models.post_changes)."""

    APPOINTED = "appointed", "任职"
    ENDED = "ended", "任满"
    SEATED = "seated", "进责任组"
    UNSEATED = "unseated", "出责任组"
    STATIONED = "stationed", "驻村"
    RESPONSIBLE = "responsible", "定责任人"
