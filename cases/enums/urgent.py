"""重大突发情况: how somebody was told."""

from django.db import models


class ReportMeans(models.TextChoices):
    SYSTEM = "system", "系统通知"
    PHONE = "phone", "电话"
    FACE = "face", "当面"
    WRITTEN = "written", "书面"
