"""监测预警: kinds of matters that rise abnormally at a place, who answers for it, how it ends.

A warning counts matters by place and kind. It names no person and no group, and nothing in it is
counted by who came (DESIGN §1; domain.md row 132).
"""

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mediation.core.models.events import append_only
from reporting.warning_enums import WarningEnding, WarningSeries, WarningStepKind
from reporting.warnings import Measure, Spell, mean_week, reason

ALL = Measure()
CLOSED_IN_FULL = (
    Q(closed_on__isnull=True, closed_at__isnull=True, closed_by__isnull=True)
    & Q(ending="", closing_reason="")
) | (
    Q(closed_on__isnull=False, closed_at__isnull=False, closed_by__isnull=False)
    & ~Q(ending="")
    & ~Q(closing_reason="")
)


class WarningSetting(models.Model):
    """How a town's warnings are measured (本镇规定). The newest row holds; without one, the house's."""

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    series = models.CharField("看什么", max_length=8, choices=WarningSeries, db_collation="C")
    is_on = models.BooleanField("启用", default=True)
    at_least = models.PositiveSmallIntegerField("近7天至少几件", default=ALL.at_least)
    times = models.DecimalField("超过平时几倍", max_digits=3, decimal_places=1, default=ALL.times)
    one_in = models.PositiveIntegerField("平时多少周才会碰巧有一次", default=ALL.one_in)
    answer_workdays = models.PositiveSmallIntegerField("几个工作日内回复", default=3)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="谁定的"
    )
    at = models.DateTimeField("什么时候定的")

    class Meta:
        verbose_name = verbose_name_plural = "预警规则"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(series__in=WarningSeries.values)
                & Q(at_least__range=(2, 50))
                & Q(times__range=(Decimal(1), Decimal(10)))
                & Q(one_in__range=(20, 100_000))
                & Q(answer_workdays__range=(1, 10)),
                name="warning_setting_in_bounds",
            ),
        ]
        indexes = [models.Index(fields=["centre", "series", "-id"], name="warning_setting_newest")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_series_display()} {self.at_least}件"

    @property
    def measure(self) -> Measure:
        return Measure(self.at_least, self.times, self.one_in)


