"""What the blocks of a petition's page show, from rows that came through `file_of`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import access as case_access
from cases.models import Case
from mediation.core.models import User
from mediation.core.privacy import mask_address, mask_id, mask_phone
from petitions import labels
from petitions.enums import Clock, DirectionKind
from petitions.models import Demand, Direction, Petition, PetitionCase, Petitioner
from petitions.selectors.rows import days_left


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A mediation of this matter; `case` only for those who see it."""

    link: PetitionCase
    case: Case | None


@dataclass(frozen=True, slots=True)
class DemandLine:
    """One demand, who looks into it, and the mediations it went into."""

    demand: Demand
    unit: str
    opinion: str
    links: tuple[LinkLine, ...]


@dataclass(frozen=True, slots=True)
class PetitionerLine:
    """A petitioner with masked numbers; whole ones are asked for by POST."""

    petitioner: Petitioner
    name: str
    sex: str
    phone: str
    id_number: str
    address: str


@dataclass(frozen=True, slots=True)
class DirectionLine:
    direction: Direction
    demands: str
    days: int | None
    state: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """What an accusation says; for the discipline post alone."""

    title: str
    narrative: str
    place: str
    sent_by: str
    external_number: str
    risk_reason: str
    demands: tuple[str, ...]
    notes: tuple[dict[str, str], ...]  # on, stuck, next_step


def demand_lines(petition: Petition, links: Sequence[LinkLine]) -> list[DemandLine]:
    return [
        DemandLine(
            demand=one,
            unit=one.unit.short_name if one.unit else "信访接待员",
            opinion=one.get_opinion_display() if one.opinion else "",
            links=tuple(
                row for row in links if one.pk in {demand.pk for demand in row.link.demands.all()}
            ),
        )
        for one in petition.demands.all()
    ]


def petitioner_lines(petition: Petition) -> list[PetitionerLine]:
    return [
        PetitionerLine(
            petitioner=one,
            name=one.sealed_name if petition.is_sealed else one.name,
            sex=one.get_sex_display() if one.sex in ("1", "2") else "",
            phone=mask_phone(one.phone) if one.phone else "",
            id_number=mask_id(one.id_number) if one.id_number else "",
            address=mask_address(one.address) if one.address else "",
        )
        for one in petition.petitioners.all()
    ]


def direction_lines(petition: Petition, today: date) -> list[DirectionLine]:
    """交办, 批示, 督办 and 吹哨 with what came back, newest first."""
    lines = [
        DirectionLine(
            direction=one,
            demands="、".join(f"第 {demand.position} 项" for demand in one.demands.all()),
            days=days_left(one.due_on, today) if one.is_waiting else None,
            state=_state(one),
        )
        for one in petition.directions.all()
    ]
    return lines[::-1]


def _state(one: Direction) -> str:
    if one.handed_back_at:
        return "退回了"
    if one.answered_at:
        return "已回话"
    if one.kind == DirectionKind.ASSIGNMENT:
        return "已签收" if one.signed_at else "还没有签收"
    if one.kind == DirectionKind.WHISTLE:
        return "已报到" if one.reported_in_at else "还没有报到"
    return "等回话"


def clock_lines(petition: Petition, today: date) -> tuple[list[dict[str, Any]], list[Any]]:
    """Running clocks with their reckoning, by their day; then the ended ones."""
    rows = sorted(petition.deadlines.all(), key=lambda one: (one.due_on, one.pk))
    running = [
        {
            "clock": one,
            "label": labels.label(Clock, one.clock),
            "days": days_left(one.due_on, today),
            "is_ours": one.is_office or one.direction_id is not None,
        }
        for one in rows
        if one.is_running
    ]
    ended = [
        {"clock": one, "label": labels.label(Clock, one.clock)}
        for one in rows
        if not one.is_running
    ]
    return running, ended


def link_lines(petition: Petition, user: User) -> list[LinkLine]:
    """Mediations of the matter; one query for what the reader sees of them."""
    links = list(petition.mediations.all())
    seen = case_access.visible_to(user).filter(pk__in=[one.case_id for one in links])
    cases = {case.pk: case for case in seen} if links else {}
    return [LinkLine(one, cases.get(one.case_id)) for one in links]


def sealed_of(petition: Petition) -> Sealed | None:
    """The content of an accusation. Who reached the page is the discipline post (`visible_to`)."""
    if not petition.is_sealed:
        return None
    data: dict[str, Any] = petition.sealed.data
    return Sealed(
        title=data.get("title", ""),
        narrative=data.get("narrative", ""),
        place=data.get("place", ""),
        sent_by=data.get("sent_by", ""),
        external_number=data.get("external_number", ""),
        risk_reason=data.get("risk_reason", ""),
        demands=tuple(data.get("demands", ())),
        notes=tuple(data.get("notes", ()))[::-1],
    )
