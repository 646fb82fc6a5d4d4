"""更正: what became known of a locked half-month afterwards, beside it and never in it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from mediation.core.models import append_only
from reporting.enums import Kind
from reporting.models.half_months import HalfMonth

ONLY_OF_LOCKED = """
    IF NOT EXISTS (
        SELECT 1 FROM reporting_halfmonth h WHERE h.id = NEW.half_month_id AND h.state = 'locked'
    ) THEN
        RAISE EXCEPTION 'only a locked half-month is corrected';
    END IF;
    RETURN NEW;
"""


class Correction(models.Model):
    """Version n of a locked half-month: all that differs from what was locked, as known then."""

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    half_month = models.ForeignKey(
        HalfMonth, models.PROTECT, related_name="corrections", verbose_name="半月报"
    )
    seq = models.PositiveSmallIntegerField("第几次更正")
    reason = models.CharField("为什么更正", max_length=200)
    sha256 = models.CharField("差异的指纹", max_length=64, db_collation="C")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="谁更正的"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代谁更正的",
    )
    at = models.DateTimeField("更正时间")

    class Meta:
        verbose_name = verbose_name_plural = "半月报更正"
        ordering = ["half_month", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["half_month", "seq"], name="correction_seq_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_with_reason"),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="correction_of_a_locked_one",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=ONLY_OF_LOCKED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.half_month} 更正{self.seq}"


class CorrectionLine(models.Model):
    """One case more (+) or less (−) in one cell and line than was locked."""

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    correction = models.ForeignKey(
        Correction, models.PROTECT, related_name="lines", verbose_name="半月报更正"
    )
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+", verbose_name="案件")
    kind = models.CharField("哪一栏", max_length=20, choices=Kind, db_collation="C")
    division = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="村（社区）"
    )
    category = models.ForeignKey(
        "grids.Category", models.PROTECT, related_name="+", verbose_name="纠纷类别"
    )
    source = models.CharField("来源", max_length=20, db_collation="C")
    amount = models.SmallIntegerField("差几件")

    class Meta:
        verbose_name = verbose_name_plural = "更正的差异"
        ordering = ["correction", "division", "category", "source", "case", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "case", "kind", "division", "category", "source"],
                name="correction_line_once",
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="correction_line_says_something"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[Kind.NEW, Kind.REOPENED, Kind.ADJUSTED, Kind.RESOLVED, Kind.ENDED]
                ),
                name="correction_line_kind_known",
            ),
        ]
        triggers = append_only()
