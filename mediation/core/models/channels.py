"""Ways out of the house beside e-mail: where to, who wants what, and one outbox row a message.

The notice itself stays the truth and always stands in the inbox; a `Delivery` only says what became
of telling it elsewhere too. Everything here is of the whole installation, like the notices.
"""

from datetime import time

from django.conf import settings
from django.db import models

from mediation.core.privacy import SealedField, SealedJSONField

QUIET_FROM, QUIET_TO = time(22), time(7)


class ChannelKind(models.TextChoices):
    WECOM_APP = "wecom_app", "企业微信应用消息"
    WECOM_ROBOT = "wecom_robot", "企业微信群机器人"
    DINGTALK = "dingtalk", "钉钉群机器人"
    SMS = "sms", "短信网关"


class DeliveryState(models.TextChoices):
    PENDING = "pending", "待发"
    SENDING = "sending", "正在发"
    SENT = "sent", "已发"
    DROPPED = "dropped", "已无须提醒"
    IN_DOUBT = "in_doubt", "不确定是否收到"
    FAILED = "failed", "未发出"


class DeliveryFault(models.TextChoices):
    """Why it did not go, in closed words: an answer of the other side may hold a key or a number."""

    UNREACHABLE = "unreachable", "连不上对方"
    NO_ANSWER = "no_answer", "对方没有回应"
    BAD_ADDRESS = "bad_address", "地址不对"
    TURNED_DOWN = "turned_down", "对方拒收"
    SERVER_FAULT = "server_fault", "对方系统出错"
    TOO_OFTEN = "too_often", "发得太密，对方要求稍后"
    BAD_KEY = "bad_key", "密钥不对"
    NO_SUCH_PERSON = "no_such_person", "对方没有这个收件人"
    CUT_SHORT = "cut_short", "发送时中断"
    SWITCHED_OFF = "switched_off", "渠道停用或不再接收"


class Channel(models.Model):
    """One way out, as the system administrator set it up. What it needs is sealed as a whole: even
    the address of a robot is its key."""

    kind = models.CharField("种类", max_length=20, db_collation="C", choices=ChannelKind)
    name = models.CharField("名称", max_length=40, unique=True)
    details = SealedJSONField("接口设置", blank=True, default=dict)
    is_on = models.BooleanField("启用", default=False)

    class Meta:
        verbose_name = "通知渠道"
        verbose_name_plural = "通知渠道"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ChannelKind.values), name="channel_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """What one person wants by one channel, and what he is called there (user id or mobile)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="收件人", related_name="+"
    )
    channel = models.ForeignKey(
        Channel, models.PROTECT, verbose_name="渠道", related_name="subscriptions"
    )
    address = SealedField("在该渠道的号码")
    for_urgent = models.BooleanField("接收急事", default=True)
    for_digest = models.BooleanField("接收每日汇总", default=False)
    since = models.DateTimeField("起用时刻")

    class Meta:
        verbose_name = "通知订阅"
        verbose_name_plural = "通知订阅"
        constraints = [
            models.UniqueConstraint(fields=["user", "channel"], name="subscription_once"),
            models.CheckConstraint(
                condition=models.Q(for_urgent=True) | models.Q(for_digest=True),
                name="subscription_wants_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.channel}"


class NoticePreference(models.Model):
    """What one person wants by e-mail, and his quiet hours. No row: everything, 22:00 to 07:00."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="收件人", related_name="+"
    )
    mail_urgent = models.BooleanField("邮件接收急事", default=True)
    mail_digest = models.BooleanField("邮件接收每日汇总", default=True)
    quiet_from = models.TimeField("免打扰开始", default=QUIET_FROM)
    quiet_to = models.TimeField("免打扰结束", default=QUIET_TO)

    class Meta:
        verbose_name = "通知偏好"
        verbose_name_plural = "通知偏好"

    def __str__(self) -> str:
        return str(self.user)


class Delivery(models.Model):
    """The outbox: one notice, by one channel, to one person, once.

    `message_key` is the same for all rows that left in one message and for every further try of it.
    `doubted_at` is when the other side first fell silent in mid-message: from then on it may have it.
    """

    notice = models.ForeignKey(
        "core.Notice", models.PROTECT, verbose_name="提醒", related_name="deliveries"
    )
    channel = models.ForeignKey(
        Channel, models.PROTECT, verbose_name="渠道", related_name="deliveries"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="收件人", related_name="+"
    )
    is_urgent = models.BooleanField("即时单发")
    state = models.CharField(
        "发送状态",
        max_length=10,
        db_collation="C",
        choices=DeliveryState,
        default=DeliveryState.PENDING,
    )
    fault = models.CharField(
        "未发出的原因", max_length=20, db_collation="C", choices=DeliveryFault, blank=True
    )
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    created_at = models.DateTimeField("生成时刻")
    not_before = models.DateTimeField("最早发送时刻")
    give_up_at = models.DateTimeField("不再尝试的时刻", null=True, blank=True)
    tried_at = models.DateTimeField("上次尝试", null=True, blank=True)
    doubted_at = models.DateTimeField("首次没有回应", null=True, blank=True)
    sent_at = models.DateTimeField("发出时刻", null=True, blank=True)
    message_key = models.CharField("消息编号", max_length=40, db_collation="C", blank=True)

    class Meta:
        verbose_name = "渠道消息"
        verbose_name_plural = "渠道消息"
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel", "user"], name="delivery_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=DeliveryState.values), name="delivery_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="delivery_sent_has_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["sending", "in_doubt"])
                | (models.Q(tried_at__isnull=False) & ~models.Q(message_key="")),
                name="delivery_tried_has_key",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "not_before"],
                name="delivery_waiting",
                condition=models.Q(state__in=["pending", "sending"]),
            ),
            models.Index(
                fields=["-created_at"],
                name="delivery_trouble",
                condition=~models.Q(fault=""),
            ),
            models.Index(fields=["message_key"], name="delivery_message"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.get_state_display()}"
