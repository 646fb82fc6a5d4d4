"""How the map changed: what was renamed, merged, split or closed, on which day and by which paper.

A division's row says what is there now; these rows say how it came to be so. Old papers and old
figures keep the old name, because nothing here is ever taken back or written over.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from grids.enums.changes import ChangeKind
from grids.models.places import Division
from mediation.core.models.events import append_only

HAS_OTHER_SIDE = (ChangeKind.MERGED, ChangeKind.SPLIT)


class DivisionChange(models.Model):
    """One change of one place: merged into `into`, or split so that `into` came out of it.

    `moved` counts what open work went with it, by kind of matter; never whose it was.
    """

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    division = models.ForeignKey(
        Division, verbose_name="辖区", on_delete=models.PROTECT, related_name="changes"
    )
    kind = models.CharField("变动", max_length=10, choices=ChangeKind, db_collation="C")
    into = models.ForeignKey(
        Division,
        verbose_name="并入或析出的辖区",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="changes_into",
    )
    name_before = models.CharField("原名", max_length=60, blank=True)
    name_after = models.CharField("新名", max_length=60, blank=True)
    on = models.DateField("生效日期")
    reason = models.CharField("事由", max_length=200)
    document = models.CharField("批准文件", max_length=100, blank=True)
    moved = models.JSONField("随之转过去的在办事项", default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经手人",
        on_delete=models.PROTECT,
        related_name="+",
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="代谁",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "辖区变动"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=HAS_OTHER_SIDE, into__isnull=False)
                | (~Q(kind__in=HAS_OTHER_SIDE) & Q(into__isnull=True)),
                name="grids_change_names_the_other_side",
                violation_error_message="合并和拆分要写明另一方。",
            ),
            models.CheckConstraint(
                condition=Q(into__isnull=True) | ~Q(into=F("division")),
                name="grids_change_is_between_two",
                violation_error_message="不能和自己合并或拆分。",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="grids_change_has_reason",
                violation_error_message="请写明事由。",
            ),
        ]
        indexes = [models.Index(fields=["centre", "-on"], name="grids_change_of_town")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.division} {self.get_kind_display()}"
