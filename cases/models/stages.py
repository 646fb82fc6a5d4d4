"""Where a case has been: one row per stay with a unit (DESIGN idea 2)."""

from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.fields import case_key, centre_key, code_field, person_key


class Stage(models.Model):
    centre = centre_key()
    case = case_key("stages")
    seq = models.PositiveSmallIntegerField("次序")
    tier = code_field(enums.Tier, "层级")
    unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="承办单位"
    )
    officer = person_key("承办人", null=True)
    # What an assignment taken back within ten seconds restores (rules.md §2 row 35).
    officer_before = person_key("分派前的承办人", null=True)
    owner_before = person_key("分派前的包案领导", null=True)
    sent_by = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="从哪个单位来",
    )
    # 谁主管谁负责、谁审批谁负责、谁经营谁负责 (seed 001): why it came to this unit.
    responsibility = code_field(enums.Responsibility, "责任依据", blank=True)
    entered_on = models.DateField("进入日期")
    entered_at = models.DateTimeField("进入时间")
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    signed_by = person_key("签收人", null=True)
    left_on = models.DateField("离开日期", null=True, blank=True)
    left_at = models.DateTimeField("离开时间", null=True, blank=True)
    outcome = code_field(enums.StageOutcome, "结果", blank=True)
    ground = code_field(enums.EscalateGround, "上报理由类别", blank=True)
    reason = models.TextField("理由", blank=True)
    summary = models.TextField("办理经过", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "环节"
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="stage_seq_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(left_at__isnull=True), name="stage_one_open"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_on__isnull=True, outcome="")
                | (Q(left_at__isnull=False, left_on__isnull=False) & ~Q(outcome="")),
                name="stage_left_with_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "case"], name="stage_unit_case"),
            models.Index(
                fields=["case"],
                condition=Q(outcome=enums.StageOutcome.ESCALATED),
                name="stage_passed_up",
            ),
            models.Index(
                fields=["unit", "entered_at"],
                condition=Q(left_at__isnull=True, signed_at__isnull=True),
                name="stage_unsigned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tier_display()} {self.seq}"


class TeamMember(models.Model):
    """1+1+1+3 of one case (seed 000): leader, chief official, village secretary, three staff."""

    class Seat(models.TextChoices):
        LEADER = "leader", "驻村领导"
        CHIEF = "chief", "主驻村干部"
        SECRETARY = "secretary", "村（社区）书记"
        STAFF = "staff", "工作人员"

    centre = centre_key()
    case = case_key("team")
    user = person_key("成员", related_name="case_seats")
    seat = code_field(Seat, "席位")

    class Meta:
        verbose_name = verbose_name_plural = "责任组成员"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], name="team_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_seat_display()} {self.user}"
