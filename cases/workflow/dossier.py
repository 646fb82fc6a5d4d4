"""The order of a dossier and what it must hold (domain.md §2.1 卷宗次序), as one table. Pure.

Places 0 (cover, contents) and 13 (back cover) are made when the dossier is bound.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from cases.enums import Document as D
from cases.enums import DossierPart as P
from cases.enums import Outcome
from cases.models import Case

# How mediation that was accepted ends on paper. Who withdraws or makes peace signs nothing.
RESULT_OF: dict[str, frozenset[str]] = {
    Outcome.WRITTEN: frozenset({D.AGREEMENT}),
    Outcome.ORAL: frozenset({D.ORAL_AGREEMENT}),
    Outcome.TERMINATED: frozenset({D.TERMINATION}),
    Outcome.DECLINED: frozenset({D.DECLINE_NOTICE}),
    Outcome.REFERRED: frozenset({D.REFERRAL}),
    Outcome.TRANSFERRED: frozenset({D.TRANSFER}),
}
# What is said in talks is not for a court (特邀调解规定 22; domain.md §1.2 ④).
AGREEMENTS = frozenset({D.AGREEMENT, D.ORAL_AGREEMENT})
FOR_COURT_FILES = frozenset(
    {P.IDENTITY, P.AUTHORITY, P.EVIDENCE, P.PERFORMANCE, P.CONFIRMATION, P.APPLICATION}
)


def was_mediated(case: Case) -> bool:
    return case.accepted_on is not None


def was_talked_over(case: Case) -> bool:
    """An agreement by word of mouth is its own record (人民调解法28条)."""
    return was_mediated(case) and case.outcome in (Outcome.WRITTEN, Outcome.TERMINATED)


def ended_on_paper(case: Case) -> bool:
    return case.outcome in RESULT_OF


def never(case: Case) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the order: which papers belong there, when it may not be empty, what helps."""

    part: P
    papers: frozenset[str]
    is_required: Callable[[Case], bool] = never
    helps: str = ""


ORDER: tuple[Place, ...] = (
    Place(
        P.APPLICATION,
        frozenset({D.APPLICATION, D.ACCEPTANCE}),
        was_mediated,
        "请出具申请书或受理登记表",
    ),
    Place(P.RIGHTS, frozenset({D.RIGHTS}), was_mediated, "请出具权利义务告知书，各方签收"),
    Place(
        P.IDENTITY, frozenset(), was_mediated, "请添加当事人身份证明的复印件；没有证件的写明情况"
    ),
    Place(P.AUTHORITY, frozenset()),
    Place(P.INQUIRY, frozenset({D.INVESTIGATION})),
    Place(P.EVIDENCE, frozenset({D.EVIDENCE})),
    Place(P.MINUTES, frozenset({D.MINUTES, D.ESCALATION}), was_talked_over, "请出具调解记录"),
    Place(
        P.RESULT,
        frozenset(
            {
                D.AGREEMENT,
                D.ORAL_AGREEMENT,
                D.TERMINATION,
                D.DECLINE_NOTICE,
                D.REFERRAL,
                D.TRANSFER,
            }
        ),
        ended_on_paper,
        "请出具协议书，没谈成的出具告知书",
    ),
    Place(P.PERFORMANCE, frozenset()),
    Place(P.FOLLOW_UP, frozenset({D.FOLLOW_UP})),
    Place(P.CONFIRMATION, frozenset({D.CONFIRMATION})),
    Place(P.EXPLANATION, frozenset({D.CLOSING_REPORT, D.DOSSIER_NOTE})),
)
PLACE_OF: dict[str, Place] = {place.part: place for place in ORDER}
PART_OF_PAPER: dict[str, P] = {kind: place.part for place in ORDER for kind in place.papers}


def satisfies(place: Place, case: Case, papers: Collection[str], has_files: bool) -> bool:
    """Whether the place holds what it must. `papers` are the kinds that lie there.

    A signed scan put there by hand counts as the paper itself.
    """
    if not place.is_required(case) or has_files:
        return True
    if place.part == P.RESULT:
        return not RESULT_OF[str(case.outcome)].isdisjoint(papers)
    if place.part == P.MINUTES:
        return D.MINUTES in papers
    return bool(papers)
