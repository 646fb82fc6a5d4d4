"""What is kept of each assessment of a case's risk (rules.md §2 row 28; seed 001: 降级需依据)."""

from cases.enums import RISK_ORDER, Risk
from cases.models import Case, RiskAssessment
from cases.services.act import Act
from mediation.core import clock
from mediation.core.errors import Refused

LONGEST_GROUNDS = 200


def is_lower(before: str, after: str) -> bool:
    return RISK_ORDER.index(Risk(after)) < RISK_ORDER.index(Risk(before))


def assess(act: Act, risk: str, reason: str) -> RiskAssessment:
    """Write down the assessment, and before the first one that of the registration.

    Raises Refused: needs (grounds, where it goes lower) · invalid_text.
    """
    case, grounds = act.case, act.text("grounds")
    if is_lower(case.risk, risk) and not grounds:
        raise Refused(
            "needs",
            "往下调要写清依据：什么变了，从哪里看出来。",
            instead="情况还没有变的，等级可以先不动",
            field="grounds",
        )
    if len(grounds) > LONGEST_GROUNDS:
        raise Refused("invalid_text", f"最多 {LONGEST_GROUNDS} 个字，请精简一些。", field="grounds")
    if not case.assessments.exists():
        first_of(case).save()
    return RiskAssessment.objects.create(
        centre=case.centre,
        case=case,
        tier=case.tier,
        previous=case.risk,
        risk=risk,
        reason=reason,
        grounds=grounds,
        on=act.on,
        by=act.actor,
        at=act.now,
    )


def first_of(case: Case) -> RiskAssessment:
    """The unsaved assessment with which the case was registered."""
    first = case.stages.order_by("seq").first()
    return RiskAssessment(
        centre=case.centre,
        case=case,
        tier=first.tier if first else case.tier,
        risk=case.risk,
        reason=case.risk_reason,
        on=clock.local_day(case.registered_at),
        by=case.registered_by,
        at=case.registered_at,
    )
