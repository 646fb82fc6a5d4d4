"""工作专班: staff put together for one outstanding problem (domain.md §7 rows 75, 76).

It groups cases of that problem; it never lists anybody but staff.
"""

from django.db import models
from django.db.models import F, Q

from cases import enums
from cases.models.fields import centre_key, code_field, person_key
from mediation.core.models import AbstractAttachment


class TaskForce(models.Model):
    centre = centre_key()
    name = models.CharField("专班名称", max_length=60)
    problem = models.TextField("突出问题")
    lead_unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="led_forces", verbose_name="牵头单位"
    )
    units = models.ManyToManyField(
        "grids.Department", blank=True, related_name="joined_forces", verbose_name="配合单位"
    )
    cases = models.ManyToManyField(
        "cases.Case", blank=True, related_name="task_forces", verbose_name="涉及案件"
    )
    from_on = models.DateField("组建日期")
    to_on = models.DateField("结束日期", null=True, blank=True)
    by = person_key("谁组建")
    at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "工作专班"
        ordering = ["-from_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="task_force_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TaskForceMember(models.Model):
    """工作专班名单: staff of the lead and the joined units, each with his task."""

    centre = centre_key()
    task_force = models.ForeignKey(
        TaskForce, models.PROTECT, related_name="members", verbose_name="专班"
    )
    user = person_key("成员")
    duty = models.CharField("分工", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "专班成员"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task_force", "user"], name="force_member_once"),
        ]


class TaskForceDocument(AbstractAttachment):
    """One version of a document of the task force: its words, or a file with them."""

    centre = centre_key()
    task_force = models.ForeignKey(
        TaskForce, models.PROTECT, related_name="documents", verbose_name="专班"
    )
    kind = code_field(enums.TaskForceDocumentKind, "文件种类")
    text = models.TextField("内容", blank=True)
    # A document of words alone has no file.
    name = models.CharField("文件名", max_length=200, blank=True)
    file_type = models.CharField("类型", max_length=4, db_collation="C", blank=True)
    size = models.PositiveIntegerField("字节数", default=0)
    sha256 = models.CharField("校验值", max_length=64, db_collation="C", blank=True)

    class Meta(AbstractAttachment.Meta):
        verbose_name = verbose_name_plural = "专班文件"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(size__gt=0), name="force_document_says_something"
            ),
        ]