class Warning(models.Model):
    """One spell in which one kind rose at one place: told once, however long it lasts.

    What was counted is fixed when it is raised. `last_on` is the last day on which the rule still
    spoke, `most` the most matters of any seven days of the spell.
    """

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    series = models.CharField("看什么", max_length=8, choices=WarningSeries, db_collation="C")
    division = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="地方"
    )
    category = models.ForeignKey(
        "grids.Category", models.PROTECT, related_name="+", verbose_name="纠纷类别"
    )
    # Of a town: the villages that have a warning of their own are not counted again.
    is_of_the_rest = models.BooleanField("不含已单独预警的村（社区）", default=False)
    raised_on = models.DateField("预警日期")
    raised_at = models.DateTimeField("发出时间")
    base_from_on = models.DateField("对照期开始")
    from_on = models.DateField("近7天开始")
    to_on = models.DateField("近7天截止")
    counted = models.PositiveIntegerField("近7天件数")
    base_counted = models.PositiveIntegerField("对照期件数")
    setting = models.ForeignKey(
        WarningSetting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="按哪条规则",
    )
    last_on = models.DateField("最近一次仍高的日期")
    most = models.PositiveIntegerField("七天最多件数")

    ending = models.CharField(
        "结论", max_length=12, choices=WarningEnding, blank=True, default="", db_collation="C"
    )
    closing_reason = models.CharField("结束的理由", max_length=500, blank=True, default="")
    closed_on = models.DateField("结束日期", null=True, blank=True)
    closed_at = models.DateTimeField("结束录入时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="谁结束的",
    )

    class Meta:
        verbose_name = verbose_name_plural = "预警"
        ordering = ["-raised_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "division", "category"],
                condition=Q(closed_on__isnull=True),
                name="warning_one_open",
            ),
            models.UniqueConstraint(
                fields=["series", "division", "category", "raised_on"], name="warning_once_a_day"
            ),
            models.CheckConstraint(condition=CLOSED_IN_FULL, name="warning_closed_in_full"),
            models.CheckConstraint(
                condition=Q(series__in=WarningSeries.values)
                & Q(ending__in=["", *WarningEnding.values]),
                name="warning_codes_known",
            ),
            models.CheckConstraint(
                condition=Q(base_from_on__lt=F("from_on"))
                & Q(from_on__lt=F("to_on"))
                & Q(to_on__lt=F("raised_on"))
                & Q(last_on__gte=F("raised_on"))
                & Q(counted__gte=1)
                & Q(most__gte=F("counted")),
                name="warning_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("raised_on")),
                name="warning_closed_after_raised",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="warning_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="warning_count_is_fixed",
                fields=[
                    "centre", "series", "division", "category", "is_of_the_rest", "raised_on",
                    "raised_at", "base_from_on", "from_on", "to_on", "counted", "base_counted",
                    "setting",
                ],
            ),
            pgtrigger.Protect(
                name="warning_closed_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_on__isnull=False),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["centre", "-raised_on", "-id"], name="warning_newest"),
            models.Index(
                fields=["centre"], condition=Q(closed_on__isnull=True), name="warning_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.category}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def spell(self) -> Spell:
        return Spell(self.base_from_on, self.from_on, self.to_on)

    @property
    def reason(self) -> str:
        """Why it was raised, in plain words: 近7天4件，前12周平均每周1.5件."""
        return reason(self.counted, self.base_counted, self.spell.weeks)

    @property
    def mean(self) -> Decimal:
        """Matters a week before, as the reason says it."""
        return mean_week(self.base_counted, self.spell.weeks)

    @property
    def matter_key(self) -> str:
        """By which a notice names it."""
        return f"warning:{self.pk}"


class WarningMatter(models.Model):
    """One matter that was counted when a warning was raised: the rows behind its number."""

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    warning = models.ForeignKey(
        Warning, models.PROTECT, related_name="matters", verbose_name="预警"
    )
    case = models.ForeignKey(
        "cases.Case",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="案件",
    )
    lead = models.ForeignKey(
        "grids.Lead",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="苗头",
    )

    class Meta:
        verbose_name = verbose_name_plural = "预警计入的事项"
        ordering = ["warning", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, lead__isnull=True)
                | Q(case__isnull=True, lead__isnull=False),
                name="warning_matter_is_one",
            ),
            models.UniqueConstraint(fields=["warning", "case"], name="warning_case_once"),
            models.UniqueConstraint(fields=["warning", "lead"], name="warning_lead_once"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.warning_id}"


class WarningAsk(models.Model):
    """A unit that is asked what it found and what it does, and by when."""

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    warning = models.ForeignKey(Warning, models.PROTECT, related_name="asks", verbose_name="预警")
    unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="请谁回复"
    )
    asked_on = models.DateField("哪天请的")
    due_on = models.DateField("回复期限")
    answered_on = models.DateField("回复日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "预警请谁回复"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["warning", "unit"], name="warning_asks_a_unit_once"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("asked_on"))
                & (Q(answered_on__isnull=True) | Q(answered_on__gte=F("asked_on"))),
                name="warning_ask_days_in_order",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="warning_ask_never_deleted", operation=pgtrigger.Delete),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(answered_on__isnull=True),
                name="warning_ask_waiting",
            ),
            models.Index(fields=["unit", "warning"], name="warning_ask_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}"


class WarningStep(models.Model):
    """What happened to a warning, in order: written once."""

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    warning = models.ForeignKey(Warning, models.PROTECT, related_name="steps", verbose_name="预警")
    kind = models.CharField("经过", max_length=10, choices=WarningStepKind, db_collation="C")
    unit = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="哪个单位",
    )
    found = models.CharField("查明的情况", max_length=500, blank=True, default="")
    done = models.CharField("采取的措施", max_length=500, blank=True, default="")
    words = models.CharField("说明", max_length=500, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="经手人",
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代何人",
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "预警经过"
        ordering = ["id"]
        constraints = [
            # The system raises and asks; everything else somebody does.
            models.CheckConstraint(
                condition=Q(by__isnull=False)
                | Q(kind__in=[WarningStepKind.RAISED, WarningStepKind.ASKED]),
                name="warning_step_has_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(kind=WarningStepKind.ANSWERED)
                | (Q(unit__isnull=False) & ~Q(found="") & ~Q(done="")),
                name="warning_answer_in_full",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=WarningStepKind.values), name="warning_step_kind_known"
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"
