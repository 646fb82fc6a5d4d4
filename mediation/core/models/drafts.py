"""What somebody was typing."""

from django.conf import settings
from django.db import models

from mediation.core.privacy import SealedJSONField


class Draft(models.Model):
    """One half-filled form of one person, sealed whole; gone once it has been handed in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="填写人", related_name="drafts"
    )
    kind = models.CharField("表单", max_length=40, db_collation="C")
    key = models.CharField("哪一份", max_length=64, db_collation="C", blank=True, default="")
    data = SealedJSONField("内容")
    updated_at = models.DateTimeField("保存时刻")

    class Meta:
        verbose_name = "草稿"
        verbose_name_plural = "草稿"
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "key"], name="draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}".strip()
