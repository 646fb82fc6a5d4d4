"""The dossier: how long it is kept, and that it went to the archive (domain.md §2.1)."""

import uuid

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.fields import case_key, centre_key, code_field, person_key


class RetentionRule(models.Model):
    """One line of the town's 归档范围表; an empty outcome or category stands for all others.

    The law names no period; the archives authority of the same level approves the table
    (档案法实施条例19条), so the town edits it in the back office.
    """

    outcome = code_field(enums.Outcome, "办理结果", blank=True)
    category = models.ForeignKey(
        "grids.Category",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="纠纷类别",
    )
    period = code_field(enums.Retention, "保管期限")
    years = models.PositiveSmallIntegerField("年数（定期的填）", null=True, blank=True)
    basis = models.CharField("依据", max_length=100, default="归档范围表")
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "归档范围和保管期限"
        ordering = ["category__code", "outcome", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "category"],
                condition=Q(is_active=True),
                nulls_distinct=False,
                name="retention_rule_once",
                violation_error_message="这一类已经有一条在用的。",
            ),
            models.CheckConstraint(
                condition=Q(period=enums.Retention.YEARS, years__gt=0)
                | (~Q(period=enums.Retention.YEARS) & Q(years__isnull=True)),
                name="retention_years_iff_fixed",
                violation_error_message="选“定期”的要填年数，其余的不填。",
            ),
        ]

    def __str__(self) -> str:
        return f"定期 {self.years} 年" if self.years else str(self.get_period_display())


class Dossier(models.Model):
    """One bound and archived dossier; a case that was reopened gets a further one.

    `contents` keeps codes only: part, "paper" or "file", its key, first page, number of pages.
    """

    centre = centre_key()
    case = case_key("dossiers")
    number = models.CharField("卷号", max_length=40, db_collation="C")
    made_on = models.DateField("立卷日期")
    made_by = person_key("立卷人")
    archived_on = models.DateField("归档日期")
    archived_at = models.DateTimeField("归档时刻")
    archived_by = person_key("归档人")
    retention = models.CharField("保管期限", max_length=20)
    retention_basis = models.CharField("保管期限的依据", max_length=100)
    contents = models.JSONField("目录", default=list)
    file_type = models.CharField("成卷的格式", max_length=4, db_collation="C")
    stored_name = models.UUIDField("存放名", default=uuid.uuid4, unique=True, editable=False)
    size = models.PositiveIntegerField("字节数")
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    sha256 = models.CharField("校验值", max_length=64, db_collation="C")
    is_undone = models.BooleanField("因重开退出归档", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "卷宗"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_undone=False), name="dossier_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(archived_on__gte=models.F("made_on")),
                name="dossier_made_before_archived",
            ),
        ]

    def __str__(self) -> str:
        return self.number
