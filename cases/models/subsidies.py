"""案件补贴 of mediators (seed 002 四; domain.md §7 rows 138, 169): staff are paid, nobody is ranked.

The town's table says how much; a month's sheet is drawn up, approved by somebody else, and stands.
"""

import pgtrigger
from django.db import models
from django.db.models import Q

from cases import enums
from cases.enums.subsidies import SheetState, SubsidyKind
from cases.models.fields import case_key, centre_key, code_field, person_key
from grids.models.terms import Term

FORMS = (
    enums.AgreementForm.WRITTEN.value,
    enums.AgreementForm.ORAL.value,
    enums.AgreementForm.RECONCILED.value,
)


class SubsidyRate(Term):
    """One row of the town's table: difficulty × form, and what a court's confirmation adds."""

    centre = centre_key()
    difficulty = code_field(enums.Difficulty, "难易程度")
    form = code_field(enums.AgreementForm, "协议形式")
    amount = models.DecimalField("每件（元）", max_digits=8, decimal_places=2)
    confirmed_amount = models.DecimalField(
        "经司法确认另加（元）", max_digits=8, decimal_places=2, default=0
    )
    basis = models.CharField("依据（文号）", max_length=100)
    by = person_key("谁定的")
    at = models.DateTimeField("录入时间")

    class Meta(Term.Meta):
        verbose_name = verbose_name_plural = "案件补贴标准"
        ordering = ["difficulty", "form", "from_on"]
        constraints = [
            *Term.Meta.constraints,
            models.UniqueConstraint(
                fields=["centre", "difficulty", "form"],
                condition=Q(to_on__isnull=True),
                name="subsidy_rate_one_open",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, confirmed_amount__gte=0), name="subsidy_rate_positive"
            ),
            models.CheckConstraint(condition=Q(form__in=FORMS), name="subsidy_rate_of_agreements"),
        ]

    def __str__(self) -> str:
        return f"{self.get_difficulty_display()} {self.get_form_display()}"


class SubsidySheet(models.Model):
    """The sheet of one month of one town; `month` is its first day."""

    centre = centre_key()
    month = models.DateField("月份")
    state = code_field(SheetState, "状态", default=SheetState.DRAFT)
    made_by = person_key("谁造的表")
    made_at = models.DateTimeField("造表时间")
    approved_by = person_key("谁批准的", null=True)
    approved_at = models.DateTimeField("批准时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "案件补贴月表"
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "month"], name="subsidy_sheet_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="subsidy_month_is_a_first"),
            models.CheckConstraint(
                condition=Q(
                    state=SheetState.DRAFT, approved_by__isnull=True, approved_at__isnull=True
                )
                | Q(state=SheetState.APPROVED, approved_by__isnull=False, approved_at__isnull=False)
                & ~Q(approved_by=models.F("made_by")),
                name="subsidy_approved_by_another",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="approved_sheet_stands",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=SheetState.APPROVED.value),
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y年%m月}"


class SubsidyItem(models.Model):
    """What one settled case, or its confirmation, brings its mediator. Once each, in one sheet."""

    centre = centre_key()
    sheet = models.ForeignKey(
        SubsidySheet, models.PROTECT, related_name="items", verbose_name="月表"
    )
    case = case_key("subsidies")
    agreement = models.ForeignKey(
        "cases.Agreement", models.PROTECT, related_name="+", verbose_name="协议"
    )
    mediator = person_key("调解员", related_name="subsidies")
    kind = code_field(SubsidyKind, "为什么补贴")
    on = models.DateField("哪天的事")
    difficulty = code_field(enums.Difficulty, "难易程度")
    form = code_field(enums.AgreementForm, "协议形式")
    amount = models.DecimalField("金额（元）", max_digits=8, decimal_places=2)
    rate = models.ForeignKey(
        SubsidyRate, models.PROTECT, related_name="+", verbose_name="按哪一条标准"
    )

    class Meta:
        verbose_name = verbose_name_plural = "案件补贴"
        ordering = ["mediator", "on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "kind"], name="subsidy_paid_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="subsidy_item_positive"),
        ]
        indexes = [models.Index(fields=["mediator", "sheet"], name="subsidy_of_mediator")]
        triggers = [
            pgtrigger.Trigger(
                name="approved_items_stand",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="""
                    IF EXISTS (
                        SELECT FROM cases_subsidysheet s
                        WHERE s.id IN (NEW.sheet_id, OLD.sheet_id) AND s.state = 'approved'
                    ) THEN
                        RAISE EXCEPTION 'approved sheet: %', COALESCE(NEW.sheet_id, OLD.sheet_id);
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_kind_display()}"
