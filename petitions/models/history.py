"""What is kept about a petition: events, revisions of text, files, proposals, looks."""

from django.db import models
from django.db.models import Q

from cases.models.fields import centre_key, code_field, person_key
from mediation.core.models import (
    AbstractAccess,
    AbstractAttachment,
    AbstractEvent,
    AbstractProposal,
)
from mediation.core.privacy import SealedField
from petitions import enums
from petitions.models.fields import petition_key


class Event(AbstractEvent):
    centre = centre_key()
    petition = petition_key("events")
    status = code_field(enums.Status, "之后的状态")

    class Meta(AbstractEvent.Meta):
        verbose_name = verbose_name_plural = "经过"
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["petition", "seq"], name="petition_event_seq_once"),
        ]


class Revision(models.Model):
    """A text field before a change, sealed, disposed of with the petition."""

    centre = centre_key()
    petition = petition_key("revisions")
    event_seq = models.PositiveIntegerField("对应的经过")
    field = models.CharField("栏目", max_length=60, db_collation="C")
    before = SealedField("改动前", blank=True, default="")
    by = person_key("谁改的")
    at = models.DateTimeField("什么时候改的")

    class Meta:
        verbose_name = verbose_name_plural = "改动前的文字"
        ordering = ["id"]


class Attachment(AbstractAttachment):
    centre = centre_key()
    petition = petition_key("attachments")
    letter = models.ForeignKey(
        "petitions.IssuedLetter",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scans",
        verbose_name="哪份文书的扫描件",
    )
    signed_by = models.CharField("签名的人", max_length=200, blank=True, default="")

    class Meta(AbstractAttachment.Meta):
        verbose_name = verbose_name_plural = "材料"
        ordering = ["id"]


class Proposal(AbstractProposal):
    centre = centre_key()
    petition = petition_key("proposals")

    class Meta(AbstractProposal.Meta):
        verbose_name = verbose_name_plural = "待签事项"
        ordering = ["id"]
        constraints = [
            *AbstractProposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["petition", "verb"],
                condition=Q(decided_at__isnull=True),
                name="petition_proposal_one_open",
            ),
        ]


class Access(AbstractAccess):
    """Who opened it, or saw a whole number, and why (个人信息保护法 51)."""

    centre = centre_key()
    petition = petition_key("accesses")
    petitioner = models.ForeignKey(
        "petitions.Petitioner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="信访人",
    )

    class Meta(AbstractAccess.Meta):
        verbose_name = verbose_name_plural = "查看记录"
        ordering = ["id"]
