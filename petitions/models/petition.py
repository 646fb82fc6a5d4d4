"""A petition: one row, changed only through `petitions.services.move` (DESIGN idea 1)."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from cases.enums import Risk
from cases.models.case import ZhTsv
from cases.models.fields import centre_key, code_field, person_key
from mediation.core.privacy import SealedJSONField
from petitions import enums


class Petition(models.Model):
    # Identity
    number = models.CharField("信访编号", max_length=40, unique=True, db_collation="C")
    year = models.PositiveSmallIntegerField("年度")
    short_number = models.PositiveIntegerField("短号")
    form_key = models.UUIDField("表单键", unique=True, null=True, blank=True)
    centre = centre_key()
    version = models.PositiveIntegerField("版本", default=1)

    # Where it stands
    status = code_field(enums.Status, "状态", default=enums.Status.REGISTERED)
    officer = person_key("接待员", null=True)
    owner = person_key("包案领导", null=True)
    is_difficult = models.BooleanField("疑难信访事项", default=False)

    # How it came
    channel = code_field(enums.Channel, "信访形式")
    sender = code_field(enums.Sender, "转来机关的种类", blank=True)
    sent_by = models.CharField("转来的机关", max_length=100, blank=True)
    external_number = models.CharField("来文编号", max_length=60, blank=True, db_collation="C")
    head_count = models.PositiveIntegerField("人数", default=1)
    # The same matter came before: said of the matter, never of the person (domain.md §3.3).
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        verbose_name="同一事项的前一件",
    )
    prior_step = code_field(enums.PriorStep, "已走程序", default=enums.PriorStep.NONE)

    # What it is about. Of 检举控告 nothing stands here: `SealedContent` holds it.
    kind = code_field(enums.Kind, "法定分类")
    purpose = code_field(enums.Purpose, "信访目的")
    content = models.ForeignKey(
        "petitions.ContentCategory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="内容分类",
    )
    title = models.CharField("事由", max_length=100, blank=True)
    narrative = models.TextField("原话", blank=True)
    division = models.ForeignKey(
        "grids.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="问题所在村（社区）",
    )
    place = models.CharField("地点", max_length=100, blank=True)
    risk = code_field(Risk, "风险等级", default=Risk.BLUE)
    risk_reason = models.CharField("风险理由", max_length=200, blank=True)
    is_urgent = models.BooleanField("重大紧急", default=False)

    # How it is handled
    way = code_field(enums.Way, "办理途径", blank=True)
    is_simple = models.BooleanField("简易办理", default=False)
    resolutions = models.JSONField("三到位一处理", default=list, blank=True)
    notice_waived = code_field(enums.WaivedNotice, "无法告知的原因", blank=True)
    has_follow_up_consent = models.BooleanField("同意回访", default=False)

    # When
    received_on = models.DateField("收到日期")
    registered_at = models.DateTimeField("登记时间")
    registered_by = person_key("登记人")
    # Kept by `services.receipts`: nobody should leave the window without it (条例22).
    receipt_printed_at = models.DateTimeField("回执打印时间", null=True, blank=True)
    first_received_on = models.DateField("最初收到日期")
    notified_on = models.DateField("告知日期", null=True, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    replied_on = models.DateField("作出处理意见日期", null=True, blank=True)
    concluded_on = models.DateField("办结日期", null=True, blank=True)  # F8 was sent
    agreed_on = models.DateField("转来机关同意退回日期", null=True, blank=True)
    left_on = models.DateField("离开办理日期", null=True, blank=True)
    closed_on = models.DateField("结案日期", null=True, blank=True)
    # Letters of before that were never sent are not waited for any more.
    reopened_at = models.DateTimeField("重新办理时间", null=True, blank=True)
    last_act_on = models.DateField("最近办理日")
    last_moved_at = models.DateTimeField("最近动静")
    last_moved_by = person_key("最近经手人", null=True)
    last_verb = code_field(enums.Verb, "最近的动作", blank=True)

    # The nearest running clock of the office, kept by the door for lists and sorting
    due_on = models.DateField("到期日", null=True, blank=True)
    due_rule = code_field(enums.Clock, "期限", blank=True)
    due_basis = models.CharField("期限怎么来的", max_length=300, blank=True)
    due_is_provisional = models.BooleanField("暂定", default=False)

    stuck = models.CharField("卡在哪", max_length=200, blank=True)
    next_step = models.CharField("下一步", max_length=200, blank=True)
    stuck_by = person_key("谁写的", null=True)
    stuck_at = models.DateTimeField("什么时候写的", null=True, blank=True)

    # What it is found by: the second holds only what the card shows (rules.md §6).
    file_text = models.TextField("检索文字", editable=False, default="")
    card_text = models.TextField("卡片检索文字", editable=False, default="")

    class Meta:
        verbose_name = verbose_name_plural = "信访件"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "short_number"], name="petition_number_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=enums.Status.values)
                & Q(kind__in=enums.Kind.values)
                & Q(channel__in=enums.Channel.values),
                name="petition_codes_known",
            ),
            # 条例30(3), 46(5): nothing of an accusation stands in clear.
            models.CheckConstraint(
                condition=~Q(kind=enums.Kind.ACCUSATION)
                | Q(
                    title="", narrative="", place="", file_text="", sent_by="", external_number="",
                    stuck="", next_step="", card_text="", risk_reason="", content__isnull=True,
                    division__isnull=True,
                ),
                name="petition_accusation_is_sealed",
            ),
            models.CheckConstraint(
                condition=Q(kind=enums.Kind.ACCUSATION)
                | (~Q(narrative="") & Q(content__isnull=False, division__isnull=False)),
                name="petition_says_what_it_is",
            ),
            models.CheckConstraint(
                condition=Q(sender="", sent_by="") | (~Q(sender="") & ~Q(sent_by="")) | Q(
                    kind=enums.Kind.ACCUSATION
                ),
                name="petition_sender_named",
            ),
            models.CheckConstraint(
                condition=Q(received_on__gte=models.F("first_received_on")),
                name="petition_first_received_first",
            ),
            models.CheckConstraint(
                condition=~Q(is_simple=True) | Q(way__in=["", enums.Way.PETITION]),
                name="petition_simple_is_petition_way",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.FSM(
                name="petition_status_graph",
                field="status",
                transitions=[(str(a), str(b)) for a, b in enums.STATUS_PAIRS],
            ),
            pgtrigger.Protect(name="petition_never_deleted", operation=pgtrigger.Delete),
        ]
        indexes = [
            models.Index(fields=["centre", "-registered_at", "-id"], name="petition_newest"),
            models.Index(fields=["centre", "due_on", "id"], name="petition_by_due"),
            models.Index(
                fields=["centre", "status", "-registered_at", "-id"], name="petition_status"
            ),
            models.Index(fields=["centre", "received_on", "id"], name="petition_received"),
            models.Index(
                fields=["owner", "due_on", "id"],
                condition=Q(owner__isnull=False),
                name="petition_owner",
            ),
            models.Index(fields=["centre", "short_number"], name="petition_short_number"),
            GinIndex(ZhTsv("file_text"), name="petition_file_pairs"),
        ]

    def __str__(self) -> str:
        return self.number

    # What `core.workflow` asks of a matter: a petition has no rungs.
    tier = ""

    @property
    def is_open(self) -> bool:
        return self.status in enums.OPEN

    @property
    def is_sealed(self) -> bool:
        return self.kind == enums.Kind.ACCUSATION

    @property
    def is_passed_on(self) -> bool:
        """Whether another office sent it to us (条例23(3)): then OBJECT runs."""
        return bool(self.sender)

    @property
    def is_group(self) -> bool:
        """集体访: five people or more (domain.md §4)."""
        return self.head_count >= GROUP_FROM

    @property
    def aloud(self) -> str:
        return f"信{self.short_number}号"


GROUP_FROM = 5


class SealedContent(models.Model):
    """What an accusation says: title, narrative, place, division, sender, demands (条例30(3))."""

    centre = centre_key()
    petition = models.OneToOneField(
        Petition, models.PROTECT, related_name="sealed", verbose_name="信访件"
    )
    data = SealedJSONField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "检举控告内容"
        ordering = ["id"]


class ContentCategory(models.Model):
    """内容分类: a table that a town replaces by its province's (domain.md §3.3)."""

    code = models.CharField("代码", max_length=6, unique=True, db_collation="C")
    name = models.CharField("名称", max_length=40)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上一级",
    )
    is_active = models.BooleanField("使用中", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "信访内容分类"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
