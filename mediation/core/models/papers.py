"""Papers that were issued."""

from django.conf import settings
from django.db import models


class AbstractPaper(models.Model):
    """One issue of one paper: which, its number, what was printed (by checksum), who got it when.

    A paper printed again with other words is a new version; the old row stays.
    """

    kind = models.CharField("文书", max_length=40, db_collation="C")
    number = models.CharField("文号", max_length=60, db_collation="C", blank=True)
    version = models.PositiveSmallIntegerField("第几版", default=1)
    sha256 = models.CharField("校验值", max_length=64, db_collation="C", blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="出具人", related_name="+"
    )
    issued_at = models.DateTimeField("出具时刻")
    way = models.CharField("送达方式", max_length=20, db_collation="C", blank=True)
    sent_on = models.DateField("发出日", null=True, blank=True)
    received_on = models.DateField("收到日", null=True, blank=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="送达人",
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        abstract = True
        ordering = ["issued_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received_on__isnull=True)
                | models.Q(sent_on__isnull=False, received_on__gte=models.F("sent_on")),
                name="%(app_label)s_%(class)s_sent_before_received",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}".strip()
