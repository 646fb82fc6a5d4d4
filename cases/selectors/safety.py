"""What the handling team reads of a case's safety. Callers ask `access.may_see_safety` first."""

from dataclasses import dataclass

from cases.enums import SupportKind
from cases.models import Case, Duty, SafetySign, SupportStep


@dataclass(frozen=True, slots=True)
class Safety:
    """`offers` are the kinds of help nobody has asked for yet."""

    signs: list[SafetySign]
    support: list[SupportStep]
    duties: list[Duty]
    offers: list[SupportKind]

    @property
    def open_duties(self) -> list[Duty]:
        return [duty for duty in self.duties if duty.is_open]


def safety_of(case: Case) -> Safety:
    """Three queries, whatever was written."""
    support = list(case.support_steps.select_related("by", "done_by"))
    asked = {step.kind for step in support if step.withdrawn_on is None}
    return Safety(
        signs=list(case.safety_signs.select_related("by")),
        support=support,
        duties=list(case.duties.select_related("by", "answered_by")),
        offers=[kind for kind in SupportKind if kind not in asked],
    )
