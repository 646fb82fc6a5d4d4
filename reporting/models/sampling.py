"""评查: cases drawn by lot from fixed lists, a sheet for each, what the unit mended.

A draw is made once: its seed, its lists and what came out are written once and can be reckoned
again by anybody (`reporting.sampling`). Source: domain.md D7, §7 row 95.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from mediation.core.models import append_only
from reporting.review_enums import ReplyKind, SampleKind


def _centre() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )


def _person(label: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=label
    )


class Sampling(models.Model):
    """One draw over one quarter of one town; `size` cases of each list."""

    centre = _centre()
    first_on = models.DateField("从哪天")
    last_on = models.DateField("到哪天")
    size = models.PositiveSmallIntegerField("每类抽几件")
    seed = models.CharField("抽签种子", max_length=64, db_collation="C")
    by = _person("谁抽的")
    at = models.DateTimeField("什么时候抽的")

    class Meta:
        verbose_name = verbose_name_plural = "评查抽样"
        ordering = ["-first_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "first_on"],
                name="sampling_once_a_quarter",
                violation_error_message="这个季度已经抽过。",
            ),
            models.CheckConstraint(
                condition=Q(last_on__gt=models.F("first_on")), name="sampling_days_in_order"
            ),
            models.CheckConstraint(condition=Q(size__range=(1, 10)), name="sampling_size"),
            models.CheckConstraint(condition=~Q(seed=""), name="sampling_has_seed"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.first_on:%Y-%m-%d}"


class SampleList(models.Model):
    """The fixed list of one unit and kind: case numbers in their order, as they stood at the draw."""

    centre = _centre()
    sampling = models.ForeignKey(
        Sampling, models.PROTECT, related_name="lists", verbose_name="抽样"
    )
    unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="单位"
    )
    kind = models.CharField("类别", max_length=10, choices=SampleKind, db_collation="C")
    numbers = models.JSONField("名单", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "评查名单"
        ordering = ["sampling", "unit", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sampling", "unit", "kind"], name="sample_list_once"),
            models.CheckConstraint(
                condition=Q(kind__in=SampleKind.values), name="sample_list_kind_known"
            ),
        ]
        triggers = append_only()


class SampledCase(models.Model):
    """One case that came out. `place`: which one of its list's draw."""

    centre = _centre()
    of = models.ForeignKey(SampleList, models.PROTECT, related_name="drawn", verbose_name="名单")
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="samples", verbose_name="案件"
    )
    place = models.PositiveSmallIntegerField("第几个抽出")

    class Meta:
        verbose_name = verbose_name_plural = "抽中的案件"
        ordering = ["of", "place"]
        constraints = [
            models.UniqueConstraint(fields=["of", "place"], name="sampled_case_place_once"),
            models.UniqueConstraint(fields=["of", "case"], name="sampled_case_once"),
        ]
        triggers = append_only()


class SampleSheet(models.Model):
    """The review of one case: a mark for each point, what was found. `due_on`: to mend by then."""

    centre = _centre()
    sampled = models.OneToOneField(
        SampledCase, models.PROTECT, related_name="sheet", verbose_name="抽中的案件"
    )
    marks = models.JSONField("各要点", default=dict)
    findings = models.TextField("评查情况")
    is_own = models.BooleanField("本单位自查", default=False)
    has_to_mend = models.BooleanField("有要改的")
    due_on = models.DateField("哪天前整改", null=True, blank=True)
    on = models.DateField("评查日期")
    by = _person("谁评查的")
    at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "评查表"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_to_mend=True, due_on__isnull=False)
                | Q(has_to_mend=False, due_on__isnull=True),
                name="sample_sheet_mend_by_a_day",
            ),
        ]
        triggers = append_only()


class SampleReply(models.Model):
    """What the unit mended, and whether that was enough."""

    centre = _centre()
    sheet = models.ForeignKey(
        SampleSheet, models.PROTECT, related_name="replies", verbose_name="评查表"
    )
    seq = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("经过", max_length=10, choices=ReplyKind, db_collation="C")
    text = models.TextField("说明", blank=True)
    due_on = models.DateField("再改到哪天", null=True, blank=True)
    by = _person("经手人")
    at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "评查整改"
        ordering = ["sheet", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "seq"], name="sample_reply_seq_once"),
            models.CheckConstraint(
                condition=Q(kind__in=ReplyKind.values), name="sample_reply_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=ReplyKind.ACCEPT) | ~Q(text=""), name="sample_reply_has_words"
            ),
            models.CheckConstraint(
                condition=Q(kind=ReplyKind.AGAIN, due_on__isnull=False)
                | (~Q(kind=ReplyKind.AGAIN) & Q(due_on__isnull=True)),
                name="sample_reply_again_by_a_day",
            ),
        ]
        triggers = append_only()
