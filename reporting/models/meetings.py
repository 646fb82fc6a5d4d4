"""Meetings that are held again and again (D1, D10, D12, D17): agenda, who came, minutes, tasks.

They speak of the situation and of the work of units. A single case is taken to a 会商, whose items
are read as far as each case is; no case stands here.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from reporting.kinds import MEETING_CHOICES


def _centre() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )


def _person(verbose_name: str, *, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
        verbose_name=verbose_name,
    )


class Meeting(models.Model):
    """One meeting of one turn; it opens by itself. With final minutes nothing of it changes."""

    centre = _centre()
    unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="召集单位"
    )
    kind = models.CharField("会议种类", max_length=20, choices=MEETING_CHOICES, db_collation="C")
    number = models.CharField("会议编号", max_length=40, blank=True, db_collation="C")
    first_on = models.DateField("从哪天")
    last_on = models.DateField("到哪天")
    held_on = models.DateField("开会日期")
    place = models.CharField("地点", max_length=100, blank=True)
    chair = _person("主持人", null=True)
    opened_at = models.DateTimeField("建立时间")
    minutes = models.TextField("会议纪要", blank=True)
    minutes_by = _person("纪要谁写的", null=True)
    minutes_at = models.DateTimeField("纪要定稿时间", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "研判会议"
        ordering = ["-held_on", "-id"]
        indexes = [models.Index(fields=["centre", "-held_on", "-id"], name="meeting_newest")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "first_on"], name="meeting_once"),
            models.UniqueConstraint(
                fields=["unit", "number"], condition=~Q(number=""), name="meeting_number_once"
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="meeting_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(minutes_at__isnull=True, minutes_by__isnull=True, number="")
                | (
                    Q(
                        minutes_at__isnull=False,
                        minutes_by__isnull=False,
                        chair__isnull=False,
                    )
                    & ~Q(minutes="")
                    & ~Q(number="")
                    & ~Q(place="")
                ),
                name="meeting_final_is_whole",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="meeting_final_for_good",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__minutes_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.get_kind_display())


# Rows of a meeting whose minutes are final are refused whatever is done to them.
OF_A_FINAL_MEETING = """
    IF EXISTS (
        SELECT 1 FROM reporting_meeting m
        WHERE m.id = {row}.meeting_id AND m.minutes_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'minutes are final';
    END IF;
    RETURN {row};
"""


def _kept_with_the_minutes(name: str) -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Trigger(
            name=f"{name}_written",
            operation=pgtrigger.Insert | pgtrigger.Update,
            when=pgtrigger.Before,
            func=OF_A_FINAL_MEETING.format(row="NEW"),
        ),
        pgtrigger.Trigger(
            name=f"{name}_dropped",
            operation=pgtrigger.Delete,
            when=pgtrigger.Before,
            func=OF_A_FINAL_MEETING.format(row="OLD"),
        ),
    ]


class MeetingSeat(models.Model):
    """A unit that is asked to come, and the post whose holder signed in for it."""

    centre = _centre()
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="seats", verbose_name="研判会议"
    )
    unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="参会单位"
    )
    post = models.ForeignKey(
        "grids.Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="签到的岗位",
    )
    signed_at = models.DateTimeField("签到时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参会签到"
        ordering = ["unit__order", "unit__code"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "unit"], name="meeting_seat_once"),
            models.CheckConstraint(
                condition=Q(post__isnull=True, signed_at__isnull=True)
                | Q(post__isnull=False, signed_at__isnull=False),
                name="meeting_seat_signed_by_a_post",
            ),
        ]
        triggers = _kept_with_the_minutes("meeting_seat")


class MeetingItem(models.Model):
    """One item of the agenda, and what was said of it."""

    centre = _centre()
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="items", verbose_name="研判会议"
    )
    position = models.PositiveSmallIntegerField("次序")
    title = models.CharField("议题", max_length=100)
    words = models.TextField("研究情况", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议议题"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="meeting_item_place_once"),
        ]
        triggers = _kept_with_the_minutes("meeting_item")


class MeetingTask(models.Model):
    """What a meeting asked of a unit by a day; it stands on that unit's page of today until done."""

    centre = _centre()
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="tasks", verbose_name="研判会议"
    )
    unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="落实单位"
    )
    text = models.CharField("议定事项", max_length=300)
    due_on = models.DateField("完成期限")
    by = _person("谁录的")
    at = models.DateTimeField("录入时间")
    done_on = models.DateField("完成日期", null=True, blank=True)
    result = models.CharField("完成情况", max_length=500, blank=True)
    done_by = _person("谁报的完成", null=True)
    done_at = models.DateTimeField("报完成的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议议定事项"
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["unit", "due_on"],
                name="meeting_task_open",
                condition=Q(done_on__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    done_on__isnull=True, done_by__isnull=True, done_at__isnull=True, result=""
                )
                | (
                    Q(done_on__isnull=False, done_by__isnull=False, done_at__isnull=False)
                    & ~Q(result="")
                ),
                name="meeting_task_done_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="meeting_task_done_for_good",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__done_on__isnull=False),
            ),
            pgtrigger.Protect(name="meeting_task_kept", operation=pgtrigger.Delete),
        ]


class DutyMark(models.Model):
    """A duty that is done outside this system, and who of the unit says that it was."""

    centre = _centre()
    unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="责任单位"
    )
    duty = models.CharField("任务", max_length=20, db_collation="C")
    first_on = models.DateField("哪一期")
    done_on = models.DateField("完成日期")
    note = models.CharField("报给谁、怎么报的", max_length=200)
    by = _person("谁登记的")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "任务完成登记"
        ordering = ["-first_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "duty", "first_on"], name="duty_mark_once"),
        ]
