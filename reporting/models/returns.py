"""半月报表: what each village confirms of its half-month, what 平安办 makes of it, step by step.

Figures are never typed: they are sums of movements. A village that finds another number than the
system's writes it beside, with the reason; both are kept, and 平安办 decides (issue 7, Build 1).
"""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mediation.core.models import append_only
from reporting.enums import Decided, ReturnState, Step
from reporting.models.half_months import HalfMonth

# The lines of the table that a village counts itself; the opening is carried over, the closing
# is arithmetic, and an adjustment is the system's.
COUNTED_LINES = ("new", "reopened", "resolved", "ended")


def _centre() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )


def _person(label: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
        verbose_name=label,
    )


class VillageReturn(models.Model):
    """A village's return of one half-month; due at the end of the cut-off day."""

    centre = _centre()
    half_month = models.ForeignKey(
        HalfMonth, models.PROTECT, related_name="returns", verbose_name="半月报"
    )
    division = models.ForeignKey(
        "grids.Division",
        models.PROTECT,
        related_name="half_month_returns",
        verbose_name="村（社区）",
    )
    due_on = models.DateField("哪天前报")
    state = models.CharField(
        "状态",
        max_length=10,
        choices=ReturnState,
        default=ReturnState.WAITING,
        db_collation="C",
    )
    first_filed_on = models.DateField("第一次报的日期", null=True, blank=True)
    opened_at = models.DateTimeField("打开时间")

    class Meta:
        verbose_name = verbose_name_plural = "村（社区）报表"
        ordering = ["half_month", "division"]
        constraints = [
            models.UniqueConstraint(fields=["half_month", "division"], name="return_once"),
            models.CheckConstraint(
                condition=Q(state__in=ReturnState.values), name="return_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ReturnState.WAITING, first_filed_on__isnull=True)
                | (~Q(state=ReturnState.WAITING) & Q(first_filed_on__isnull=False)),
                name="return_filed_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "due_on"], name="return_due"),
        ]
        triggers = [
            pgtrigger.Protect(name="return_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="return_first_day_stays",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF OLD.first_filed_on IS NOT NULL
                       AND NEW.first_filed_on IS DISTINCT FROM OLD.first_filed_on THEN
                        RAISE EXCEPTION 'the first day of a return stays';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.due_on:%Y-%m-%d}"

    @property
    def is_on_time(self) -> bool:
        return self.first_filed_on is not None and self.first_filed_on <= self.due_on


class ReturnVersion(models.Model):
    """A return as it was confirmed: the system's numbers of that moment and the analysis.

    `numbers` is {category code: {line: count}} without zeros. A later version says why.
    """

    centre = _centre()
    of = models.ForeignKey(
        VillageReturn, models.PROTECT, related_name="versions", verbose_name="报表"
    )
    seq = models.PositiveSmallIntegerField("第几次报")
    numbers = models.JSONField("系统的数", default=dict)
    is_zero = models.BooleanField("零报告")
    features = models.TextField("特点", blank=True)
    causes = models.TextField("成因", blank=True)
    hotspots = models.TextField("易发多发领域", blank=True)
    advice = models.TextField("建议", blank=True)
    reason = models.CharField("为什么改", max_length=200, blank=True)
    by = _person("谁报的")
    on_behalf_of = _person("代谁报的", null=True)
    at = models.DateTimeField("上报时间")
    filed_on = models.DateField("上报日期")
    form_key = models.UUIDField("表单号", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "报上来的一版"
        ordering = ["of", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["of", "seq"], name="return_version_seq_once"),
            models.CheckConstraint(
                condition=~Q(seq=1) | Q(reason=""), name="return_first_version_changes_nothing"
            ),
            models.CheckConstraint(
                condition=Q(is_zero=True) | ~Q(features=""), name="return_version_with_analysis"
            ),
        ]
        triggers = append_only()


class TypedNumber(models.Model):
    """A number that a village holds to be another than the system's: both, and why."""

    centre = _centre()
    version = models.ForeignKey(
        ReturnVersion, models.PROTECT, related_name="typed", verbose_name="报上来的一版"
    )
    category = models.ForeignKey(
        "grids.Category", models.PROTECT, related_name="+", verbose_name="纠纷类别"
    )
    line = models.CharField("哪一栏", max_length=10, db_collation="C")
    system = models.IntegerField("系统的数")
    typed = models.IntegerField("村里填的数")
    why = models.CharField("为什么不一样", max_length=200)
    case = models.ForeignKey(
        "cases.Case",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="说的是哪一件",
    )

    class Meta:
        verbose_name = verbose_name_plural = "手工改过的数"
        ordering = ["version", "category__order", "category__code", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "category", "line"], name="typed_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(typed=F("system")) & Q(typed__gte=0), name="typed_number_differs"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="typed_number_with_reason"),
            models.CheckConstraint(
                condition=Q(line__in=COUNTED_LINES), name="typed_number_line_known"
            ),
        ]
        triggers = append_only()


class NumberDecision(models.Model):
    """What 平安办 decided on a typed number; the last one holds. The figure itself never changes."""

    centre = _centre()
    number = models.ForeignKey(
        TypedNumber, models.PROTECT, related_name="decisions", verbose_name="手工改过的数"
    )
    seq = models.PositiveSmallIntegerField("次序")
    how = models.CharField("怎么定", max_length=10, choices=Decided, db_collation="C")
    words = models.CharField("说明", max_length=200, blank=True)
    by = _person("谁定的")
    on_behalf_of = _person("代谁定的", null=True)
    at = models.DateTimeField("什么时候定的")

    class Meta:
        verbose_name = verbose_name_plural = "对手工数的决定"
        ordering = ["number", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["number", "seq"], name="number_decision_seq_once"),
            models.CheckConstraint(
                condition=Q(how__in=Decided.values), name="number_decision_known"
            ),
        ]
        triggers = append_only()


