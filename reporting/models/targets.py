"""目标值: the line that 平安办 draws for a rate, for the town or for one village, from a year on."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from mediation.core.models import append_only


class Target(models.Model):
    """One decision; the last one for a figure, place and year holds until another is written.

    `division` empty: the whole town. `least` empty: for the town no line, for a village that of
    the town again. Nothing is written over, so that an old report still finds its line.
    """

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    division = models.ForeignKey(
        "grids.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="村（社区）",
    )
    figure = models.CharField("指标", max_length=40, db_collation="C")
    year = models.PositiveSmallIntegerField("从哪一年起")
    least = models.DecimalField(
        "不低于（%）", max_digits=5, decimal_places=2, null=True, blank=True
    )
    reason = models.CharField("依据", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="谁定的"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代谁定的",
    )
    at = models.DateTimeField("定的时间")

    class Meta:
        verbose_name = verbose_name_plural = "目标值"
        ordering = ["centre", "year", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(least__range=(0, 100)),
                name="target_is_per_cent",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="target_with_reason"),
        ]
        indexes = [models.Index(fields=["centre", "year", "id"], name="target_of_a_year")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.figure} {self.year}"
