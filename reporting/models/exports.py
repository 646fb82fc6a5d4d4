"""Files that somebody asked for: a job with progress, row count and an end; who fetched them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from mediation.core.models import AbstractAccess
from mediation.core.purposes import ExportPurpose
from reporting.enums import ExportFormat, ExportState

STORED_IN = "exports/"


class Export(models.Model):
    """A list as a file, made by the worker, kept seven days, for its owner alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", null=True, verbose_name="所属中心"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports", verbose_name="谁要的"
    )
    listing = models.CharField("哪一份", max_length=20, default="cases", db_collation="C")
    params = models.JSONField("筛选条件", default=dict, blank=True)
    purpose = models.CharField(
        "用途", max_length=10, choices=ExportPurpose, blank=True, default="", db_collation="C"
    )
    format = models.CharField(
        "格式", max_length=4, choices=ExportFormat, default=ExportFormat.XLSX, db_collation="C"
    )
    state = models.CharField(
        "状态",
        max_length=10,
        choices=ExportState,
        default=ExportState.WAITING,
        db_collation="C",
    )
    posts = models.JSONField("写的时候凭哪些任职", default=list, blank=True)
    done_rows = models.PositiveIntegerField("已写行数", default=0)
    total_rows = models.PositiveIntegerField("总行数", default=0)
    matched_rows = models.PositiveIntegerField("没截断时的行数", null=True, blank=True)
    file = models.FileField("文件", upload_to=STORED_IN, blank=True)
    sha256 = models.CharField("文件指纹", max_length=64, blank=True, db_collation="C")
    message = models.CharField("说明", max_length=200, blank=True)
    created_at = models.DateTimeField("提出时间")
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    beat_at = models.DateTimeField("最近一次动静", null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(format__in=ExportFormat.values), name="export_format_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ExportState.DONE) | ~Q(file=""), name="export_done_has_file"
            ),
            models.CheckConstraint(
                condition=Q(matched_rows__isnull=True) | Q(matched_rows__gt=models.F("total_rows")),
                name="export_cut_is_short",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="export_mine"),
            models.Index(fields=["centre", "-created_at"], name="export_of_centre"),
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=[ExportState.WAITING, ExportState.RUNNING]),
                name="export_unfinished",
            ),
            models.Index(
                fields=["expires_at"],
                condition=~Q(state=ExportState.EXPIRED),
                name="export_to_expire",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.total_rows}"

    @property
    def stored_as(self) -> str:
        """The one name under which its file can be, whether the row knows of it or not."""
        return f"{STORED_IN}{self.pk}.{self.format}"

    @property
    def percent(self) -> int:
        """How far it is, in whole per cent."""
        return self.done_rows * 100 // self.total_rows if self.total_rows else 0

    @property
    def is_unfinished(self) -> bool:
        return self.state in {ExportState.WAITING, ExportState.RUNNING}

    @property
    def may_be_asked_again(self) -> bool:
        """Its filters are still known, and there is no file."""
        return self.state in {ExportState.FAILED, ExportState.CANCELLED}


class ExportAccess(AbstractAccess):
    """Who fetched which file, when and what for (个人信息保护法51、54; domain.md §8 rows 11, 26)."""

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    export = models.ForeignKey(
        Export, models.PROTECT, related_name="accesses", verbose_name="导出任务"
    )

    class Meta(AbstractAccess.Meta):
        verbose_name = verbose_name_plural = "导出下载记录"
        ordering = ["id"]
