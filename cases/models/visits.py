"""来访: one ticket of one day at the counter, and what happened to it.

A visit has no person but a name to call, and that is sealed: two visits of one person have
nothing in common by which they could be joined or counted (DESIGN §1).
"""

import pgtrigger
from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.fields import centre_key, code_field, person_key
from mediation.core.models.events import append_only
from mediation.core.privacy import SealedField

SERIES_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
OF_A_LETTER = 999
DRAFT_PREFIX = "visit-"


def ticket_label(ticket: int) -> str:
    """A013, as it is called out; after A999 comes B001."""
    place, number = divmod(ticket - 1, OF_A_LETTER)
    return f"{SERIES_LETTERS[place % len(SERIES_LETTERS)]}{number + 1:03d}"


def _has_matter(outcome: str, kinds: tuple[str, ...]) -> Q:
    """An outcome that speaks of a matter names one of that kind."""
    named = Q()
    for kind in kinds:
        named |= Q(matter_key__startswith=f"{kind}:")
    return ~Q(outcome=outcome) | named


class Visit(models.Model):
    """Waiting until `called_at`, being served until `left_at`; then it has an outcome.

    A transfer makes it wait again, in the other queue, with everything else kept.
    """

    centre = centre_key()
    on = models.DateField("来访日期")
    ticket = models.PositiveSmallIntegerField("号")
    window = code_field(enums.Window, "窗口")
    priority = code_field(enums.Priority, "优先", blank=True)
    name_to_call = SealedField("怎么称呼", blank=True, default="")
    said = SealedField("取号时说的事", blank=True, default="")
    division = models.ForeignKey(
        "grids.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="事情在哪里",
    )
    taken_at = models.DateTimeField("取号时间")
    called_at = models.DateTimeField("叫到时间", null=True, blank=True)
    left_at = models.DateTimeField("办完时间", null=True, blank=True)
    served_by = person_key("谁接待的", null=True)
    outcome = code_field(enums.VisitOutcome, "结果", blank=True)
    outcome_words = SealedField("说明", blank=True, default="")
    where_to = models.CharField("指引到哪里", max_length=100, blank=True, default="")
    # The matter it became or joined, "case:12": a string, for petitions stand on an upper floor.
    matter_key = models.CharField(
        "关联的件", max_length=40, blank=True, default="", db_index=True, db_collation="C"
    )
    # Outcome 约了时间: when and at which window somebody is expected again, until he has come.
    appointment_on = models.DateField("约在哪天", null=True, blank=True)
    appointment_time = models.TimeField("约在几点", null=True, blank=True)
    appointment_window = code_field(enums.Window, "约在哪个窗口", blank=True)
    appointment_met_at = models.DateTimeField("约好的人来了", null=True, blank=True)
    form_key = models.UUIDField("表单号", unique=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "来访"
        ordering = ["-on", "ticket"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "on", "ticket"], name="visit_ticket_once"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, outcome="", matter_key="", where_to="")
                | (Q(left_at__isnull=False) & ~Q(outcome="")),
                name="visit_left_with_an_outcome",
                violation_error_message="办完的来访要有结果。",
            ),
            models.CheckConstraint(
                condition=Q(called_at__isnull=True, served_by__isnull=True)
                | Q(called_at__isnull=False, served_by__isnull=False),
                name="visit_called_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(served_by__isnull=False)
                | Q(outcome="")
                | Q(outcome=enums.VisitOutcome.GONE),
                name="visit_outcome_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=enums.VisitOutcome.ELSEWHERE) | ~Q(where_to=""),
                name="visit_elsewhere_says_where",
            ),
            models.CheckConstraint(
                condition=Q(appointment_on__isnull=True, appointment_time__isnull=True)
                & Q(appointment_window="", appointment_met_at__isnull=True)
                | Q(outcome=enums.VisitOutcome.APPOINTMENT, appointment_on__isnull=False)
                & ~Q(appointment_window=""),
                name="visit_appointed_with_a_day",
            ),
            models.CheckConstraint(
                condition=Q(matter_key="") | Q(matter_key__regex=r"^[a-z_]+:[0-9]+$"),
                name="visit_matter_key_shape",
            ),
            *(
                models.CheckConstraint(
                    condition=_has_matter(outcome, kinds), name=f"visit_{outcome}_names_it"
                )
                for outcome, kinds in enums.OUTCOME_MATTERS.items()
            ),
        ]
        indexes = [
            models.Index(
                fields=["centre", "on", "window", "taken_at"],
                condition=Q(called_at__isnull=True, left_at__isnull=True),
                name="visit_waiting",
            ),
            models.Index(
                fields=["served_by", "on"],
                condition=Q(called_at__isnull=False, left_at__isnull=True),
                name="visit_being_served",
            ),
            models.Index(
                fields=["centre", "on"],
                condition=Q(left_at__isnull=True),
                name="visit_left_open",
            ),
            models.Index(
                fields=["centre", "appointment_on"],
                condition=Q(appointment_on__isnull=False),
                name="visit_appointed",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="visit_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.label}"

    @property
    def label(self) -> str:
        return ticket_label(self.ticket)

    @property
    def draft_key(self) -> str:
        """Under which key the half-filled forms of this ticket are kept (core.Draft)."""
        return f"{DRAFT_PREFIX}{self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.called_at is None and self.left_at is None

    @property
    def is_being_served(self) -> bool:
        return self.called_at is not None and self.left_at is None


class VisitStep(models.Model):
    """What happened to one ticket, in order: written once."""

    centre = centre_key()
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="steps", verbose_name="来访")
    kind = code_field(enums.VisitStepKind, "经过")
    at = models.DateTimeField("时间")
    by = person_key("经手人")
    from_window = code_field(enums.Window, "原窗口", blank=True)
    to_window = code_field(enums.Window, "转到窗口", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "来访经过"
        ordering = ["id"]
        triggers = append_only()
