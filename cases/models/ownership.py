"""包案 and 挂牌督办: what a leader answers for in a hard case (domain.md §7 rows 25, 69, 184, 185)."""

from django.db import models
from django.db.models import F, Q

from cases.models.fields import case_key, centre_key, person_key


class OwnershipFile(models.Model):
    """One version of the 包案 file: the eight items of 四定四包 and the soothing measures of the
    五个一; level 2. It is never changed: a new text is a new version."""

    centre = centre_key()
    case = case_key("ownership_files")
    version = models.PositiveSmallIntegerField("第几版")
    leader = person_key("定领导")
    measures = models.TextField("定措施", blank=True)
    due_on = models.DateField("定时间", null=True, blank=True)
    responsibility = models.TextField("定责任", blank=True)
    overall = models.TextField("包统筹", blank=True)
    coordination = models.TextField("包协调", blank=True)
    guidance = models.TextField("包疏导", blank=True)
    resolution = models.TextField("包化解", blank=True)
    soothing = models.TextField("疏导措施", blank=True)
    by = person_key("谁写的")
    at = models.DateTimeField("什么时候写的")

    class Meta:
        verbose_name = verbose_name_plural = "包案表"
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="ownership_version_once"),
        ]

    def __str__(self) -> str:
        return f"第 {self.version} 版"


class Listing(models.Model):
    """挂牌督办: from the day a case is listed to the day it is taken off, with both reasons."""

    centre = centre_key()
    case = case_key("listings")
    listed_on = models.DateField("挂牌日期")
    by = person_key("谁挂牌")
    at = models.DateTimeField("挂牌录入时间")
    reason = models.CharField("挂牌理由", max_length=300)
    due_on = models.DateField("限期")
    lifted_on = models.DateField("摘牌日期", null=True, blank=True)
    lifted_by = person_key("谁摘牌", null=True)
    lifted_at = models.DateTimeField("摘牌录入时间", null=True, blank=True)
    lift_reason = models.CharField("摘牌理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "挂牌督办"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(lifted_on__isnull=True), name="listing_one_open"
            ),
            models.CheckConstraint(
                condition=Q(
                    lifted_on__isnull=True,
                    lifted_at__isnull=True,
                    lifted_by__isnull=True,
                    lift_reason="",
                )
                | (
                    Q(
                        lifted_on__gte=F("listed_on"),
                        lifted_at__isnull=False,
                        lifted_by__isnull=False,
                    )
                    & ~Q(lift_reason="")
                ),
                name="listing_lifted_with_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "due_on"],
                condition=Q(lifted_on__isnull=True),
                name="listing_open_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listed_on}"
