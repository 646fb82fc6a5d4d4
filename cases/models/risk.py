"""The risk of a case over time: each assessment, on which rung, and why (rules.md §2 row 28).

Of the matter, never of a person. Level 2 (file).
"""

import pgtrigger
from django.db import models
from django.db.models import Q

from cases import enums
from cases.models.acts import Act
from cases.models.fields import case_key, code_field

DOWNWARDS = [
    (before, after)
    for place, before in enumerate(enums.RISK_ORDER)
    for after in enums.RISK_ORDER[:place]
]


class RiskAssessment(Act):
    """`previous` is empty for the one of the registration. Going lower names its grounds."""

    case = case_key("assessments")
    tier = code_field(enums.Tier, "层级")
    previous = code_field(enums.Risk, "原来的等级", blank=True)
    risk = code_field(enums.Risk, "风险等级")
    reason = models.CharField("理由", max_length=200)
    grounds = models.CharField("下调的依据", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "风险评定"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(grounds="")
                | ~Q(
                    *(Q(previous=before, risk=after) for before, after in DOWNWARDS),
                    _connector=Q.OR,
                ),
                name="assessment_lower_has_grounds",
                violation_error_message="往下调要写清依据。",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(previous=""), name="assessment_one_first"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="assessment_never_edited", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return self.get_risk_display()
