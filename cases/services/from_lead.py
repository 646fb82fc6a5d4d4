"""A lead becomes a case with everything carried over (domain.md §7 row 11: 一键转案件)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from cases import enums
from cases.models import Attachment, Case
from cases.services.parties import UNKNOWN
from cases.services.registration import Registered, register
from grids.models import Lead
from grids.selectors.leads import visible_leads
from grids.services import leads
from mediation.core import clock, files
from mediation.core.errors import Refused
from mediation.core.models import User

OTHER = "99"  # 其他
LONGEST_NAME = 80
DANGER = "随手拍上报：有人身危险（动手、扬言伤害自己或他人）"
ANSWER = "已转为案件 {number}，由{unit}办理。"


def turn_into_case(lead: Lead, actor: User, *, applicant: str = "", respondent: str = "") -> Case:
    """One tap: the words, the place, the day, the signs of danger and the photos go with it.

    A side that nobody named is 待查. Pressed twice, the first case comes back.
    Raises `Refused`: not_yours · not_now · not_a_dispute, and what `register` refuses.
    """
    known = Case.objects.filter(lead=lead).first()
    if known is not None:
        return known
    parties = [
        {"role": enums.PartyRole.APPLICANT, "name": applicant.strip() or UNKNOWN},
        {"role": enums.PartyRole.RESPONDENT, "name": respondent.strip() or UNKNOWN},
    ]
    # The lead's own key: two taps at once meet on it.
    return from_lead(
        lead, actor, parties=parties, form_key=lead.form_key, keeps_numbers=True, **carried(lead)
    ).case


def carried(lead: Lead) -> dict[str, Any]:
    """What a registration begins with: the fields of `register` that the lead knows."""
    told = [f"{label}。" for label, is_so in signs(lead).items() if is_so]
    return {
        "source": enums.Source.SWEEP if lead.sweep_id else enums.Source.GRID,
        "sweep": lead.sweep,
        "category": lead.category.code if lead.category else OTHER,
        "narrative": lead.words,
        "division": lead.where.code,
        "place": lead.place,
        "occurred_on": clock.local_day(lead.found_at),
        "received_on": clock.local_day(lead.reported_at),
        "risk": lead.risk,
        "risk_reason": "".join(told) or "上报时看样子是这一级",
        "safety_note": DANGER if lead.has_danger else "",
    }


def signs(lead: Lead) -> dict[str, bool]:
    return {"动过手": lead.has_blows, "上报时还僵着": lead.is_ongoing}


@transaction.atomic
def from_lead(
    lead: Lead,
    actor: User,
    *,
    parties: Sequence[Mapping[str, Any]],
    form_key: UUID | str | None = None,
    keeps_numbers: bool = False,
    **fields: Any,
) -> Registered:
    """Register a case that grew from a lead: both end in one transaction, or neither.

    Raises `Refused`: as `check_may_become_case` and `register`.
    """
    # The lead first: of two who turn it at once the second waits here, and finds it answered.
    locked = Lead.objects.select_for_update(of=("self",)).get(pk=lead.pk)
    known = Case.objects.filter(lead=locked).first()
    if known is not None:
        return Registered(known, False)
    leads.check_may_become_case(locked, actor)
    done = register(
        actor, parties=parties, form_key=form_key, keeps_numbers=keeps_numbers, **fields
    )
    case = done.case
    if not done.is_new:
        raise Refused("form_key_used", "这张表已经交过了，请重新打开。")
    Case.objects.filter(pk=case.pk).update(lead=locked)
    case.lead = locked
    _carry_photos(locked, case)
    leads.end_as_case(locked, actor, ANSWER.format(number=case.number, unit=case.unit.short_name))
    return done


def lead_of(actor: User, key: Any) -> Lead:
    """The lead that a registration names. Raises `Refused`: invalid_lead."""
    found = visible_leads(actor).filter(pk=key).first() if str(key).isdecimal() else None
    if found is None:
        raise Refused("invalid_lead", "没有找到这条苗头，请再看一眼编号。", field="lead")
    return found


def _carry_photos(lead: Lead, case: Case) -> None:
    """Each photo once more, under a name of the case: it has a file and a fate of its own."""
    stage = case.stages.order_by("-seq").first()
    for photo in lead.photos.select_related("uploaded_by"):
        with default_storage.open(photo.stored_name.hex) as kept:
            copy = SimpleUploadedFile(photo.name, kept.read())
        Attachment.objects.create(
            centre=case.centre,
            case=case,
            stage=stage,
            is_record=False,
            uploaded_by=photo.uploaded_by,
            uploaded_at=photo.uploaded_at,
            **files.store(copy)._asdict(),
        )
