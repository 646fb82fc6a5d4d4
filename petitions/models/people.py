"""Who petitions and what he asks for. Both belong to one petition and to nothing else."""

from django.db import models
from django.db.models import Q

from cases.enums import Sex
from cases.models.fields import centre_key, code_field, person_key
from mediation.core.privacy import SealedField
from petitions import enums
from petitions.models.fields import petition_key

MOST_REPRESENTATIVES = 5  # 条例20(3)


class Petitioner(models.Model):
    """One who petitions, or one of at most five who speak for a group (条例20(3)).

    Of an accusation the name is sealed too: `name` is then empty.
    """

    centre = centre_key()
    petition = petition_key("petitioners")
    position = models.PositiveSmallIntegerField("次序")
    name = models.CharField("姓名", max_length=80, blank=True)
    # First letters of the name, where it stands in clear.
    initials = models.CharField(
        "姓名首字母", max_length=40, blank=True, default="", db_collation="C"
    )
    sealed_name = SealedField("检举人姓名", blank=True, default="")
    sex = code_field(Sex, "性别", default=Sex.UNKNOWN)
    id_kind = models.CharField("证件种类", max_length=3, default="111", db_collation="C")
    id_number = SealedField("证件号码", blank=True, default="")
    phone = SealedField("电话", blank=True, default="")
    address = SealedField("住址", blank=True, default="")
    phone_index = models.CharField(
        max_length=64, blank=True, db_collation="C", verbose_name="电话索引"
    )
    phone_tail_index = models.CharField(
        max_length=64, blank=True, db_collation="C", verbose_name="电话尾号索引"
    )
    lookup_code = SealedField("查询码", blank=True, default="")
    lookup_index = models.CharField(
        max_length=64, blank=True, db_collation="C", verbose_name="查询码索引"
    )
    receipt_pin = SealedField("回执校验码", blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "信访人"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "position"], name="petitioner_position_once"
            ),
            models.CheckConstraint(
                condition=Q(position__range=(1, MOST_REPRESENTATIVES)),
                name="petitioner_five_at_most",
                violation_error_message="代表最多登记 5 位。",
            ),
            models.UniqueConstraint(
                fields=["lookup_index"],
                condition=~Q(lookup_index=""),
                name="petitioner_lookup_once",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "name"], name="petitioner_name"),
            models.Index(fields=["centre", "initials", "petition"], name="petitioner_initials"),
            models.Index(
                fields=["phone_index"], condition=~Q(phone_index=""), name="petitioner_phone"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Demand(models.Model):
    """诉求: what is asked, who looks into it, what was found and answered (条例32)."""

    centre = centre_key()
    petition = petition_key("demands")
    position = models.PositiveSmallIntegerField("次序")
    text = models.CharField("诉求", max_length=500)
    unit = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="由谁办",
    )
    finding = models.TextField("查明", blank=True)
    opinion = code_field(enums.Opinion, "意见", blank=True)
    basis = models.TextField("依据", blank=True)
    answer = models.TextField("答复", blank=True)
    answered_by = person_key("答复人", null=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "诉求"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "position"], name="demand_position_once"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_answered(self) -> bool:
        """Row 12: finding, opinion and basis are all there."""
        return bool(self.finding and self.opinion and self.basis)
