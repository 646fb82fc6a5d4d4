"""Safety of a case, never a label of a person: signs, support, and what the law makes a duty.

Read by the handling team only (`cases.access.may_see_safety`, rules.md §6 column "safety"); never
searched, exported, told in a notice or logged.
"""

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.acts import Act
from cases.models.fields import case_key, code_field, person_key
from mediation.core.privacy import SealedField


class SafetySign(Act):
    """A sign of violence, self-harm, harm to a minor or a feared crime, in somebody's words."""

    case = case_key("safety_signs")
    kind = code_field(enums.SignKind, "迹象")
    # 反家庭暴力法14条 speaks of people without, or with limited, capacity for civil acts.
    is_incapable = models.BooleanField("受害人不能自己报案", default=False)
    text = SealedField("情况", blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "人身安全迹象"
        ordering = ["id"]


class SupportStep(Act):
    """An offer of help: asked, agreed to where that is needed, done, or withdrawn again."""

    case = case_key("support_steps")
    kind = code_field(enums.SupportKind, "支持措施")
    text = SealedField("说明", blank=True, default="")
    consented_on = models.DateField("本人同意日期", null=True, blank=True)
    done_on = models.DateField("办好日期", null=True, blank=True)
    done_by = person_key("谁办的", null=True)
    withdrawn_on = models.DateField("不再需要日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "支持措施"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=enums.SupportKind.COUNSELLING)
                | Q(done_on__isnull=True)
                | Q(consented_on__isnull=False),
                name="support_counselling_by_consent",
                violation_error_message="心理疏导要本人同意。",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(withdrawn_on__isnull=True),
                name="support_done_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True)
                | Q(done_on__isnull=False, done_by__isnull=False),
                name="support_done_by_somebody",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.withdrawn_on is None


class Duty(Act):
    """A report that the law demands: asked on `on`, open until it says when and to whom.

    One that no sign asked for (a case that was only made red) may be answered "no such danger"
    with its reason; one that a sign asked for may not.
    """

    case = case_key("duties")
    kind = code_field(enums.DutyKind, "应当办的")
    sign = models.ForeignKey(
        SafetySign,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duties",
        verbose_name="因哪条迹象",
    )
    law = models.CharField("依据", max_length=60)
    answer = code_field(enums.DutyAnswer, "怎么答的", blank=True)
    done_on = models.DateField("报告日期", null=True, blank=True)
    words = SealedField("向谁报告，或者为什么没有这种危险", blank=True, default="")
    answered_by = person_key("谁记的", null=True)
    answered_at = models.DateTimeField("什么时候记的", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "应当报告的事项"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(answered_at__isnull=True),
                name="duty_one_open_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(
                    answer="",
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                    done_on__isnull=True,
                )
                | Q(
                    answer=enums.DutyAnswer.REPORTED,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    done_on__isnull=False,
                )
                | Q(
                    answer=enums.DutyAnswer.NO_DANGER,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    done_on__isnull=True,
                    sign__isnull=True,
                ),
                name="duty_answered_in_full",
                violation_error_message="要写明什么时候、向谁报告。",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], condition=Q(answered_at__isnull=True), name="duty_open"),
        ]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
