"""Messages to people: rows first, e-mail after."""

from django.conf import settings
from django.db import models


class NoticeState(models.TextChoices):
    PENDING = "pending", "待发"
    SENT = "sent", "已发"
    INBOX = "inbox", "仅站内"
    DROPPED = "dropped", "已无须提醒"
    FAILED = "failed", "未发出"


class Notice(models.Model):
    """One thing to tell one person, once: unique on (user, kind, subject, day).

    `subject` is the clock or event it is about ("deadline:81:before3", "event:207"), `day` the
    local day it belongs to. The text holds no private number and no narrative.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="收件人", related_name="notices"
    )
    kind = models.CharField("种类", max_length=40, db_collation="C")
    matter_key = models.CharField("事项", max_length=60, db_collation="C", blank=True)
    url = models.CharField("链接", max_length=200, blank=True)
    subject = models.CharField("缘由", max_length=80, db_collation="C")
    day = models.DateField("所属日")
    text = models.CharField("内容", max_length=300)
    is_urgent = models.BooleanField("即时单发", default=False)
    created_at = models.DateTimeField("生成时刻")
    not_before = models.DateTimeField("最早发送时刻")
    state = models.CharField(
        "发送状态",
        max_length=10,
        db_collation="C",
        choices=NoticeState,
        default=NoticeState.PENDING,
    )
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    sent_at = models.DateTimeField("发出时刻", null=True, blank=True)
    message_key = models.CharField("邮件编号", max_length=80, db_collation="C", blank=True)
    read_at = models.DateTimeField("已读时刻", null=True, blank=True)

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒"
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "subject", "day"], name="notice_once"),
        ]
        indexes = [
            models.Index(fields=["user", "-day", "-id"], name="notice_inbox"),
            models.Index(
                fields=["not_before", "user"],
                name="notice_pending",
                condition=models.Q(state="pending"),
            ),
            models.Index(fields=["matter_key"], name="notice_matter"),
            models.Index(
                fields=["user", "message_key"],
                name="notice_message",
                condition=~models.Q(message_key=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ReminderRun(models.Model):
    """A day whose reminders are all written. No digest leaves before its day stands here."""

    day = models.DateField("日期", primary_key=True)
    finished_at = models.DateTimeField("写完时刻")

    class Meta:
        verbose_name = "提醒批次"
        verbose_name_plural = "提醒批次"

    def __str__(self) -> str:
        return self.day.isoformat()
