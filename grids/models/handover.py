"""Somebody leaves a post: all that lay open with him goes to one successor in one act."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from grids.models.places import Division
from grids.models.posts import Post
from mediation.core.models.events import append_only


class Handover(models.Model):
    """`moved` counts what went over by kind of matter; each matter has its own event."""

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey(
        Post, verbose_name="移交的岗位", on_delete=models.PROTECT, related_name="handovers"
    )
    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="移交人",
        on_delete=models.PROTECT,
        related_name="+",
    )
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="接手人",
        on_delete=models.PROTECT,
        related_name="+",
    )
    on = models.DateField("移交日期")
    reason = models.CharField("事由", max_length=200)
    is_post_ended = models.BooleanField("原岗位到当天为止", default=False)
    moved = models.JSONField("移交的在办事项", default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经手人",
        on_delete=models.PROTECT,
        related_name="+",
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="代谁",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "工作移交"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_user=F("to_user")),
                name="grids_handover_to_another",
                violation_error_message="接手人需要是另一位同志。",
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.from_user} → {self.to_user}"
