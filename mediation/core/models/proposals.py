"""What was prepared and waits for a signature."""

from django.conf import settings
from django.db import models

from mediation.core.privacy import SealedJSONField


class Decision(models.TextChoices):
    SIGNED = "signed", "已签"
    RETURNED = "returned", "已退回"
    LAPSED = "lapsed", "事项已变，作废"


class AbstractProposal(models.Model):
    """A move that somebody prepared and another must sign: its verb and data, for one version.

    The concrete table adds its matter's foreign key and, with `is_open`, a unique
    (matter, verb) over the proposals that nobody has decided.
    """

    is_open = models.Q(decision="")

    verb = models.CharField("动作", max_length=40, db_collation="C")
    data = SealedJSONField("内容")
    version = models.PositiveIntegerField("依据的版本")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="拟办人", related_name="+"
    )
    at = models.DateTimeField("拟办时刻")
    signer_label = models.CharField("由谁签", max_length=60)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="签署人",
        related_name="+",
        null=True,
        blank=True,
    )
    decided_at = models.DateTimeField("签署时刻", null=True, blank=True)
    decision = models.CharField(
        "结果", max_length=10, db_collation="C", choices=Decision, blank=True, default=""
    )
    reason = models.CharField("退回理由", max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at__isnull=True)
                | models.Q(~models.Q(decision=""), decided_at__isnull=False),
                name="%(app_label)s_%(class)s_decided",
            ),
        ]
