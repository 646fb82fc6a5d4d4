"""开门大接访 and 下访: the days, who received, and what became of each visit (domain.md §7 rows 189–193).

How many people came is a number of the day. Nobody is listed who brought no petition.
"""

from django.db import models
from django.db.models import F, Q

from cases.models.fields import centre_key, code_field, person_key
from petitions import enums
from petitions.models.fields import petition_key


class ReceptionDay(models.Model):
    """One 期; `number` counts per town and year without gaps."""

    centre = centre_key()
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("期次")
    kind = code_field(enums.ReceptionKind, "种类", default=enums.ReceptionKind.OPEN)
    on = models.DateField("哪天")
    hours = models.CharField("几点到几点", max_length=40)
    place = models.CharField("地点", max_length=100)
    visitors = models.PositiveIntegerField("接待人次", default=0)
    note = models.CharField("说明", max_length=500, blank=True)
    by = person_key("谁安排的")
    at = models.DateTimeField("安排时间")
    closed_by = person_key("谁结束的", null=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接访日"
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "year", "number"], name="reception_day_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, kind__in=enums.ReceptionKind.values),
                name="reception_day_codes_known",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="reception_day_closed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["centre", "-on", "-id"], name="reception_day_newest")]

    def __str__(self) -> str:
        return f"{self.year}年第{self.number}期"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class ReceptionLeader(models.Model):
    """A leader who receives on that day."""

    centre = centre_key()
    day = models.ForeignKey(
        ReceptionDay, models.PROTECT, related_name="leaders", verbose_name="接访日"
    )
    person = person_key("接访领导")
    position = models.PositiveSmallIntegerField("次序")

    class Meta:
        verbose_name = verbose_name_plural = "接访领导"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["day", "person"], name="reception_leader_once"),
        ]


class Reception(models.Model):
    """A petition that was brought on the day, and what was done with it there and then."""

    centre = centre_key()
    day = models.ForeignKey(
        ReceptionDay, models.PROTECT, related_name="receptions", verbose_name="接访日"
    )
    petition = petition_key("receptions")
    outcome = code_field(
        enums.ReceptionOutcome, "当场怎么办的", default=enums.ReceptionOutcome.REGISTERED
    )
    direction = models.OneToOneField(
        "petitions.Direction",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reception",
        verbose_name="交办",
    )
    by = person_key("谁登记的")
    at = models.DateTimeField("登记时间")
    settled_at = models.DateTimeField("当场办的时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接访登记"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["day", "petition"], name="reception_once_a_day"),
            models.CheckConstraint(
                condition=Q(outcome=enums.ReceptionOutcome.ASSIGNED, direction__isnull=False)
                | (
                    Q(outcome__in=enums.ReceptionOutcome.values, direction__isnull=True)
                    & ~Q(outcome=enums.ReceptionOutcome.ASSIGNED)
                ),
                name="reception_assigned_by_a_direction",
            ),
            models.CheckConstraint(
                condition=Q(outcome=enums.ReceptionOutcome.REGISTERED, settled_at__isnull=True)
                | (
                    ~Q(outcome=enums.ReceptionOutcome.REGISTERED)
                    & Q(settled_at__isnull=False, settled_at__gte=F("at"))
                ),
                name="reception_settled_when",
            ),
        ]
        indexes = [models.Index(fields=["centre", "outcome"], name="reception_outcome")]
