"""Wrong tries at the public look-up, as long as they count."""

from django.db import models


class LookupTry(models.Model):
    """One wrong try from one source. The source is a keyed digest of its address, kept a day."""

    source = models.CharField("来源摘要", max_length=64, db_collation="C")
    at = models.DateTimeField("时刻")

    class Meta:
        verbose_name = verbose_name_plural = "进度查询试错"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["source", "at"], name="lookup_try_source"),
            models.Index(fields=["at"], name="lookup_try_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
