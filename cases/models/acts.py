"""What was done in a case and in whose words: records, agreements, endings, directions.

Level 2 (file): endings, directions, notes, follow-ups. Level 3 (record): minutes, terms, consents.
"""

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.fields import case_key, centre_key, code_field, person_key


class Act(models.Model):
    """Common columns: the day it happened (printed), and when and by whom it was typed."""

    centre = centre_key()
    on = models.DateField("日期")
    by = person_key("经手人")
    at = models.DateTimeField("录入时间")

    class Meta:
        abstract = True


class Consent(Act):
    """One party's word that he agrees to mediation (人民调解法 17, 23(2)); level 3."""

    case = case_key("consents")
    stage = models.ForeignKey(
        "cases.Stage", models.PROTECT, related_name="consents", verbose_name="环节"
    )
    party = models.ForeignKey(
        "cases.Party", models.PROTECT, related_name="consents", verbose_name="当事人"
    )
    is_given = models.BooleanField("同意")

    class Meta:
        verbose_name = verbose_name_plural = "同意记录"
        ordering = ["id"]


class MediationSession(Act):
    """A sitting: held (with minutes), or only arranged. Minutes and outcome are level 3."""

    case = case_key("sessions")
    stage = models.ForeignKey(
        "cases.Stage", models.PROTECT, related_name="sessions", verbose_name="环节"
    )
    starts_at = models.DateTimeField("开始时间", null=True, blank=True)
    ends_at = models.DateTimeField("结束时间", null=True, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    mediator = person_key("主持人", null=True)
    people = models.CharField("到场的人", max_length=300, blank=True)
    minutes = models.TextField("笔录", blank=True)
    agreed = models.TextField("已经谈成的部分", blank=True, default="")
    outcome = code_field(enums.RecordOutcome, "结果", blank=True)
    is_investigation = models.BooleanField("调查记录", default=False)
    is_cancelled = models.BooleanField("已取消", default=False)
    # How it was booked (cases.services.booking)
    kind = code_field(enums.SessionKind, "种类", default=enums.SessionKind.SESSION)
    mode = code_field(enums.MediationMode, "调解方式", default=enums.MediationMode.PEOPLE)
    room = models.ForeignKey(
        "grids.Room",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name="房间",
    )
    is_online = models.BooleanField("网上调解", default=False)
    platform = models.CharField("网上平台", max_length=40, blank=True, default="")
    is_recorded = models.BooleanField("录音录像", default=False)
    has_recording_consent = models.BooleanField("各方同意录音录像", default=False)
    is_public = models.BooleanField("公开进行", default=False)
    mediator_chosen_by = code_field(enums.MediatorChooser, "主持人由谁选", blank=True)
    occupancies = models.ManyToManyField("grids.Occupancy", related_name="+", verbose_name="占用")
    moved_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="moved_to",
        verbose_name="由哪一场改期而来",
    )
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    cancelled_by = person_key("取消人", null=True)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "调解记录"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(is_online=False) | ~Q(platform=""),
                name="session_online_has_platform",
                violation_error_message="网上调解请写明用哪个平台。",
            ),
            models.CheckConstraint(
                condition=Q(is_recorded=False) | Q(has_recording_consent=True),
                name="session_recorded_with_consent",
                violation_error_message="录音录像要先征得各方同意。",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "starts_at"], name="session_case_start"),
            models.Index(
                fields=["centre", "starts_at"],
                condition=Q(starts_at__isnull=False),
                name="session_centre_start",
            ),
        ]


class Agreement(Act):
    """What the parties agreed; level 3. Effective on `on` (人民调解法 28–31)."""

    case = case_key("agreements")
    stage = models.ForeignKey(
        "cases.Stage", models.PROTECT, related_name="agreements", verbose_name="环节"
    )
    form = code_field(enums.AgreementForm, "形式")
    terms = models.TextField("协议内容")
    amount = models.DecimalField(
        "协议金额（元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    performed_by_on = models.DateField("约定履行日", null=True, blank=True)
    # A written one takes effect when all have signed, the mediator too, and the seal is on it.
    mediator = person_key("签名的调解员", null=True)
    sealed_by = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="盖章的调解组织",
    )
    is_harmless = models.BooleanField("写明不损害第三人的权益", default=False)
    third_party_words = models.TextField("第三人的意见", blank=True, default="")
    means = code_field(enums.Means, "化解方式", blank=True)
    cause = models.CharField("纠纷成因", max_length=300, blank=True, default="")
    unconfirmable = code_field(enums.Unconfirmable, "法院不予确认的情形", blank=True)
    is_undone = models.BooleanField("因重开失效", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "协议"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_undone=False), name="agreement_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(form=enums.AgreementForm.WRITTEN)
                | Q(mediator__isnull=False, sealed_by__isnull=False),
                name="agreement_written_is_sealed",
            ),
        ]


