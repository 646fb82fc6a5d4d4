"""No ping-pong: which unit keeps a case while its jurisdiction is in question, and afterwards.

The door and the ladder ask here; raising and deciding are `cases.services.jurisdiction`.
"""

from cases.enums import Verb
from cases.models import Case, JurisdictionDispute
from cases.services.act import Act
from mediation.core.errors import Refused


def check_not_in_dispute(case: Case) -> None:
    """Raises `Refused`: in_dispute (until it is decided the first unit keeps the case)."""
    if open_dispute(case) is not None:
        raise Refused(
            "in_dispute",
            "管辖争议还没有定，决定以前由现在的单位办，不能改派。",
            who="由中心主任或平安办来定",
            instead="请在案件的“管辖”一页作出决定",
        )


def check_may_hand_back(case: Case) -> None:
    """Raises `Refused`: in_dispute · placed_here (the superior has named this very unit)."""
    check_not_in_dispute(case)
    if is_placed_here(case):
        raise Refused(
            "placed_here",
            "这件事已由共同上级指定本单位办，不再退回。",
            instead="办不下去的，可以吹哨请别的单位一起办，或往上报",
        )


def check_may_take_back(case: Case) -> None:
    """A decision on the jurisdiction is no slip of the hand. Raises `Refused`: placed_here."""
    if is_placed_here(case):
        raise Refused(
            "placed_here",
            "这是指定管辖时的改派，不能用“撤销刚才的”收回。",
            instead="要改的，请平安办或中心主任再改派一次，写明理由",
        )


def open_dispute(case: Case) -> JurisdictionDispute | None:
    return case.jurisdiction_disputes.filter(
        decided_on__isnull=True, lapsed_on__isnull=True
    ).first()


def is_placed_here(case: Case) -> bool:
    """Whether the last decision on this case named the unit that has it now."""
    last = case.jurisdiction_disputes.filter(decided_on__isnull=False).order_by("-pk").first()
    return last is not None and last.decided_unit_id == case.unit_id


def lapse(act: Act) -> None:
    """What left the unit by another way is no longer its question."""
    if act.verb != Verb.REGISTER and ("unit" in act.changed or not act.case.is_open):
        JurisdictionDispute.objects.filter(
            case=act.case, decided_on__isnull=True, lapsed_on__isnull=True
        ).update(lapsed_on=act.on)
