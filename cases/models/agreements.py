"""What an agreement asks of whom, and what became of it at court; level 3 (record)."""

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.acts import Act
from cases.models.fields import case_key, centre_key, code_field, person_key


class Obligation(models.Model):
    """One thing that one party does by one day (人民调解法 29, 31). Being late is computed.

    `seq` also names its clock: see `clock_subject`. Without a debtor each side does his part.
    """

    centre = centre_key()
    case = case_key("obligations")
    agreement = models.ForeignKey(
        "cases.Agreement", models.PROTECT, related_name="obligations", verbose_name="协议"
    )
    seq = models.PositiveSmallIntegerField("第几项")
    debtor = models.ForeignKey(
        "cases.Party",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="obligations",
        verbose_name="谁来履行",
    )
    what = models.CharField("做什么", max_length=200)
    amount = models.DecimalField(
        "金额（元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    due_on = models.DateField("约定的日子")
    state = code_field(enums.ObligationState, "履行情况", default=enums.ObligationState.WAITING)
    performed_on = models.DateField("哪天的情况", null=True, blank=True)
    text = models.CharField("履行情况说明", max_length=300, blank=True)
    evidence = models.ForeignKey(
        "cases.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="履行凭证",
    )
    judged_by = person_key("谁记的", null=True)
    judged_at = models.DateTimeField("什么时候记的", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "协议约定的事项"
        ordering = ["agreement", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "seq"], name="obligation_seq_once"),
            models.CheckConstraint(condition=Q(seq__range=(1, 10)), name="obligation_ten_at_most"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0), name="obligation_amount"
            ),
            models.CheckConstraint(
                condition=Q(state__in=enums.ObligationState.values), name="obligation_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=enums.ObligationState.WAITING, performed_on__isnull=True)
                | (~Q(state=enums.ObligationState.WAITING) & Q(performed_on__isnull=False)),
                name="obligation_judged_on_a_day",
            ),
        ]
        # 履行率: what was to be done, and what was done, in a stretch of days
        indexes = [
            models.Index(fields=["centre", "due_on"], include=["agreement"], name="obligation_due"),
            models.Index(
                fields=["centre", "performed_on"],
                include=["agreement"],
                condition=Q(performed_on__isnull=False),
                name="obligation_performed",
            ),
        ]

    def __str__(self) -> str:
        return f"第 {self.seq} 项"

    @property
    def clock_subject(self) -> str:
        """The subject of its PERFORM clock (`cases.deadlines.starting`)."""
        return str(self.seq) if self.seq > 1 else ""


class JudicialConfirmation(Act):
    """司法确认 of one agreement: the parties' joint application and the court's answer.

    人民调解法 33; 民诉法 205, 206; 民诉法解释 351–358.
    """

    case = case_key("confirmations")
    agreement = models.OneToOneField(
        "cases.Agreement", models.PROTECT, related_name="confirmation", verbose_name="协议"
    )
    step = code_field(enums.ConfirmStep, "到哪一步")
    applied_on = models.DateField("共同申请日期", null=True, blank=True)
    accepted_on = models.DateField("法院受理日期", null=True, blank=True)
    decided_on = models.DateField("法院答复日期", null=True, blank=True)
    court_number = models.CharField("法院文号", max_length=60, blank=True)
    text = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "司法确认"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=enums.ConfirmStep.values), name="confirmation_step_known"
            ),
            models.CheckConstraint(
                condition=Q(step=enums.ConfirmStep.WAIVED) | Q(applied_on__isnull=False),
                name="confirmation_applied_first",
            ),
            models.CheckConstraint(
                condition=Q(step__in=[enums.ConfirmStep.RULED, enums.ConfirmStep.REFUSED])
                & Q(decided_on__isnull=False)
                | ~Q(step__in=[enums.ConfirmStep.RULED, enums.ConfirmStep.REFUSED])
                & Q(decided_on__isnull=True),
                name="confirmation_decided_on_a_day",
            ),
        ]
