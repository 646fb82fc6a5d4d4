"""案例库: what was learnt from a case, told without names, with the consent of those it is about.

Nobody learns from an entry which case it was; the link is kept for who may see the case anyway.
Source: domain.md §7 rows 93, 94; 人民调解法 15(4); domain.md §8 row 8.
"""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from reporting.review_enums import Cause, FailReason, LibraryKind, LibraryState

TOLD = ("kind", "category_id", "division_id", "title", "story", "way", "lesson", "cause", "reason")
PUBLISHED_STAYS = """
    IF OLD.state <> 'draft' AND ({old}) IS DISTINCT FROM ({new}) THEN
        RAISE EXCEPTION 'a published entry stays as it was read';
    END IF;
    RETURN NEW;
""".format(
    old=", ".join(f"OLD.{name}" for name in TOLD), new=", ".join(f"NEW.{name}" for name in TOLD)
)


def _centre() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )


def _person(label: str, *, null: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=null,
        blank=null,
        related_name="+",
        verbose_name=label,
    )


class LibraryEntry(models.Model):
    """One example. Written by who reads the file, put into the library by somebody else."""

    centre = _centre()
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="library_entries", verbose_name="出自哪件"
    )
    state = models.CharField(
        "状态",
        max_length=10,
        choices=LibraryState,
        default=LibraryState.DRAFT,
        db_collation="C",
    )
    kind = models.CharField("结果", max_length=10, choices=LibraryKind, db_collation="C")
    category = models.ForeignKey(
        "grids.Category", models.PROTECT, related_name="+", verbose_name="纠纷类别"
    )
    division = models.ForeignKey(
        "grids.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="村（社区）",
    )
    title = models.CharField("题目", max_length=60)
    story = models.TextField("怎么回事")
    way = models.TextField("怎么做的")
    lesson = models.TextField("经验或教训")
    cause = models.CharField("成因", max_length=12, choices=Cause, db_collation="C")
    reason = models.CharField(
        "没谈成的原因",
        max_length=12,
        choices=FailReason,
        blank=True,
        default="",
        db_collation="C",
    )
    version = models.PositiveIntegerField("版本", default=1)
    form_key = models.UUIDField("表单标识", unique=True)
    written_by = _person("谁写的")
    written_at = models.DateTimeField("写的时间")
    amended_by = _person("谁最后改的", null=True)
    published_by = _person("谁放入的", null=True)
    published_at = models.DateTimeField("放入时间", null=True, blank=True)
    withdrawn_by = _person("谁撤下的", null=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawn_why = models.CharField("为什么撤下", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "案例"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=LibraryState.values)
                & Q(kind__in=LibraryKind.values)
                & Q(cause__in=Cause.values),
                name="library_codes_known",
            ),
            models.CheckConstraint(
                condition=Q(kind=LibraryKind.FAILED, reason__in=FailReason.values)
                | Q(kind=LibraryKind.SETTLED, reason=""),
                name="library_reason_of_what_failed",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=LibraryState.DRAFT,
                    published_at__isnull=True,
                    published_by__isnull=True,
                    withdrawn_at__isnull=True,
                )
                | Q(
                    state=LibraryState.PUBLISHED,
                    published_at__isnull=False,
                    published_by__isnull=False,
                    withdrawn_at__isnull=True,
                )
                | Q(state=LibraryState.WITHDRAWN, withdrawn_at__isnull=False)
                & ~Q(withdrawn_why=""),
                name="library_state_in_full",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | ~Q(published_by=models.F("written_by"))
                & (Q(amended_by__isnull=True) | ~Q(published_by=models.F("amended_by"))),
                name="library_published_by_another",
                violation_error_message="自己写的、自己刚改过的案例，请另一位同志核对后放入。",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "state", "-id"], name="library_newest"),
        ]
        triggers = [
            pgtrigger.Protect(name="library_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="library_stays_as_read",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func=PUBLISHED_STAYS,
            ),
            pgtrigger.FSM(
                name="library_state_graph",
                field="state",
                transitions=[
                    ("draft", "published"),
                    ("draft", "withdrawn"),
                    ("published", "withdrawn"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LibraryConsent(models.Model):
    """One party's word that what happened may be told without his name; he may take it back."""

    centre = _centre()
    entry = models.ForeignKey(
        LibraryEntry, models.PROTECT, related_name="consents", verbose_name="案例"
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="+", verbose_name="出自哪件"
    )
    party = models.ForeignKey(
        "cases.Party",
        models.CASCADE,  # who is taken out of the case has nothing to agree to
        related_name="+",
        verbose_name="当事人",
    )
    is_written = models.BooleanField("书面同意", default=False)
    on = models.DateField("哪天同意的")
    by = _person("谁记的")
    at = models.DateTimeField("录入时间")
    taken_back_on = models.DateField("哪天收回的", null=True, blank=True)
    taken_back_by = _person("谁记的收回", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "入库同意"
        ordering = ["entry", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "party"],
                condition=Q(taken_back_on__isnull=True),
                name="library_consent_once",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_on__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_on__isnull=False, taken_back_by__isnull=False),
                name="library_consent_taken_back_in_full",
            ),
        ]
