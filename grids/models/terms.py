"""What holds from one day to another."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q


class TermQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> Self:
        """Rows in force on the local day `day`; first and last day are included."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)


class Term(models.Model):
    """A row in force from `from_on` to `to_on`, both days included; no `to_on`: until changed."""

    from_on = models.DateField("开始日期")
    to_on = models.DateField("结束日期", null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            )
        ]
