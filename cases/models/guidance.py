"""Guidance mediators (调解指导员): named for one case, they read and advise, and change nothing."""

from django.db import models
from django.db.models import Q

from cases.models.fields import case_key, centre_key, person_key


class Guidance(models.Model):
    """Somebody who guides the mediation of this case until `ended_at` (rules.md §6)."""

    centre = centre_key()
    case = case_key("guidances")
    user = person_key("调解指导员", related_name="guidances")
    from_on = models.DateField("开始日期")
    by = person_key("指派人")
    at = models.DateTimeField("指派时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    ended_by = person_key("结束人", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "调解指导"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(ended_at__isnull=True),
                name="guidance_one_of_a_person",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="guidance_end_has_its_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"], condition=Q(ended_at__isnull=True), name="guidance_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user}"
