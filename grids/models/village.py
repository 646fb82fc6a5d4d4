"""A village's own desk and the people who stand by it: staff, as they are put up on its wall.

Nothing here is about anybody who came with a matter.
"""

import pgtrigger
from django.db import models
from django.db.models import Q

from grids.enums.village import ONE_PER_VILLAGE, VillageDuty
from grids.models.places import Division
from grids.models.terms import Term


class VillageDesk(models.Model):
    """Where a village receives people: the village's part of the one-stop centre (S002)."""

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    division = models.OneToOneField(
        Division, verbose_name="村（社区）", on_delete=models.PROTECT, related_name="desk"
    )
    place = models.CharField("地点", max_length=80, blank=True)
    window = models.CharField("受理工位", max_length=40, blank=True)
    room = models.CharField("调解室", max_length=40, blank=True)
    hours = models.CharField("什么时候有人", max_length=80, blank=True)
    duty_phone = models.CharField("值班电话", max_length=20, blank=True, db_collation="C")

    class Meta:
        verbose_name = verbose_name_plural = "村级受理点"
        ordering = ["division"]

    def __str__(self) -> str:
        return f"{self.division} 受理点"


class VillageStaff(Term):
    """Somebody who stands by a village from a day to a day; a row ends and is never taken away.

    His name is put up outside only while his own consent stands (个人信息保护法 13–15).
    """

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    division = models.ForeignKey(
        Division, verbose_name="村（社区）", on_delete=models.PROTECT, related_name="staff"
    )
    duty = models.CharField("做什么", max_length=20, choices=VillageDuty, db_collation="C")
    name = models.CharField("姓名", max_length=30)
    organisation = models.CharField("所在单位", max_length=60, blank=True)
    phone = models.CharField(
        "工作电话", max_length=20, blank=True, db_collation="C", help_text="公示用，不写私人号码"
    )
    consented_on = models.DateField("本人同意公示的日期", null=True, blank=True)

    class Meta(Term.Meta):
        verbose_name = verbose_name_plural = "村级队伍"
        ordering = ["division", "duty", "id"]
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="grids_village_staff_has_name"),
            models.UniqueConstraint(
                fields=["division", "duty"],
                condition=Q(to_on=None, duty__in=ONE_PER_VILLAGE),
                name="grids_one_adviser_one_policeman",
                violation_error_message="这个村（社区）已有一位，请先写前任的结束日期。",
            ),
            models.UniqueConstraint(
                fields=["division", "duty", "name"],
                condition=Q(to_on=None),
                name="grids_village_staff_once",
                violation_error_message="这位同志已经登记了。",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="village_staff_never_deleted", operation=pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.get_duty_display()} {self.name}"
