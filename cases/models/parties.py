"""The people of one case. A party belongs to its case and to nothing else (DESIGN §1)."""

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.fields import case_key, centre_key, code_field
from mediation.core.privacy import SealedField


class Party(models.Model):
    centre = centre_key()
    case = case_key("parties")
    position = models.PositiveSmallIntegerField("次序")
    role = code_field(enums.PartyRole, "身份")
    kind = code_field(enums.PartyKind, "个人或单位", default=enums.PartyKind.PERSON)
    name = models.CharField("姓名或名称", max_length=80)
    # First letters of the name, which is searched in clear as well: cgq finds 陈国强.
    initials = models.CharField(
        "姓名首字母", max_length=40, blank=True, default="", db_collation="C"
    )
    sex = code_field(enums.Sex, "性别", default=enums.Sex.UNKNOWN)
    # One of at most five whom the parties of a collective dispute chose to speak for them; the
    # seats 1–5 are held by the database (人民调解工作若干规定, domain.md).
    representative_seat = models.PositiveSmallIntegerField("推选的代表席位", null=True, blank=True)
    needs = models.JSONField("需要的照顾", default=list, blank=True)
    id_kind = models.CharField("证件种类", max_length=3, default="111", db_collation="C")
    id_number = SealedField("证件号码", blank=True, default="")
    phone = SealedField("电话", blank=True, default="")
    address = SealedField("住址", blank=True, default="")
    agent = SealedField("代理人", blank=True, default="")
    guardian = SealedField("监护人", blank=True, default="")
    is_minor = models.BooleanField("未成年人", default=False)
    agent_power = code_field(enums.AgentPower, "代理权限", blank=True)
    authority = models.ForeignKey(
        "cases.Attachment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="授权委托书",
    )
    interpreter = SealedField("翻译或手语翻译", blank=True, default="")
    support_person = SealedField("陪同的人", blank=True, default="")
    # A party may have no card, telephone or fixed address: a reason stands in their place.
    no_id_reason = code_field(enums.MissingReason, "没有证件号的原因", blank=True)
    no_phone_reason = code_field(enums.MissingReason, "没有电话的原因", blank=True)
    no_address_reason = code_field(enums.MissingReason, "没有住址的原因", blank=True)
    is_address_hidden = models.BooleanField("住址对另一方保密", default=False)
    # Blind indexes: the whole value and its last four digits, nothing else (DESIGN idea 10).
    id_index = models.CharField(
        max_length=64, blank=True, db_collation="C", verbose_name="证件索引"
    )
    id_tail_index = models.CharField(
        max_length=64, blank=True, db_collation="C", verbose_name="证件尾号索引"
    )
    phone_index = models.CharField(
        max_length=64, blank=True, db_collation="C", verbose_name="电话索引"
    )
    phone_tail_index = models.CharField(
        max_length=64, blank=True, db_collation="C", verbose_name="电话尾号索引"
    )
    # The party's own way to his matter: a code, and a second factor when he left no phone.
    lookup_code = SealedField("查询码", blank=True, default="")
    lookup_index = models.CharField(
        max_length=64, blank=True, db_collation="C", verbose_name="查询码索引"
    )
    receipt_pin = SealedField("回执校验码", blank=True, default="")

    class Meta:
        verbose_name = verbose_name_plural = "当事人"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="party_position_once"),
            models.UniqueConstraint(
                fields=["case", "representative_seat"],
                condition=Q(representative_seat__isnull=False),
                name="party_representative_seat_once",
            ),
            models.CheckConstraint(
                condition=Q(representative_seat__isnull=True)
                | Q(representative_seat__range=(1, 5)),
                name="party_five_representatives",
                violation_error_message="代表最多推选 5 位。",
            ),
            models.UniqueConstraint(
                fields=["lookup_index"], condition=~Q(lookup_index=""), name="party_lookup_once"
            ),
        ]
        indexes = [
            models.Index(fields=["phone_index"], condition=~Q(phone_index=""), name="party_phone"),
            models.Index(fields=["id_index"], condition=~Q(id_index=""), name="party_id_number"),
            models.Index(fields=["centre", "name"], name="party_name"),
            models.Index(fields=["centre", "initials", "case"], name="party_initials"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def paper_address(self) -> str:
        """The address as papers, prints and lists may bear it: none where it is kept from the other."""
        return "" if self.is_address_hidden else str(self.address)
