"""咨询: a question answered on the spot, with its law. No person stands in it."""

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.fields import centre_key, code_field, person_key
from mediation.core.privacy import SealedField


class Inquiry(models.Model):
    """One question and its answer (domain.md §7 rows 144, 191). It never names who asked."""

    centre = centre_key()
    number = models.CharField("咨询编号", max_length=40, unique=True, db_collation="C")
    year = models.PositiveSmallIntegerField("年份")
    short_number = models.PositiveIntegerField("短号")
    window = code_field(enums.Window, "窗口")
    on = models.DateField("咨询日期")
    asked = SealedField("问的什么")
    topic = models.ForeignKey(
        "grids.Category",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="涉及类别",
    )
    answer = models.TextField("怎么答的")
    law = models.TextField("依据")
    where_to = models.CharField("接下来去哪里", max_length=100, blank=True, default="")
    answered_by = person_key("谁答的")
    answered_at = models.DateTimeField("录入时间")
    form_key = models.UUIDField("表单标识", unique=True)
    is_printed = models.BooleanField("已打印", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "咨询"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "short_number"], name="inquiry_short_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(answer="") & ~Q(law=""), name="inquiry_answered_with_law"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-id"], name="inquiry_newest"),
            models.Index(fields=["centre", "on", "topic"], name="inquiry_by_day"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def aloud(self) -> str:
        """咨询 12 号, as it is said."""
        return f"咨询{self.short_number}号"

    @property
    def matter_key(self) -> str:
        """By which a visit names it."""
        return f"inquiry:{self.pk}"
