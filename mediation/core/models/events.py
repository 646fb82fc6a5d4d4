"""History that only grows, and the trace of who looked at what."""

import pgtrigger
from django.conf import settings
from django.db import models


def append_only() -> list[pgtrigger.Trigger]:
    """Triggers of a table whose rows are written once: no UPDATE, no DELETE, no TRUNCATE."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="no_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;",
        ),
    ]


class AbstractEvent(models.Model):
    """One thing that happened to a matter: codes and a payload, a sentence only when read.

    The concrete table adds its matter's foreign key, a unique (matter, seq), and inherits this
    Meta, which carries the triggers. Rows are written by `mediation.core.events.append` alone.
    """

    seq = models.PositiveIntegerField("序号")
    verb = models.CharField("动作", max_length=40, db_collation="C")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经手人", related_name="+"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="代何人",
        related_name="+",
        null=True,
        blank=True,
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="拟办人",
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField("记录时刻")
    on = models.DateField("发生日")
    booked_on = models.DateField("记账日")
    payload = models.JSONField("内容", default=dict, blank=True)
    previous_hash = models.CharField("上一条校验值", max_length=64, db_collation="C", blank=True)
    hash = models.CharField("校验值", max_length=64, db_collation="C")

    class Meta:
        abstract = True
        ordering = ["seq"]
        triggers = append_only()


class AbstractAccess(models.Model):
    """Somebody saw a sealed value whole, or opened a matter: who, when, what, why.

    `what` is the code of the thing seen ("party.phone"), never its value.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="查看人", related_name="+"
    )
    at = models.DateTimeField("时刻")
    what = models.CharField("看了什么", max_length=60, db_collation="C")
    reason = models.CharField("事由", max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["-at"]
        triggers = append_only()
