"""入驻单位表, experts and volunteers (domain.md §7 rows 49, 56, 100, 106).

Who serves, what for and when: never who was served. The roster of days is `DutyDay`.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from grids.enums.changes import Attendance
from grids.enums.resources import HelperKind
from grids.models.categories import Category
from grids.models.places import Division
from grids.models.posts import Department
from grids.models.terms import Term
from mediation.core.privacy import SealedField


class ResidentUnit(Term):
    """One unit at the centre: how it is present, on which days, at which desk, for what."""

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        Department,
        verbose_name="本镇单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="residences",
    )
    outside_name = models.CharField(
        "外单位名称", max_length=60, blank=True, help_text="如：李渡人民法庭、区法律援助中心"
    )
    mode = models.CharField("入驻方式", max_length=10, choices=Attendance, db_collation="C")
    days = models.CharField("哪几天", max_length=60, blank=True, help_text="如：每周二、周四")
    place = models.CharField("在哪个窗口或房间", max_length=60, blank=True)
    services = models.CharField("办什么", max_length=300)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="联系人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    phone = models.CharField("办公电话", max_length=20, blank=True, db_collation="C")

    class Meta(Term.Meta):
        verbose_name = verbose_name_plural = "入驻单位"
        ordering = ["centre", "id"]
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                condition=Q(department__isnull=False, outside_name="")
                | (Q(department__isnull=True) & ~Q(outside_name="")),
                name="grids_resident_is_one_unit",
                violation_error_message="本镇单位选一个，外单位写名称，两样填一样。",
            ),
            models.CheckConstraint(
                condition=~Q(mode=Attendance.ROTATING) | ~Q(days=""),
                name="grids_rotating_says_days",
                violation_error_message="轮驻的请写明哪几天。",
            ),
            models.UniqueConstraint(
                fields=["centre", "department", "outside_name"],
                condition=Q(to_on=None),
                nulls_distinct=False,
                name="grids_one_residence",
                violation_error_message="这个单位已经在入驻单位表里。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.department.short_name if self.department else self.outside_name

    @property
    def presence(self) -> str:
        """常驻, 轮驻 or 随驻; of a unit of the town what its own row says, if it says it."""
        own = getattr(self.department, "attendance", "") if self.department else ""
        return Attendance(own or self.mode).label


class Helper(Term):
    """An expert, a volunteer, a social organisation that helps to settle disputes.

    Only who agreed to it stands here; the phone is sealed and shown to who arranges the help.
    """

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("类别", max_length=15, choices=HelperKind, db_collation="C")
    name = models.CharField("姓名或名称", max_length=40)
    field = models.CharField("专长", max_length=100, help_text="如：建筑工程、医疗、心理咨询")
    specialties = models.ManyToManyField(
        Category, verbose_name="能帮哪些类别", blank=True, related_name="helpers"
    )
    available = models.CharField("什么时候有空", max_length=60, blank=True)
    phone = SealedField("联系电话", blank=True, default="")
    has_consent = models.BooleanField("本人（单位）同意列入", default=False)

    class Meta(Term.Meta):
        verbose_name = verbose_name_plural = "专家和志愿者"
        ordering = ["centre", "kind", "id"]
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                condition=Q(has_consent=True),
                name="grids_helper_agreed",
                violation_error_message="本人（单位）同意以后才能列入。",
            ),
            models.UniqueConstraint(
                fields=["centre", "kind", "name"],
                condition=Q(to_on=None),
                name="grids_one_helper",
                violation_error_message="已经列入了。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
