"""Rooms and bookings: what is occupied when.

A room, a member of staff and a case are each one `Resource`; an `Occupancy` takes a resource for
a span. Two occupancies of one resource never overlap: resource and seconds are folded into one
int8range, so that a plain GiST exclusion (core Postgres, no btree_gist) refuses it.
"""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import (
    BigIntegerRangeField,
    DateTimeRangeField,
    RangeOperators,
)
from django.db import models
from django.db.models import F, Func, Q

from grids.enums import ResourceKind, RoomKind
from grids.models.places import Division

# 2**33 seconds last beyond the year 2200, so one resource's spans never reach the next one's.
SECONDS_PER_RESOURCE = 8_589_934_592


class FoldedSlot(Func):
    """int8range of (resource id, span). `at time zone 'UTC'` keeps the expression immutable."""

    arity = 2
    output_field = BigIntegerRangeField()
    function = "int8range"

    def as_sql(self, compiler, connection, **extra):  # type: ignore[no-untyped-def, override]
        (resource, resource_params), (during, during_params) = (
            compiler.compile(part) for part in self.source_expressions
        )
        bounds = [
            f"{resource}::bigint * {SECONDS_PER_RESOURCE}"
            f" + floor(extract(epoch from ({end}({during}) at time zone 'UTC')))::bigint"
            for end in ("lower", "upper")
        ]
        return f"int8range({', '.join(bounds)})", (*resource_params, *during_params) * 2


class Resource(models.Model):
    """Whatever can be booked; its id is the one sequence that rooms, staff and cases share."""

    kind = models.CharField("类型", max_length=6, choices=ResourceKind)

    class Meta:
        verbose_name = verbose_name_plural = "可预约资源"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.pk}"


class Room(models.Model):
    """A room of a centre where people meet."""

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="rooms"
    )
    name = models.CharField("名称", max_length=40)
    kind = models.CharField("类型", max_length=12, choices=RoomKind)
    opens_at = models.TimeField("开放时间")
    closes_at = models.TimeField("关闭时间")
    seats = models.PositiveSmallIntegerField("座位数", default=8)
    resource = models.OneToOneField(
        Resource, verbose_name="资源", on_delete=models.PROTECT, related_name="room"
    )
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "房间"
        ordering = ["centre", "id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "name"], name="grids_room_name"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="grids_room_closes_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StaffResource(models.Model):
    """The bookable side of a member of staff."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="人员",
        on_delete=models.PROTECT,
        related_name="staff_resource",
    )
    resource = models.OneToOneField(
        Resource, verbose_name="资源", on_delete=models.PROTECT, related_name="staff"
    )

    class Meta:
        verbose_name = verbose_name_plural = "人员资源"
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.user)


class Occupancy(models.Model):
    """A resource taken for a half-open span; end = next start is no clash."""

    resource = models.ForeignKey(
        Resource, verbose_name="资源", on_delete=models.PROTECT, related_name="occupancies"
    )
    during = DateTimeRangeField("时段")
    is_cancelled = models.BooleanField("已取消", default=False)
    reason = models.CharField("用途", max_length=60, blank=True)
    slot = models.GeneratedField(
        verbose_name="占用区间",
        expression=FoldedSlot(F("resource"), F("during")),
        output_field=BigIntegerRangeField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = "占用"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    during__isempty=False, during__lower_inf=False, during__upper_inf=False
                ),
                name="grids_occupancy_is_a_span",
                violation_error_message="请填写开始和结束时间，结束要晚于开始。",
            ),
            ExclusionConstraint(
                name="grids_occupancy_no_overlap",
                expressions=[("slot", RangeOperators.OVERLAPS)],
                condition=Q(is_cancelled=False),
                violation_error_message="这个时段已被占用，请换一个时间或房间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.during}"
