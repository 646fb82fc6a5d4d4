"""Who gave whom which post, seat or village, and when: access follows from these."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from grids.enums.changes import PostAct
from grids.models.places import Division
from grids.models.posts import Department
from mediation.core.models.events import append_only


class PostChange(models.Model):
    """One line of the history of posts. A unit's post, or something in a village, never neither.

    Deputies and hand-overs are rows of their own (`Deputy`, `Handover`).
    """

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    act = models.CharField("变动", max_length=12, choices=PostAct, db_collation="C")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="人员",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    unit = models.ForeignKey(
        Department,
        verbose_name="单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    division = models.ForeignKey(
        Division,
        verbose_name="村（社区）或网格",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    title = models.CharField("岗位或席位", max_length=40)
    on = models.DateField("从哪天起")
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
        verbose_name = verbose_name_plural = "岗位变动"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(division__isnull=False),
                name="grids_post_change_is_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["centre", "-at"], name="grids_post_change_of_town")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.title} {self.get_act_display()}"
