"""Time limits: their rules, the working calendar, and the rows that each matter keeps."""

from datetime import timedelta
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

# The only "law" whose lengths a town may edit.
TOWN_RULE = "本镇规定"
LONGEST_PAUSE = timedelta(days=60)


class Unit(models.TextChoices):
    CALENDAR = "calendar", "日"
    WORKING = "working", "工作日"
    MONTHS = "months", "个月"
    GIVEN = "given", "约定日期"


class PauseGround(models.TextChoices):
    """What may stop a clock; waiting for papers may not (domain.md §1.0)."""

    APPRAISAL = "appraisal", "鉴定评估"
    PUBLIC_NOTICE = "public_notice", "公告"
    HEARING = "hearing", "听证"


class DaySource(models.TextChoices):
    NOTICE = "notice", "国务院办公厅通知"
    LIBRARY = "library", "公开节假日数据"
    TOWN = "town", "本地录入"


class CalendarDay(models.Model):
    """A day that does not follow its weekday: a holiday, or a Saturday or Sunday worked."""

    date = models.DateField("日期", primary_key=True)
    is_workday = models.BooleanField("上班")
    name = models.CharField("名称", max_length=30, blank=True)
    source = models.CharField(
        "来源", max_length=10, choices=DaySource, default=DaySource.TOWN, db_collation="C"
    )

    class Meta:
        verbose_name = "节假日和调休"
        verbose_name_plural = "节假日和调休"
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {'上班' if self.is_workday else '放假'}"

    @property
    def is_from_library(self) -> bool:
        return self.source == DaySource.LIBRARY

    def says_as(self, other: "CalendarDay") -> bool:
        """Whether both rows say the same of the day, on the same authority."""
        return (self.is_workday, self.name, self.source) == (
            other.is_workday,
            other.name,
            other.source,
        )


_STATUTORY_FIELDS = (
    "clock",
    "variant",
    "tier",
    "length",
    "unit",
    "rolls",
    "only_for",
    "replaces",
    "law",
    "is_editable",
    "max_length",
    "extension_days",
    "extension_limit",
    "extension_needs",
    "pause_grounds",
    "in_force_since",
)
_STATUTORY_CHANGE = "NOT OLD.is_editable AND ({old}) IS DISTINCT FROM ({new})".format(
    old=", ".join(f"OLD.{name}" for name in _STATUTORY_FIELDS),
    new=", ".join(f"NEW.{name}" for name in _STATUTORY_FIELDS),
)


