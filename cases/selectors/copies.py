"""What a party may take away who asked to see and copy his own matter (个人信息保护法 45).

His own words, what was agreed with him, papers that are meant for him. Never minutes and the
concessions in them, safety notes, inner papers, or somebody else's numbers.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cases.enums import Document, PartyRole
from cases.models import Case, Paper, Party, PartyRequest
from cases.selectors.papers import may_read_paper
from mediation.core import clock
from mediation.core.privacy import mask_address, mask_id, mask_numbers_in, mask_phone

# Papers that the parties sign or are sent; of these he may have any issue.
MEANT_FOR_PARTIES = frozenset(
    {
        Document.ACCEPTANCE,
        Document.RIGHTS,
        Document.AGREEMENT,
        Document.ORAL_AGREEMENT,
        Document.CONFIRMATION,
        Document.DECLINE_NOTICE,
        Document.TERMINATION,
        Document.REFERRAL,
        Document.TRANSFER,
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that he said himself, with its day."""

    on: date
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Copy:
    """`person` are label and value of what is kept of him; `sittings` and `steps` days and places."""

    party: Party
    person: list[tuple[str, str]]
    said: list[Said]
    sittings: list[tuple[date, str]]
    steps: list[tuple[date, str]]
    papers: list[Paper]


def copy_of(request: PartyRequest, case: Case, readable: Collection[int]) -> Copy:
    """`case` with its stages, papers and sessions; what stands on the record of a stage only where
    the member of staff who hands it out reads that record."""
    party = request.party
    return Copy(
        party=party,
        person=_person(party),
        said=sorted(_said(party, case, readable), key=lambda one: one.on),
        sittings=[
            (clock.local_day(one.starts_at), one.place)
            for one in case.sessions.all()
            if one.starts_at is not None and not one.is_cancelled
        ],
        steps=[(one.entered_on, one.unit.name) for one in case.stages.all()],
        papers=[
            one
            for one in case.papers.all()
            if is_for(one, party) and may_read_paper(one, case, readable)
        ],
    )


def is_for(paper: Paper, party: Party) -> bool:
    """The application is the applicants' own; the rest goes to both sides."""
    if paper.kind == Document.APPLICATION:
        return party.role == PartyRole.APPLICANT
    return paper.kind in MEANT_FOR_PARTIES


def _person(party: Party) -> list[tuple[str, str]]:
    """Masked like everywhere: the whole number is shown to him by `unmask`, with its trace."""
    rows = (
        ("姓名（名称）", party.name),
        ("身份", party.get_role_display()),
        ("电话", mask_phone(party.phone) if party.phone else ""),
        ("证件号码", mask_id(party.id_number) if party.id_number else ""),
        ("住址", mask_address(party.address) if party.address else ""),
    )
    return [(label, value) for label, value in rows if value]


def _said(party: Party, case: Case, readable: Collection[int]) -> list[Said]:
    found = []
    if party.role == PartyRole.APPLICANT:
        found.append(Said(case.received_on, "说的事", mask_numbers_in(case.narrative)))
        if case.demand:
            found.append(Said(case.received_on, "想要的结果", mask_numbers_in(case.demand)))
    for one in party.consents.filter(stage__in=readable).order_by("pk"):
        found.append(Said(one.on, "调解意愿", "同意调解" if one.is_given else "不愿调解"))
    for asked in party.requests.order_by("pk"):
        text = "。".join(part for part in (asked.get_kind_display(), asked.text) if part)
        found.append(Said(asked.asked_on, "提的要求", text))
    return found
