"""Campaigns (专项行动, seeds 001 and 003): who leads, phases, targets, tasks, monthly progress,
acceptance and the closing summary. All of it is about the work of units."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from grids.enums.campaigns import CampaignAct, GroupSeat, Measure, Verdict
from grids.models.places import Division
from grids.models.posts import Department, Post
from mediation.core.models import AbstractAttachment, AbstractEvent


def _centre() -> Any:
    return models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )


def _campaign(related_name: str) -> Any:
    return models.ForeignKey(
        "grids.Campaign", models.PROTECT, related_name=related_name, verbose_name="专项行动"
    )


def _unit(verbose_name: str, related_name: str = "+") -> Any:
    return models.ForeignKey(
        Department, models.PROTECT, related_name=related_name, verbose_name=verbose_name
    )


def _person(verbose_name: str, *, null: bool = False) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
        verbose_name=verbose_name,
    )


class Campaign(models.Model):
    """One campaign of a town, from a day to a day. A month is reported by its last day unless the
    town says otherwise (domain.md D3: 默认月末). `filed_on`: the plan was handed to the level
    above (seed 003: by 30 March). Closed, nothing of it changes any more."""

    centre = _centre()
    name = models.CharField("名称", max_length=80)
    goal = models.TextField("总体目标")
    lead_unit = _unit("牵头单位", "led_campaigns")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    filed_on = models.DateField("方案报备日期", null=True, blank=True)
    filed_as = models.CharField("方案文号", max_length=60, blank=True)
    report_day = models.PositiveSmallIntegerField(
        "月推进几号前报", default=0, help_text="次月的几号前，1–28；0 是当月最后一天"
    )
    by = _person("谁建的")
    at = models.DateTimeField("建立时间")
    version = models.PositiveIntegerField("版本", default=1)
    achievements = models.TextField("主要做法和成效", blank=True)
    problems = models.TextField("问题和不足", blank=True)
    advice = models.TextField("下一步建议", blank=True)
    closed_by = _person("谁收尾的", null=True)
    closed_at = models.DateTimeField("收尾时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "专项行动"
        ordering = ["-starts_on", "-id"]
        indexes = [
            models.Index(fields=["centre", "-starts_on", "-id"], name="grids_campaign_newest")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "name", "starts_on"],
                name="grids_campaign_once",
                violation_error_message="这个专项行动已经建过了。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="grids_campaign_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(report_day__lte=28),
                name="grids_campaign_report_day",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True, closed_at__isnull=True)
                | (Q(closed_by__isnull=False, closed_at__isnull=False) & ~Q(achievements="")),
                name="grids_campaign_closed_with_summary",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignUnit(models.Model):
    """A unit that takes part: a village, an office."""

    centre = _centre()
    campaign = _campaign("units")
    unit = _unit("参与单位", "campaign_parts")

    class Meta:
        verbose_name = verbose_name_plural = "专项行动参与单位"
        ordering = ["unit__order", "unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="grids_campaign_unit_once"),
        ]


class CampaignLeader(models.Model):
    """A seat of the leading group, held by a post: whoever holds the post sits there."""

    centre = _centre()
    campaign = _campaign("group")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="岗位")
    seat = models.CharField("职务", max_length=10, choices=GroupSeat, db_collation="C")
    duty = models.CharField("分工", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "专项行动领导小组"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "post"], name="grids_campaign_post_once"),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(seat=GroupSeat.HEAD),
                name="grids_campaign_one_head",
                violation_error_message="领导小组只有一位组长。",
            ),
        ]


class CampaignPhase(models.Model):
    """A phase, both days included; phases of one campaign do not overlap (the service sees to it)."""

    centre = _centre()
    campaign = _campaign("phases")
    name = models.CharField("阶段", max_length=60)
    from_on = models.DateField("开始日期")
    to_on = models.DateField("结束日期")
    work = models.TextField("做什么", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "专项行动阶段"
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "from_on"], name="grids_campaign_phase_once"
            ),
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="grids_campaign_phase_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignTarget(models.Model):
    """What one unit is to reach; `reached` is what the acceptance found."""

    centre = _centre()
    campaign = _campaign("targets")
    unit = _unit("单位")
    measure = models.CharField("指标", max_length=20, choices=Measure, db_collation="C")
    name = models.CharField("指标名称", max_length=60, blank=True, help_text="选“其他”时写")
    value = models.DecimalField("目标值", max_digits=8, decimal_places=2)
    reached = models.DecimalField("完成值", max_digits=8, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "专项行动目标"
        ordering = ["unit__order", "unit__code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "measure", "name"], name="grids_campaign_target_once"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0) & (Q(measure=Measure.OTHER) | Q(value__lte=100)),
                name="grids_campaign_target_in_bounds",
            ),
            models.CheckConstraint(
                condition=Q(measure=Measure.OTHER) ^ Q(name=""),
                name="grids_campaign_target_named",
            ),
        ]

    @property
    def label(self) -> str:
        return self.name or str(self.get_measure_display())


class CampaignTask(models.Model):
    """Something that a unit is to do by a day; whoever of the unit did it says so."""

    centre = _centre()
    campaign = _campaign("tasks")
    phase = models.ForeignKey(
        CampaignPhase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name="阶段",
    )
    unit = _unit("责任单位", "campaign_tasks")
    text = models.CharField("任务", max_length=300)
    due_on = models.DateField("完成期限")
    done_on = models.DateField("完成日期", null=True, blank=True)
    result = models.TextField("完成情况", blank=True)
    done_by = _person("谁报的完成", null=True)
    done_at = models.DateTimeField("报完成的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "专项行动任务"
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["unit", "due_on"],
                name="grids_campaign_task_open",
                condition=Q(done_on__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True, done_at__isnull=True)
                | (
                    Q(done_on__isnull=False, done_by__isnull=False, done_at__isnull=False)
                    & ~Q(result="")
                ),
                name="grids_campaign_task_done_by_somebody",
            ),
        ]


class CampaignProgress(models.Model):
    """What a unit reports for a natural month (seed 001 四(二)); a month without finds is a report.

    `month` is its first day. Reported again, the row says the latest; `first_at` keeps when the
    first report came, which is what counts as in time.
    """

    centre = _centre()
    campaign = _campaign("progress")
    unit = _unit("单位")
    month = models.DateField("月份")
    found = models.PositiveIntegerField("排查出（件）", default=0)
    settled = models.PositiveIntegerField("化解（件）", default=0)
    text = models.TextField("推进情况")
    problems = models.TextField("困难和请求", blank=True)
    by = _person("谁报的")
    first_at = models.DateTimeField("首次报送时间")
    at = models.DateTimeField("最近报送时间")

    class Meta:
        verbose_name = verbose_name_plural = "专项行动月推进"
        ordering = ["month", "unit__order", "unit__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "month"], name="grids_campaign_month_once"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="grids_campaign_month_first_day"
            ),
        ]


class CampaignCriterion(models.Model):
    """One line of the acceptance sheet (验收表), written by the lead unit; none is made up."""

    centre = _centre()
    campaign = _campaign("criteria")
    text = models.CharField("验收条目", max_length=200)
    points = models.DecimalField("分值", max_digits=5, decimal_places=1)

    class Meta:
        verbose_name = verbose_name_plural = "专项行动验收条目"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "text"], name="grids_campaign_criterion_once"
            ),
            models.CheckConstraint(
                condition=Q(points__gt=0), name="grids_campaign_criterion_has_points"
            ),
        ]


class CampaignAcceptance(models.Model):
    """The acceptance of one unit's work."""

    centre = _centre()
    campaign = _campaign("acceptances")
    unit = _unit("被验收单位")
    verdict = models.CharField("验收结论", max_length=10, choices=Verdict, db_collation="C")
    opinion = models.TextField("验收意见")
    accepted_on = models.DateField("验收日期")
    by = _person("验收人")
    at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "专项行动验收"
        ordering = ["unit__order", "unit__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit"], name="grids_campaign_acceptance_once"
            ),
        ]


