"""A file that somebody asked for: a job with progress, row count and an end."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from mediation.core.purposes import ExportPurpose
from reporting.enums import ExportState


class Export(models.Model):
    """A list as a workbook, made by the worker, kept seven days, for its owner alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports", verbose_name="谁要的"
    )
    params = models.JSONField("筛选条件", default=dict, blank=True)
    purpose = models.CharField(
        "用途", max_length=10, choices=ExportPurpose, blank=True, default="", db_collation="C"
    )
    state = models.CharField(
        "状态",
        max_length=10,
        choices=ExportState,
        default=ExportState.WAITING,
        db_collation="C",
    )
    done_rows = models.PositiveIntegerField("已写行数", default=0)
    total_rows = models.PositiveIntegerField("总行数", default=0)
    file = models.FileField("文件", upload_to="exports/", blank=True)
    sha256 = models.CharField("文件指纹", max_length=64, blank=True, db_collation="C")
    message = models.CharField("说明", max_length=200, blank=True)
    created_at = models.DateTimeField("提出时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    expires_at = models.DateTimeField("过期时间")

    class Meta:
        verbose_name = verbose_name_plural = "导出任务"
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_rows__lte=models.F("total_rows")), name="export_rows_in_total"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=["", *ExportPurpose.values]), name="export_purpose_known"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="export_mine"),
            models.Index(
                fields=["expires_at"],
                condition=~Q(state=ExportState.EXPIRED),
                name="export_to_expire",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.total_rows}"

    @property
    def percent(self) -> int:
        """How far it is, in whole per cent."""
        return self.done_rows * 100 // self.total_rows if self.total_rows else 0
