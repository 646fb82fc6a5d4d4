"""重大突发情况随时报送 (seed 001; 条例25): what happened, and what was reported to whom and when.

Facts of the event only: how many, where, what is asked, what was done. Nobody who was there is named.
`petitions` keeps its own tables of the same shape.
"""

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.fields import centre_key, code_field, person_key


class AbstractUrgentReport(models.Model):
    """One report sheet (F15). The concrete table adds the matter that it is of, if there is one."""

    centre = centre_key()
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
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.number


class AbstractUrgentStep(models.Model):
    """One line of the time line: what was reported to which body, how, when; or what came back."""

    centre = centre_key()
    to = models.CharField("报给谁", max_length=100)
    means = code_field(enums.ReportMeans, "怎么报的")
    text = models.TextField("报了什么", blank=True)
    reported_at = models.DateTimeField("什么时候报的")
    by = person_key("谁报的")
    at = models.DateTimeField("录入时间")

    class Meta:
        abstract = True
        ordering = ["reported_at", "id"]


class InstantReport(AbstractUrgentReport):
    """Of a dispute, of a lead that is none yet, or of an event that nobody has written down."""

    case = models.ForeignKey(
        "cases.Case",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="instant_reports",
        verbose_name="案件",
    )
    lead = models.ForeignKey(
        "grids.Lead",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="instant_reports",
        verbose_name="苗头",
    )
    # A double click in the hurry lands on the first report, and nobody is alarmed twice.
    form_key = models.UUIDField("表单标识", unique=True, null=True, blank=True)

    class Meta(AbstractUrgentReport.Meta):
        verbose_name = verbose_name_plural = "突发情况即时报"
        constraints = [
            models.CheckConstraint(
                condition=Q(head_count__gte=1), name="instant_report_somebody_is_there"
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(lead__isnull=True),
                name="instant_report_of_one_matter",
            ),
        ]
        indexes = [models.Index(fields=["centre", "-at", "-id"], name="instant_report_newest")]


class InstantStep(AbstractUrgentStep):
    report = models.ForeignKey(
        InstantReport, models.PROTECT, related_name="steps", verbose_name="报告"
    )

    class Meta(AbstractUrgentStep.Meta):
        verbose_name = verbose_name_plural = "即时报经过"
