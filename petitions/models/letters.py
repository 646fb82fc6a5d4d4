"""Letters that were issued, what they say, and their delivery (domain.md §2.2, F1–F16)."""

from django.db import models
from django.db.models import Q

from cases.models.fields import centre_key, code_field, person_key
from mediation.core.models import AbstractPaper
from mediation.core.privacy import SealedField, SealedJSONField
from petitions import enums
from petitions.models.fields import petition_key


class IssuedLetter(AbstractPaper):
    """One issue of one letter. It counts as told only when `sent_on` is there (rules.md §3 row 13)."""

    centre = centre_key()
    petition = petition_key("letters")
    # Its place in the town's series of its kind; empty where another body numbered it (F9, F10).
    year = models.PositiveSmallIntegerField("编号年份", null=True, blank=True)
    serial = models.PositiveIntegerField("编号", null=True, blank=True)
    subject = models.CharField("关于什么", max_length=40, blank=True, default="", db_collation="C")
    # 送达回证 (F11)
    place = models.CharField("送达地点", max_length=100, blank=True)
    receiver = SealedField("签收人", blank=True, default="")
    witness = models.CharField("见证人", max_length=80, blank=True)

    class Meta(AbstractPaper.Meta):
        verbose_name = verbose_name_plural = "信访文书"
        ordering = ["id"]
        constraints = [
            *AbstractPaper.Meta.constraints,
            models.UniqueConstraint(
                fields=["petition", "kind", "version"], name="letter_version_once"
            ),
            models.UniqueConstraint(
                fields=["centre", "kind", "year", "serial", "version"],
                condition=Q(serial__isnull=False),
                name="letter_number_once",
            ),
            models.CheckConstraint(
                condition=Q(serial__isnull=True, year__isnull=True)
                | Q(serial__gte=1, year__isnull=False),
                name="letter_number_has_series",
            ),
        ]

    @property
    def is_sent(self) -> bool:
        return self.sent_on is not None

    @property
    def label(self) -> str:
        return str(enums.Letter(self.kind).label)

    @property
    def goes_out(self) -> bool:
        """Whether somebody outside receives it, with a 送达回证 (F11)."""
        return self.kind in enums.SENT_OUT


class LetterDocument(models.Model):
    """The words of one issue, sealed, and its Word file once it was drawn up."""

    centre = centre_key()
    petition = petition_key("letter_documents")
    letter = models.OneToOneField(
        IssuedLetter, models.PROTECT, related_name="content", verbose_name="文书"
    )
    data = SealedJSONField("填写的内容")
    docx = models.BinaryField("Word 文件", null=True)
    template_sha256 = models.CharField(
        "模板校验值", max_length=64, blank=True, db_collation="C", default=""
    )
    drawn_by = person_key("谁生成的", null=True)
    drawn_at = models.DateTimeField("生成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "文书内容"
        ordering = ["id"]


class LetterTemplate(models.Model):
    """A Word template of the town, used instead of the house's own. The last active one counts."""

    centre = centre_key()
    kind = code_field(enums.Letter, "文书")
    file = models.BinaryField("模板文件")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("校验值", max_length=64, db_collation="C")
    uploaded_by = person_key("上传人")
    uploaded_at = models.DateTimeField("上传时间")
    is_active = models.BooleanField("使用中", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "信访文书模板"
        ordering = ["kind", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "kind"],
                condition=Q(is_active=True),
                name="letter_template_one_active",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.name}）"
