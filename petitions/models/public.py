"""What people say from outside: on the look-up page, and about their own data.

A word belongs to one matter, a petition or a case, and to one who has a look-up code there. Of an
accusation nobody has such a code, so nothing of it can stand here.
"""

from django.db import models
from django.db.models import F, Q

from cases.enums import RequestChannel
from cases.models.fields import centre_key, code_field, person_key
from mediation.core.privacy import SealedField
from petitions import enums
from petitions.models.fields import petition_key


class PublicWord(models.Model):
    """补充说明, or a complaint to the director, who answers by `due_on` (Rule COMPLAINT)."""

    centre = centre_key()
    petition = models.ForeignKey(
        "petitions.Petition",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_words",
        verbose_name="信访件",
    )
    petitioner = models.ForeignKey(
        "petitions.Petitioner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_words",
        verbose_name="信访人",
    )
    case = models.ForeignKey(
        "cases.Case",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_words",
        verbose_name="案件",
    )
    party = models.ForeignKey(
        "cases.Party",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_words",
        verbose_name="当事人",
    )
    kind = code_field(enums.WordKind, "说的是什么")
    text = SealedField("原话")
    on = models.DateField("日期")
    at = models.DateTimeField("时间")
    due_on = models.DateField("答复期限", null=True, blank=True)
    answer = SealedField("答复", blank=True, default="")
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = person_key("谁答复的", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "查询页上说的话"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(petition__isnull=False, petitioner__isnull=False)
                & Q(case__isnull=True, party__isnull=True)
                | Q(petition__isnull=True, petitioner__isnull=True)
                & Q(case__isnull=False, party__isnull=False),
                name="public_word_of_one_matter",
            ),
            models.CheckConstraint(
                condition=Q(kind=enums.WordKind.COMPLAINT, due_on__isnull=False)
                | Q(kind=enums.WordKind.NOTE, due_on__isnull=True, answered_on__isnull=True),
                name="public_word_complaint_is_due",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answered_at__isnull=True)
                & Q(answered_by__isnull=True)
                | Q(answered_on__isnull=False, answered_at__isnull=False)
                & Q(answered_by__isnull=False),
                name="public_word_answered_in_full",
            ),
            models.UniqueConstraint(
                fields=["petitioner"],
                condition=Q(kind=enums.WordKind.COMPLAINT, answered_on__isnull=True),
                name="petitioner_one_open_complaint",
            ),
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(kind=enums.WordKind.COMPLAINT, answered_on__isnull=True),
                name="party_one_open_complaint",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "due_on"],
                condition=Q(due_on__isnull=False, answered_on__isnull=True),
                name="public_word_waiting",
            ),
        ]

    @property
    def aloud(self) -> str:
        """The matter's short number, 信63号 or 867号."""
        return str((self.petition or self.case).aloud)  # type: ignore[union-attr]


class DataRequest(models.Model):
    """查阅 复制 更正 删除 解释 (个人信息保护法44–50条), answered in 15 working days (Rule
    PERSONAL_REQUEST). Counted by kind, never by person."""

    centre = centre_key()
    petition = petition_key("data_requests")
    petitioner = models.ForeignKey(
        "petitions.Petitioner",
        models.PROTECT,
        related_name="data_requests",
        verbose_name="信访人",
    )
    kind = code_field(enums.DataRequestKind, "要求")
    channel = code_field(RequestChannel, "从哪里提出")
    text = SealedField("具体要求", blank=True, default="")
    asked_on = models.DateField("提出日期")
    due_on = models.DateField("答复期限")
    by = person_key("经手人")
    at = models.DateTimeField("录入时间")
    is_granted = models.BooleanField("同意", null=True, blank=True)
    # How it was done, or why not.
    answer = SealedField("答复", blank=True, default="")
    decided_on = models.DateField("答复日期", null=True, blank=True)
    decided_by = person_key("谁答复的", null=True)
    decided_at = models.DateTimeField("答复录入时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "个人信息要求"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_granted__isnull=True, decided_on__isnull=True)
                & Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(is_granted__isnull=False, decided_on__isnull=False)
                & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="data_request_decided_in_full",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("asked_on")), name="data_request_due_later"
            ),
            models.UniqueConstraint(
                fields=["petitioner", "kind"],
                condition=Q(decided_on__isnull=True),
                name="data_request_one_open_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "due_on"],
                condition=Q(decided_on__isnull=True),
                name="data_request_open",
            ),
            models.Index(fields=["centre", "asked_on"], name="data_request_asked"),
        ]


class TownNotice(models.Model):
    """What a town itself puts on /about/: hours, address, reception days, other ways to it."""

    centre = models.OneToOneField(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    hours = models.CharField(
        "办公时间", max_length=100, blank=True, help_text="如：工作日 8:30—12:00，14:00—17:30"
    )
    address = models.CharField("接待地址", max_length=100, blank=True)
    receptions = models.CharField(
        "领导接访日", max_length=200, blank=True, help_text="如：每月 5 日、15 日、25 日"
    )
    online = models.CharField("网上和来信怎么走", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公示内容"

    def __str__(self) -> str:
        return f"{self.centre}公示内容"
