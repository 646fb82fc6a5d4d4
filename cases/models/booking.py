"""Who is to be present at a sitting, and what a case occupies while it sits."""

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.fields import case_key, centre_key, code_field, person_key
from mediation.core.privacy import SealedField


class CaseResource(models.Model):
    """The bookable side of a case: one case does not sit twice at the same time."""

    centre = centre_key()
    case = models.OneToOneField(
        "cases.Case", models.PROTECT, related_name="booked_as", verbose_name="案件"
    )
    resource = models.OneToOneField(
        "grids.Resource", models.PROTECT, related_name="+", verbose_name="资源"
    )

    class Meta:
        verbose_name = verbose_name_plural = "案件资源"
        ordering = ["id"]


class SessionGuest(models.Model):
    """One who is asked to be present: a party, a member of staff, a unit, or somebody by name."""

    centre = centre_key()
    case = case_key("+")
    session = models.ForeignKey(
        "cases.MediationSession", models.PROTECT, related_name="guests", verbose_name="场次"
    )
    party = models.ForeignKey(
        "cases.Party",
        models.CASCADE,  # who is taken out of the case is no longer invited
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name="当事人",
    )
    user = person_key("工作人员", null=True)
    unit = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="单位",
    )
    # A neighbour, a relative, an expert: no party and none of the staff. He is asked to this one
    # sitting; his name is his own, so it is sealed and nobody is found by it.
    name = SealedField("其他人", blank=True, default="")
    comes_as = models.CharField("以什么身份来", max_length=20, blank=True, default="")
    answer = code_field(enums.Attendance, "答复", default=enums.Attendance.OPEN)
    words = models.CharField("说明", max_length=200, blank=True, default="")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    # Who typed it; nobody when the party answered on the public page himself.
    answered_by = person_key("代记的人", null=True)
    # Seen at the counter on the day; marked with one tap and taken back with another.
    arrived_at = models.DateTimeField("到了的时间", null=True, blank=True)
    arrived_by = person_key("记到场的人", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "到场邀请"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False, user__isnull=True, unit__isnull=True, comes_as="")
                | Q(party__isnull=True, user__isnull=False, unit__isnull=True, comes_as="")
                | Q(party__isnull=True, user__isnull=True, unit__isnull=False, comes_as="")
                | (Q(party__isnull=True, user__isnull=True, unit__isnull=True) & ~Q(comes_as="")),
                name="session_guest_is_one",
            ),
            models.CheckConstraint(
                condition=Q(answer=enums.Attendance.OPEN, answered_at__isnull=True)
                | (~Q(answer=enums.Attendance.OPEN) & Q(answered_at__isnull=False)),
                name="session_guest_answer_has_time",
            ),
            models.CheckConstraint(
                condition=Q(arrived_at__isnull=True, arrived_by__isnull=True)
                | Q(arrived_at__isnull=False, arrived_by__isnull=False),
                name="session_guest_arrival_has_witness",
            ),
            models.UniqueConstraint(
                fields=["session", "party"],
                condition=Q(party__isnull=False),
                name="session_guest_party_once",
            ),
            models.UniqueConstraint(
                fields=["session", "user"],
                condition=Q(user__isnull=False),
                name="session_guest_user_once",
            ),
            models.UniqueConstraint(
                fields=["session", "unit"],
                condition=Q(unit__isnull=False),
                name="session_guest_unit_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user"],
                condition=Q(user__isnull=False, answer=enums.Attendance.OPEN),
                name="session_guest_unanswered",
            ),
        ]


class ModeChange(models.Model):
    """A sitting that went on as another kind of mediation: 人民, 行政, 司法."""

    centre = centre_key()
    case = case_key("mode_changes")
    session = models.ForeignKey(
        "cases.MediationSession", models.PROTECT, related_name="mode_changes", verbose_name="场次"
    )
    before = code_field(enums.MediationMode, "原来的方式")
    after = code_field(enums.MediationMode, "改为")
    reason = models.CharField("理由", max_length=200)
    by = person_key("经手人")
    at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "调解方式变更"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(before=models.F("after")), name="mode_change_is_a_change"
            ),
        ]
