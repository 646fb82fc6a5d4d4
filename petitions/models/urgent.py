"""重大、紧急信访事项 (条例25; form F15): the report sheet, and what was reported to whom and when.

Facts of the event only: how many, where, what is asked, what was done. Nobody who was there is named.
"""

from django.db import models
from django.db.models import Q

from cases.models.urgent import AbstractUrgentReport, AbstractUrgentStep


class UrgentReport(AbstractUrgentReport):
    """One report; of a petition, or of an event that has none yet."""

    petition = models.ForeignKey(
        "petitions.Petition",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="urgent_reports",
        verbose_name="信访件",
    )

    class Meta(AbstractUrgentReport.Meta):
        verbose_name = verbose_name_plural = "重大紧急信访事项报告"
        constraints = [
            models.CheckConstraint(
                condition=Q(head_count__gte=1), name="urgent_report_somebody_is_there"
            ),
        ]
        indexes = [models.Index(fields=["centre", "-at", "-id"], name="urgent_report_newest")]


class UrgentStep(AbstractUrgentStep):
    """One line of the time line: what was reported to which body, how, when; or what came back."""

    report = models.ForeignKey(
        UrgentReport, models.PROTECT, related_name="steps", verbose_name="报告"
    )

    class Meta(AbstractUrgentStep.Meta):
        verbose_name = verbose_name_plural = "报告经过"
