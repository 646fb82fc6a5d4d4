"""Registers (台账): one table for every kind; what a kind shows and asks is `grids.registers`."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from grids.enums.registers import RegisterAct, RegisterState
from grids.models.checklists import ChecklistItem
from grids.models.places import Division
from grids.models.posts import Department
from grids.registers import KINDS
from mediation.core.models import AbstractAttachment, AbstractEvent

DECIDED = (RegisterState.APPROVED, RegisterState.RETURNED)


class Register(models.Model):
    """One line of a register. It is about work, never about a person.

    `kind` is a code of `grids.registers.KINDS`; `matter` the key of a case or petition ("case:12"),
    which stand on upper floors. A line once written stays: a wrong one is struck with its reason.
    """

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField("哪一本台账", max_length=20, db_collation="C")
    year = models.PositiveSmallIntegerField("年份")
    number = models.PositiveIntegerField("序号")
    unit = models.ForeignKey(
        Department, verbose_name="登记单位", on_delete=models.PROTECT, related_name="registers"
    )
    happened_on = models.DateField("日期")
    title = models.CharField("标题", max_length=100, blank=True)
    sort = models.CharField("类型", max_length=20, blank=True, db_collation="C")
    text = models.TextField("内容", blank=True)
    measures = models.TextField("措施", blank=True)
    result = models.TextField("结果", blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    headcount = models.PositiveIntegerField("人数", null=True, blank=True)
    amount = models.DecimalField(
        "金额或数值", max_digits=14, decimal_places=2, null=True, blank=True
    )
    external_number = models.CharField("文号", max_length=60, blank=True)
    to_unit = models.ForeignKey(
        Department,
        verbose_name="对方单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registers_addressed",
    )
    matter = models.CharField("哪一件", max_length=40, blank=True, db_collation="C")
    due_on = models.DateField("期限", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=RegisterState,
        default=RegisterState.ENTERED,
        db_collation="C",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人", related_name="+"
    )
    at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="审批人",
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decision = models.CharField("审批意见", max_length=500, blank=True)
    struck_reason = models.CharField("为什么划掉", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    form_key = models.UUIDField("表单号", null=True, blank=True, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "台账"
        ordering = ["-happened_on", "-id"]
        indexes = [
            models.Index(
                fields=["centre", "kind", "-happened_on", "-id"], name="grids_register_newest"
            ),
            models.Index(fields=["matter"], name="grids_register_matter", condition=~Q(matter="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "kind", "year", "number"], name="grids_register_number_once"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(done_on__gte=F("happened_on")),
                name="grids_register_done_after",
                violation_error_message="完成日期不能早于登记的日期。",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("happened_on")),
                name="grids_register_due_after",
                violation_error_message="期限不能早于登记的日期。",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="grids_register_amount_positive"
            ),
            # Four eyes: nobody approves what he wrote himself.
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("by")),
                name="grids_register_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_by__isnull=False, decided_at__isnull=False)
                | Q(state=RegisterState.STRUCK)
                | (
                    Q(decided_by__isnull=True, decided_at__isnull=True)
                    & ~Q(state__in=[*DECIDED, RegisterState.STRUCK])
                ),
                name="grids_register_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=RegisterState.STRUCK) ^ Q(struck_reason=""),
                name="grids_register_struck_with_reason",
            ),
            # 线索移交 (domain.md §7 row 137): the outside number and the day, no content.
            models.CheckConstraint(
                condition=~Q(kind="clue")
                | Q(title="", text="", measures="", result="", place="", matter=""),
                name="grids_register_clue_without_content",
            ),
            # 救助、化解资金 (row 187): of one matter, an amount, approved.
            models.CheckConstraint(
                condition=~Q(kind="fund")
                | (~Q(matter="") & Q(amount__gt=0) & ~Q(state=RegisterState.ENTERED)),
                name="grids_register_fund_of_a_matter",
            ),
        ]

    def __str__(self) -> str:
        kind = KINDS.get(self.kind)
        return f"{kind.label if kind else self.kind}〔{self.year}〕{self.number}号"


class RegisterEvent(AbstractEvent):
    """What was done with an entry: codes and names of changed fields, never their words."""

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    register = models.ForeignKey(
        Register, models.PROTECT, related_name="events", verbose_name="台账"
    )

    class Meta(AbstractEvent.Meta):
        verbose_name = verbose_name_plural = "台账经过"
        constraints = [
            models.UniqueConstraint(
                fields=["register", "seq"], name="grids_register_event_seq_once"
            ),
        ]

    @property
    def words(self) -> str:
        return RegisterAct(self.verb).label


class RegisterRevision(models.Model):
    """A field before a change, kept with the entry and disposed of with it."""

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    register = models.ForeignKey(
        Register, models.PROTECT, related_name="revisions", verbose_name="台账"
    )
    field = models.CharField("栏目", max_length=30, db_collation="C")
    before = models.TextField("改动前", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="谁改的", related_name="+"
    )
    at = models.DateTimeField("什么时候改的")

    class Meta:
        verbose_name = verbose_name_plural = "台账改动前的文字"
        ordering = ["id"]


class RegisterTick(models.Model):
    """Whether one line of the town's checklist is met in what was looked at."""

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    register = models.ForeignKey(
        Register, models.PROTECT, related_name="ticks", verbose_name="台账"
    )
    item = models.ForeignKey(
        ChecklistItem, models.PROTECT, related_name="register_ticks", verbose_name="条目"
    )
    is_met = models.BooleanField("做到了", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "台账对照"
        ordering = ["item__checklist", "item__order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["register", "item"], name="grids_register_tick_once"),
        ]


class RegisterFile(AbstractAttachment):
    """A photo, a signed sheet, a document of one entry."""

    centre = models.ForeignKey(
        Division, verbose_name="所属街道（乡镇）", on_delete=models.PROTECT, related_name="+"
    )
    register = models.ForeignKey(
        Register, models.PROTECT, related_name="files", verbose_name="台账"
    )

    class Meta(AbstractAttachment.Meta):
        verbose_name = verbose_name_plural = "台账材料"
