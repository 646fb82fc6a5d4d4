"""Who took along a sheet that a page hands out at once: the trace of files without a job."""

from django.db import models

from grids.models.places import Division
from mediation.core.models import AbstractAccess


class SheetAccess(AbstractAccess):
    """Who fetched which sheet of people's matters, when and what for (domain.md §8 rows 11, 26).

    `what` is the sheet's code ("register.danger", "campaign.months.12"), `reason` the purpose.
    """

    centre = models.ForeignKey(
        Division, models.PROTECT, related_name="+", null=True, verbose_name="所属中心"
    )
    rows = models.PositiveIntegerField("行数")

    class Meta(AbstractAccess.Meta):
        verbose_name = verbose_name_plural = "取走表格记录"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["centre", "-at"], name="sheet_access_of_centre")]

    def __str__(self) -> str:
        return f"{self.what} {self.rows}"
