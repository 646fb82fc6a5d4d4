"""The parties of a registration or a correction: shape checked, sealed, given their codes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cases import enums
from cases.models import Attachment, Case, Party
from cases.services import lookup
from cases.services.act import Act
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.pinyin import kept_initials
from mediation.core.privacy import (
    blind_index,
    blind_tail,
    credit_code_fault,
    from_id,
    id_number_fault,
    normalise,
    phone_fault,
)

RESIDENT_ID = "111"  # GA/T 517
ADULT_AGE = 18
UNKNOWN = "待查"
TEXT_FIELDS = (
    *("name", "id_number", "phone", "address"),
    *("agent", "guardian", "interpreter", "support_person"),
)
CODES = (
    ("role", enums.PartyRole),
    ("kind", enums.PartyKind),
    ("sex", enums.Sex),
    ("agent_power", enums.AgentPower),
    ("no_id_reason", enums.MissingReason),
    ("no_phone_reason", enums.MissingReason),
    ("no_address_reason", enums.MissingReason),
)


def build(case: Case, rows: Sequence[Mapping[str, Any]]) -> list[Party]:
    """Unsaved parties of a case. Raises Refused with `field` = "parties.<n>.<name>"."""
    roles = [row.get("role") for row in rows]
    for role, missing in (
        (enums.PartyRole.APPLICANT, "申请人"),
        (enums.PartyRole.RESPONDENT, "对方"),
    ):
        if role not in roles:
            raise Refused(
                "needs_parties",
                f"还差{missing}，至少要有一位。",
                instead=f"不知道对方是谁时，姓名写“{UNKNOWN}”。",
                field="parties",
            )
    return [
        fill(Party(case=case, centre=case.centre, position=n), row, n) for n, row in enumerate(rows)
    ]


def fill(party: Party, row: Mapping[str, Any], n: int) -> Party:
    """Set a party's columns from a row, checking each; keep what the row does not name."""

    def refuse(name: str, message: str) -> Refused:
        return Refused("invalid_party", message, field=f"parties.{n}.{name}")

    for name, choices in CODES:
        if row.get(name):
            if row[name] not in choices.values:
                raise refuse(name, "请从列出的选项里选一个。")
            setattr(party, name, row[name])
    for name in TEXT_FIELDS:
        if name in row:
            setattr(party, name, _text(row[name]))
    for name in ("is_minor", "is_address_hidden"):
        if row.get(name) is not None:
            setattr(party, name, bool(row[name]))
    if row.get("authority"):
        party.authority = _authority(party, row["authority"], refuse)
    party.id_kind = str(row.get("id_kind") or party.id_kind)
    needs = row.get("needs")
    if needs is not None:
        if not set(needs) <= set(enums.Need.values):
            raise refuse("needs", "请从列出的选项里选。")
        party.needs = list(needs)
    if not party.name:
        raise refuse("name", "姓名还没有填。")
    party.initials = "" if party.name == UNKNOWN else kept_initials(party.name)
    _check_numbers(party, refuse)
    party.id_index = blind_index(party.id_number, "id_number")
    party.id_tail_index = blind_tail(party.id_number, "id_number")
    party.phone_index = blind_index(party.phone, "phone")
    party.phone_tail_index = blind_tail(party.phone, "phone")
    if party.role == enums.PartyRole.APPLICANT and not party.lookup_code:
        lookup.prepare(party)
    return party


def _authority(party: Party, key: object, refuse: Any) -> Attachment:
    """授权委托书: a file that is with the case already."""
    files = Attachment.objects.filter(case_id=party.case_id) if party.case_id else None
    found = files.filter(pk=key).first() if files is not None and str(key).isdecimal() else None
    if found is None:
        raise refuse("authority", "请先把授权委托书添加到案件的材料里，再选。")
    return found


def check_guardians(case: Case, on: date) -> None:
    """Whoever is under age is heard and agrees with his guardian beside him.

    未成年人保护法; 民法典19–20条、23条. Raises `Refused`: needs_guardian.
    """
    if any(is_minor_on(party, on) and not party.guardian for party in case.parties.all()):
        raise Refused(
            "needs_guardian",
            "有未成年的当事人，要写明到场的监护人。",
            instead="请先在“更正当事人”里写上监护人的姓名和关系，再来记",
        )


def is_minor_on(party: Party, day: date) -> bool:
    """By his ID number where he left one, else as somebody ticked."""
    if party.kind != enums.PartyKind.PERSON:
        return False
    if party.id_number and party.id_kind == RESIDENT_ID:
        return age_on(from_id(party.id_number).birth_on, day) < ADULT_AGE
    return party.is_minor


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _check_numbers(party: Party, refuse: Any) -> None:
    if party.id_number:
        party.id_number = normalise(party.id_number)
        if party.kind == enums.PartyKind.ORGANISATION:
            fault = credit_code_fault(party.id_number)
        else:
            fault = id_number_fault(party.id_number) if party.id_kind == RESIDENT_ID else ""
        if fault:
            raise refuse("id_number", fault)
        if party.kind == enums.PartyKind.PERSON and party.id_kind == RESIDENT_ID:
            party.sex = from_id(party.id_number).sex
    if party.phone:
        fault = phone_fault(party.phone)
        if fault:
            raise refuse("phone", fault)
        party.phone = normalise(party.phone)


AGENT_LABELS = {"name": "", "phone": "电话 ", "relation": "关系：", "has_authority": "有授权委托书"}


def _text(value: Any) -> str:
    """An agent or guardian comes as an object; it is kept as one line that a person can read."""
    if not isinstance(value, Mapping):
        return str(value or "").strip()
    words = [
        label if one is True else f"{label}{one}"
        for key, label in AGENT_LABELS.items()
        if (one := value.get(key)) not in ("", None, False)
    ]
    return "，".join(words)


def has_minor(rows: Sequence[Party]) -> bool:
    """Whether a party is under eighteen today, by his ID number or by what somebody ticked."""
    today = clock.today()
    return any(is_minor_on(party, today) for party in rows)


def correct(act: Act, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows with an `id` change or (`remove`) take out a party; rows without add one."""
    case = act.case
    known = {party.pk: party for party in case.parties.all()}
    last = max((party.position for party in known.values()), default=-1)
    for n, row in enumerate(rows):
        if not row.get("id"):
            last += 1
            fill(Party(case=case, centre=case.centre, position=last), row, n).save()
            continue
        party = known.get(int(row["id"]))
        if party is None:
            raise Refused("invalid_party", "没有找到这位当事人。", field=f"parties.{n}.id")
        for name in TEXT_FIELDS:
            if name in row or row.get("remove"):
                act.revisions[f"party.{party.pk}.{name}"] = getattr(party, name)
        if row.get("remove"):
            party.consents.all().delete()
            del known[party.pk]
            party.delete()
        else:
            fill(party, row, n).save()
    left = {party.role for party in case.parties.all()}
    if not {enums.PartyRole.APPLICANT, enums.PartyRole.RESPONDENT} <= left:
        raise Refused("needs_parties", "申请人和对方至少各留一位。", field="parties")
    if not case.has_minor and has_minor(list(case.parties.all())):
        act.change(has_minor=True)
    act.changed.add("parties")
