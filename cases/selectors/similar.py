"""Cases that a registration being typed may be about: reasons, never a bare score.

It answers with cases, never with a person, and only within the typist's sight.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Q

from cases import access
from cases.enums import OPEN, PartyRole
from cases.models import Case, Party
from cases.selectors.matters import for_lists
from grids.models import Division
from mediation.core import clock
from mediation.core.models import User
from mediation.core.privacy import blind_index

LOOKED_BACK = timedelta(days=365)
MOST = 5
CANDIDATES = 50
SHORTEST_COMMON_WORDS = 3


@dataclass(frozen=True, slots=True)
class Similar:
    case: Case
    reasons: list[str]


def similar(
    user: User,
    parties: Sequence[Mapping[str, Any]],
    division: Division | None = None,
    narrative: str = "",
) -> list[Similar]:
    """Open cases, or those of the last year, that share a number, or a name and the village."""
    phones = {blind_index(str(p.get("phone") or ""), "phone") for p in parties} - {""}
    ids = {blind_index(str(p.get("id_number") or ""), "id_number") for p in parties} - {""}
    names = {str(p.get("name") or "").strip() for p in parties} - {"", "待查"}
    same = Q(phone_index__in=phones) | Q(id_index__in=ids)
    if division is not None and names:
        same |= Q(name__in=names, case__division=division)
    if not (phones or ids or (division is not None and names)):
        return []
    centres = access.standing(user).centres
    found = Party.objects.filter(same, centre__in=centres).order_by("-case")[:CANDIDATES]
    recent = Q(status__in=OPEN) | Q(received_on__gte=clock.today() - LOOKED_BACK)
    cases = for_lists(access.visible_to(user)).filter(
        recent, pk__in=list(found.values_list("case", flat=True))
    )
    rows = [
        Similar(case, reasons)
        for case in cases.order_by("-registered_at", "-pk")
        if (reasons := _reasons(case, phones, ids, names, division, narrative, parties))
    ]
    rows.sort(key=lambda row: -len(row.reasons))
    return rows[:MOST]


def _reasons(
    case: Any,
    phones: set[str],
    ids: set[str],
    names: set[str],
    division: Division | None,
    narrative: str,
    typed: Sequence[Mapping[str, Any]],
) -> list[str]:
    people = list(case.parties.all())
    reasons = []
    if any(p.phone_index in phones or p.id_index in ids for p in people):
        reasons.append("有一方的电话或证件相同")
    if not case.is_masked:
        common = [p for p in people if p.name in names]
        if len(common) >= 2:
            reasons.append(_both(common, typed))
        elif common:
            reasons.append("有一方同名")
    if division is not None and case.division_id == division.pk:
        days = (clock.today() - case.received_on).days
        reasons.append(f"同一个村（社区），相隔 {days} 天")
    if case.level >= access.FILE and narrative:
        words = _common_words(narrative, case.narrative)
        if words:
            reasons.append("描述里都有" + "".join(f"“{word}”" for word in words))
    return reasons


def _both(common: Sequence[Party], typed: Sequence[Mapping[str, Any]]) -> str:
    roles = {str(p.get("name")): p.get("role") for p in typed}
    is_reversed = any(
        roles.get(p.name) not in (p.role, None) and p.role != PartyRole.THIRD_PARTY for p in common
    )
    return "双方是同两个人（甲乙对调）" if is_reversed else "双方是同两个人"


def _common_words(one: str, other: str) -> list[str]:
    """The two longest runs of at least three characters that both texts have."""
    matcher = SequenceMatcher(None, one[:400], other[:400], autojunk=False)
    runs = {
        one[block.a : block.a + block.size].strip("，。、；： ")
        for block in matcher.get_matching_blocks()
    }
    long_ones = [run for run in runs if len(run) >= SHORTEST_COMMON_WORDS]
    return sorted(long_ones, key=lambda run: (-len(run), run))[:2]
