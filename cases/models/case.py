"""A dispute: one row, changed only through `cases.services.move` (DESIGN idea 1)."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q

from cases import enums
from cases.models.fields import centre_key, code_field, person_key


class ZhTsv(Func):
    """`zh_tsv(text)`: the pairs of neighbouring characters (performance.md §2)."""

    function = "zh_tsv"


class Case(models.Model):
    # Identity
    number = models.CharField("案号", max_length=40, unique=True, db_collation="C")
    year = models.PositiveSmallIntegerField("年度")
    short_number = models.PositiveIntegerField("短号")
    form_key = models.UUIDField("表单键", unique=True, null=True, blank=True)
    centre = centre_key()
    version = models.PositiveIntegerField("版本", default=1)

    # Where it stands
    status = code_field(enums.Status, "状态", default=enums.Status.REGISTERED)
    outcome = models.CharField(
        "结果",
        max_length=20,
        choices=enums.Outcome,
        null=True,
        blank=True,
        db_collation="C",
    )
    tier = code_field(enums.Tier, "层级", default=enums.Tier.VILLAGE)
    unit = models.ForeignKey(
        "grids.Department", models.PROTECT, related_name="+", verbose_name="承办单位"
    )
    officer = person_key("承办人", null=True)
    is_recused = models.BooleanField("承办人回避中", default=False)
    owner = person_key("包案领导", null=True)
    lead_department = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="牵头部门",
    )
    co_departments = models.ManyToManyField(
        "grids.Department", blank=True, related_name="+", verbose_name="协办部门"
    )
    committee = models.ForeignKey(
        "grids.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="受理的调解组织",
    )
    dossier_number = models.CharField("卷号", max_length=40, blank=True, db_collation="C")

    # What it is about
    window = code_field(enums.Window, "窗口", default=enums.Window.MEDIATION)
    source = code_field(enums.Source, "来源")
    category = models.ForeignKey(
        "grids.Category", models.PROTECT, related_name="+", verbose_name="纠纷类别"
    )
    subtype = models.ForeignKey(
        "grids.Subtype",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="细类",
    )
    narrative = models.TextField("怎么回事")
    demand = models.TextField("想要什么结果", blank=True)
    division = models.ForeignKey(
        "grids.Division", models.PROTECT, related_name="+", verbose_name="纠纷所在村（社区）"
    )
    grid = models.ForeignKey(
        "grids.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="网格",
    )
    place = models.CharField("地点", max_length=100, blank=True)
    occurred_on = models.DateField("发生日期", null=True, blank=True)
    people_count = models.PositiveIntegerField("涉及人数", default=2)
    amount = models.DecimalField(
        "涉及金额（元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    scale = code_field(enums.Scale, "事件规模", default=enums.Scale.INDIVIDUAL)
    difficulty = code_field(enums.Difficulty, "难易程度", default=enums.Difficulty.GENERAL)
    trend = code_field(enums.Trend, "发展趋势", default=enums.Trend.STEADY)
    risk = code_field(enums.Risk, "风险等级")
    risk_reason = models.CharField("风险理由", max_length=200)
    safety_note = models.TextField("人身安全提示", blank=True)
    has_minor = models.BooleanField("涉及未成年人", default=False)
    has_safety_sign = models.BooleanField("有人身安全迹象", default=False)
    # The day on which the claim lapses, as far as somebody knows it (民法典188条; 劳动争议法27条).
    limitation_on = models.DateField("时效届满日", null=True, blank=True)
    external_number = models.CharField("外部编号", max_length=60, blank=True, db_collation="C")
    # The 排查 round that found it; cleared when the source turns out to be another.
    sweep = models.ForeignKey(
        "grids.SweepRound",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="cases",
        verbose_name="哪一轮排查发现的",
    )
    # The 苗头 that it grew from: one lead becomes one case (`services.from_lead`).
    lead = models.OneToOneField(
        "grids.Lead",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="case",
        verbose_name="苗头",
    )
    route = code_field(enums.Route, "分流", default=enums.Route.VILLAGE)
    route_reason = code_field(enums.RouteReason, "分流理由", blank=True)

    # When
    received_on = models.DateField("收到日期")
    registered_at = models.DateTimeField("登记时间")
    registered_by = person_key("登记人", related_name="registered_cases")
    is_window_registered = models.BooleanField("窗口登记", default=False)
    # Kept by `services.receipts`: the visitor should not leave without it.
    receipt_printed_at = models.DateTimeField("回执打印时间", null=True, blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    left_on = models.DateField("办结日期", null=True, blank=True)
    closed_on = models.DateField("结案日期", null=True, blank=True)
    last_act_on = models.DateField("最近办理日")
    # The last day on which somebody worked on it (enums.WORK); words about it are no work.
    worked_on = models.DateField("最近办理动作日")
    last_moved_at = models.DateTimeField("最近动静")
    # Who may take it back within ten seconds, and what (rules.md §2 row 35); kept by the door.
    last_moved_by = person_key("最近经手人", null=True)
    last_verb = code_field(enums.Verb, "最近的动作", blank=True)

    # The nearest running clock of the office, kept by the door for lists and sorting
    due_on = models.DateField("到期日", null=True, blank=True)
    due_rule = code_field(enums.Clock, "期限", blank=True)
    due_basis = models.CharField("期限怎么来的", max_length=300, blank=True)
    due_is_provisional = models.BooleanField("暂定", default=False)
    is_resting = models.BooleanField("暂停计时中", default=False)

    # Where it is stuck, in somebody's words (ui/DESIGN §1.4)
    stuck = models.CharField("卡在哪", max_length=200, blank=True)
    next_step = models.CharField("下一步", max_length=200, blank=True)
    stuck_by = person_key("谁写的", null=True)
    stuck_at = models.DateTimeField("什么时候写的", null=True, blank=True)

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_cases",
        verbose_name="并入的案件",
    )

    # What may be searched at card level, and what only readers of the file may search.
    card_text = models.TextField("检索文字（卡片）", editable=False, default="")
    file_text = models.TextField("检索文字（卷内）", editable=False, default="")

    class Meta:
        verbose_name = verbose_name_plural = "矛盾纠纷"
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "short_number"], name="case_number_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=sorted(enums.OPEN), outcome__isnull=True)
                | (~Q(status__in=sorted(enums.OPEN)) & Q(outcome__isnull=False)),
                name="case_outcome_iff_not_open",
            ),
            models.CheckConstraint(
                condition=~Q(status=enums.Status.REFERRED) | Q(tier=enums.Tier.LITIGATION),
                name="case_referred_on_litigation",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(enums.OPEN)) | ~Q(tier=enums.Tier.LITIGATION),
                name="case_open_below_litigation",
            ),
            models.CheckConstraint(
                condition=Q(status__in=enums.Status.values)
                & Q(tier__in=enums.Tier.values)
                & Q(risk__in=enums.Risk.values)
                & Q(source__in=enums.Source.values),
                name="case_codes_known",
            ),
            models.CheckConstraint(
                condition=~Q(route=enums.Route.STREET) | ~Q(route_reason=""),
                name="case_street_route_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(outcome=enums.Outcome.MERGED, merged_into__isnull=False)
                | (
                    Q(merged_into__isnull=True)
                    & (Q(outcome__isnull=True) | ~Q(outcome=enums.Outcome.MERGED))
                ),
                name="case_merged_has_target",
            ),
            models.CheckConstraint(
                condition=Q(sweep__isnull=True) | Q(source=enums.Source.SWEEP),
                name="case_of_a_sweep_came_by_it",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="case_status_graph",
                field="status",
                transitions=[(str(a), str(b)) for a, b in enums.STATUS_PAIRS],
            ),
            pgtrigger.Protect(name="case_never_deleted", operation=pgtrigger.Delete),
        ]
        indexes = [
            models.Index(fields=["centre", "-registered_at", "-id"], name="case_newest"),
            models.Index(fields=["centre", "due_on", "id"], name="case_by_due"),
            models.Index(
                fields=["centre", "division", "-registered_at", "-id"], name="case_village"
            ),
            models.Index(
                fields=["centre", "category", "-registered_at", "-id"], name="case_category"
            ),
            models.Index(fields=["centre", "status", "-registered_at", "-id"], name="case_status"),
            models.Index(fields=["centre", "tier", "-registered_at", "-id"], name="case_tier"),
            models.Index(fields=["centre", "risk", "-registered_at", "-id"], name="case_risk"),
            models.Index(fields=["centre", "source", "-registered_at", "-id"], name="case_source"),
            models.Index(
                fields=["centre", "due_on", "id"],
                condition=Q(status__in=sorted(enums.OPEN)),
                name="case_open_due",
            ),
            models.Index(
                fields=["centre", "unit", "due_on", "id"],
                condition=Q(status__in=sorted(enums.OPEN)),
                name="case_open_unit",
            ),
            models.Index(
                fields=["centre", "officer", "due_on", "id"],
                condition=Q(due_on__isnull=False),
                name="case_running_officer",
            ),
            models.Index(
                fields=["owner", "due_on", "id"],
                condition=Q(owner__isnull=False),
                name="case_owner",
            ),
            models.Index(
                fields=["centre", "tier", "division"],
                condition=Q(status__in=sorted(enums.OPEN)),
                name="case_open_tier",
            ),
            # What the overview counts and what stands still: read from the index alone.
            models.Index(
                fields=["centre", "worked_on", "division"],
                include=["status", "risk", "due_on", "is_resting"],
                condition=Q(status__in=sorted(enums.OPEN)),
                name="case_open_state",
            ),
            models.Index(fields=["centre", "short_number"], name="case_short_number"),
            # What the half-month asks of each case that it counts, without reading the wide row
            models.Index(
                fields=["id"], include=["risk", "owner", "people_count"], name="case_figures"
            ),
            models.Index(
                fields=["sweep", "id"],
                condition=Q(sweep__isnull=False),
                name="case_of_sweep",
            ),
            GinIndex(ZhTsv("file_text"), name="case_file_pairs"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status in enums.OPEN

    @property
    def aloud(self) -> str:
        """The number as said over the counter: 797号."""
        return f"{self.short_number}号"

    @property
    def is_masked(self) -> bool:
        """Names are shown as 张*山 on the card (rules.md §6)."""
        return bool(self.safety_note) or self.has_minor or self.has_safety_sign
