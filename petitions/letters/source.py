"""Where a letter's words come from, and what nearly every letter says.

Numbers are masked. An accusation's words come from its sealed row (条例30(3)).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from cases.enums import Sex
from cases.papers.facts import BLANK, day
from grids.enums import DepartmentKind, DivisionKind
from grids.selectors import department_of
from mediation.core.models import User
from mediation.core.privacy import mask_address, mask_id, mask_numbers_in, mask_phone
from petitions.models import Demand, Petition, Petitioner

Data = dict[str, Any]
ID_KINDS = {"111": "居民身份证"}
OFFICE_WORDS = {
    DivisionKind.STREET: "办事处",
    DivisionKind.TOWN: "人民政府",
    DivisionKind.TOWNSHIP: "人民政府",
    DivisionKind.COUNTY: "人民政府",
    DivisionKind.CITY: "人民政府",
}
NOBODY = "信访人（姓名不清）"


@dataclass
class Source:
    """Where a letter's words come from: the petition, the day, who issues, what was typed for it.

    `subject` is the row that it is about (`direction:7`, `letter:3`).
    """

    petition: Petition
    on: date
    by: User
    given: Mapping[str, Any] = field(default_factory=dict)
    subject: str = ""

    @cached_property
    def petitioners(self) -> list[Petitioner]:
        return list(self.petition.petitioners.all())

    @cached_property
    def demands(self) -> list[Demand]:
        return list(self.petition.demands.order_by("position"))

    @cached_property
    def sealed(self) -> Mapping[str, Any]:
        """Of an accusation what it says; else nothing."""
        return dict(self.petition.sealed.data) if self.petition.is_sealed else {}

    def said(self, name: str) -> str:
        """A text of the registration, numbers masked."""
        return mask_numbers_in(str(self.sealed.get(name) or getattr(self.petition, name) or ""))

    @property
    def demand_texts(self) -> list[str]:
        texts = self.sealed.get("demands") or [one.text for one in self.demands]
        return [mask_numbers_in(text) for text in texts]

    def text(self, name: str) -> str:
        return str(self.given.get(name) or "").strip()

    def row(self, table: Any) -> Any:
        """The row that the letter is about."""
        key = self.subject.rpartition(":")[2]
        return table.objects.get(pk=key, petition=self.petition) if key else None


# --- common ---------------------------------------------------------------------------------


def office(petition: Petition) -> str:
    """有权处理机关: the street office itself, never one of its sections (条例32)."""
    centre = petition.centre
    return f"{centre.short_name}{OFFICE_WORDS.get(DivisionKind(centre.kind), '')}"


def body_above(petition: Petition) -> str:
    """The body that reviews our opinions (条例35), where the petition names none."""
    above = petition.centre.parent
    if above is None:
        return "上一级人民政府"
    return f"{above.short_name}{OFFICE_WORDS.get(DivisionKind(above.kind), '')}"


def contact(petition: Petition) -> str:
    kind = DepartmentKind.DISCIPLINE if petition.is_sealed else DepartmentKind.PETITION_OFFICE
    unit = department_of(kind, petition.centre)
    words = [unit.name if unit else "", petition.officer.name if petition.officer else ""]
    return "　".join(filter(None, [*words, (unit.phone if unit else "") or f"电话{BLANK}"]))


def common(source: Source) -> Data:
    """What nearly every letter says."""
    petition = source.petition
    return {
        "issuer": office(petition),
        "on": day(source.on),
        "petition_number": petition.number,
        "names": names(source),
        "title": source.said("title") or mask_numbers_in(source.said("narrative")[:30]),
        "received_on": day(petition.received_on),
        "channel": petition.get_channel_display(),
        "came": came(source),
        "narrative": source.said("narrative"),
        "demands": numbered(source.demand_texts),
        "contact": contact(petition),
        "query": "凭回执上的查询码在网上查，或到窗口、来电询问",
        "signer": name_of(source.by),
        "accepted_on": day(petition.accepted_on),
        "head_count": f"{petition.head_count} 人",
        "files": files(source),
    }


def name_of(user: User) -> str:
    return user.name or user.username


def names(source: Source) -> str:
    """The representatives by name; of a group how many there are."""
    found = "、".join(one.name or one.sealed_name for one in source.petitioners)
    more = source.petition.head_count > len(source.petitioners)
    return f"{found}等{source.petition.head_count}人" if found and more else found or NOBODY


def came(source: Source) -> str:
    sent_by = source.said("sent_by")
    number = source.said("external_number")
    if not sent_by:
        return "信访人直接提出"
    return f"{sent_by}转来" + (f"（{number}）" if number else "")


def numbered(lines: Sequence[str]) -> str:
    return "\n".join(f"{place}．{line}" for place, line in enumerate(lines, start=1))


def files(source: Source) -> str:
    """Names of the papers that were handed in, not of the scans of our own letters."""
    found = source.petition.attachments.filter(letter=None).order_by("pk")
    return "、".join(found.values_list("name", flat=True))


def person(one: Petitioner) -> str:
    """The form's lines about one petitioner; what is not known is left to be written by hand."""
    sex = one.get_sex_display() if one.sex in (Sex.MALE, Sex.FEMALE) else BLANK
    id_kind = ID_KINDS.get(one.id_kind, "其他证件")
    return "\n".join(
        [
            f"姓名：{one.name or one.sealed_name}　性别：{sex}",
            f"证件：{id_kind} {mask_id(one.id_number) if one.id_number else BLANK}",
            f"联系电话：{mask_phone(one.phone) if one.phone else BLANK}",
            f"住址：{mask_address(one.address) if one.address else BLANK}",
        ]
    )


def people(source: Source) -> list[dict[str, str]]:
    many = len(source.petitioners) > 1
    rows = [
        {
            "label": f"代表{one.position}" if many else "信访人",
            "name": one.name or one.sealed_name,
            "text": person(one),
        }
        for one in source.petitioners
    ]
    return rows or [{"label": "信访人", "name": "", "text": NOBODY}]