class Rule(models.Model):
    """One time limit (rules.md §4): how long, counted how, extended and paused how, by which law.

    A change of the law is a new row with its own in_force_since, never an edit: matters in flight
    keep the version they started with. A town edits lengths of its own rules only.
    """

    clock = models.CharField("时限", max_length=30, db_collation="C")
    variant = models.CharField("情形", max_length=20, blank=True, db_collation="C")
    tier = models.CharField("层级", max_length=20, blank=True, db_collation="C")
    label = models.CharField("名称", max_length=40)
    length = models.PositiveSmallIntegerField("长度")
    unit = models.CharField("单位", max_length=10, choices=Unit, db_collation="C")
    rolls = models.BooleanField("末日遇休息日顺延", default=False)
    only_for = models.JSONField("只适用于", default=dict, blank=True)
    replaces = models.CharField("代替哪个时限", max_length=30, blank=True, db_collation="C")
    law = models.CharField("依据", max_length=100)
    note = models.CharField("说明", max_length=200, blank=True)
    is_editable = models.BooleanField("本镇可改长度", default=False)
    max_length = models.PositiveSmallIntegerField("最长", null=True, blank=True)
    extension_days = models.PositiveSmallIntegerField("每次最多延长", default=0)
    extension_limit = models.PositiveSmallIntegerField("最多延长次数", default=0)
    extension_needs = models.CharField("延长须经", max_length=40, blank=True)
    pause_grounds = models.JSONField("可暂停的情形", default=list, blank=True)
    warn_days = models.JSONField("提前几天提醒", default=list, blank=True)
    is_on = models.BooleanField("启用", default=True)
    has_auto_escalate = models.BooleanField(
        "超期满 5 天自动上报",
        default=False,
        help_text="只对村（社区）办理和街道办理有用；不勾选时由平安办决定",
    )
    in_force_since = models.DateField("施行日期")

    class Meta:
        verbose_name = "时限规则"
        verbose_name_plural = "时限规则"
        ordering = ("clock", "tier", "variant", "in_force_since")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clock", "variant", "tier", "in_force_since"], name="core_rule_unique"
            ),
            models.CheckConstraint(
                condition=Q(is_editable=False) | Q(law=TOWN_RULE),
                name="core_rule_town_edits_its_own",
                violation_error_message="只有本镇规定的时限可以改。",
            ),
            models.CheckConstraint(
                condition=Q(max_length__isnull=True) | Q(length__lte=F("max_length")),
                name="core_rule_within_maximum",
                violation_error_message="比规定的最长时限还长，请改短一些。",
            ),
            models.CheckConstraint(
                condition=Q(is_editable=True) | Q(max_length=F("length")),
                name="core_rule_statutory_length",
                violation_error_message="这是法定时限，长度不能改。",
            ),
            models.CheckConstraint(
                condition=Q(unit=Unit.GIVEN) | Q(length__gte=1),
                name="core_rule_has_length",
                violation_error_message="时限至少一天。",
            ),
            models.CheckConstraint(
                condition=Q(is_on=True) | Q(law=TOWN_RULE),
                name="core_rule_statutory_is_on",
                violation_error_message="法定时限不能停用。",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="statutory_is_read_only",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_STATUTORY_CHANGE),
            ),
            pgtrigger.Protect(
                name="statutory_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__is_editable=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class AbstractDeadline(models.Model):
    """One clock of one matter. Its dates are stored with how they were reckoned.

    Length, unit, rolling and law are copied from the rule when the clock starts. `subject` tells
    apart clocks of the same kind that run side by side (an instruction, an obligation).
    due_on is a day: the matter is late from the next day on.
    """

    clock = models.CharField("时限", max_length=30, db_collation="C")
    rule = models.ForeignKey(Rule, models.PROTECT, verbose_name="规则", related_name="+")
    subject = models.CharField("对应事项", max_length=40, blank=True, db_collation="C")
    length = models.PositiveSmallIntegerField("长度")
    unit = models.CharField("单位", max_length=10, choices=Unit, db_collation="C")
    rolls = models.BooleanField("末日遇休息日顺延", default=False)
    law = models.CharField("依据", max_length=100)
    start_on = models.DateField("起算日")
    due_on = models.DateField("到期日")
    is_provisional = models.BooleanField("暂定", default=False)
    reckoning = models.JSONField("计算过程", default=list, encoder=DjangoJSONEncoder)
    basis = models.TextField("计算说明", blank=True)
    stopped_on = models.DateField("停止日", null=True, blank=True)
    stopped_by = models.CharField("停止于", max_length=30, blank=True, db_collation="C")

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True, stopped_by="")
                | (Q(stopped_on__isnull=False) & ~Q(stopped_by="")),
                name="%(app_label)s_%(class)s_stopped_by_something",
            ),
        ]

    @property
    def is_running(self) -> bool:
        return self.stopped_on is None


class AbstractPause(models.Model):
    """A clock at rest: from_on is in, to_on is not; to_on is empty until work resumes."""

    from_on = models.DateField("从哪天起暂停")
    to_on = models.DateField("恢复日", null=True, blank=True)
    expected_on = models.DateField("预计恢复日")
    ground = models.CharField("暂停情形", max_length=20, choices=PauseGround, db_collation="C")
    reason = models.TextField("理由")

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(expected_on__gt=F("from_on"))
                & Q(expected_on__lte=F("from_on") + LONGEST_PAUSE),
                name="%(app_label)s_%(class)s_expected_within_60_days",
                violation_error_message="预计恢复日请填在60天以内。",
            ),
        ]


class AbstractExtension(models.Model):
    """More time, in the unit of the clock, added to the date before it."""

    days = models.PositiveSmallIntegerField("延长天数")
    reason = models.TextField("理由")
    granted_on = models.DateField("批准日")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="批准人", related_name="+"
    )
    has_consent = models.BooleanField("双方同意", default=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(days__gte=1), name="%(app_label)s_%(class)s_adds_a_day"
            ),
        ]
