"""What was done of a town's own lists (五重新, 五清楚; domain.md §7 row 26) in one case."""

from django.db import models
from django.db.models import Q

from cases.models.fields import case_key, centre_key, person_key


class ChecklistTick(models.Model):
    centre = centre_key()
    case = case_key("ticks")
    item = models.ForeignKey(
        "grids.ChecklistItem", models.PROTECT, related_name="ticks", verbose_name="条目"
    )
    by = person_key("谁勾的")
    at = models.DateTimeField("什么时候勾的")
    undone_at = models.DateTimeField("什么时候取消的", null=True, blank=True)
    undone_by = person_key("谁取消的", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "清单勾选"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "item"],
                condition=Q(undone_at__isnull=True),
                name="checklist_tick_once",
            ),
        ]
