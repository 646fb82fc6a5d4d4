"""The clocks of a case as rows (DESIGN idea 4); the arithmetic is in mediation.core.deadlines."""

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.fields import case_key, centre_key, code_field
from mediation.core.models import AbstractDeadline, AbstractExtension, AbstractPause


class Deadline(AbstractDeadline):
    centre = centre_key()
    case = case_key("deadlines")
    tier = code_field(enums.Tier, "层级", blank=True)
    direction = models.ForeignKey(
        "cases.Direction",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deadlines",
        verbose_name="批示或督办",
    )
    is_office = models.BooleanField("本机关的期限", default=True)

    class Meta(AbstractDeadline.Meta):
        verbose_name = verbose_name_plural = "期限"
        ordering = ["id"]
        constraints = [
            *AbstractDeadline.Meta.constraints,
            # One running row per clock and what it is about (a direction, an obligation).
            models.UniqueConstraint(
                fields=["case", "clock", "subject"],
                condition=Q(stopped_on__isnull=True),
                name="deadline_one_running",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                include=["case", "clock", "centre"],
                condition=Q(stopped_on__isnull=True),
                name="deadline_running",
            ),
            models.Index(fields=["case", "id"], name="deadline_case"),
            # 应访: the follow-ups that fall due in a half-month, stopped or not
            models.Index(
                fields=["centre", "due_on"],
                condition=Q(clock=enums.Clock.FOLLOW_UP),
                name="deadline_follow_up",
            ),
            # 按期率: which of the office's own time limits ran out in a stretch of days, kept or not
            models.Index(
                fields=["centre", "clock", "due_on"],
                include=["case", "stopped_on", "stopped_by"],
                condition=Q(clock__in=["MEDIATION", "RUNG"]),
                name="deadline_ran_out",
            ),
        ]


class Pause(AbstractPause):
    centre = centre_key()
    case = case_key("pauses")

    class Meta(AbstractPause.Meta):
        verbose_name = verbose_name_plural = "中止"
        ordering = ["id"]
        constraints = [
            *AbstractPause.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"], condition=Q(to_on__isnull=True), name="pause_one_open"
            ),
        ]


class Extension(AbstractExtension):
    centre = centre_key()
    deadline = models.ForeignKey(
        "cases.Deadline", models.PROTECT, related_name="extensions", verbose_name="期限"
    )

    class Meta(AbstractExtension.Meta):
        verbose_name = verbose_name_plural = "延期"
        ordering = ["id"]
