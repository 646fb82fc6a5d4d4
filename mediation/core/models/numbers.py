"""The last number given in each series."""

from django.db import models


class Counter(models.Model):
    """One series: numbers of a kind, of a unit, in a year. It only grows. See `core.numbers`."""

    kind = models.CharField("种类", max_length=30, db_collation="C")
    unit_code = models.CharField("单位代码", max_length=30, db_collation="C")
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        verbose_name = "编号"
        verbose_name_plural = "编号"
        constraints = [
            models.UniqueConstraint(fields=["kind", "unit_code", "year"], name="counter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_code} {self.year}: {self.last}"
