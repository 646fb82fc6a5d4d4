"""The petitioners and demands of a registration: shape checked, sealed, given their codes."""

from collections.abc import Mapping, Sequence
from typing import Any

from cases.enums import Sex
from cases.services.parties import RESIDENT_ID
from mediation.core.errors import Refused
from mediation.core.pinyin import kept_initials
from mediation.core.privacy import (
    blind_index,
    blind_tail,
    from_id,
    id_number_fault,
    normalise,
    phone_fault,
)
from petitions.models import MOST_REPRESENTATIVES, Demand, Petition, Petitioner
from petitions.services import lookup

LONGEST_DEMAND = 500


def build_petitioners(petition: Petition, rows: Sequence[Mapping[str, Any]]) -> list[Petitioner]:
    """At most five (条例20(3)). Raises Refused with `field` = "petitioners.<n>.<name>"."""
    if not rows and not petition.notice_waived:
        raise Refused(
            "needs_petitioners",
            "信访人还没有填。",
            instead="姓名不清的，请选“无法告知的原因”。",
            field="petitioners",
        )
    if len(rows) > MOST_REPRESENTATIVES:
        raise Refused(
            "too_many_representatives",
            f"代表最多登记 {MOST_REPRESENTATIVES} 位（信访工作条例第20条）。",
            instead="其他人只记总人数，每个人仍然可以自己说。",
            field="petitioners",
        )
    if petition.head_count < len(rows):
        raise Refused("invalid_number", "人数比登记的代表还少，请再看一眼。", field="head_count")
    return [_petitioner(petition, row, n) for n, row in enumerate(rows)]


def _petitioner(petition: Petition, row: Mapping[str, Any], n: int) -> Petitioner:
    def refuse(name: str, message: str) -> Refused:
        return Refused("invalid_petitioner", message, field=f"petitioners.{n}.{name}")

    def text(name: str) -> str:
        return str(row.get(name) or "").strip()

    one = Petitioner(
        centre=petition.centre,
        petition=petition,
        position=n + 1,
        id_kind=text("id_kind") or RESIDENT_ID,
        id_number=normalise(text("id_number")) if text("id_number") else "",
        phone=normalise(text("phone")) if text("phone") else "",
        address=text("address"),
    )
    if not text("name"):
        raise refuse("name", "姓名还没有填。")
    if petition.is_sealed:
        one.sealed_name = text("name")[:80]
    else:
        one.name = text("name")[:80]
        one.initials = kept_initials(one.name)
    if text("sex"):
        if text("sex") not in Sex.values:
            raise refuse("sex", "请从列出的选项里选一个。")
        one.sex = text("sex")
    if one.id_number and one.id_kind == RESIDENT_ID:
        if fault := id_number_fault(one.id_number):
            raise refuse("id_number", fault)
        one.sex = from_id(one.id_number).sex
    if one.phone and (fault := phone_fault(one.phone)):
        raise refuse("phone", fault)
    one.phone_index = "" if petition.is_sealed else blind_index(one.phone, "phone")
    one.phone_tail_index = "" if petition.is_sealed else blind_tail(one.phone, "phone")
    if not petition.is_sealed:
        lookup.prepare(one)
    return one


def build_demands(petition: Petition, texts: Sequence[Any]) -> list[Demand]:
    """Each demand is a row of its own. Raises Refused: needs_demands · invalid_text."""
    said = [
        str(one.get("text") if isinstance(one, Mapping) else one or "").strip() for one in texts
    ]
    said = [one for one in said if one]
    if not said:
        raise Refused("needs_demands", "请至少写一项诉求。", field="demands")
    if any(len(one) > LONGEST_DEMAND for one in said):
        raise Refused(
            "invalid_text", f"每项诉求最多 {LONGEST_DEMAND} 个字，多的请分成几项。", field="demands"
        )
    return [
        Demand(centre=petition.centre, petition=petition, position=n, text=text)
        for n, text in enumerate(said, start=1)
    ]