class CampaignScore(models.Model):
    """Points of one line of the sheet for one unit; never more than the line has."""

    centre = _centre()
    acceptance = models.ForeignKey(
        CampaignAcceptance, models.PROTECT, related_name="scores", verbose_name="验收"
    )
    criterion = models.ForeignKey(
        CampaignCriterion, models.PROTECT, related_name="scores", verbose_name="验收条目"
    )
    points = models.DecimalField("得分", max_digits=5, decimal_places=1)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "专项行动验收得分"
        ordering = ["criterion"]
        constraints = [
            models.UniqueConstraint(
                fields=["acceptance", "criterion"], name="grids_campaign_score_once"
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0), name="grids_campaign_score_positive"
            ),
        ]


class CampaignFile(AbstractAttachment):
    """The plan (方案) and what else belongs to the campaign; read by all who take part."""

    centre = _centre()
    campaign = _campaign("files")

    class Meta(AbstractAttachment.Meta):
        verbose_name = verbose_name_plural = "专项行动材料"


class CampaignEvent(AbstractEvent):
    """Who did what in a campaign, by codes."""

    centre = _centre()
    campaign = _campaign("events")

    class Meta(AbstractEvent.Meta):
        verbose_name = verbose_name_plural = "专项行动经过"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "seq"], name="grids_campaign_event_seq_once"
            ),
        ]

    @property
    def words(self) -> str:
        return CampaignAct(self.verb).label
