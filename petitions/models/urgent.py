"""重大、紧急信访事项 (条例25; form F15): the report sheet, and what was reported to whom and when.

Facts of the event only: how many, where, what is asked, what was done. Nobody who was there is named.
"""

from django.db import models
from django.db.models import Q

from cases.models.fields import centre_key, code_field, person_key
from petitions import enums


class UrgentReport(models.Model):
    """One report; of a petition, or of an event that has none yet."""

    centre = centre_key()
    petition = models.ForeignKey(
        "petitions.Petition",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="urgent_reports",
        verbose_name="信访件",
    )
    number = models.CharField("编号", max_length=40, unique=True, db_collation="C")
    happened_at = models.DateTimeField("发生时间")
    place = models.CharField("地点", max_length=100)
    head_count = models.PositiveIntegerField("人数")
    demands = models.TextField("诉求")
    cause = models.TextField("起因")
    state = models.TextField("现状")
    measures = models.TextField("已采取的措施")
    advice = models.TextField("建议")
    is_crime_feared = models.BooleanField("可能违法或者伤人，要告诉派出所", default=False)
    by = person_key("报告人")
    at = models.DateTimeField("报告时间")

    class Meta:
        verbose_name = verbose_name_plural = "重大紧急信访事项报告"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(head_count__gte=1), name="urgent_report_somebody_is_there"
            ),
        ]
        indexes = [models.Index(fields=["centre", "-at", "-id"], name="urgent_report_newest")]

    def __str__(self) -> str:
        return self.number


class UrgentStep(models.Model):
    """One line of the time line: what was reported to which body, how, when; or what came back."""

    centre = centre_key()
    report = models.ForeignKey(
        UrgentReport, models.PROTECT, related_name="steps", verbose_name="报告"
    )
    to = models.CharField("报给谁", max_length=100)
    means = code_field(enums.ReportMeans, "怎么报的")
    text = models.TextField("报了什么", blank=True)
    reported_at = models.DateTimeField("什么时候报的")
    by = person_key("谁报的")
    at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "报告经过"
        ordering = ["reported_at", "id"]
