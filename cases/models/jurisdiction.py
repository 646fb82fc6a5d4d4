"""管辖争议: a unit says that a case is not its own, the common superior says whose it is."""

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.fields import case_key, centre_key, code_field, person_key

DECIDED_IN_FULL = (
    Q(decided_on__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
    & Q(decided_unit__isnull=True, decision="", responsibility="")
) | (
    Q(decided_on__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
    & Q(decided_unit__isnull=False)
    & ~Q(decision="")
    & ~Q(responsibility="")
)


class JurisdictionDispute(models.Model):
    """Until it is decided the unit that raised it keeps the case, and its clocks run on.

    A unit raises it once for a case; whom the superior names does not raise it again. A case that
    leaves the unit by another way takes the question with it (`lapsed_on`).
    """

    centre = centre_key()
    case = case_key("jurisdiction_disputes")
    unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="提出的单位"
    )
    ground = code_field(enums.NotOurs, "为什么不归本单位")
    reason = models.CharField("说明", max_length=500)
    proposed_unit = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="建议由哪个单位办",
    )
    raised_on = models.DateField("提出日期")
    by = person_key("谁提出的")
    at = models.DateTimeField("录入时间")
    due_on = models.DateField("决定期限")
    due_basis = models.CharField("期限怎么来的", max_length=300, blank=True)

    decided_unit = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="指定的单位",
    )
    responsibility = code_field(enums.Responsibility, "责任依据", blank=True)
    decision = models.CharField("决定的理由", max_length=500, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    decided_by = person_key("谁决定的", null=True)
    decided_at = models.DateTimeField("决定录入时间", null=True, blank=True)
    lapsed_on = models.DateField("随案件离开而终止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "管辖争议"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(decided_on__isnull=True, lapsed_on__isnull=True),
                name="jurisdiction_one_open",
            ),
            models.UniqueConstraint(
                fields=["case", "unit"],
                condition=Q(lapsed_on__isnull=True),
                name="jurisdiction_once_per_unit",
            ),
            models.CheckConstraint(condition=DECIDED_IN_FULL, name="jurisdiction_decided_in_full"),
            models.CheckConstraint(
                condition=Q(lapsed_on__isnull=True) | Q(decided_on__isnull=True),
                name="jurisdiction_lapsed_or_decided",
            ),
            models.CheckConstraint(
                condition=Q(proposed_unit__isnull=True) | ~Q(proposed_unit=models.F("unit")),
                name="jurisdiction_proposes_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "due_on"],
                condition=Q(decided_on__isnull=True, lapsed_on__isnull=True),
                name="jurisdiction_open_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_ground_display()}"

    @property
    def is_open(self) -> bool:
        return self.decided_on is None and self.lapsed_on is None
