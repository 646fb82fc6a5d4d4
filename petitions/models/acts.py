"""What was done in a petition and in whose words."""

from django.db import models
from django.db.models import Q

from cases.enums import UrgeMeans, WhistleKind
from cases.models.acts import Act
from cases.models.fields import centre_key, code_field, person_key
from petitions import enums
from petitions.models.fields import petition_key


class Ending(Act):
    """Why and where it went: guide, forward, return, decline, no longer accept, withdraw, reopen."""

    petition = petition_key("endings")
    verb = code_field(enums.Verb, "动作")
    ground = models.CharField("情形", max_length=30, blank=True, db_collation="C")
    way = code_field(enums.Way, "法定途径", blank=True)
    to = models.CharField("向哪个机关", max_length=200, blank=True)
    time_limit = models.CharField("期限提示", max_length=200, blank=True)
    their_number = models.CharField("复核意见文号", max_length=60, blank=True)
    reason = models.TextField("理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "去向"
        ordering = ["id"]


class Direction(Act):
    """交办, 批示, 督办 or 吹哨: to whom, what, by when, and what came back.

    Of an assignment the answer is the closing report (F13); it may be handed back in two working
    days.
    """

    petition = petition_key("directions")
    kind = code_field(enums.DirectionKind, "种类")
    text = models.TextField("内容")
    to_unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="给哪个单位"
    )
    demands = models.ManyToManyField(
        "petitions.Demand", blank=True, related_name="directions", verbose_name="办哪几项诉求"
    )
    means = code_field(UrgeMeans, "督办方式", blank=True)
    whistle_kind = code_field(WhistleKind, "请来做什么", blank=True)
    due_on = models.DateField("什么时候前回话")
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    signed_by = person_key("签收人", null=True)
    reported_in_at = models.DateTimeField("报到时间", null=True, blank=True)
    reported_in_by = person_key("报到人", null=True)
    handed_back_at = models.DateTimeField("退回时间", null=True, blank=True)
    handed_back_by = person_key("退回人", null=True)
    hand_back_reason = models.TextField("退回理由", blank=True)
    answer = models.TextField("回话", blank=True)
    answered_on = models.DateField("回话日期", null=True, blank=True)
    answered_at = models.DateTimeField("回话时间", null=True, blank=True)
    answered_by = person_key("回话人", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "交办、批示、督办和吹哨"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(handed_back_at__isnull=True),
                name="petition_direction_answered_or_back",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_unit", "due_on"],
                condition=Q(answered_at__isnull=True, handed_back_at__isnull=True),
                name="petition_direction_waiting",
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.answered_at is None and self.handed_back_at is None


class Record(Act):
    """调查核实, 接谈, 听证 or 回访: what was heard and found."""

    petition = petition_key("records")
    kind = code_field(enums.RecordKind, "种类", default=enums.RecordKind.INQUIRY)
    text = models.TextField("内容")
    place = models.CharField("地点", max_length=100, blank=True)
    people = models.CharField("参加人", max_length=300, blank=True)
    view = models.TextField("评议意见", blank=True)  # of a hearing
    demand = models.ForeignKey(
        "petitions.Demand",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name="关于哪项诉求",
    )

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ["id"]


class PetitionCase(Act):
    """A mediation inside the petition (条例33): the case that was opened for it."""

    petition = petition_key("mediations")
    case = models.OneToOneField(
        "cases.Case", models.PROTECT, related_name="petition_link", verbose_name="案件"
    )
    is_from_case = models.BooleanField("由案件移送而来", default=False)
    demands = models.ManyToManyField(
        "petitions.Demand", blank=True, related_name="mediations", verbose_name="调解哪几项诉求"
    )

    class Meta:
        verbose_name = verbose_name_plural = "访调对接"
        ordering = ["id"]


class Review(Act):
    """复查 or 复核, asked for and decided by the body above (条例35, 36). `on`: when it was asked."""

    petition = petition_key("reviews")
    level = code_field(enums.ReviewLevel, "复查或复核")
    body = models.CharField("机关", max_length=100, blank=True)
    is_late = models.BooleanField("逾期提出", default=False)
    result = code_field(enums.ReviewResult, "结论", blank=True)
    number = models.CharField("意见书文号", max_length=60, blank=True, db_collation="C")
    decided_on = models.DateField("作出日期", null=True, blank=True)
    text = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "复查复核"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "level"],
                condition=Q(decided_on__isnull=True),
                name="petition_review_one_open",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, result="")
                | (Q(decided_on__isnull=False) & ~Q(result="")),
                name="petition_review_decided_with_result",
            ),
        ]


class Rating(models.Model):
    """The petitioner's own word, never required, never given by staff (rules.md §3 row 21)."""

    centre = centre_key()
    petition = petition_key("ratings")
    for_office = code_field(enums.Grade, "对接待窗口")
    for_unit = code_field(enums.Grade, "对办理单位")
    words = models.TextField("想说的话", blank=True)
    at = models.DateTimeField("评价时间")

    class Meta:
        verbose_name = verbose_name_plural = "评价"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["petition"], name="petition_rated_once"),
        ]


class SupportMeasure(Act):
    """帮扶救助: with consent, a term and a result (条例27; 个人信息保护法29 for psychological help)."""

    petition = petition_key("supports")
    kind = code_field(enums.SupportKind, "种类")
    unit = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="由谁提供",
    )
    has_consent = models.BooleanField("本人同意", default=False)
    text = models.TextField("内容")
    amount = models.DecimalField(
        "金额（元）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    ends_on = models.DateField("到哪天", null=True, blank=True)
    result = models.TextField("结果", blank=True)
    result_on = models.DateField("结果日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "帮扶措施"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_consent=True),
                name="petition_support_by_consent",
                violation_error_message="帮扶要先征得本人同意。",
            ),
        ]
