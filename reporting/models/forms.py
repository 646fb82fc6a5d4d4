"""What a form of a natural month, quarter or year said when its last day was locked."""

from django.db import models
from django.db.models import F, Q

from mediation.core.models import append_only
from reporting.enums import FormKind


class KeptForm(models.Model):
    """The numbers of one form of one town, written with the lock that covers its last day.

    Stock figures and the kinds of people, risk and event type are read from the cases, which go
    on; what was reported stays as it was (rules.md §7.6).
    """

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    form = models.CharField("哪张表", max_length=10, choices=FormKind, db_collation="C")
    first_on = models.DateField("起日")
    last_on = models.DateField("止日")
    numbers = models.JSONField("表里的数", default=dict)
    sha256 = models.CharField("数字指纹", max_length=64, db_collation="C")
    kept_at = models.DateTimeField("留存时间")

    class Meta:
        verbose_name = verbose_name_plural = "留存的统计表"
        ordering = ["centre", "last_on", "first_on", "form"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "form", "first_on", "last_on"], name="kept_form_once"
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="kept_form_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(form__in=FormKind.values), name="kept_form_kind_known"
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.first_on:%Y-%m-%d}—{self.last_on:%Y-%m-%d}"
