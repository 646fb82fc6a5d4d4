"""The division tree: county, town, village, grid."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from grids.enums import PATH_LENGTH, DivisionKind, Level


class DivisionQuerySet(models.QuerySet["Division"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def under(self, division: "Division") -> Self:
        """The division itself and everything below it."""
        return self.filter(path__startswith=division.path)

    def villages(self) -> Self:
        return self.filter(level=Level.VILLAGE)


class Division(models.Model):
    """One place. `code` is official (12 digits, 14 for a grid); `path` is its significant part.

    A subtree is a path prefix; places sort by code, never by name.
    """

    code = models.CharField("区划代码", max_length=14, unique=True, db_collation="C")
    path = models.CharField("路径", max_length=14, unique=True, db_collation="C")
    name = models.CharField("法定名称", max_length=60)
    short_name = models.CharField("简称", max_length=40)
    level = models.CharField("层级", max_length=8, choices=Level)
    kind = models.CharField("类型", max_length=10, choices=DivisionKind)
    parent = models.ForeignKey(
        "self",
        verbose_name="上级辖区",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    initials = models.CharField("拼音首字母", max_length=40, blank=True, db_collation="C")
    serial_label = models.CharField("编号简称", max_length=4, blank=True, help_text="如：李")
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_to = models.DateField("停用日期", null=True, blank=True)
    is_active = models.BooleanField("在用", default=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name="并入",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
    )

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "辖区"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__startswith=F("path")), name="grids_division_path_begins_code"
            ),
            *(
                models.CheckConstraint(
                    condition=~Q(level=level) | Q(path__regex=rf"^[0-9]{{{length}}}$"),
                    name=f"grids_division_{level}_path_length",
                )
                for level, length in PATH_LENGTH.items()
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def is_under(self, other: "Division") -> bool:
        return self.path.startswith(other.path)


class DivisionName(models.Model):
    """A name that a division once bore; old papers keep it."""

    division = models.ForeignKey(
        Division, verbose_name="辖区", on_delete=models.PROTECT, related_name="former_names"
    )
    name = models.CharField("曾用名", max_length=60)
    short_name = models.CharField("曾用简称", max_length=40)
    valid_to = models.DateField("停用日期")

    class Meta:
        verbose_name = verbose_name_plural = "辖区曾用名"
        ordering = ["division", "valid_to"]

    def __str__(self) -> str:
        return f"{self.short_name}（至{self.valid_to}）"
