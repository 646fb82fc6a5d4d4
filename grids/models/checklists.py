"""The town's own lists whose items the seeds do not name (domain.md §7 row 26): empty at first."""

from django.db import models

from grids.enums import Checklist
from grids.models.places import Division


class ChecklistItem(models.Model):
    """One line of 五重新 or 五清楚, written by the town itself and ticked case by case."""

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    checklist = models.CharField("清单", max_length=10, choices=Checklist, db_collation="C")
    text = models.CharField("条目", max_length=100)
    order = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "五重新、五清楚"
        ordering = ["checklist", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "checklist", "text"],
                name="grids_checklist_item_once",
                violation_error_message="这一条已经有了。",
            ),
        ]

    def __str__(self) -> str:
        return self.text
