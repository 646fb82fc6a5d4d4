"""What a party asks about his own data: to see and copy it, to have it corrected."""

from django.db import models
from django.db.models import F, Q

from cases import enums
from cases.models.fields import case_key, centre_key, code_field, person_key
from mediation.core.privacy import SealedField


class PartyRequest(models.Model):
    """Answered in 30 days (个人信息保护法45–46条, 50条: a refusal says why).

    Counted per centre as a number of requests, never per person.
    """

    centre = centre_key()
    case = case_key("party_requests")
    party = models.ForeignKey(
        "cases.Party", models.PROTECT, related_name="requests", verbose_name="当事人"
    )
    kind = code_field(enums.PartyRequestKind, "要求")
    channel = code_field(enums.RequestChannel, "从哪里提出")
    text = SealedField("具体要求", blank=True, default="")
    asked_on = models.DateField("提出日期")
    due_on = models.DateField("答复期限")
    by = person_key("经手人")
    at = models.DateTimeField("录入时间")
    is_granted = models.BooleanField("同意", null=True, blank=True)
    reasons = SealedField("不同意的理由", blank=True, default="")
    decided_on = models.DateField("答复日期", null=True, blank=True)
    decided_by = person_key("谁答复的", null=True)
    decided_at = models.DateTimeField("答复录入时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "当事人查阅更正要求"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_granted__isnull=True, decided_on__isnull=True)
                & Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(is_granted__isnull=False, decided_on__isnull=False)
                & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="party_request_decided_in_full",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("asked_on")), name="party_request_due_later"
            ),
            models.UniqueConstraint(
                fields=["party", "kind"],
                condition=Q(decided_on__isnull=True),
                name="party_request_one_open_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "due_on"],
                condition=Q(decided_on__isnull=True),
                name="party_request_open",
            ),
            models.Index(fields=["centre", "asked_on"], name="party_request_asked"),
        ]
