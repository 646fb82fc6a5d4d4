"""Which cases a locked half-month counted: the list behind each number, kept with the numbers."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from reporting.models.half_months import SNAPSHOT_INTO_LOCKED, HalfMonth

# The same for many rows at once: one look for a statement, however many rows it writes.
ROWS_INTO_LOCKED = """
    IF EXISTS (
        SELECT 1 FROM reporting_halfmonth h
        WHERE h.state = 'locked' AND h.id IN (SELECT r.half_month_id FROM new_rows r)
    ) THEN
        RAISE EXCEPTION 'half-month is locked';
    END IF;
    RETURN NULL;
"""


def kept_for_good(table: str) -> list[pgtrigger.Trigger]:
    """Triggers of what is written while a half-month is being locked, and never again."""
    return [
        pgtrigger.Protect(
            name=f"{table}_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
        ),
    ]


class CountedList(models.Model):
    """For which figures a half-month has its list of cases (`figures`: their names).

    Half-months that were locked before lists were kept have those that could still be told.
    """

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    half_month = models.OneToOneField(
        HalfMonth, models.PROTECT, related_name="counted_list", verbose_name="半月报"
    )
    figures = ArrayField(models.CharField(max_length=40), verbose_name="留存了名单的指标")

    class Meta:
        verbose_name = verbose_name_plural = "计入名单"
        ordering = ["half_month"]
        triggers = [
            *kept_for_good("counted_list"),
            pgtrigger.Trigger(
                name="counted_list_before_lock",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=SNAPSHOT_INTO_LOCKED,
            ),
        ]


class CountedCase(models.Model):
    """A case in one cell of a locked half-month, and the figures that count it there.

    `nth`: a figure that counts the case twice in the cell (two follow-ups due) stands once in the
    first row and once in the second. One row is one count: rows with a name = the number.
    """

    IS_REPEATED = False  # a copy of a life (cases.demo) was not there when it was locked

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, db_index=False, related_name="+", verbose_name="所属中心"
    )
    half_month = models.ForeignKey(
        HalfMonth, models.PROTECT, db_index=False, related_name="counted", verbose_name="半月报"
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="counted_in", verbose_name="案件"
    )
    division = models.ForeignKey(
        "grids.Division",
        models.PROTECT,
        db_index=False,
        related_name="+",
        verbose_name="村（社区）",
    )
    category = models.ForeignKey(
        "grids.Category", models.PROTECT, db_index=False, related_name="+", verbose_name="纠纷类别"
    )
    source = models.CharField("来源", max_length=20, db_collation="C")
    nth = models.PositiveSmallIntegerField("第几次", default=1)
    figures = ArrayField(models.CharField(max_length=40), verbose_name="计入哪些指标")

    class Meta:
        verbose_name = verbose_name_plural = "计入的案件"
        ordering = ["half_month", "case", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["half_month", "case", "division", "category", "source", "nth"],
                name="counted_case_once",
            ),
            models.CheckConstraint(
                condition=models.Q(figures__len__gt=0), name="counted_case_in_a_figure"
            ),
        ]
        triggers = [
            *kept_for_good("counted_case"),
            pgtrigger.Trigger(
                name="counted_case_before_lock",
                level=pgtrigger.Statement,
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call]
                func=ROWS_INTO_LOCKED,
            ),
        ]
