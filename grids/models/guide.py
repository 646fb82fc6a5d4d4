"""Texts that the town keeps for its counter: ready answers, and where each way leads."""

from django.db import models

from grids.enums import GuideWay
from grids.models.categories import Category
from grids.models.places import Division
from grids.models.posts import Department


class InquiryAnswer(models.Model):
    """常用答复: a question that is often asked, its answer and the law it stands on.

    `is_reviewed` is false until somebody who knows the law has read it; the screen says so, the
    clerk may use it all the same and changes the words as the matter needs.
    """

    topic = models.ForeignKey(
        Category,
        verbose_name="纠纷类别",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiry_answers",
    )
    question = models.CharField("问题", max_length=100, unique=True)
    answer = models.TextField("答复", max_length=2_000)
    law = models.CharField("依据", max_length=300)
    is_reviewed = models.BooleanField("已经法律人员审核", default=False)
    order = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "常用答复"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.question


class GuidePlace(models.Model):
    """Where a way of the guide leads in this town: printed on the leaflet.

    With `unit` the place is one of the centre's own
    resident units, and a visitor is handed over instead of sent away.
    """

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField("途径", max_length=20, choices=GuideWay, db_collation="C")
    name = models.CharField("去哪里", max_length=80)
    address = models.CharField("地址", max_length=100, blank=True)
    hours = models.CharField("办理时间", max_length=60, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True, db_collation="C")
    unit = models.ForeignKey(
        Department,
        verbose_name="中心入驻单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    order = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "途径去处"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "way", "name"],
                name="grids_guide_place_once",
                violation_error_message="这个去处已经有了。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
