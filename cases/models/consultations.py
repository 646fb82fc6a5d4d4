"""会商: meetings over cases, their agenda, and what was decided (domain.md §7 rows 22, 23, 130, 131).

A meeting belongs to a town; each item belongs to one case and is read as far as that case is.
"""

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.fields import centre_key, code_field, person_key


class Consultation(models.Model):
    """One meeting. `minutes` speak of all its items, so only who may read all of them reads it."""

    centre = centre_key()
    number = models.CharField("会议编号", max_length=40, unique=True, db_collation="C")
    kind = code_field(enums.MeetingKind, "会议种类")
    topic = models.CharField("会议名称", max_length=80)
    held_on = models.DateField("开会日期")
    place = models.CharField("地点", max_length=100)
    video_number = models.CharField("视频会议号", max_length=40, blank=True, db_collation="C")
    organiser = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="召集单位"
    )
    chair = person_key("主持人")
    by = person_key("谁召集")
    at = models.DateTimeField("录入时间")
    minutes = models.TextField("会议纪要", blank=True)
    minutes_by = person_key("纪要谁写的", null=True)
    minutes_at = models.DateTimeField("纪要定稿时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会商"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes="", minutes_at__isnull=True, minutes_by__isnull=True)
                | (~Q(minutes="") & Q(minutes_at__isnull=False, minutes_by__isnull=False)),
                name="consultation_minutes_signed",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-held_on", "-id"], name="consultation_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class Attendee(models.Model):
    """A unit asked to come, or one of its staff; never anybody who is not staff."""

    centre = centre_key()
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="attendees", verbose_name="会商"
    )
    unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="参会单位"
    )
    person = person_key("参会人员", null=True)
    is_present = models.BooleanField("到会", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "参会"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "unit", "person"],
                nulls_distinct=False,
                name="attendee_once",
            ),
        ]


class AgendaItem(models.Model):
    """One case on the agenda, and why it stands there. What was said of it is level 2."""

    centre = centre_key()
    consultation = models.ForeignKey(
        Consultation, models.PROTECT, related_name="items", verbose_name="会商"
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="agenda_items", verbose_name="案件"
    )
    position = models.PositiveSmallIntegerField("次序")
    reasons = models.JSONField("为什么列入", default=list)
    discussion = models.TextField("研究情况", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "case"], name="agenda_case_once"),
        ]


class Decision(models.Model):
    """What was decided about one item; with a unit and a day it became a task of that unit."""

    centre = centre_key()
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="decisions", verbose_name="议题"
    )
    text = models.TextField("议定事项")
    unit = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="落实单位",
    )
    due_on = models.DateField("完成期限", null=True, blank=True)
    direction = models.OneToOneField(
        "cases.Direction",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decision",
        verbose_name="转成的任务",
    )
    by = person_key("谁录的")
    at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "议定事项"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, due_on__isnull=True, direction__isnull=True)
                | Q(unit__isnull=False, due_on__isnull=False, direction__isnull=False),
                name="decision_with_unit_is_a_task",
            ),
        ]
