"""Who may not handle this case, and why (回避; 特邀调解规定15条, 信访条例28条(3))."""

from django.db import models

from cases import enums
from cases.models.acts import Act
from cases.models.fields import case_key, code_field, person_key


class Recusal(Act):
    """One officer, for one case. As long as the row stands he is nobody to it (rules.md §1).

    `by` decided it: the officer himself, or the head where a party asked. Level 2.
    """

    case = case_key("recusals")
    stage = models.ForeignKey(
        "cases.Stage", models.PROTECT, related_name="recusals", verbose_name="环节"
    )
    user = person_key("回避的人", related_name="recusals")
    ground = code_field(enums.RecuseGround, "情形")
    by_party = models.ForeignKey(
        "cases.Party",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提出的当事人",
    )
    reason = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], name="recusal_once"),
        ]
