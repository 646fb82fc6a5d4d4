"""排查: a round that asks units to look for disputes, what each reports, where somebody went.

No household register: a visit keeps a place, a day, which staff went and what was asked for, sealed.
No table here names anybody who was met (DESIGN §1; domain.md §7 rows 3, 57, 61, 64, 153–157).
"""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from grids.enums.sweeps import RoundKind
from grids.models.categories import Category
from grids.models.places import Division
from grids.models.posts import Department
from mediation.core.models import append_only
from mediation.core.privacy import SealedField


def _centre() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )


def _person(label: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        on_delete=models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
    )


class SweepRule(models.Model):
    """本镇规定: every how many months a rolling round is held. The newest one holds; none: every
    two months, report by the last day (某镇专项行动方案：各单位每2月组织开展一轮滚动排查)."""

    centre = _centre()
    months = models.PositiveSmallIntegerField("几个月一轮", default=2)
    days_after = models.PositiveSmallIntegerField("结束后几天内报齐", default=0)
    is_on = models.BooleanField("按日历自动开", default=True)
    by = _person("谁定的")
    at = models.DateTimeField("什么时候定的")

    class Meta:
        verbose_name = verbose_name_plural = "滚动排查规定"
        ordering = ["centre", "-id"]
        constraints = [
            # A year is cut into equal rounds, so that none runs over its end.
            models.CheckConstraint(
                condition=Q(months__in=[1, 2, 3, 4, 6, 12]),
                name="sweep_rule_cuts_the_year",
                violation_error_message="请选 1、2、3、4、6 或 12 个月。",
            ),
            models.CheckConstraint(
                condition=Q(days_after__lte=15),
                name="sweep_rule_soon_after",
                violation_error_message="最多宽限 15 天。",
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"每 {self.months} 个月一轮"


class SweepRound(models.Model):
    """One round: what is looked for, from when to when, by which day the units report."""

    centre = _centre()
    kind = models.CharField("种类", max_length=10, choices=RoundKind, db_collation="C")
    title = models.CharField("名称", max_length=60)
    what = models.TextField("查什么", blank=True)
    where = models.CharField("查哪些地方", max_length=200, blank=True)
    asked_by = models.CharField("谁要求的", max_length=60)
    campaign = models.ForeignKey(
        "grids.Campaign",
        verbose_name="专项行动",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
    )
    from_on = models.DateField("从哪天")
    to_on = models.DateField("到哪天")
    due_on = models.DateField("哪天前报齐")
    by = _person("谁开的", null=True)
    at = models.DateTimeField("什么时候开的")
    form_key = models.UUIDField("表单号", unique=True, null=True, blank=True)
    called_off_at = models.DateTimeField("撤销时间", null=True, blank=True)
    called_off_by = _person("谁撤销的", null=True)
    called_off_why = models.CharField("为什么撤销", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "排查轮次"
        ordering = ["-from_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on"), due_on__gte=F("to_on")),
                name="sweep_round_days_in_order",
                violation_error_message="结束日期不能早于开始日期，报齐日期不能早于结束日期。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RoundKind.values), name="sweep_round_kind_known"
            ),
            # The calendar makes rolling rounds and nobody else; it makes nothing but them.
            models.CheckConstraint(
                condition=Q(kind=RoundKind.ROLLING, by__isnull=True)
                | (~Q(kind=RoundKind.ROLLING) & Q(by__isnull=False)),
                name="sweep_round_made_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["centre", "from_on"],
                condition=Q(kind=RoundKind.ROLLING),
                name="sweep_rolling_round_once",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True, called_off_by__isnull=True)
                & Q(called_off_why="")
                | Q(called_off_at__isnull=False, called_off_by__isnull=False)
                & ~Q(called_off_why=""),
                name="sweep_round_called_off_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(campaign__isnull=True) | Q(kind=RoundKind.CAMPAIGN),
                name="sweep_round_of_campaign_kind",
                violation_error_message="只有专项行动的排查才归到专项行动里。",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-from_on"], name="sweep_round_newest"),
            models.Index(
                fields=["due_on"],
                condition=Q(called_off_at__isnull=True),
                name="sweep_round_due",
            ),
        ]
        triggers = [pgtrigger.Protect(name="sweep_round_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title

    @property
    def is_called_off(self) -> bool:
        return self.called_off_at is not None


class SweepTheme(models.Model):
    """A kind of dispute that a round looks for (专题排查); without any it looks for all."""

    centre = _centre()
    round = models.ForeignKey(
        SweepRound, verbose_name="轮次", on_delete=models.PROTECT, related_name="themes"
    )
    category = models.ForeignKey(
        Category, verbose_name="纠纷类别", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "排查专题"
        ordering = ["category__order", "category__code"]
        constraints = [
            models.UniqueConstraint(fields=["round", "category"], name="sweep_theme_once"),
        ]


class SweepUnit(models.Model):
    """A unit that a round asks to report; excused only with a reason (a village that merged)."""

    centre = _centre()
    round = models.ForeignKey(
        SweepRound, verbose_name="轮次", on_delete=models.PROTECT, related_name="units"
    )
    unit = models.ForeignKey(
        Department, verbose_name="单位", on_delete=models.PROTECT, related_name="sweeps"
    )
    excused_at = models.DateTimeField("免报时间", null=True, blank=True)
    excused_by = _person("谁免的", null=True)
    excuse = models.CharField("为什么免报", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "应排查单位"
        ordering = ["unit__order", "unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="sweep_unit_once"),
            models.CheckConstraint(
                condition=Q(excused_at__isnull=True, excused_by__isnull=True, excuse="")
                | Q(excused_at__isnull=False, excused_by__isnull=False) & ~Q(excuse=""),
                name="sweep_unit_excused_with_reason",
            ),
        ]
        triggers = [pgtrigger.Protect(name="sweep_unit_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.round} {self.unit}"


class SweepReport(models.Model):
    """What a unit reports of a round. The first one says whether it came in time, the last one
    what was found; a zero is said in so many words (domain.md D2: 零报告也要提交)."""

    centre = _centre()
    asked = models.ForeignKey(
        SweepUnit, verbose_name="应排查单位", on_delete=models.PROTECT, related_name="reports"
    )
    seq = models.PositiveSmallIntegerField("第几次报")
    is_zero = models.BooleanField("零报告")
    found_count = models.PositiveIntegerField("排查出几件")
    settled_count = models.PositiveIntegerField("当场化解几件", default=0)
    analysis = models.TextField("分析研判")
    reason = models.CharField("为什么改", max_length=200, blank=True)
    by = _person("谁报的")
    on_behalf_of = _person("代谁报的", null=True)
    at = models.DateTimeField("上报时间")
    filed_on = models.DateField("上报日期")
    form_key = models.UUIDField("表单号", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "排查报告"
        ordering = ["asked", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["asked", "seq"], name="sweep_report_seq_once"),
            models.CheckConstraint(
                condition=Q(is_zero=True, found_count=0) | Q(is_zero=False, found_count__gte=1),
                name="sweep_report_zero_said",
                violation_error_message="没有排查出纠纷的，请勾选零报告。",
            ),
            models.CheckConstraint(
                condition=Q(settled_count__lte=F("found_count")),
                name="sweep_report_settled_were_found",
                violation_error_message="当场化解的不能比排查出的多。",
            ),
            models.CheckConstraint(
                condition=Q(seq=1, reason="") | Q(seq__gte=2) & ~Q(reason=""),
                name="sweep_report_changed_with_reason",
            ),
        ]
        triggers = append_only()


class SweepFinding(models.Model):
    """How many disputes of a kind a report found."""

    centre = _centre()
    report = models.ForeignKey(
        SweepReport, verbose_name="报告", on_delete=models.PROTECT, related_name="findings"
    )
    category = models.ForeignKey(
        Category, verbose_name="纠纷类别", on_delete=models.PROTECT, related_name="+"
    )
    count = models.PositiveIntegerField("几件")

    class Meta:
        verbose_name = verbose_name_plural = "排查出的纠纷"
        ordering = ["report", "category__order", "category__code"]
        constraints = [
            models.UniqueConstraint(fields=["report", "category"], name="sweep_finding_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="sweep_finding_counts"),
        ]
        triggers = append_only()


class SweepVisit(models.Model):
    """Somebody of a unit went somewhere: place, day, what was asked for. Nobody who was met."""

    centre = _centre()
    round = models.ForeignKey(
        SweepRound, verbose_name="轮次", on_delete=models.PROTECT, related_name="visits"
    )
    unit = models.ForeignKey(
        Department, verbose_name="单位", on_delete=models.PROTECT, related_name="sweep_visits"
    )
    division = models.ForeignKey(
        Division, verbose_name="村（社区）或网格", on_delete=models.PROTECT, related_name="+"
    )
    place = models.CharField("走访了哪里", max_length=100)
    on = models.DateField("哪天")
    others = models.CharField("同去的单位", max_length=100, blank=True)
    asked_for = SealedField("提出了什么")
    by = _person("谁记的")
    at = models.DateTimeField("记录时间")
    form_key = models.UUIDField("表单号", unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "排查走访"
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["round", "unit", "-on"], name="sweep_visit_of_unit")]
        triggers = append_only()


class SweepGoer(models.Model):
    """A member of staff who went."""

    centre = _centre()
    visit = models.ForeignKey(
        SweepVisit, verbose_name="走访", on_delete=models.PROTECT, related_name="goers"
    )
    person = _person("谁去的")

    class Meta:
        verbose_name = verbose_name_plural = "走访人员"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "person"], name="sweep_goer_once"),
        ]
        triggers = append_only()


class SweepUrge(models.Model):
    """催报: a unit was asked again for its report; once a day at most."""

    centre = _centre()
    asked = models.ForeignKey(
        SweepUnit, verbose_name="应排查单位", on_delete=models.PROTECT, related_name="urges"
    )
    words = models.CharField("催报的话", max_length=200, blank=True)
    by = _person("谁催的")
    on = models.DateField("哪天催的")
    at = models.DateTimeField("什么时候催的")

    class Meta:
        verbose_name = verbose_name_plural = "催报"
        ordering = ["asked", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked", "on"],
                name="sweep_urge_once_a_day",
                violation_error_message="今天已经催过了。",
            ),
        ]
        triggers = append_only()