class ReturnSendBack(models.Model):
    """平安办 gives a version back to its village, with the reason; once a version."""

    centre = _centre()
    version = models.OneToOneField(
        ReturnVersion, models.PROTECT, related_name="send_back", verbose_name="报上来的一版"
    )
    reason = models.CharField("为什么退回", max_length=200)
    by = _person("谁退的")
    on_behalf_of = _person("代谁退的", null=True)
    at = models.DateTimeField("退回时间")

    class Meta:
        verbose_name = verbose_name_plural = "报表退回"
        ordering = ["version"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="return_sent_back_with_reason"),
        ]
        triggers = append_only()


class ReturnUrge(models.Model):
    """A village was asked again for its return; once a day at most."""

    centre = _centre()
    of = models.ForeignKey(VillageReturn, models.PROTECT, related_name="urges", verbose_name="报表")
    on = models.DateField("哪天催的")
    by = _person("谁催的")
    on_behalf_of = _person("代谁催的", null=True)
    at = models.DateTimeField("什么时候催的")

    class Meta:
        verbose_name = verbose_name_plural = "报表催报"
        ordering = ["of", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["of", "on"],
                name="return_urge_once_a_day",
                violation_error_message="今天已经催过了。",
            ),
        ]
        triggers = append_only()


class HalfMonthStep(models.Model):
    """提交 → 批准, or back: who, when, why. `sha256` is of the lines as they stood then."""

    centre = _centre()
    half_month = models.ForeignKey(
        HalfMonth, models.PROTECT, related_name="steps", verbose_name="半月报"
    )
    seq = models.PositiveSmallIntegerField("次序")
    step = models.CharField("哪一步", max_length=10, choices=Step, db_collation="C")
    words = models.CharField("说明", max_length=200, blank=True)
    sha256 = models.CharField("当时数字的指纹", max_length=64, blank=True, db_collation="C")
    by = _person("经手人")
    on_behalf_of = _person("代谁办的", null=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "半月报的步骤"
        ordering = ["half_month", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["half_month", "seq"], name="half_month_step_seq_once"),
            models.CheckConstraint(
                condition=Q(step__in=[Step.SUBMIT, Step.APPROVE])
                | (Q(step=Step.SEND_BACK) & ~Q(words="")),
                name="half_month_sent_back_with_reason",
            ),
        ]
        triggers = append_only()


class RiseExplanation(models.Model):
    """One sentence on why a category rose; the last one of a category holds."""

    centre = _centre()
    half_month = models.ForeignKey(
        HalfMonth, models.PROTECT, related_name="explanations", verbose_name="半月报"
    )
    category = models.ForeignKey(
        "grids.Category", models.PROTECT, related_name="+", verbose_name="纠纷类别"
    )
    text = models.CharField("原因", max_length=500)
    by = _person("谁写的")
    on_behalf_of = _person("代谁写的", null=True)
    at = models.DateTimeField("什么时候写的")

    class Meta:
        verbose_name = verbose_name_plural = "增多原因"
        ordering = ["half_month", "category", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="rise_explained_in_words"),
        ]
        triggers = append_only()
