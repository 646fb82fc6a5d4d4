"""What a file that leaves the house is for (domain.md §8 row 26: 导出须选用途)."""

from django.db.models import TextChoices


class ExportPurpose(TextChoices):
    REPORT = "report", "上报材料"
    MEETING = "meeting", "会议研判"
    CHECK = "check", "核对台账"
    ARCHIVE = "archive", "归档"
