"""苗头（随手拍）: a sign of trouble reported from the field, with its photos and what was done.

A lead has no person: what was seen stands in words, sealed, and nothing joins two leads of one
person (DESIGN §1). Four instants: found (发现), reported (上报), followed (跟踪), answered (反馈).
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from grids.enums.leads import (
    LEAD_PAIRS,
    LeadKind,
    LeadOutcome,
    LeadRisk,
    LeadStatus,
    LeadStepKind,
)
from grids.models.places import Division
from grids.models.posts import Department
from mediation.core.models import AbstractAttachment
from mediation.core.models.events import append_only
from mediation.core.privacy import SealedField, mask_numbers_in


class Lead(models.Model):
    """One sign of trouble. Changed only through `grids.services.leads`."""

    centre = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="所属中心")
    number = models.CharField("苗头编号", max_length=40, unique=True, db_collation="C")
    year = models.PositiveSmallIntegerField("年份")
    short_number = models.PositiveIntegerField("短号")
    # Made by the phone before anything is sent: however often it sends, there is one lead.
    form_key = models.UUIDField("表单标识", unique=True)
    kind = models.CharField("种类", max_length=12, choices=LeadKind, db_collation="C")
    category = models.ForeignKey(
        "grids.Category",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="类别",
    )
    words = SealedField("谁和谁，为啥事")
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="+", verbose_name="村（社区）"
    )
    grid = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="网格"
    )
    place = models.CharField("地点", max_length=100, blank=True, default="")
    # Only where the reporter agreed to it; what was asked to propose a grid is kept nowhere.
    position = SealedField("定位", blank=True, default="")
    risk = models.CharField(
        "看样子", max_length=8, choices=LeadRisk, default=LeadRisk.YELLOW, db_collation="C"
    )
    has_blows = models.BooleanField("动过手", default=False)
    is_ongoing = models.BooleanField("现在还僵着", default=False)
    has_danger = models.BooleanField("有人身危险", default=False)

    status = models.CharField(
        "状态",
        max_length=12,
        choices=LeadStatus,
        default=LeadStatus.REPORTED,
        db_collation="C",
    )
    outcome = models.CharField(
        "结果", max_length=12, choices=LeadOutcome, blank=True, default="", db_collation="C"
    )
    answer = SealedField("反馈", blank=True, default="")
    unit = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name="跟踪单位")

    # The round of a 排查 in which it was found.
    sweep = models.ForeignKey(
        "grids.SweepRound",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name="排查轮次",
    )

    found_at = models.DateTimeField("发现时间")
    reported_at = models.DateTimeField("上报时间")
    followed_at = models.DateTimeField("跟踪时间", null=True, blank=True)
    answered_at = models.DateTimeField("反馈时间", null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上报人"
    )
    followed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="跟踪人",
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="反馈人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "苗头"
        ordering = ["-reported_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "short_number"], name="lead_short_number_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LeadKind.values)
                & Q(risk__in=LeadRisk.values)
                & Q(status__in=LeadStatus.values)
                & Q(outcome__in=["", *LeadOutcome.values]),
                name="lead_codes_known",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=LeadOutcome.CASE) | Q(kind=LeadKind.DISPUTE),
                name="lead_only_a_dispute_becomes_a_case",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=LeadStatus.REPORTED,
                    followed_at__isnull=True,
                    followed_by__isnull=True,
                )
                | (
                    ~Q(status=LeadStatus.REPORTED)
                    & Q(followed_at__isnull=False, followed_by__isnull=False)
                ),
                name="lead_followed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=LeadStatus.ANSWERED,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                )
                & ~Q(outcome="")
                | (
                    ~Q(status=LeadStatus.ANSWERED)
                    & Q(outcome="", answered_at__isnull=True, answered_by__isnull=True)
                ),
                name="lead_answered_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(found_at__lte=F("reported_at"))
                & (Q(followed_at__isnull=True) | Q(followed_at__gte=F("reported_at")))
                & (Q(answered_at__isnull=True) | Q(answered_at__gte=F("followed_at"))),
                name="lead_instants_in_order",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="lead_status_graph",
                field="status",
                transitions=[(str(a), str(b)) for a, b in LEAD_PAIRS],
            ),
            pgtrigger.Protect(name="lead_never_deleted", operation=pgtrigger.Delete),
        ]
        indexes = [
            models.Index(fields=["centre", "-reported_at", "-id"], name="lead_newest"),
            models.Index(fields=["centre", "division", "-reported_at", "-id"], name="lead_village"),
            models.Index(fields=["grid", "-reported_at", "-id"], name="lead_grid"),
            models.Index(fields=["reported_by", "-reported_at", "-id"], name="lead_reporter"),
            models.Index(
                fields=["unit", "reported_at"],
                condition=Q(answered_at__isnull=True),
                name="lead_unit_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def aloud(self) -> str:
        """苗头 12 号, as it is said."""
        return f"苗头{self.short_number}号"

    @property
    def matter_key(self) -> str:
        """By which a notice names it."""
        return f"lead:{self.pk}"

    @property
    def where(self) -> Division:
        """The grid where it is known, else the village."""
        return self.grid or self.division

    @property
    def is_waiting(self) -> bool:
        return self.answered_at is None

    @property
    def shown_words(self) -> str:
        """As a page shows them: telephone and ID numbers masked."""
        return mask_numbers_in(self.words)

    @property
    def shown_answer(self) -> str:
        return mask_numbers_in(self.answer)


class LeadStep(models.Model):
    """What was done about one lead, in order: written once."""

    centre = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="所属中心")
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="steps", verbose_name="苗头")
    kind = models.CharField("经过", max_length=12, choices=LeadStepKind, db_collation="C")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经手人"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代何人",
    )
    to_unit = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转给"
    )
    words = SealedField("说明", blank=True, default="")
    form_key = models.UUIDField("表单标识", unique=True, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "苗头经过"
        ordering = ["id"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.lead_id} {self.get_kind_display()}"

    @property
    def shown_words(self) -> str:
        return mask_numbers_in(self.words)


class LeadPhoto(AbstractAttachment):
    """A photo of a lead, drawn anew on the server: no place, no time, no phone stand in it."""

    centre = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="所属中心")
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="photos", verbose_name="苗头")

    class Meta(AbstractAttachment.Meta):
        verbose_name = verbose_name_plural = "苗头照片"
        triggers = append_only()


class GridPoint(models.Model):
    """Where about a grid lies, so that a phone's position can propose the nearest one."""

    division = models.OneToOneField(
        Division, models.PROTECT, related_name="point", verbose_name="网格或村（社区）"
    )
    latitude = models.DecimalField("纬度", max_digits=8, decimal_places=5)
    longitude = models.DecimalField("经度", max_digits=8, decimal_places=5)

    class Meta:
        verbose_name = verbose_name_plural = "网格位置"
        ordering = ["division"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="grid_point_on_the_earth",
            )
        ]

    def __str__(self) -> str:
        return str(self.division)
