"""Written reports: a kind (`reporting.kinds`), the days they speak of, figures, judgement, receipts."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mediation.core.models import AbstractEvent
from reporting.enums import Disclosure, ReportAct, ReportState
from reporting.kinds import KIND_CHOICES

SENT_IS_KEPT = pgtrigger.Q(old__state=ReportState.SENT.value)


def _centre() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )


def _person(verbose_name: str, *, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
        verbose_name=verbose_name,
    )


class WrittenReport(models.Model):
    """One report of one unit over one turn. What was sent stays as it was sent; a correction is a
    further edition, which names the one that it corrects and says why.

    `sections` are a person's words by name; `facts` the figures as they stood when it was put
    before the issuer (`selectors.facts`), empty while they still move with the cases.
    """

    centre = _centre()
    unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="编报单位"
    )
    division = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="统计范围"
    )
    kind = models.CharField("种类", max_length=20, choices=KIND_CHOICES, db_collation="C")
    campaign = models.ForeignKey(
        "grids.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name="专项行动",
    )
    first_on = models.DateField("从哪天")
    last_on = models.DateField("到哪天")
    due_on = models.DateField("哪天前报")
    edition = models.PositiveSmallIntegerField("第几稿", default=1)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name="更正哪一份",
    )
    reason = models.CharField("为什么更正", max_length=200, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=ReportState, default=ReportState.DRAFT, db_collation="C"
    )
    disclosure = models.CharField(
        "公开属性",
        max_length=10,
        choices=Disclosure,
        default=Disclosure.INTERNAL,
        db_collation="C",
    )
    sections = models.JSONField("研判文字", default=dict, blank=True)
    facts = models.JSONField("数字", default=dict, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    by = _person("谁起草")
    at = models.DateTimeField("起草时间")
    submitted_by = _person("谁送签", null=True)
    submitted_at = models.DateTimeField("送签时间", null=True, blank=True)
    returned_why = models.CharField("退回理由", max_length=200, blank=True)
    number = models.CharField("发文字号", max_length=40, blank=True, db_collation="C")
    signed_by = _person("签发人", null=True)
    sent_at = models.DateTimeField("报送时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "研判报告"
        ordering = ["-last_on", "-id"]
        indexes = [
            models.Index(fields=["centre", "-last_on", "-id"], name="written_report_newest"),
            models.Index(fields=["unit", "kind", "first_on"], name="written_report_turn"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "first_on", "campaign", "edition"],
                name="written_report_once",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["unit", "number"],
                condition=~Q(number=""),
                name="written_report_number_once",
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="written_report_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ReportState.DRAFT,
                    submitted_at__isnull=True,
                    submitted_by__isnull=True,
                    sent_at__isnull=True,
                    signed_by__isnull=True,
                    number="",
                )
                | Q(
                    state=ReportState.TO_SIGN,
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                    sent_at__isnull=True,
                    signed_by__isnull=True,
                    number="",
                )
                | Q(
                    state=ReportState.SENT,
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                    sent_at__isnull=False,
                    signed_by__isnull=False,
                )
                & ~Q(number=""),
                name="written_report_sent_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(edition=1, corrects__isnull=True, reason="")
                | (Q(edition__gt=1, corrects__isnull=False) & ~Q(reason="")),
                name="written_report_correction_says_why",
            ),
            models.CheckConstraint(
                condition=Q(campaign__isnull=True) ^ Q(kind="campaign"),
                name="written_report_of_a_campaign",
            ),
            models.CheckConstraint(
                condition=Q(disclosure__in=Disclosure.values), name="written_report_disclosure"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="written_report_sent_for_good",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=SENT_IS_KEPT,
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.get_kind_display())


class ReportRecipient(models.Model):
    """Whom a report goes to, and when who of them said that it came. A receipt stays."""

    centre = _centre()
    report = models.ForeignKey(
        WrittenReport, models.PROTECT, related_name="recipients", verbose_name="报告"
    )
    unit = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="收件单位",
    )
    name = models.CharField("收件单位名称", max_length=60)
    sent_at = models.DateTimeField("报送时间", null=True, blank=True)
    received_at = models.DateTimeField("签收时间", null=True, blank=True)
    received_by = models.CharField("谁签收的", max_length=40, blank=True)
    recorded_by = _person("谁登记的签收", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "报告收件单位"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "name"], name="report_recipient_once"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True, received_by="", recorded_by__isnull=True)
                | (
                    Q(
                        received_at__isnull=False,
                        recorded_by__isnull=False,
                        received_at__gte=F("sent_at"),
                    )
                    & ~Q(received_by="")
                ),
                name="report_receipt_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="report_receipt_for_good",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__received_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="report_recipient_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReportEvent(AbstractEvent):
    """Who did what to a report, by codes."""

    centre = _centre()
    report = models.ForeignKey(
        WrittenReport, models.PROTECT, related_name="events", verbose_name="报告"
    )

    class Meta(AbstractEvent.Meta):
        verbose_name = verbose_name_plural = "报告经过"
        constraints = [
            models.UniqueConstraint(fields=["report", "seq"], name="report_event_seq_once"),
        ]

    @property
    def words(self) -> str:
        return ReportAct(self.verb).label
