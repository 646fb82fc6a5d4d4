"""Half-months that somebody locked, and the figures as they stood then."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from reporting.enums import STATE_CHANGES, State

SNAPSHOT_INTO_LOCKED = """
    IF EXISTS (
        SELECT 1 FROM reporting_halfmonth h WHERE h.id = NEW.half_month_id AND h.state = 'locked'
    ) THEN
        RAISE EXCEPTION 'half-month is locked';
    END IF;
    RETURN NEW;
"""


class HalfMonth(models.Model):
    """One half-month of one town, named by its cut-off. A locked one never changes again."""

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    cut_off = models.DateField("截止日")
    state = models.CharField(
        "状态", max_length=10, choices=State, default=State.OPEN, db_collation="C"
    )
    locked_at = models.DateTimeField("锁定时间", null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="锁定人",
    )
    is_auto = models.BooleanField("逾期自动锁定", default=False)
    sha256 = models.CharField("数字指纹", max_length=64, blank=True, db_collation="C")

    class Meta:
        verbose_name = verbose_name_plural = "半月报"
        ordering = ["centre", "cut_off"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "cut_off"], name="half_month_once"),
            models.CheckConstraint(
                condition=(~Q(state=State.LOCKED) & Q(locked_at__isnull=True))
                | (Q(state=State.LOCKED, locked_at__isnull=False) & ~Q(sha256="")),
                name="half_month_locked_with_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="half_month_state_known"
            ),
            models.CheckConstraint(
                condition=Q(locked_by__isnull=True) | Q(is_auto=False),
                name="half_month_auto_by_nobody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="half_month_locked_for_good",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=State.LOCKED.value),
            ),
            pgtrigger.FSM(
                name="half_month_states",
                field="state",
                transitions=[(old.value, new.value) for old, new in STATE_CHANGES],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cut_off:%Y-%m-%d}"

    @property
    def is_locked(self) -> bool:
        return self.state == State.LOCKED


class Snapshot(models.Model):
    """Figures of one village, category and source of a locked half-month.

    `closing` of the last locked one is what the next 期初 starts from; `others` holds the further
    sums by name, so that a locked table is shown as it was reported.
    """

    half_month = models.ForeignKey(
        HalfMonth, models.PROTECT, related_name="snapshots", verbose_name="半月报"
    )
    division = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="村（社区）"
    )
    category = models.ForeignKey(
        "grids.Category", models.PROTECT, related_name="+", verbose_name="纠纷类别"
    )
    source = models.CharField("来源", max_length=20, db_collation="C")
    opening = models.IntegerField("上期末未化解", default=0)
    new = models.IntegerField("新增", default=0)
    reopened = models.IntegerField("反弹重开", default=0)
    adjusted = models.IntegerField("调整", default=0)
    resolved = models.IntegerField("化解", default=0)
    ended = models.IntegerField("分流", default=0)
    closing = models.IntegerField("期末未化解", default=0)
    others = models.JSONField("其他合计", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "半月报留存数"
        ordering = ["half_month", "division", "category", "source"]
        constraints = [
            models.UniqueConstraint(
                fields=["half_month", "division", "category", "source"],
                name="snapshot_cell_once",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="snapshot_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            pgtrigger.Trigger(
                name="snapshot_before_lock",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=SNAPSHOT_INTO_LOCKED,
            ),
        ]
