"""Who sits in the centre on which day: the roster of resident and rotating units (seed 002)."""

from django.conf import settings
from django.db import models

from grids.models.places import Division
from grids.models.posts import Department


class DutyDay(models.Model):
    """One person of a unit on duty on one day."""

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        Department, verbose_name="单位", on_delete=models.PROTECT, related_name="duty_days"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="值班人员",
        on_delete=models.PROTECT,
        related_name="duty_days",
    )
    on = models.DateField("日期")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="安排人",
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField("安排时间")

    class Meta:
        verbose_name = verbose_name_plural = "值班安排"
        ordering = ["on", "department", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "on", "user"],
                name="grids_duty_once_a_day",
                violation_error_message="这位同志当天已经排了班。",
            ),
        ]
        indexes = [models.Index(fields=["centre", "on"], name="grids_duty_of_day")]

    def __str__(self) -> str:
        return f"{self.on} {self.department} {self.user}"
