"""What is kept about a case: events, revisions of text, papers, files, proposals, looks."""

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.fields import case_key, centre_key, code_field, person_key
from mediation.core.models import (
    AbstractAccess,
    AbstractAttachment,
    AbstractEvent,
    AbstractPaper,
    AbstractProposal,
)
from mediation.core.privacy import SealedField


class Event(AbstractEvent):
    centre = centre_key()
    case = case_key("events")
    status = code_field(enums.Status, "之后的状态")
    tier = code_field(enums.Tier, "之后的层级")

    class Meta(AbstractEvent.Meta):
        verbose_name = verbose_name_plural = "经过"
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="event_seq_once"),
        ]


class Revision(models.Model):
    """A text field before a change; sealed where the field is, disposed of with the case."""

    centre = centre_key()
    case = case_key("revisions")
    event_seq = models.PositiveIntegerField("对应的经过")
    field = models.CharField("栏目", max_length=60, db_collation="C")
    before = SealedField("改动前", blank=True, default="")
    by = person_key("谁改的")
    at = models.DateTimeField("什么时候改的")

    class Meta:
        verbose_name = verbose_name_plural = "改动前的文字"
        ordering = ["id"]


class Paper(AbstractPaper):
    centre = centre_key()
    case = case_key("papers")
    stage = models.ForeignKey(
        "cases.Stage",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="papers",
        verbose_name="环节",
    )
    # What it is about (a sitting, a stage): a further issue about the same keeps its number.
    subject = models.CharField("关于什么", max_length=40, blank=True, default="", db_collation="C")
    # Its place in the series of its kind, unit and year; empty for those that bear another number.
    unit = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="编号单位",
    )
    year = models.PositiveSmallIntegerField("编号年份", null=True, blank=True)
    serial = models.PositiveIntegerField("编号", null=True, blank=True)

    class Meta(AbstractPaper.Meta):
        verbose_name = verbose_name_plural = "文书"
        ordering = ["id"]
        constraints = [
            *AbstractPaper.Meta.constraints,
            models.UniqueConstraint(fields=["case", "kind", "version"], name="paper_version_once"),
            models.UniqueConstraint(
                fields=["kind", "unit", "year", "serial", "version"],
                condition=Q(serial__isnull=False),
                name="paper_number_once",
            ),
            models.CheckConstraint(
                condition=Q(serial__isnull=True)
                | Q(unit__isnull=False, year__isnull=False, serial__gte=1),
                name="paper_number_has_series",
            ),
        ]


class Attachment(AbstractAttachment):
    centre = centre_key()
    case = case_key("attachments")
    stage = models.ForeignKey(
        "cases.Stage",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name="环节",
    )
    is_record = models.BooleanField("只限承办人看", default=False)
    # A scan of a signed paper, and who signed it.
    paper = models.ForeignKey(
        "cases.Paper",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scans",
        verbose_name="哪份文书的扫描件",
    )
    signed_by = models.CharField("签名的人", max_length=200, blank=True, default="")
    dossier_part = code_field(enums.DossierPart, "归入卷宗的哪一部分", blank=True)

    class Meta(AbstractAttachment.Meta):
        verbose_name = verbose_name_plural = "材料"
        ordering = ["id"]


class Proposal(AbstractProposal):
    centre = centre_key()
    case = case_key("proposals")

    class Meta(AbstractProposal.Meta):
        verbose_name = verbose_name_plural = "待签事项"
        ordering = ["id"]
        constraints = [
            *AbstractProposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "verb"],
                condition=Q(decided_at__isnull=True),
                name="proposal_one_open",
            ),
        ]


class Access(AbstractAccess):
    """Who looked at a whole number or address, and why (个人信息保护法 51)."""

    centre = centre_key()
    case = case_key("accesses")
    party = models.ForeignKey(
        "cases.Party",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="当事人",
    )

    class Meta(AbstractAccess.Meta):
        verbose_name = verbose_name_plural = "查看记录"
        ordering = ["id"]
