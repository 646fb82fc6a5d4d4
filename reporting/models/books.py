"""The books of a case: facts as they were booked, the lines they give, the days they cover."""

import pgtrigger
from django.db import models
from django.db.models import Q

from reporting.enums import Kind, StayKind

# Rows of a locked half-month are refused whatever is done to them (rules.md §7.6).
OLD_IS_LOCKED = """EXISTS (
        SELECT 1 FROM reporting_halfmonth h
        WHERE h.centre_id = OLD.centre_id AND h.state = 'locked' AND h.cut_off >= OLD.booked_on
    )"""
REFUSE_LOCKED = f"""
    IF TG_OP <> 'INSERT' AND {OLD_IS_LOCKED} THEN
        RAISE EXCEPTION 'half-month is locked';
    END IF;
    IF TG_OP <> 'DELETE' AND {OLD_IS_LOCKED.replace("OLD.", "NEW.")} THEN
        RAISE EXCEPTION 'half-month is locked';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
"""


def refuse_locked(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.Before,
        func=REFUSE_LOCKED,
    )


class Booking(models.Model):
    """What happened to a case, with both its dates: the day of the act and the day figures use."""

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="bookings", verbose_name="案件"
    )
    seq = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("种类", max_length=20, choices=Kind, db_collation="C")
    sub = models.CharField("细分", max_length=20, blank=True, db_collation="C")
    on = models.DateField("发生日期")
    booked_on = models.DateField("入账日期")
    tier = models.CharField("层级", max_length=20, blank=True, db_collation="C")
    is_first_rung = models.BooleanField("在始发层级", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "入账记录"
        ordering = ["case", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="booking_seq_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind in Kind.values if kind != Kind.ADJUSTED]),
                name="booking_kind_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "booked_on"],
                condition=Q(kind__in=[Kind.COURT_ACCEPTED, Kind.CONFIRMED]),
                name="booking_court",
            ),
            # 调处数: the latest word on each case by a day, read from the index alone
            models.Index(
                fields=["case", "-seq"], include=["kind", "booked_on"], name="booking_words"
            ),
            # 更正: what was typed after its day, late entries among it
            models.Index(
                fields=["centre", "booked_on"],
                condition=Q(booked_on__gt=models.F("on")),
                name="booking_late",
            ),
        ]
        triggers = [refuse_locked("booking_locked")]


class Movement(models.Model):
    """One line of the half-month tables. All figures are sums over these rows."""

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="movements", verbose_name="案件"
    )
    booked_on = models.DateField("入账日期")
    kind = models.CharField("种类", max_length=20, choices=Kind, db_collation="C")
    sub = models.CharField("细分", max_length=20, blank=True, db_collation="C")
    division = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="村（社区）"
    )
    category = models.ForeignKey(
        "grids.Category", models.PROTECT, related_name="+", verbose_name="纠纷类别"
    )
    source = models.CharField("来源", max_length=20, db_collation="C")
    tier = models.CharField("层级", max_length=20, blank=True, db_collation="C")
    is_first_rung = models.BooleanField("在始发层级", default=False)
    amount = models.SmallIntegerField("件数", default=1)
    entered_on = models.DateField("何时计入", null=True, blank=True)
    days = models.IntegerField("用时（天）", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "统计变动"
        ordering = ["case", "booked_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=1) | Q(amount=-1, kind=Kind.ADJUSTED),
                name="movement_amount_is_one",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[Kind.NEW, Kind.REOPENED, Kind.ADJUSTED, Kind.RESOLVED, Kind.ENDED]
                ),
                name="movement_kind_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "booked_on", "division"],
                include=["kind", "category", "source", "amount", "case"],
                name="movement_period",
            ),
            models.Index(fields=["case", "booked_on", "id"], name="movement_case"),
        ]
        triggers = [refuse_locked("movement_locked")]


class Stay(models.Model):
    """Days over which a case stands at one place, from `entered_on`; not at the end of `left_on`.

    It follows from the movements and is written anew with them; it answers which cases a stock
    figure consists of without going through history.
    """

    centre = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="所属中心"
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, related_name="stays", verbose_name="案件"
    )
    kind = models.CharField("种类", max_length=10, choices=StayKind, db_collation="C")
    division = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="村（社区）"
    )
    category = models.ForeignKey(
        "grids.Category", models.PROTECT, related_name="+", verbose_name="纠纷类别"
    )
    source = models.CharField("来源", max_length=20, db_collation="C")
    entered_on = models.DateField("计入日期")
    left_on = models.DateField("转出日期", null=True, blank=True)
    left_by = models.CharField("转出原因", max_length=20, blank=True, db_collation="C")

    class Meta:
        verbose_name = verbose_name_plural = "在册时段"
        ordering = ["case", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(left_on__isnull=True), name="stay_one_running"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("entered_on")),
                name="stay_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "kind", "left_on"],
                include=["entered_on", "division", "category", "source", "case"],
                name="stay_stock",
            ),
        ]
