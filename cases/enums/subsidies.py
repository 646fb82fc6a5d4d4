"""案件补贴: what a mediator is paid for by the town's table (domain.md §7 rows 138, 169)."""

from django.db import models


class SubsidyKind(models.TextChoices):
    SETTLED = "settled", "调解成功"
    CONFIRMED = "confirmed", "司法确认"


class SheetState(models.TextChoices):
    DRAFT = "draft", "待批准"
    APPROVED = "approved", "已批准"
