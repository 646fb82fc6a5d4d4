"""Who sits where: departments, posts, deputies, stationed leaders, village teams."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from grids.enums import DepartmentKind, DeputyKind, Role, Seat
from grids.enums.changes import Attendance
from grids.models.places import Division
from grids.models.terms import Term


class Department(models.Model):
    """A unit of a centre's area: an office, a station, a village's mediation committee."""

    code = models.CharField("单位代码", max_length=40, unique=True, db_collation="C")
    name = models.CharField("全称", max_length=60)
    short_name = models.CharField("简称", max_length=30)
    kind = models.CharField("类型", max_length=16, choices=DepartmentKind)
    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="units"
    )
    division = models.ForeignKey(
        Division,
        verbose_name="所辖村（社区）",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="committees",
    )
    serial_label = models.CharField(
        "卷宗编号简称", max_length=12, blank=True, help_text="如：李渡（李渡人调字）"
    )
    is_handling = models.BooleanField("承办案件", default=False)
    phone = models.CharField("办公电话", max_length=20, blank=True, db_collation="C")
    first_responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="第一责任人（主要负责人）",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    main_responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="主要责任人（分管领导）",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    attendance = models.CharField(
        "入驻方式", max_length=10, choices=Attendance, blank=True, default="", db_collation="C"
    )
    # Whoever works there answers for what this unit left behind (a village that was merged).
    succeeded_by = models.ForeignKey(
        "self",
        verbose_name="职责由谁承接",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
    )
    order = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["order", "code"]
        indexes = [models.Index(fields=["centre", "kind"], name="grids_department_of_kind")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=DepartmentKind.COMMITTEE) | Q(division__isnull=False),
                name="grids_committee_has_village",
                violation_error_message="村（社区）调委会需要选定所辖村（社区）。",
            ),
            models.UniqueConstraint(
                fields=["division"],
                condition=Q(kind=DepartmentKind.COMMITTEE, is_active=True),
                name="grids_one_committee_per_village",
                violation_error_message="这个村（社区）已有调委会。",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name


class Post(Term):
    """A user's place in a department, from a day to a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="人员",
        on_delete=models.PROTECT,
        related_name="posts",
    )
    department = models.ForeignKey(
        Department, verbose_name="单位", on_delete=models.PROTECT, related_name="posts"
    )
    role = models.CharField("角色", max_length=20, choices=Role)
    division = models.ForeignKey(
        Division,
        verbose_name="网格（网格员）",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
    )
    is_head = models.BooleanField("单位负责人", default=False)
    is_duty = models.BooleanField("值班", default=False)

    class Meta(Term.Meta):
        verbose_name = verbose_name_plural = "岗位"
        ordering = ["department", "-is_head", "id"]
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(role=Role.GRID_WORKER) | Q(division__isnull=False),
                name="grids_grid_worker_has_grid",
                violation_error_message="网格员需要选定网格。",
            ),
            models.UniqueConstraint(
                fields=["user", "department", "role", "division"],
                condition=Q(to_on=None),
                nulls_distinct=False,
                name="grids_one_open_post",
                violation_error_message="这位同志在该单位已有同一角色的在岗记录。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.get_role_display()}"


class Station(Term):
    """A leader stationed in a village (驻村领导). One at a time per village."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="领导",
        on_delete=models.PROTECT,
        related_name="stations",
    )
    division = models.ForeignKey(
        Division, verbose_name="村（社区）", on_delete=models.PROTECT, related_name="stations"
    )

    class Meta(Term.Meta):
        verbose_name = verbose_name_plural = "驻村安排"
        ordering = ["division", "from_on"]
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                fields=["division"],
                condition=Q(to_on=None),
                name="grids_one_stationed_leader",
                violation_error_message="这个村（社区）已有驻村领导，请先填写前任的结束日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.user}"


class Deputy(Term):
    """`deputy` acts for `user` in the days given; the history says 代."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="被代理人",
        on_delete=models.PROTECT,
        related_name="deputies",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="代理人",
        on_delete=models.PROTECT,
        related_name="deputy_for",
    )
    kind = models.CharField("方式", max_length=8, choices=DeputyKind, default=DeputyKind.DEPUTY)
    reason = models.CharField("事由", max_length=100, blank=True, default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="安排人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    at = models.DateTimeField("安排时间", null=True, blank=True, editable=False)

    class Meta(Term.Meta):
        verbose_name = verbose_name_plural = "代理安排"
        ordering = ["user", "from_on"]
        constraints = [
            *Term.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(user=F("deputy")),
                name="grids_deputy_is_another",
                violation_error_message="代理人需要是另一位同志。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} 代 {self.user}"


class TeamSeat(Term):
    """A seat in a village's responsibility team 1+1+1+3; it serves cases, never follows persons."""

    division = models.ForeignKey(
        Division, verbose_name="村（社区）", on_delete=models.PROTECT, related_name="team_seats"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="人员",
        on_delete=models.PROTECT,
        related_name="team_seats",
    )
    seat = models.CharField("席位", max_length=10, choices=Seat)

    class Meta(Term.Meta):
        verbose_name = verbose_name_plural = "责任组席位"
        ordering = ["division", "id"]
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                fields=["division", "user"],
                condition=Q(to_on=None),
                name="grids_one_seat_per_person",
                violation_error_message="这位同志已在该村（社区）责任组内。",
            ),
            models.UniqueConstraint(
                fields=["division", "seat"],
                condition=Q(to_on=None) & ~Q(seat=Seat.STAFF),
                name="grids_one_person_per_single_seat",
                violation_error_message="这个席位已有人，请先填写前任的结束日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.get_seat_display()} {self.user}"
