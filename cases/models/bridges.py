"""诉调、公调、访调、仲调: a letter that sends a dispute here, and the letter that goes back."""

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.fields import centre_key, code_field, person_key


class BridgeLetter(models.Model):
    """An incoming letter; it waits without a case until one is registered or found for it.

    `received_on` is the day it was signed for: the court's clocks begin there (特邀调解规定27条).
    """

    centre = centre_key()
    case = models.ForeignKey(
        "cases.Case",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bridge_letters",
        verbose_name="案件",
    )
    kind = code_field(enums.BridgeKind, "来函种类")
    entrusting = code_field(enums.Entrusting, "委派或委托")
    from_body = models.CharField("来函单位", max_length=80)
    their_number = models.CharField("来函文号", max_length=60)
    received_on = models.DateField("签收日期")
    papers = models.TextField("随函材料", blank=True)
    reply_due_on = models.DateField("复函期限")
    by = person_key("登记人")
    at = models.DateTimeField("登记时间")

    reply_number = models.CharField(
        "复函文号", max_length=40, unique=True, null=True, blank=True, db_collation="C"
    )
    result = code_field(enums.BridgeResult, "调解结果", blank=True)
    replied_on = models.DateField("复函日期", null=True, blank=True)
    replied_by = person_key("复函经手人", null=True)
    sent_on = models.DateField("发出日期", null=True, blank=True)
    sent_by = person_key("谁发出的", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "委派委托移交函"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reply_number__isnull=True, replied_on__isnull=True, result="")
                | Q(reply_number__isnull=False, replied_on__isnull=False, case__isnull=False)
                & ~Q(result=""),
                name="bridge_reply_in_full",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(replied_on__isnull=False),
                name="bridge_sent_after_reply",
            ),
            models.CheckConstraint(
                condition=Q(kind=enums.BridgeKind.COURT)
                | Q(entrusting=enums.Entrusting.HANDED_OVER),
                name="bridge_only_courts_entrust",
                violation_error_message="委派、委托是法院的，其他单位请选“移交”。",
            ),
            models.UniqueConstraint(
                fields=["centre", "from_body", "their_number"], name="bridge_letter_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(sent_on__isnull=True), name="bridge_one_in_hand"
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "reply_due_on"],
                condition=Q(sent_on__isnull=True),
                name="bridge_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.their_number

    @property
    def is_waiting(self) -> bool:
        return self.sent_on is None
