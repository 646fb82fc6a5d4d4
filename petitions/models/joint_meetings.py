"""联席会议 (条例13(3)): a meeting over petitions, its agenda, and what was decided.

A meeting belongs to a town; each item belongs to one petition and is read as far as that one is.
"""

from django.db import models
from django.db.models import Q

from cases.models.fields import centre_key, person_key
from petitions.models.fields import petition_key


class JointMeeting(models.Model):
    """One meeting. `minutes` speak of all its items, so only who may read all of them reads it."""

    centre = centre_key()
    number = models.CharField("会议编号", max_length=40, unique=True, db_collation="C")
    topic = models.CharField("会议名称", max_length=80)
    held_on = models.DateField("开会日期")
    place = models.CharField("地点", max_length=100)
    chair = person_key("召集人")
    by = person_key("谁召集")
    at = models.DateTimeField("录入时间")
    minutes = models.TextField("会议纪要", blank=True)
    minutes_by = person_key("纪要谁写的", null=True)
    minutes_at = models.DateTimeField("纪要定稿时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "联席会议"
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes="", minutes_at__isnull=True, minutes_by__isnull=True)
                | (~Q(minutes="") & Q(minutes_at__isnull=False, minutes_by__isnull=False)),
                name="joint_meeting_minutes_signed",
            ),
        ]
        indexes = [models.Index(fields=["centre", "-held_on", "-id"], name="joint_meeting_newest")]

    def __str__(self) -> str:
        return self.number


class JointAttendee(models.Model):
    """A unit that is asked to come; its head, or whom he sends."""

    centre = centre_key()
    meeting = models.ForeignKey(
        JointMeeting, models.PROTECT, related_name="attendees", verbose_name="联席会议"
    )
    unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="成员单位"
    )
    is_present = models.BooleanField("到会", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "成员单位"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "unit"], name="joint_attendee_once"),
        ]


class JointItem(models.Model):
    """One petition on the agenda, and why; what was said of it is read with its file."""

    centre = centre_key()
    meeting = models.ForeignKey(
        JointMeeting, models.PROTECT, related_name="items", verbose_name="联席会议"
    )
    petition = petition_key("joint_items")
    position = models.PositiveSmallIntegerField("次序")
    reasons = models.JSONField("为什么列入", default=list)
    discussion = models.TextField("研究情况", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "联席会议议题"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "petition"], name="joint_item_petition_once"
            ),
        ]


class JointDecision(models.Model):
    """What was decided of one item; with a unit and a day it became a direction to that unit."""

    centre = centre_key()
    item = models.ForeignKey(
        JointItem, models.PROTECT, related_name="decisions", verbose_name="议题"
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
        "petitions.Direction",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joint_decision",
        verbose_name="转成的任务",
    )
    by = person_key("谁录的")
    at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "联席会议议定事项"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True, due_on__isnull=True, direction__isnull=True)
                | Q(unit__isnull=False, due_on__isnull=False, direction__isnull=False),
                name="joint_decision_with_unit_is_a_task",
            ),
        ]
