"""From a case to a petition (rules.md §2 row 13): in the transaction of the transfer."""

from cases.enums import TransferKind, Verb
from cases.models import Case
from cases.services.act import Act as CaseAct
from grids.models import Division
from mediation.core.accounts import system_user
from petitions.models import MOST_REPRESENTATIVES, ContentCategory, Petition, PetitionCase
from petitions.services.registration import register

OTHER_CONTENT = "99"


def from_case(case: Case, act: CaseAct) -> None:
    """A hook of the cases' door (settings.AFTER_MOVE): transfer of kind petition opens the petition;
    the day on which the matter was received is carried over."""
    if act.verb == Verb.TRANSFER and act.data.get("kind") == TransferKind.PETITION:
        open_for(case, act)


def open_for(case: Case, act: CaseAct) -> Petition:
    centre: Division = case.centre
    applicants = [party for party in case.parties.all() if party.role == "applicant"]
    people = [
        {
            "name": party.name,
            "phone": party.phone,
            "id_number": party.id_number,
            "id_kind": party.id_kind,
            "address": party.address,
        }
        for party in applicants[:MOST_REPRESENTATIVES]
    ]
    content = ContentCategory.objects.filter(code=OTHER_CONTENT).first()
    petition = register(
        system_user(),
        centre=centre,
        keeps_numbers=True,
        channel="visit",
        kind="claim",
        purpose="claim",
        content=content.code if content else "",
        title=f"由{case.number}移送",
        narrative=case.narrative,
        division=case.division.code,
        place=case.place,
        head_count=max(len(applicants), 1),
        received_on=case.received_on,
        external_number=case.number,
        petitioners=people,
        demands=[case.demand or "请依法处理"],
    ).petition
    PetitionCase.objects.create(
        centre=centre,
        petition=petition,
        case=case,
        is_from_case=True,
        on=act.on,
        by=act.actor,
        at=act.now,
    )
    return petition
