"""The clocks of a petition as rows (DESIGN idea 4); the arithmetic is in mediation.core.deadlines."""

from django.db import models
from django.db.models import Q

from cases.models.fields import centre_key
from mediation.core.models import AbstractDeadline, AbstractExtension, AbstractPause
from petitions.models.fields import petition_key


class Deadline(AbstractDeadline):
    centre = centre_key()
    petition = petition_key("deadlines")
    direction = models.ForeignKey(
        "petitions.Direction",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deadlines",
        verbose_name="交办、批示、督办或吹哨",
    )
    is_office = models.BooleanField("本机关的期限", default=True)

    class Meta(AbstractDeadline.Meta):
        verbose_name = verbose_name_plural = "期限"
        ordering = ["id"]
        constraints = [
            *AbstractDeadline.Meta.constraints,
            models.UniqueConstraint(
                fields=["petition", "clock", "subject"],
                condition=Q(stopped_on__isnull=True),
                name="petition_deadline_one_running",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                include=["petition", "clock", "centre"],
                condition=Q(stopped_on__isnull=True),
                name="petition_deadline_running",
            ),
            models.Index(fields=["petition", "id"], name="petition_deadline_petition"),
        ]


class Pause(AbstractPause):
    """Days of a hearing in the final review: the only pause of a petition (条例36(2))."""

    centre = centre_key()
    petition = petition_key("pauses")

    class Meta(AbstractPause.Meta):
        verbose_name = verbose_name_plural = "听证时间"
        ordering = ["id"]


class Extension(AbstractExtension):
    centre = centre_key()
    deadline = models.ForeignKey(
        "petitions.Deadline", models.PROTECT, related_name="extensions", verbose_name="期限"
    )

    class Meta(AbstractExtension.Meta):
        verbose_name = verbose_name_plural = "延期"
        ordering = ["id"]
        constraints = [
            *AbstractExtension.Meta.constraints,
            models.UniqueConstraint(fields=["deadline"], name="petition_extended_once"),
            models.CheckConstraint(
                condition=Q(days__lte=30), name="petition_extended_by_30_at_most"
            ),
        ]
