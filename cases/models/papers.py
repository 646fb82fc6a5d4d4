"""What an issued paper says, its bytes, and the templates that a town may put in place of ours."""

from django.db import models

from cases import enums
from cases.models.fields import case_key, centre_key, code_field, person_key
from mediation.core.privacy import SealedJSONField


class PaperDocument(models.Model):
    """The words of one issue of a paper, sealed, and the Word file once it was drawn up.

    Its checksum stands on the paper. A change is a further paper; this row stays as it is.
    """

    centre = centre_key()
    case = case_key("paper_documents")
    paper = models.OneToOneField(
        "cases.Paper", models.PROTECT, related_name="content", verbose_name="文书"
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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(docx__isnull=True, drawn_at__isnull=True)
                | models.Q(docx__isnull=False, drawn_at__isnull=False),
                name="paper_document_drawn_at_a_moment",
            ),
        ]


class PaperTemplate(models.Model):
    """A Word template of the town, used instead of the house's own. The last active one counts."""

    centre = centre_key()
    kind = code_field(enums.Document, "文书")
    file = models.BinaryField("模板文件")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("校验值", max_length=64, db_collation="C")
    uploaded_by = person_key("上传人")
    uploaded_at = models.DateTimeField("上传时间")
    is_active = models.BooleanField("使用中", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "文书模板"
        ordering = ["kind", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "kind"],
                condition=models.Q(is_active=True),
                name="paper_template_one_active",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}（{self.name}）"
