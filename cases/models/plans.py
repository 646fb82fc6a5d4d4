"""一案一策: one plan a case, by versions, its steps struck off by signature (domain.md §7 row 73)."""

from django.db import models
from django.db.models import Q

from cases.models.fields import case_key, centre_key, person_key


class Plan(models.Model):
    """One version of the plan; level 2. It is never changed: a new text is a new version."""

    centre = centre_key()
    case = case_key("plans")
    version = models.PositiveSmallIntegerField("第几版")
    goal = models.TextField("目标")
    measures = models.TextField("措施办法")
    ends_on = models.DateField("完成日期")
    by = person_key("谁写的")
    at = models.DateTimeField("什么时候写的")

    class Meta:
        verbose_name = verbose_name_plural = "一案一策方案"
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="plan_version_once"),
        ]

    def __str__(self) -> str:
        return f"第 {self.version} 版"


class PlanStep(models.Model):
    """A step of one version, with who answers for it and by when; struck off once (销号)."""

    centre = centre_key()
    case = case_key("plan_steps")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps", verbose_name="方案")
    position = models.PositiveSmallIntegerField("次序")
    what = models.CharField("做什么", max_length=200)
    unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="责任单位"
    )
    person = person_key("责任人", null=True)
    due_on = models.DateField("完成期限")
    result = models.CharField("完成情况", max_length=300, blank=True)
    done_on = models.DateField("销号日期", null=True, blank=True)
    done_at = models.DateTimeField("销号录入时间", null=True, blank=True)
    done_by = person_key("销号人", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "方案步骤"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="plan_step_once"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_at__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_at__isnull=False, done_by__isnull=False),
                name="plan_step_signed_off_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "due_on"],
                condition=Q(done_on__isnull=True),
                name="plan_step_unit_open",
            ),
        ]

    def __str__(self) -> str:
        return self.what
