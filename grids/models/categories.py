"""Kinds of disputes and who leads each kind."""

from django.db import models
from django.db.models import Q

from grids.models.posts import Department


class Category(models.Model):
    """One of the 18 kinds of people's mediation statistics (domain.md §3.1)."""

    code = models.CharField("代码", max_length=2, unique=True, db_collation="C")
    name = models.CharField("名称", max_length=20)
    short_name = models.CharField("简称", max_length=10)
    is_active = models.BooleanField("在用", default=True)
    since = models.DateField("启用日期", null=True, blank=True)
    until = models.DateField("停用日期", null=True, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "纠纷类别"
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Subtype(models.Model):
    """Event type of GB/T 31000-2015 table 91: two digits, or four under a parent."""

    code = models.CharField("代码", max_length=4, unique=True, db_collation="C")
    name = models.CharField("名称", max_length=40)
    parent = models.ForeignKey(
        "self",
        verbose_name="上级类别",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "事件类别（GB/T 31000）"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class RoutingRule(models.Model):
    """Lead department of a kind of dispute; the most special rule that fits is taken.

    `keyword` holds words separated by 、; the rule fits when the narrative has one of them.
    """

    category = models.ForeignKey(
        Category,
        verbose_name="纠纷类别",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="routing_rules",
    )
    subtype = models.ForeignKey(
        Subtype,
        verbose_name="事件类别",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="routing_rules",
    )
    keyword = models.CharField("关键词（顿号分隔）", max_length=100, blank=True)
    lead = models.ForeignKey(
        Department, verbose_name="牵头单位", on_delete=models.PROTECT, related_name="leads"
    )
    co_departments = models.ManyToManyField(
        Department, verbose_name="协办单位", blank=True, related_name="co_handles"
    )
    source = models.CharField("依据", max_length=100, blank=True)
    since = models.DateField("启用日期", null=True, blank=True)
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "牵头规则"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(category__isnull=False) | Q(subtype__isnull=False) | ~Q(keyword=""),
                name="grids_routing_says_what",
                violation_error_message="类别、事件类别、关键词至少填一项。",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(str(x) for x in (self.category, self.subtype, self.keyword) if x)


class InstructionPreset(models.Model):
    """A ready sentence for a leader's 批示; without a category it fits all."""

    category = models.ForeignKey(
        Category,
        verbose_name="纠纷类别",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="instruction_presets",
    )
    text = models.CharField("批示语", max_length=120)
    order = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "常用批示语"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text
