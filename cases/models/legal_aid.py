"""法律援助初审单: what the legal window looks at before a request goes to the district's centre."""

from django.db import models
from django.db.models import Q

from cases.enums.legal_aid import WHATEVER_THE_MEANS, AidAnswer, AidMatter, AidMeans, AidResult
from cases.models.fields import centre_key, code_field, person_key
from mediation.core.privacy import SealedField


class LegalAidCheck(models.Model):
    """From a question answered on the spot, or from a case (domain.md §7 row 144).

    It decides nothing: whatever it says, everybody may apply himself (法律援助法 36, 43). Sealed is
    what the form needs of him and no more; his ID number and phone he writes on the printed sheet.
    """

    centre = centre_key()
    number = models.CharField("初审单编号", max_length=40, unique=True, db_collation="C")
    year = models.PositiveSmallIntegerField("年份")
    short_number = models.PositiveIntegerField("短号")
    inquiry = models.ForeignKey(
        "cases.Inquiry",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="aid_checks",
        verbose_name="从哪次咨询来",
    )
    case = models.ForeignKey(
        "cases.Case",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="aid_checks",
        verbose_name="从哪件案件来",
    )
    applicant = SealedField("申请人")
    facts = SealedField("事由")
    matter = code_field(AidMatter, "申请事项")
    means = code_field(AidMeans, "经济条件")
    result = code_field(AidResult, "初审意见")
    missing = models.CharField("还差哪些材料", max_length=300, blank=True, default="")
    is_urgent = models.BooleanField("时效快到或者有其他紧急情形（44条）", default=False)
    checked_on = models.DateField("初审日期")
    by = person_key("谁初审的")
    at = models.DateTimeField("录入时间")
    form_key = models.UUIDField("表单标识", unique=True)
    forwarded_on = models.DateField("转区法律援助中心日期", null=True, blank=True)
    forwarded_by = person_key("谁转的", null=True)
    due_on = models.DateField("区法律援助中心最晚哪天答复", null=True, blank=True)
    due_basis = models.CharField("期限怎么来的", max_length=300, blank=True, default="")
    answer = code_field(AidAnswer, "区法律援助中心答复", blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = person_key("谁记的答复", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "法律援助初审单"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "short_number"], name="legal_aid_short_number_once"
            ),
            models.CheckConstraint(
                condition=Q(inquiry__isnull=True, case__isnull=False)
                | Q(inquiry__isnull=False, case__isnull=True),
                name="legal_aid_from_one_matter",
            ),
            models.CheckConstraint(
                condition=~Q(means=AidMeans.FREE)
                | Q(matter__in=sorted(one.value for one in WHATEVER_THE_MEANS)),
                name="legal_aid_free_by_article_32",
                violation_error_message="不受经济条件限制的，只有第三十二条的几种情形。",
            ),
            models.CheckConstraint(
                condition=~Q(result=AidResult.PAPERS) | ~Q(missing=""),
                name="legal_aid_missing_said",
            ),
            models.CheckConstraint(
                condition=Q(forwarded_on__isnull=True, forwarded_by__isnull=True)
                | Q(forwarded_on__isnull=False, forwarded_by__isnull=False),
                name="legal_aid_forwarded_in_full",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=models.F("forwarded_on")),
                name="legal_aid_due_after_forwarding",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_on__isnull=True, answered_by__isnull=True)
                | Q(answered_on__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="legal_aid_answered_in_full",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True)
                | Q(answered_on__gte=models.F("forwarded_on")),
                name="legal_aid_answered_after_forwarding",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-id"], name="legal_aid_newest"),
            models.Index(
                fields=["centre", "due_on"],
                condition=Q(forwarded_on__isnull=False, answered_on__isnull=True),
                name="legal_aid_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.number