class Ending(Act):
    """Why and how a case left without a settlement: decline, refer, transfer, withdraw, …"""

    case = case_key("endings")
    stage = models.ForeignKey(
        "cases.Stage", models.PROTECT, related_name="endings", verbose_name="环节"
    )
    outcome = code_field(enums.Outcome, "结果")
    ground = models.CharField("理由类别", max_length=20, blank=True, db_collation="C")
    reason = models.TextField("理由", blank=True)
    where_to = models.CharField("可以去哪里", max_length=200, blank=True)
    chosen_by = code_field(enums.ReferChooser, "谁选择的", blank=True)
    by_party = models.ForeignKey(
        "cases.Party",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提出的当事人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "办结记录"
        ordering = ["id"]


class Direction(Act):
    """批示, 督办 and 吹哨: a word that wants an answer; no answer, no close (seed 000 row 25)."""

    case = case_key("directions")
    kind = code_field(enums.DirectionKind, "种类")
    text = models.TextField("内容")
    means = code_field(enums.UrgeMeans, "方式", blank=True)
    whistle_kind = code_field(enums.WhistleKind, "吹哨的种类", blank=True)
    to_unit = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="directions",
        verbose_name="给哪个单位",
    )
    to_user = person_key("给谁", null=True, related_name="directions")
    due_on = models.DateField("限期")
    # A whistle may show its addressee the safety notes, for as long as it waits (rules.md §6).
    is_for_safety = models.BooleanField("看人身安全情况", default=False)
    reported_in_at = models.DateTimeField("报到时间", null=True, blank=True)
    reported_in_by = person_key("报到人", null=True)
    report = models.CharField("报到时说的", max_length=300, blank=True)
    answer = models.TextField("回话", blank=True)
    answered_on = models.DateField("回话日期", null=True, blank=True)
    answered_at = models.DateTimeField("回话录入时间", null=True, blank=True)
    answered_by = person_key("回话人", null=True)
    rating = code_field(enums.Satisfaction, "对回话的评价", blank=True)
    rated_at = models.DateTimeField("评价时间", null=True, blank=True)
    rated_by = person_key("评价人", null=True)
    retracted_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "批示、督办和吹哨"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retracted_at__isnull=True) | Q(answered_at__isnull=True),
                name="direction_retracted_or_answered",
            ),
            models.CheckConstraint(
                condition=Q(rating="", rated_at__isnull=True)
                | (~Q(rating="") & Q(rated_at__isnull=False, answered_at__isnull=False)),
                name="direction_rated_after_answer",
            ),
            models.CheckConstraint(
                condition=Q(to_unit__isnull=False) | Q(to_user__isnull=False),
                name="direction_has_addressee",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_unit", "due_on"],
                condition=Q(answered_at__isnull=True),
                name="direction_unit_open",
            ),
            models.Index(
                fields=["to_user", "due_on"],
                condition=Q(answered_at__isnull=True),
                name="direction_user_open",
            ),
            models.Index(
                fields=["case"], condition=Q(answered_at__isnull=True), name="direction_case_open"
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        """Whether somebody still owes a word: not answered, not taken back."""
        return self.answered_at is None and self.retracted_at is None


class Note(Act):
    """卡在哪 and 下一步 (ui/DESIGN §1.4)."""

    case = case_key("notes")
    stuck = models.CharField("卡在哪", max_length=200)
    next_step = models.CharField("下一步", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "卡在哪"
        ordering = ["id"]


class FollowUp(Act):
    """回访, 回头看, and what became of a referred case."""

    case = case_key("follow_ups")
    clock = code_field(enums.Clock, "对应的期限", blank=True)
    how = code_field(enums.FollowUpWay, "方式")
    performed = code_field(enums.Performance, "履行情况", blank=True)
    court_result = code_field(enums.CourtResult, "法院结果", blank=True)
    satisfied = code_field(enums.Satisfaction, "满意程度", blank=True)
    is_relapse = models.BooleanField("有反弹", default=False)
    text = models.TextField("回访情况", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回访"
        ordering = ["id"]
