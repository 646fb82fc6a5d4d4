"""The 包案 file of a petition: 四定四包 and 五个一, each present or still missing.

Every function takes a petition that came through `visible_to` at file level.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from petitions.models import JointItem, OwnershipFile, Petition

# 四定四包 (domain.md §7 row 184), in the order of the seed.
EIGHT: Mapping[str, str] = {
    "leader": "定领导",
    "measures": "定措施",
    "due_on": "定时间",
    "responsibility": "定责任",
    "overall": "包统筹",
    "coordination": "包协调",
    "guidance": "包疏导",
    "resolution": "包化解",
}


@dataclass(frozen=True, slots=True)
class Present:
    """One of the 五个一: its name, whether it is there, and what stands for it."""

    label: str
    is_there: bool
    words: str


@dataclass(frozen=True, slots=True)
class Ownership:
    """The newest version with its items; the versions before it, newest first."""

    file: OwnershipFile | None
    older: list[OwnershipFile]
    eight: list[tuple[str, Any]]
    missing: list[str]
    five: list[Present]


def ownership_of(petition: Petition) -> Ownership:
    """In two queries."""
    files = list(petition.ownership_files.select_related("by", "leader").order_by("-version"))
    newest = files[0] if files else None
    eight = [(label, getattr(newest, name, None) or "") for name, label in EIGHT.items()]
    return Ownership(
        file=newest,
        older=files[1:],
        eight=eight,
        missing=[label for label, value in eight if not value],
        five=five_of(petition, newest),
    )


def five_of(petition: Petition, found: OwnershipFile | None) -> list[Present]:
    """五个一 (domain.md §7 row 185): one owner, team, plan, minutes of a meeting, soothing measures."""
    held = (
        JointItem.objects.filter(petition=petition, meeting__minutes_at__isnull=False)
        .select_related("meeting")
        .order_by("-meeting__held_on", "-pk")
        .first()
    )
    owner = petition.owner.name if petition.owner else ""
    return [
        Present("一名包案领导", bool(owner), owner),
        _written("一个工作专班", found.team if found else ""),
        _written("一套化解方案", found.plan if found else ""),
        Present("一份会议纪要", held is not None, held.meeting.number if held else ""),
        _written("一套疏导措施", found.soothing if found else ""),
    ]


def _written(label: str, words: str) -> Present:
    return Present(label, bool(words), "已写" if words else "")
