"""The register of mediators (人民调解法 8–9, 13–14): staff, and only what is put up on the wall.

It says who mediates, where, what he knows and until when. What somebody may do in the system
comes from his `Post`, never from this row.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from grids.enums import MediatorKind
from grids.models.categories import Category
from grids.models.posts import Department
from grids.models.terms import Term

LONGEST_TERM = timedelta(days=1096)  # three years, a leap year among them


class Mediator(Term):
    """One term of one person; who is appointed again gets a new row."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="人员",
        on_delete=models.PROTECT,
        related_name="mediator_terms",
    )
    unit = models.ForeignKey(
        Department,
        verbose_name="调委会或调解室",
        on_delete=models.PROTECT,
        related_name="mediators",
    )
    kind = models.CharField("类别", max_length=20, choices=MediatorKind, db_collation="C")
    studio_name = models.CharField(
        "工作室名称", max_length=40, blank=True, help_text="个人调解工作室填写，如：老何调解工作室"
    )
    is_woman = models.BooleanField(
        "女", default=False, help_text="调委会应当有妇女成员（人民调解法第八条）"
    )
    specialties = models.ManyToManyField(
        Category, verbose_name="擅长类别", blank=True, related_name="mediators"
    )

    class Meta(Term.Meta):
        verbose_name = verbose_name_plural = "调解员"
        ordering = ["unit", "kind", "id"]
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                fields=["user", "unit", "kind", "from_on"],
                name="grids_one_mediator_term",
                violation_error_message="这位同志在该单位已有同一天开始的任期。",
            ),
            models.CheckConstraint(
                condition=(Q(kind=MediatorKind.STUDIO) & ~Q(studio_name=""))
                | (~Q(kind=MediatorKind.STUDIO) & Q(studio_name="")),
                name="grids_studio_has_name",
                violation_error_message="个人调解工作室需要写明名称，其他类别不用写。",
            ),
            # 人民调解法 9: a committee is chosen for three years and may be chosen again.
            models.CheckConstraint(
                condition=~Q(kind=MediatorKind.COMMITTEE_MEMBER)
                | Q(to_on__isnull=False, to_on__lt=F("from_on") + LONGEST_TERM),
                name="grids_committee_term_is_three_years",
                violation_error_message="调委会委员每届任期三年，请填写结束日期，可以连任。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()} {self.user}"
